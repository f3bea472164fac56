"""Simulated habits of the centre's people: report, accept, file, dispatch, check, close.

Each habit looks for a case that waits for it and answers the command, or None where nothing waits.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from console.city.life import handling
from console.city.life.case_view import OpenCaseRow
from console.city.life.scenery import (
    PlannedCommand,
    Scenery,
    position,
    reason,
)
from console.city.mix import source
from console.domain.geodesy import distance
from console.domain.stage import Post, Stage

DISPATCH_AFTER_S: Final = 90.0
QUEUE_AT_MOST: Final = 400
"""Cases waiting for dispatch from which fewer reports come and all dispatchers help."""
VERIFIED: Final = 0.2
REJECTED: Final = 0.04
UNFOUNDED: Final = 0.12
FAILED: Final = 0.08
WITH_CREW: Final = 0.6
SECOND_CHOICE: Final = 0.1
DECLINED: Final = 0.25
LEFT_TO_HUMANS: Final = 0.5
"""Share of the departments' requests that the simulation's command does not decide."""

Habit = Callable[[Scenery, Random], PlannedCommand | None]


def report(city: Scenery, rng: Random) -> PlannedCommand | None:
    """A citizen calls or a collector sends: a new case."""
    if len(city.waiting(Stage.DISPATCH, 0.0)) > QUEUE_AT_MOST:
        return None
    spot, condition = city.ground.spot(rng), city.mix.draw(rng)
    category = city.category_ids.get(condition.category)
    if category is None:
        return None
    channel = source(rng)
    changes = {
        "category_id": category,
        "severity": int(condition.severity),
        "region_id": spot.grid.region,
        "grid_code": spot.grid.code,
        "lon": spot.position[0],
        "lat": spot.position[1],
        "address": spot.address,
        "description": f"{spot.address}附近，{condition.zh}。",
        "source": channel,
    }
    return PlannedCommand("register", Post.CALL_TAKER, spot.grid.region, changes=changes)


def intake(city: Scenery, rng: Random) -> PlannedCommand | None:
    """The call taker accepts, has it verified first, or rejects."""
    case = city.pick(rng, Stage.INTAKE, 5.0)
    if case is None:
        return None
    if case["verified"] is False:
        return _deed("reject", Post.CALL_TAKER, case, reason=reason(rng, "unfounded"))
    collector = city.collector(rng, case["region_id"])
    wants = city.chance(case["id"], "verify") < VERIFIED and case["verified"] is None
    if wants and collector is not None:
        return _deed("send-verify", Post.CALL_TAKER, case, collector_id=collector)
    if city.chance(case["id"], "reject") < REJECTED:
        return _deed("reject", Post.CALL_TAKER, case, reason=reason(rng, "reject"))
    return _deed("accept", Post.CALL_TAKER, case)


def verify(city: Scenery, rng: Random) -> PlannedCommand | None:
    """The collector has been there and calls in."""
    case = city.pick(rng, Stage.VERIFY, 20.0)
    sign = city.call_sign(rng, case) if case else None
    if case is None or sign is None:
        return None
    answer = city.chance(case["id"], "unfounded") >= UNFOUNDED
    return _deed("answer-verify", Post.CALL_TAKER, case, on_behalf_of=sign, answer=answer)


def file(city: Scenery, rng: Random) -> PlannedCommand | None:
    """The supervision shift lead files under a condition of the category, mild ones more often."""
    choices = city.directory.choices
    case = city.pick(
        rng, Stage.FILE, 8.0, lambda row: bool(choices(row["category_id"], row["grid_code"]))
    )
    if case is None:
        return None
    fitting = choices(case["category_id"], case["grid_code"])
    chosen = rng.choices([row["id"] for row in fitting], [row["severity"] ** 2 for row in fitting])[
        0
    ]
    return _deed("file", Post.SUPERVISION_LEAD, case, condition_id=chosen)


def dispatch(city: Scenery, rng: Random) -> PlannedCommand | None:
    """Dispatches some cases that have waited long enough to the body that answers, often with a
    near crew.
    """
    crowded = len(city.waiting(Stage.DISPATCH, 0.0)) > QUEUE_AT_MOST

    def ours(row: OpenCaseRow) -> bool:
        return (crowded or city.chance(row["id"], "dispatch") < city.share) and bool(
            _responsible(city, row)
        )

    case = city.pick(rng, Stage.DISPATCH, DISPATCH_AFTER_S, ours)
    if case is None:
        return None
    bodies = _responsible(city, case)
    body = bodies[1] if len(bodies) > 1 and rng.random() < SECOND_CHOICE else bodies[0]
    crew = _near_crew(city, case, body) if rng.random() < WITH_CREW else None
    if crew is None:
        return _deed("dispatch", Post.DISPATCHER, case, department_id=body)
    return _deed("dispatch", Post.DISPATCHER, case, department_id=body, crews=[crew])


def _responsible(city: Scenery, case: OpenCaseRow) -> list[int]:
    """Departments that answer for the category there, who leads first."""
    path = city.directory.region_paths.get(case["region_id"], frozenset())
    found = [
        (row["rank"], row["department_id"])
        for row in city.directory.responsibilities
        if row["category_id"] == case["category_id"]
        and (row["region_id"] is None or row["region_id"] in path)
    ]
    return [body for _rank, body in sorted(found)]


def _near_crew(city: Scenery, case: OpenCaseRow, body: int) -> int | None:
    """The nearest crew of the department that has nothing in hand."""
    there = position(case)
    busy = {a["crew_id"] for row in city.sight.cases.values() for a in row["assignments"].values()}
    free = [
        (distance(*vehicle.position, *there) if there else 0.0, crew)
        for crew, vehicle in city.traffic.vehicles.items()
        if crew not in busy and city.directory.crews[crew]["department_id"] == body
    ]
    return min(free)[1] if free else None


def decide(city: Scenery, rng: Random) -> PlannedCommand | None:
    """The command shift lead decides what departments ask; the supervision lead decides voiding."""

    def asked(row: OpenCaseRow) -> bool:
        kinds = {request["kind"] for request in row["requests"].values()}
        ours = city.chance(row["id"], "decide") >= LEFT_TO_HUMANS
        return ours and bool(kinds & {"extension", "return", "suspension", "void"})

    stage = Stage.VOID if rng.random() < 0.15 else Stage.HANDLE
    case = city.pick(rng, stage, 60.0, asked)
    if case is None:
        return None
    number = min(n for n, r in case["requests"].items() if r["kind"] != "supervision")
    approve = rng.random() >= DECLINED
    post = Post.SUPERVISION_LEAD if stage is Stage.VOID else Post.COMMAND_LEAD
    why = None if approve else reason(rng, "decline")
    return _deed("decide", post, case, reason=why, request_id=number, approve=approve)


def forward(city: Scenery, rng: Random) -> PlannedCommand | None:
    case = city.pick(rng, Stage.FORWARD, 20.0)
    return _deed("forward", Post.DISPATCHER, case) if case else None


def check(city: Scenery, rng: Random) -> PlannedCommand | None:
    """A collector is sent to look; what he calls in passes or fails the work."""
    case = city.pick(rng, Stage.CHECK, 15.0)
    if case is None:
        return None
    sent = case["check_sent_at"] is not None and case["check_sent_at"] >= case["stage_since"]
    collector = city.collector(rng, case["region_id"])
    if not sent and collector is not None:
        return _deed("send-check", Post.CALL_TAKER, case, collector_id=collector)
    sign = city.call_sign(rng, case)
    if sign is None:
        return None
    if city.chance(case["id"], f"fail{case['reworks']}") < FAILED:
        why = reason(rng, "fail")
        return _deed("fail", Post.CALL_TAKER, case, reason=why, on_behalf_of=sign)
    return _deed("pass", Post.CALL_TAKER, case, on_behalf_of=sign)


def close(city: Scenery, rng: Random) -> PlannedCommand | None:
    case = city.pick(rng, Stage.CLOSE, 10.0)
    return _deed("close", Post.SUPERVISION_LEAD, case, closing_confirmed=True) if case else None


def nudge(city: Scenery, rng: Random) -> PlannedCommand | None:
    """A dispatcher urges what is overdue with its department."""

    def late(row: OpenCaseRow) -> bool:
        return row["urges"] == 0 and (row["department_deadline"] or city.sight.at) < city.sight.at

    case = city.pick(rng, Stage.HANDLE, 60.0, late)
    return _deed("urge", Post.DISPATCHER, case) if case else None


def _deed(
    command: str,
    post: Post,
    case: OpenCaseRow,
    *,
    reason: str | None = None,
    on_behalf_of: str | None = None,
    **changes: object,
) -> PlannedCommand:
    region, department = case["region_id"], case["department_id"]
    return PlannedCommand(command, post, region, department, case, changes, reason, on_behalf_of)


HABITS: Final[Mapping[Habit, float]] = {
    report: 12,
    intake: 14,
    verify: 4,
    file: 11,
    dispatch: 5,
    handling.handle: 34,
    decide: 3,
    forward: 7,
    check: 12,
    close: 7,
    nudge: 1,
}
"""Weight of each habit. Cases flow about evenly; the queue for dispatch grows slowly."""


def next_command(city: Scenery, rng: Random) -> PlannedCommand | None:
    """The next command: one habit by its weight, others where nothing waits for it."""
    left = dict(HABITS)
    while left:
        habit = rng.choices(list(left), list(left.values()))[0]
        del left[habit]
        deed = habit(city, rng)
        if deed is not None:
            return deed
    return None
