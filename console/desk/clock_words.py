"""A queue's clock in words: 余 18 分, 余 3 工作时 20 分, 超 2 时 14 分, 挂账至 03-20."""

from datetime import UTC, tzinfo
from typing import Final

from console.desk.queues import Clocks
from console.domain.moment import duration_text, from_ms
from console.words import _

HOURS_ALONE: Final = 24
WORK_HOURS_ALONE: Final = 8
"""From this many hours on minutes are left out."""


def clock_words(clocks: Clocks, at: int, zone: tzinfo = UTC) -> str:
    """The words of the clock at this place of `clocks`; "" where there is none."""
    until = int(clocks.until[at])
    if until:
        return _("suspended to {day}").format(day=f"{from_ms(until, zone):%m-%d}")
    used = float(clocks.used[at])
    if used != used:  # NaN: no clock
        return ""
    working = bool(clocks.working[at])
    return left_words(int(clocks.left[at]), over=used >= 1.0, working=working)


def left_words(minutes: int, *, over: bool, working: bool = False) -> str:
    """Time left, or time over the limit; `working` where a working calendar counts it."""
    amount = abs(minutes)
    if not amount:
        return _("just over") if over else _("under 1 min left")
    if amount >= (WORK_HOURS_ALONE if working else HOURS_ALONE) * 60:
        amount -= amount % 60
    time = duration_text(amount, working=working)
    return _("{time} over").format(time=time) if over else _("{time} left").format(time=time)
