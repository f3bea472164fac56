"""Simulated habits of departments: acknowledge, set out, arrive, finish; ask and answer."""

from random import Random
from typing import Any, Final

from console.city.life.case_view import OpenCaseRow
from console.city.life.scenery import (
    PlannedCommand,
    Scenery,
    position,
    reason,
)
from console.domain.stage import Post, Stage

PATIENCE_S: Final = 6.0
WORK_S: Final = 45.0
"""Least seconds of a crew's work at the place."""
ASKED: Final = (("ask-extension", 0.04), ("ask-return", 0.055), ("ask-suspension", 0.06))
"""Cumulated shares of cases for which something is asked."""
DAY_MS: Final = 86_400_000


def handle(city: Scenery, rng: Random) -> PlannedCommand | None:
    """The next step of a department with one of its cases."""

    def ready(row: OpenCaseRow) -> bool:
        return _ready(city, row)

    case = city.pick(rng, Stage.HANDLE, PATIENCE_S, ready)
    if case is None:
        return None
    order = _request(case, "supervision")
    if order is not None:
        return _deed("answer", case, reason=reason(rng, "answer"), request_id=order)
    if case["acknowledged_at"] is None:
        return _deed("acknowledge", case)
    asked = _ask(city, rng, case)
    if asked is not None:
        return asked
    crew = None if case["assignments"] else _crew(city, case, rng)
    named: dict[str, Any] = {} if crew is None else {"crews": [crew]}
    if case["started_at"] is None:
        return _deed("start", case, **named)
    if case["arrived_at"] is None and (named or case["assignments"]):
        return _deed("arrive", case, **named)
    return _deed("done", case)


def _crew(city: Scenery, case: OpenCaseRow, rng: Random) -> int | None:
    """A crew on duty of the department that has the case; None where it has none."""
    rows = city.directory.crews.items()
    body = case["department_id"]
    able = [crew for crew, row in rows if row["on_duty"] and row["department_id"] == body]
    return rng.choice(able) if able else None


def _ready(city: Scenery, case: OpenCaseRow) -> bool:
    """Not suspended, waiting for no decision, and its crew is where the next step needs it."""
    if (case["suspended_until"] or 0) > city.sight.at:
        return False
    if _request(case, "supervision") is not None:
        return True
    if case["requests"]:
        return False
    if case["started_at"] is not None and case["arrived_at"] is None:
        return position(case) is None or all(
            city.traffic.there(held["crew_id"], case["id"]) for held in case["assignments"].values()
        )
    worked = city.sight.touched[case["id"]] <= city.now - WORK_S
    return case["arrived_at"] is None or worked


def _request(case: OpenCaseRow, kind: str) -> int | None:
    return min((n for n, r in case["requests"].items() if r["kind"] == kind), default=None)


def _ask(city: Scenery, rng: Random, case: OpenCaseRow) -> PlannedCommand | None:
    """Asks for more time, a return or a suspension in a few cases, fixed by each case's own
    chance.
    """
    chance = city.chance(case["id"], f"ask{case['dispatches']}")
    command = next((name for name, below in ASKED if chance < below), None)
    asked_before = case["extensions"] > 0 or case["suspended_until"] is not None
    if command is None or asked_before or city.chance(case["id"], f"v{case['version']}") > 0.3:
        return None
    changes: dict[str, Any] = {}
    if command == "ask-extension":
        if (case["department_deadline"] or 0) <= city.sight.at:
            return None
        changes["hours"] = rng.choice([4, 8, 24])
    if command == "ask-suspension":
        changes["until"] = city.sight.at + rng.randint(3, 25) * DAY_MS
    return _deed(command, case, reason=reason(rng, command), **changes)


def _deed(
    command: str, case: OpenCaseRow, *, reason: str | None = None, **changes: Any
) -> PlannedCommand:
    region, department = case["region_id"], case["department_id"]
    return PlannedCommand(command, Post.DEPARTMENT, region, department, case, changes, reason)
