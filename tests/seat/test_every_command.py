"""Every command of the rule table by `act … --json`, allowed and refused, on both databases."""

import json
from collections.abc import Callable

import pytest

from console.domain.workflow import COMMANDS
from console.live.clock import wall_ms
from console.seat import options
from tests.seat.conftest import Act
from tests.seat.walks import CLOSED, WALKS, Step
from tests.store.world import World

DAY = 86_400_000
Walk = Callable[..., list[int]]


@pytest.fixture
def walk(act: Act, town_world: World, photo: str) -> Walk:
    """`walk(*steps)` takes them one by one; answers the cases that were registered."""
    town_world.now = wall_ms()
    town_world.later(0)

    taken: set[tuple[str, str]] = set()

    def run(*steps: Step, cases: list[int] | None = None) -> list[int]:
        cases = [] if cases is None else cases
        moments = {"soon": town_world.now + 2 * DAY, "far": town_world.now + 90 * DAY}
        for who, line, outcome in steps:
            if who == "time":
                _pass(town_world, cases[0], line)
                continue
            request = max((row["id"] for row in town_world.rows("request")), default=0)
            words = line.format(*cases, r=request, past=1, photo=photo, **moments)
            if (
                outcome == "done" and (who, line) in taken
            ):  # the way to where a walk begins: once by script is enough
                assert _by_the_door(town_world, who, words, cases)
                continue
            if outcome == "done" and "{photo}" not in line:
                taken.add((who, line))
            said = act(who, words)
            found = "done" if said["outcome"] == "done" else said["reason"]
            assert found == outcome, (who, words)
            assert bool(said["error"].strip()) is (outcome != "done")
            if line.startswith("register") and outcome == "done":
                cases.append(said["case"])
        return cases

    return run


def _by_the_door(world: World, who: str, words: str, cases: list[int]) -> bool:
    """The same words without a command line; answers whether it was done."""
    asked = options.parse(["act", *words.split()])
    changes = {key: json.loads(value) for key, value in (x.split("=") for x in asked.changes)}
    subject = asked.cases[0] if asked.cases else None
    if world.store.embedded:
        world.now = wall_ms()  # as the command line has it
    answer = world.act(who, asked.command, subject, changes=changes, reason=asked.reason)
    if asked.command == "register" and answer.subject is not None:
        cases.append(answer.subject)
    return answer.done


def _pass(world: World, case: int, change: str) -> None:
    with world.store.write() as connection:
        connection.exec_driver_sql(f"update case_ set {change} where id = {case}")


def test_every_walk_is_done_and_refused_as_it_says(walk: Walk) -> None:
    for steps in WALKS.values():  # one town for all: each walk registers cases of its own
        assert walk(*steps)


def test_the_walks_know_every_command_allowed_and_refused() -> None:
    steps = [step for steps in WALKS.values() for step in steps if step[0] != "time"]
    for wanted in (True, False):
        told = {line.split()[0] for _who, line, outcome in steps if (outcome == "done") is wanted}
        assert set(COMMANDS) - told == set()


def test_what_was_refused_changed_nothing(walk: Walk, town_world: World) -> None:
    (case,) = walk(*CLOSED)
    held = town_world.case(case)
    events = len(town_world.rows("event"))
    walk(
        ("dept", "appeal {0} --reason 道路封闭", "not_overdue"),
        ("lead", "reopen {0}", "needs"),
        ("disp", "forward {0}", "stage"),
        cases=[case],
    )
    assert town_world.case(case) == held
    assert len(town_world.rows("event")) == events


def test_an_excused_overdue_is_still_told_as_one(walk: Walk, town_world: World) -> None:
    (case,) = walk(*WALKS["an overdue is appealed once, the dispatcher first"])
    row = town_world.case(case)
    assert row["overdue_excused"]
    assert row["department_deadline"] < row["department_since"]  # it was overdue and stays so
    answers = [r for r in town_world.rows("request") if r["kind"] == "appeal"]
    assert [(r["level"], r["state"]) for r in answers] == [(2, 2)]


def test_taking_apart_restores_what_was_merged(walk: Walk, town_world: World) -> None:
    cases = walk(*WALKS["two reports of one thing"][:4])
    before = {k: v for k, v in town_world.case(cases[1]).items() if k != "version"}
    walk(
        ("caller", "merge {1} --set into={0}", "done"),
        ("caller", "unmerge {1} --reason 误并", "done"),
        cases=cases,
    )
    after = {k: v for k, v in town_world.case(cases[1]).items() if k != "version"}
    assert after == before
