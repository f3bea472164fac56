"""The counters that never scroll away: what waits for this room, from the live columns alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from console.desk import queues
from console.desk.desk import Desk
from console.domain.stage import OPEN_STAGES, Stage
from console.domain.workflow import QUEUES
from console.live.crews import busy
from console.words import mark

HOUR_MS: Final = 3_600_000
LOST_MS: Final = 30 * 60_000
AWAY_METRES: Final = 500.0


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter: its key (a queue's where pressing it filters), label and hue above zero."""

    key: str
    label: str
    hue: str = ""


COUNTERS: Final = (
    Counter("dispatch", mark("To dispatch")),
    Counter("requests", mark("To decide")),
    Counter("returned", mark("Returned")),
    Counter("forward", mark("To report back")),
    Counter("unclaimed", mark("Unclaimed")),
    Counter("due_soon", mark("Due within 1 h"), "warn"),
    Counter("overdue", mark("Overdue"), "alarm"),
    Counter("idle_away", mark("Free, not home")),
    Counter("lost", mark("Silent crews"), "warn"),
)


def count(desk: Desk) -> Mapping[str, int]:
    """Every counter's figure as the columns are now."""
    cases = desk.room.cases
    slots = cases.slots()
    now = desk.room.clock.now()
    stage = cases.column("stage")[slots]
    waiting = stage == Stage.DISPATCH
    used = queue_used(desk)[_mine(desk)]
    soon = _due_within(desk, HOUR_MS)
    away, lost = _crews(desk, now)
    return {
        "dispatch": int(np.count_nonzero(waiting)),
        "requests": int(np.count_nonzero(queues.members(desk, "requests", slots))),
        "returned": int(np.count_nonzero(waiting & (cases.column("returns")[slots] > 0))),
        "forward": int(np.count_nonzero(stage == Stage.FORWARD)),
        "unclaimed": int(np.count_nonzero(waiting & (cases.column("holder_id")[slots] == 0))),
        "due_soon": int(np.count_nonzero(soon & _mine(desk))),
        "overdue": int(np.count_nonzero(used >= 1)),
        "idle_away": away,
        "lost": lost,
    }


def _mine(desk: Desk) -> np.ndarray:
    """Open cases whose clock this post can do something about: those in its own queues."""
    cases = desk.room.cases
    stages = QUEUES.get(desk.post, OPEN_STAGES)
    return np.isin(cases.column("stage")[cases.slots()], [int(stage) for stage in stages])


def queue_used(desk: Desk) -> np.ndarray:
    """Share used of the clock of the queue each open case stands in; in order of `slots()`."""
    cases = desk.room.cases
    slots, now = cases.slots(), desk.room.clock.now()
    handled = cases.column("stage")[slots] == Stage.HANDLE
    stage = cases.used("stage", now, slots)
    department = cases.used("department", now, slots)
    return np.nan_to_num(np.where(handled, department, stage), nan=0.0)


def _due_within(desk: Desk, span_ms: int) -> np.ndarray:
    """Open cases whose queue's deadline is still ahead but within `span_ms`."""
    cases = desk.room.cases
    slots, now = cases.slots(), desk.room.clock.now()
    handled = cases.column("stage")[slots] == Stage.HANDLE
    deadline = np.where(
        handled, cases.column("department_deadline")[slots], cases.column("stage_deadline")[slots]
    )
    suspended = cases.column("suspended_until")[slots] > now
    return (deadline > now) & (deadline <= now + span_ms) & ~suspended


def _crews(desk: Desk, now: int) -> tuple[int, int]:
    """Crews that are free but not home, and crews not heard of for half an hour."""
    crews = desk.room.crews
    if not len(crews.ids):
        return 0, 0
    heard = crews.at > 0
    lost = heard & (now - crews.at > LOST_MS)
    held = busy(desk.room.cases)
    rows = desk.directory.crews
    home = np.array([(rows[int(c)]["home_lon"], rows[int(c)]["home_lat"]) for c in crews.ids])
    east = (crews.lon - home[:, 0]) * 111_320 * np.cos(np.radians(home[:, 1]))
    north = (crews.lat - home[:, 1]) * 110_574
    free = np.array([int(c) not in held for c in crews.ids])
    away = heard & free & ~lost & (np.hypot(east, north) > AWAY_METRES)
    return int(np.count_nonzero(away)), int(np.count_nonzero(lost))
