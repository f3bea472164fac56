"""Queues of the command centre as data: their open cases and the clock of each.

Every function answers for many slots at once, from the live columns alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.desk.desk import Desk
from console.domain.moment import MINUTE_MS
from console.domain.stage import OPEN_STAGES, Post, Stage
from console.domain.workflow import RULES, WAITING_STAGES
from console.domain.worktime import CONTINUOUS
from console.words import _, mark

Slots = NDArray[np.int64]
Mask = NDArray[np.bool_]

FAR: Final = np.int64(2**62)
"""The deadline of a case that has none: after all others."""


@dataclass(frozen=True, slots=True)
class Queue:
    """`label` names its tab or counter, `nothing` is said when it is empty; `several` stages stand in it.

    `timed` queues lose and win cases by the passing of time alone. `what` says what it counts, with
    `{stages}` and `{minutes}` for those of the post at this desk.
    """

    key: str
    label: str
    nothing: str
    timed: bool = False
    what: str = ""
    several: bool = False


QUEUES: Final = {
    queue.key: queue
    for queue in (
        Queue("intake", mark("To accept"), mark("No case to accept")),
        Queue("verify", mark("Being verified"), mark("No case is being verified")),
        Queue("file", mark("To file"), mark("No case to file")),
        Queue("check", mark("To check"), mark("No case to check")),
        Queue("close", mark("To close"), mark("No case to close")),
        Queue("dispatch", mark("To dispatch"), mark("No case to dispatch")),
        Queue("requests", mark("To decide"), mark("No request to decide"), several=True),
        Queue("returned", mark("Returned"), mark("No returned case")),
        Queue("forward", mark("To report back"), mark("No case to report back"), several=True),
        Queue("handle", mark("In hand"), mark("No case in hand"), several=True),
        Queue("mine", mark("Claimed by me"), mark("You hold no case"), several=True),
        Queue("all", mark("All"), mark("No open case"), several=True),
        Queue("unclaimed", mark("Unclaimed"), mark("Every case to dispatch is claimed")),
        Queue(
            "due_soon",
            mark("Due soon"),
            mark("Nothing is due soon"),
            timed=True,
            several=True,
            what=mark("Cases in {stages} whose deadline is within {minutes} minutes"),
        ),
        Queue(
            "overdue",
            mark("Overdue"),
            mark("Nothing is overdue"),
            timed=True,
            several=True,
            what=mark("Cases in {stages} that are past the limit of that stage"),
        ),
        Queue("idle_away", mark("Free, not home"), ""),
        Queue("lost", mark("Silent crews"), ""),
        Queue("answered", mark("Answered today"), ""),
    )
}
TABS: Final = ("dispatch", "requests", "returned", "forward", "handle", "mine", "all")
"""Tabs of a dispatcher; other posts begin with their waiting cases."""
TABS_OF: Final[Mapping[Post, tuple[str, ...]]] = {
    Post.SUPERVISION_LEAD: (
        "file",
        "close",
        "requests",
        "check",
        "dispatch",
        "handle",
        "mine",
        "all",
    ),
    Post.CALL_TAKER: ("intake", "verify", "check", "dispatch", "handle", "mine", "all"),
    Post.COLLECTOR: ("verify", "check", "all"),
    Post.DEPARTMENT: ("handle", "mine", "all"),
}


def tabs(post: Post) -> tuple[str, ...]:
    """Keys of the queues with a tab for this post; the first is shown at the start."""
    return TABS_OF.get(post, TABS if post in WAITING_STAGES else ("all", "handle", "mine"))


def members(desk: Desk, key: str, slots: Slots) -> Mask:
    """Mask of `slots` (all in use) in the queue. Raises KeyError for an unknown queue."""
    return TESTS[key](desk, slots)


def own_stages(post: Post) -> tuple[Stage, ...]:
    """Stages whose cases wait for a post; all where it has none of its own."""
    return WAITING_STAGES.get(post, OPEN_STAGES)


def explained(desk: Desk, key: str) -> str:
    """What a queue counts at this post, in the language in force; "" where its name suffices."""
    stages = _(", ").join(stage.label for stage in own_stages(desk.post))
    what, minutes = QUEUES[key].what, soon_minutes(desk)
    return _(what).format(stages=stages, minutes=minutes) if what else ""


def soon_minutes(desk: Desk) -> int:
    """How long before its deadline a case is due soon at this post; the city's setting."""
    own = desk.post if desk.post in WAITING_STAGES else Post.DISPATCHER
    return int(desk.setting(f"due_soon_{own}"))


def deciders() -> list[Post]:
    """Posts that decide requests."""
    return [post for post in Post if _decides(post)]


def deadlines(desk: Desk, slots: Slots) -> Slots:
    """The deadline (ms) of the clock that counts for each case's queue; `FAR` where there is none."""
    found = desk.room.cases.queue_clock("deadline", slots)
    return np.where(found > 0, found, FAR)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Of each slot: share used (NaN: no clock), minutes left (negative: over), suspended until
    (ms, 0: not suspended), whether the minutes are those of a calendar that also rests."""

    used: NDArray[np.float32]
    left: Slots
    until: Slots
    working: Mask


def clocks(desk: Desk, slots: Slots, now: int) -> Clocks:
    """The clock of the queue each case stands in, at `now`."""
    cases = desk.room.cases
    standing, until = cases.suspended(now, slots), cases.column("suspended_until")[slots]
    shown = np.where(standing, until, np.int64(now))
    calendars = cases.queue_clock("calendar", slots).astype(np.uint8)
    due = deadlines(desk, slots)
    place = cases.calendars.position
    left = place(calendars, np.where(due == FAR, 0, due)) - place(calendars, shown)
    minutes = np.where(left >= 0, left // MINUTE_MS, -(-left // MINUTE_MS))
    until = np.where(standing, until, 0)
    return Clocks(cases.queue_used(now, slots), minutes, until, by_work(desk, slots))


def by_work(desk: Desk, slots: Slots) -> Mask:
    """Whether a working calendar counts the clock of each case's queue."""
    cases = desk.room.cases
    calendars = cases.queue_clock("calendar", slots)
    found: Mask = (calendars != 0) & (calendars != cases.calendars.code(CONTINUOUS))
    return found


def _at(desk: Desk, slots: Slots, stage: Stage) -> Mask:
    found: Mask = desk.room.cases.column("stage")[slots] == stage
    return found


def _standing(stage: Stage) -> Callable[[Desk, Slots], Mask]:
    return partial(_at, stage=stage)


def _dispatch(desk: Desk, slots: Slots) -> Mask:
    return _at(desk, slots, Stage.DISPATCH)


def _returned(desk: Desk, slots: Slots) -> Mask:
    back: Mask = desk.room.cases.column("returns")[slots] > 0
    return _dispatch(desk, slots) & back


def _unclaimed(desk: Desk, slots: Slots) -> Mask:
    free: Mask = desk.room.cases.column("holder_id")[slots] == 0
    return _dispatch(desk, slots) & free


def _forward(desk: Desk, slots: Slots) -> Mask:
    return _at(desk, slots, Stage.FORWARD)


def _handle(desk: Desk, slots: Slots) -> Mask:
    return _at(desk, slots, Stage.HANDLE)


def _mine(desk: Desk, slots: Slots) -> Mask:
    found: Mask = desk.room.cases.column("holder_id")[slots] == desk.actor
    return found


def _none(_desk: Desk, slots: Slots) -> Mask:
    """Mask of no case: counters of crews hold none."""
    return np.zeros(len(slots), np.bool_)


def _all(_desk: Desk, slots: Slots) -> Mask:
    return np.ones(len(slots), np.bool_)


def _decides(post: Post) -> frozenset[str]:
    """Kinds of requests whose rule names this post."""
    return frozenset(
        rule.variant.rstrip("+-")
        for rule in RULES
        if rule.command == "decide" and rule.post is post
    )


def _requests(desk: Desk, slots: Slots) -> Mask:
    """Open requests that wait for this post; a second extension is the shift lead's alone."""
    kinds, post = _decides(desk.post), desk.post
    cases = desk.room.cases
    asked = {
        cases.slot_of[case]
        for case, held in cases.requests.items()
        if case in cases
        for kind, level in held.values()
        if kind in kinds and not (post is Post.DISPATCHER and kind == "extension" and level >= 2)
    }
    return np.isin(slots, np.fromiter(asked, np.int64, len(asked)))


def _due_soon(desk: Desk, slots: Slots) -> Mask:
    now, due = desk.room.clock.now(), deadlines(desk, slots)
    suspended = desk.room.cases.column("suspended_until")[slots] > now
    return (
        (due > now) & (due <= now + soon_minutes(desk) * MINUTE_MS) & ~suspended & _own(desk, slots)
    )


def _overdue(desk: Desk, slots: Slots) -> Mask:
    late = _own(desk, slots)
    used = desk.room.cases.queue_used(desk.room.clock.now(), slots[late])
    late[late] = np.nan_to_num(used, nan=0.0) >= 1.0
    return late


def _own(desk: Desk, slots: Slots) -> Mask:
    """Cases in the stages of this post."""
    stages = [int(stage) for stage in own_stages(desk.post)]
    found: Mask = np.isin(desk.room.cases.column("stage")[slots], stages)
    return found


OWN_STAGES: Final = (Stage.INTAKE, Stage.VERIFY, Stage.FILE, Stage.CHECK, Stage.CLOSE)
TESTS: Final[Mapping[str, Callable[[Desk, Slots], Mask]]] = {
    **{stage.word: _standing(stage) for stage in OWN_STAGES},
    "dispatch": _dispatch,
    "requests": _requests,
    "returned": _returned,
    "forward": _forward,
    "handle": _handle,
    "mine": _mine,
    "all": _all,
    "unclaimed": _unclaimed,
    "due_soon": _due_soon,
    "overdue": _overdue,
    "idle_away": _none,
    "lost": _none,
    "answered": _none,
}
