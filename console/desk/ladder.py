"""The overdue ladder 超期阶梯: open cases by how far their department's clock has run.

One definition for wall, shift lead and command line: the tier is `domain.clocks`, floor(used ÷ limit) in the
clock's own hours; suspended cases and those whose clock stands are on no step.
"""

from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.desk.desk import Desk
from console.domain.evaluation import day_start
from console.domain.moment import from_ms
from console.domain.stage import Stage
from console.words import mark

STEPS: Final = {
    "today": mark("Due today"),
    "hour": mark("Due within 1 h"),
    "1": mark("Overdue"),
    "2": mark("2 times"),
    "3": mark("3 times and over"),
}
"""Key → title; steps exclude each other, in this order from early to late."""
HOUR_MS: Final = 3_600_000
NOWHERE: Final = -1


def steps(desk: Desk, slots: NDArray[np.int64], now: int) -> NDArray[np.int8]:
    """The number of each case's step in `STEPS`, `NOWHERE` for one that is on none."""
    read = desk.room.cases
    midnight = day_start(from_ms(now, desk.zone) + timedelta(days=1), desk.zone)
    deadline = read.column("department_deadline")[slots]
    running = (read.column("stage")[slots] == Stage.HANDLE) & (deadline > 0)
    running &= ~read.suspended(now, slots) & (read.column("department_stopped")[slots] == 0)
    found = np.full(len(slots), NOWHERE, np.int8)
    found[running & (deadline < midnight)] = 0
    found[running & (deadline - now <= HOUR_MS)] = 1
    used = np.where(running, read.used("department", now, slots), 0.0)
    for tier in (1, 2, 3):
        found[running & (used >= tier)] = 1 + tier
    return found


def counts(desk: Desk, now: int) -> list[int]:
    """Cases on each step, in the order of `STEPS`."""
    found = steps(desk, desk.room.cases.slots(), now)
    counted: list[int] = np.bincount(found[found >= 0], minlength=len(STEPS)).tolist()
    return counted
