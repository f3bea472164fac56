"""One case as its card shows it: its story, its seven steps, what is like it and what is near it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from console.desk.desk import Desk
from console.desk.foresight import foresee
from console.domain.geodesy import Local
from console.domain.stage import Post, Stage
from console.domain.verdict import YES
from console.domain.workflow import RULES
from console.store import queries
from console.words import mark

ALIKE_METRES: Final = 50.0
ALIKE_MS: Final = 24 * 3_600_000
NEAR_METRES: Final = 300.0

STEPS: Final = (
    (mark("Collect"), (Stage.INTAKE, Stage.VERIFY)),
    (mark("Filing"), (Stage.FILE,)),
    (mark("Dispatch"), (Stage.DISPATCH, Stage.VOID)),
    (mark("Handling"), (Stage.HANDLE,)),
    (mark("Report back"), (Stage.FORWARD,)),
    (mark("Check"), (Stage.CHECK, Stage.CLOSE)),
    (mark("Evaluation"), (Stage.CLOSED, Stage.REJECTED, Stage.VOIDED)),
)
"""The seven steps of CJ/T 315 and the stages each is made of."""

BY_REASON: Final = frozenset({"reason", "not_suspended", "free", "merged", "empty", "none_open"})
"""Needs that a reason and the case itself can meet."""
TO_A_TARGET: Final = frozenset({"dispatch", "redispatch"})


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a case's story. `at` is when it is said to have happened, ms."""

    at: int
    command: str
    actor: int | None
    on_behalf_of: str
    post: str
    reason: str
    department: int | None
    stage: int | None
    since: int | None


@dataclass(frozen=True, slots=True)
class Near:
    """Another open case and the way to it in metres."""

    case: int
    metres: float


@dataclass(frozen=True, slots=True)
class Move:
    """A command a post may give with no more than a reason, or by naming a target.

    `refusal` says why the rules would not allow it now, in the language in force; "" where they do.
    """

    command: str
    needs_reason: bool
    needs_target: bool
    refusal: str = ""


def story(desk: Desk, case: int) -> Sequence[Told]:
    """Everything the log says of a case, oldest first. Blocks: for worker threads."""
    return [_told(row) for row in queries.story(desk.store, case)]


def _told(row: Mapping[str, Any]) -> Told:
    after = row["after"] or {}
    first = row["command"] == "register"
    return Told(
        row["occurred_at"],
        row["command"],
        row["actor_id"],
        row["on_behalf_of"] or "",
        row["post"] or "",
        "" if first else row["reason"] or "",
        after.get("department_id"),
        after.get("stage"),
        after.get("stage_since"),
    )


def spent(told: Sequence[Told], now: int) -> Sequence[int | None]:
    """ms a case has spent in each of the seven steps up to `now`; None where nothing is known."""
    found: list[int | None] = [None] * len(STEPS)
    places = {stage: step for step, (_title, stages) in enumerate(STEPS) for stage in stages}
    stage: Stage | None = None
    since = 0
    for entry in told:
        if entry.stage is None:
            continue
        begun = entry.since or entry.at
        if stage is not None:
            step = places[stage]
            found[step] = (found[step] or 0) + max(0, begun - since)
        stage, since = Stage(entry.stage), begun
    if stage is not None and not stage.ended:
        found[places[stage]] = (found[places[stage]] or 0) + max(0, now - since)
    return found


def step_of(stage: Stage) -> int:
    """Which of the seven steps a stage belongs to."""
    return next(step for step, (_title, stages) in enumerate(STEPS) if stage in stages)


def nearby(desk: Desk, case: int) -> Sequence[Near]:
    """Open cases within 300 m, nearest first."""
    return _within(desk, case, NEAR_METRES)


def alike(desk: Desk, case: int) -> Sequence[Near]:
    """Open cases of the same category within 50 m and 24 h: probably the same thing."""
    read, slot_of = desk.room.cases.column, desk.room.cases.slot_of
    slot = slot_of[case]
    category, at = read("category_id")[slot], read("registered_at")[slot]
    return [
        near
        for near in _within(desk, case, ALIKE_METRES)
        if read("category_id")[slot_of[near.case]] == category
        and abs(int(read("registered_at")[slot_of[near.case]] - at)) <= ALIKE_MS
    ]


def _within(desk: Desk, case: int, metres: float) -> list[Near]:
    cases = desk.room.cases
    own, slots = cases.slot_of[case], cases.slots()
    lon, lat = cases.column("lon"), cases.column("lat")
    if np.isnan(lon[own]):
        return []
    frame = Local(float(lon[own]), float(lat[own]))
    east, north = frame.to_metres(1.0 + frame.lon0, 1.0 + frame.lat0)
    way = np.hypot((lon[slots] - lon[own]) * east, (lat[slots] - lat[own]) * north)
    close = np.flatnonzero(way <= metres)  # unknown places are NaN, never close
    found = [
        Near(int(cases.column("id")[slots[i]]), float(way[i])) for i in close if slots[i] != own
    ]
    return sorted(found, key=lambda near: near.metres)


def moves(stage: Stage, post: Post) -> Sequence[Move]:
    """Commands of the rule table that the card can give by itself, the usual one first.

    Those that need more than a reason (a collector, hours, pictures) have screens of their own.
    """
    found: dict[str, Move] = {}
    for rule in RULES:
        if rule.stage is not stage or rule.post is not post or rule.variant:
            continue
        target = rule.command in TO_A_TARGET
        needs = {need.partition(":")[0] for need in rule.needs}
        if rule.command == "undo" or not (target or needs <= BY_REASON):
            continue
        if rule.command == "change":  # corrects columns, which the card does not edit
            continue
        reason = "reason" in rule.needs
        found[rule.command] = Move(rule.command, reason, target)
    return sorted(found.values(), key=_usual)


def offered(desk: Desk, case: int) -> Sequence[Move]:
    """The moves of an open case for the post at this desk; what the rules refuse now comes last."""
    stage = Stage(int(desk.room.cases.column("stage")[desk.room.cases.slot_of[case]]))
    found = []
    for move in moves(stage, desk.post):
        verdict = YES if move.needs_target else foresee(desk, move.command, case, reason="…")
        found.append(replace(move, refusal=verdict.text))
    return sorted(found, key=_refused)


def _refused(move: Move) -> bool:
    return bool(move.refusal)


def _usual(move: Move) -> tuple[int, bool]:
    """Commands that bring the case on stand before those that bring it back."""
    return (FIRST.index(move.command) if move.command in FIRST else len(FIRST), move.needs_reason)


FIRST: Final = ("dispatch", "forward", "acknowledge", "start", "arrive", "accept", "urge")


def decidable(desk: Desk, case: int) -> tuple[int, str] | None:
    """(id, kind) of the open request on a case that this post decides; None where there is none."""
    kinds = {
        rule.variant.rstrip("+-")
        for rule in RULES
        if rule.command == "decide" and rule.post is desk.post
    }
    for request, (kind, level) in desk.room.cases.requests.get(case, {}).items():
        second = kind == "extension" and level >= 2
        if kind in kinds and not (second and desk.post is Post.DISPATCHER):
            return request, kind
    return None
