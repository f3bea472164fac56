"""Any sequence of commands on nouns gives the same answers, rows and events on both databases."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from console.domain.intent import Forged
from console.domain.stage import Post
from console.store.reading import nouns as reading
from tests.store import town, toys
from tests.store.test_equivalence import aligned
from tests.store.test_nouns import KINDS
from tests.store.world import World

STEPS = 90
LEFT_OUT = {"xid", "seq", "arguments"}


@pytest.fixture(autouse=True)
def _toy() -> Iterator[None]:
    with toys.declared():
        yield


def some_step(rng: random.Random, world: World) -> tuple[str, dict[str, Any]]:
    """Mostly what somebody may do, with right values most of the time."""
    noun = rng.choice(KINDS)
    held = toys.rows(world, noun)
    row = rng.choice(held) if held and rng.random() < 0.8 else None
    rules = [r for r in noun.rules() if (r.stage or 0) == (row["state"] if row else 0)]
    rule = rng.choice(rules or list(noun.rules()))
    changes = toys.values(world, noun, rule, rng.randrange(6))
    for name in rule.may:
        if noun.columns[name].of == toys.TOY.table:  # a new one, another or none
            changes[name] = rng.choice([1, 1, 1, 2, 3, 9])
        if rng.random() < 0.15:
            changes[name] = rng.choice([None, -1, 0, 2, 3, 99, "二", "", {"a": 1.5}, True, [1]])
    if noun.region in changes and rng.random() < 0.4:
        changes[noun.region] = rng.choice([town.EAST, town.WEST, None])
    version = row["version"] if row else None
    who = toys.holder(rule) or "chief"
    return rng.choice([who, who, who, *town.WHO]), {
        "command": rule.command,
        "case": row["id"] if row else None,
        "kind": noun.kind,
        "post": rule.post if rng.random() < 0.9 else rng.choice(list(Post)),
        "changes": changes,
        "reason": rng.choice([None, " ", "因大雨", "因大雨", "长" * 4001]),
        "version_seen": rng.choice([None, version, version, version and version - 1]),
    }


def outcome(world: World, who: str, step: dict[str, Any], command_id: str) -> Any:
    try:
        return world.act(who, command_id=command_id, **step)
    except Forged as forged:
        return str(forged)


@pytest.mark.parametrize("seed", range(3))
def test_both_databases_answer_alike(embedded: World, server: World, seed: int) -> None:
    rng = random.Random(seed)
    for world in (embedded, server):
        toys.parent(world)
    done = set()
    for noun in KINDS:  # one lawful row of each kind; the rest is luck
        rule = next(r for r in noun.rules() if r.stage is None and toys.holder(r))
        changes = toys.values(embedded, noun, rule, 7)
        first = [
            toys.act(world, noun, rule, None, changes=changes, command_id=f"first {noun.kind}")
            for world in (embedded, server)
        ]
        assert first[0] == first[1], first
        assert first[0].done, first
        done.add(noun.kind)
    for number in range(STEPS):
        who, step = some_step(rng, embedded)
        answers = [outcome(world, who, dict(step), f"c{number}") for world in (embedded, server)]
        assert answers[0] == answers[1], (number, who, step)
        if not isinstance(answers[0], str) and answers[0].done:
            done.add(step["kind"])
        if rng.random() < 0.2:
            minutes = rng.choice([1, 7])
            for world in (embedded, server):
                world.later(minutes)
    assert done == {noun.kind for noun in KINDS}
    for noun in KINDS:
        assert toys.rows(embedded, noun) == toys.rows(server, noun), noun.kind
        for who in ("disp", "eastdisp", "dept", "otherdept"):
            seen = []
            for world in (embedded, server):
                world.door(who)
                seen.append(reading.all_of(world.stores[who], noun, ended=True))
            assert seen[0] == seen[1], (noun.kind, who)
    for table in ("event", "command"):
        ours, theirs = (
            aligned([{k: v for k, v in row.items() if k not in LEFT_OUT} for row in rows])
            for rows in (embedded.rows(table), server.rows(table))
        )
        assert ours == theirs, table
