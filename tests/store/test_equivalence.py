"""Any sequence of commands gives the same answers, states and events on SQLite and PostgreSQL."""

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest

from console.domain.intent import Forged
from console.domain.stage import Post, Stage
from console.domain.workflow import COMMANDS, moves
from tests.store import town
from tests.store.world import World

COMPARED = (
    "case_",
    "assignment",
    "request",
    "attachment",
    "case_axis",
    "event",
    "command",
    "token",
)
LEFT_OUT = {"xid", "seq", "arguments", "id", "stored_at"}
FORWARD = (
    "accept",
    "file",
    "dispatch",
    "done",
    "forward",
    "pass",
    "close",
    "decide",
    "decide-appeal",
)
"""What moves a case on; picked more often, else the dice never leave the first stages."""


def some_changes(rng: random.Random, command: str, now: int, requests: list[int]) -> dict[str, Any]:
    """Arguments that are right most of the time."""
    day = 86_400_000
    choices: dict[str, dict[str, Any]] = {
        "register": {"category_id": rng.choice([1, 2, 2]), "region_id": rng.choice([2, 3])}
        | rng.choice([{}, {"lon": 116.5, "lat": 31.25, "address": "望湖路 1 号"}, {"severity": 1}]),
        "send-verify": {"collector_id": rng.choice([1, 1, 2])},
        "send-check": {"collector_id": rng.choice([1, 1, 2])},
        "answer-verify": {"answer": rng.random() < 0.5},
        "file": {"condition_id": rng.choice([1, 2, 2, 3, 4])} | rng.choice([{}, {"severity": 2}]),
        "dispatch": {"department_id": rng.choice([1, 1, 1, 2, 4])}
        | rng.choice([{}, {"crews": [1]}, {"crews": [1, 2]}, {"crews": [3]}, {"crews": [1, 1]}]),
        "redispatch": rng.choice([{}, {"department_id": 4}, {"department_id": 1, "crews": [2]}]),
        "transfer": {"department_id": rng.choice([1, 3])},
        "done": rng.choice([{}, {"photos": [town.BLOB]}, {"photos": ["b" * 64]}]),
        "ask-extension": {"hours": rng.choice([2, 48, 900])},
        "ask-suspension": {"until": now + rng.choice([-1, 2, 40, 400]) * day},
        "supervise": {"due": now + rng.choice([-1, 1]) * day},
        "close": {"closing_confirmed": rng.random() < 0.8},
        "merge": {"into": rng.randint(1, 9)},
        "attach": {"photos": [town.BLOB]},
        "change": rng.choice(
            [{"address": "西街 2 号"}, {"severity": 4}, {"lon": 1.5}, {}, {"source": "video"}]
        ),
    }
    if command in ("decide", "decide-appeal", "answer"):
        chosen = {"request_id": rng.choice(requests)} if requests else {}
        return chosen | ({} if command == "answer" else {"approve": rng.random() < 0.7})
    return choices.get(command, {})


def some_move(rng: random.Random, stage: Stage) -> tuple[str, str]:
    """Who tries what: half the time a step forward by a post that may take it."""
    lawful = [(who, move) for who, held in town.WHO.items() for move in moves(stage, held.post)]
    forward = [pair for pair in lawful if pair[1] in FORWARD]
    luck = rng.random()
    if luck < 0.45 and forward:
        return rng.choice(forward)
    if luck < 0.85:
        who, command = rng.choice(lawful)
        return (who, command) if command != "merge" or rng.random() < 0.2 else (who, "unmerge")
    return rng.choice(list(town.WHO)), rng.choice(COMMANDS)


def some_step(rng: random.Random, world: World) -> dict[str, Any]:
    """Mostly a move that somebody may try now, sometimes anything at all."""
    cases = {row["id"]: row for row in world.rows("case_")}
    if len(cases) < 5 or rng.random() < 0.03:
        who, command, case = "caller", "register", None
    else:
        case = rng.choice(list(cases))
        who, command = some_move(rng, Stage(cases[case]["stage"]))
    requests = [r["id"] for r in world.rows("request") if r["state"] == 1 and r["case_id"] == case]
    post = town.WHO[who].post if rng.random() < 0.95 else rng.choice(list(Post))
    version = cases[case]["version"] if case in cases else None
    return {
        "who": who,
        "command": command,
        "case": 99 if rng.random() < 0.01 and case else case,
        "post": post,
        "version_seen": rng.choice([None, version, version, version, version - 2, version + 1])
        if version
        else None,
        "changes": some_changes(rng, command, world.now, requests),
        "reason": rng.choice([None, " ", "因大雨", "因大雨", "因大雨"]),
        "on_behalf_of": rng.choice([None, "K1", "K1"]),
    }


def outcome(world: World, step: Mapping[str, Any], command_id: str) -> Any:
    try:
        return world.act(
            step["who"],
            step["command"],
            step["case"],
            command_id=command_id,
            **{k: step[k] for k in ("post", "version_seen", "changes", "reason", "on_behalf_of")},
        )
    except Forged as forged:
        return str(forged)


def set_forwarding(world: World) -> None:
    """What a department reports done goes on to the check by itself."""
    with world.store.write() as connection:
        connection.exec_driver_sql(
            "update setting set value = 'true' where name = 'forward_automatically'"
        )


def comparable(world: World, table: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k not in LEFT_OUT} for row in world.rows(table)]


def aligned(rows: list[dict[str, Any]]) -> list[str]:
    """Rows as text in an order both databases share, whatever the order of their keys."""
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.timeout(300)
def test_both_doors_give_the_same_answers_states_and_events(
    embedded: World, server: World, seed: int
) -> None:
    rng = random.Random(seed)
    done = set()
    if seed == 3:  # a city that forwards by itself
        for world in (embedded, server):
            set_forwarding(world)
    for number in range(300):
        step = some_step(rng, embedded)
        command_id = f"{seed}-{number}"
        ours, theirs = outcome(embedded, step, command_id), outcome(server, step, command_id)
        assert ours == theirs, (number, step)
        if getattr(ours, "outcome", "") == "done":
            done.add(step["command"])
        for world in (embedded, server):
            world.later(minutes=(number * 7 % 11) + (600 if number % 37 == 0 else 0))
    for table in COMPARED:
        assert aligned(comparable(embedded, table)) == aligned(comparable(server, table)), table
    assert len(done) > 12, ("the walk must reach many commands", done)
