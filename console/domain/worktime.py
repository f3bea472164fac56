"""Working time as data: spans in order, each knowing how much working time lies before it.

A deadline is then one lookup, the same in Python and in either database: go to the position of
the start, add the limit, come back to a moment. Everything is ms; limits are minutes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Protocol

from console.domain.moment import MINUTE_MS, to_ms
from console.domain.refusal import Refused

CONTINUOUS: Final = "continuous"
WORKING: Final = "working"
END_OF_TIME: Final = 253_402_300_800_000
"""9999-12-31T24:00Z, where the continuous calendar ends."""
OFFICE_HOURS: Final = ((8 * 60, 12 * 60), (14 * 60, 18 * 60))
"""Default working hours in minutes after midnight; a city may replace them."""


@dataclass(frozen=True, slots=True)
class WorkSpan:
    """Working time runs from `start` to `end`; `before` is the working time before `start`."""

    calendar: str
    start: int
    end: int
    before: int


class Calendar(Protocol):
    """Conversion between moments and working time, in memory or in the database."""

    def position(self, at_ms: int) -> int: ...
    def moment(self, position_ms: int) -> int: ...
    def deadline(self, start_ms: int, limit_minutes: int) -> int: ...


class WorkCalendar:
    """The spans of one calendar, in order, and the way between moments and working time.

    Raises ValueError for no spans, or spans that are empty, overlap or miscount `before`.
    """

    def __init__(self, name: str, spans: Sequence[WorkSpan]) -> None:
        if not spans:
            raise ValueError(f"calendar {name} has no spans")
        before, end = 0, spans[0].start
        for span in spans:
            if span.start < end or span.end <= span.start or span.before != before:
                raise ValueError(f"calendar {name} is out of order at {span}")
            before, end = before + span.end - span.start, span.end
        self.name = name
        self.spans = tuple(spans)
        self._starts = [span.start for span in spans]
        self._befores = [span.before for span in spans]
        self._total = before

    def position(self, at_ms: int) -> int:
        """Working ms elapsed up to `at_ms`; 0 before the first span, all of them after the last."""
        i = bisect_right(self._starts, at_ms) - 1
        if i < 0:
            return 0
        span = self.spans[i]
        return span.before + min(at_ms, span.end) - span.start

    def moment(self, position_ms: int) -> int:
        """The earliest moment with that position: the end of a span, not the start of the next.

        Raises Refused "calendar_ends" for a position the calendar does not have.
        """
        if not 0 <= position_ms <= self._total:
            raise Refused("calendar_ends", calendar=self.name, moment=position_ms)
        span = self.spans[max(0, bisect_left(self._befores, position_ms) - 1)]
        return span.start + position_ms - span.before

    def deadline(self, start_ms: int, limit_minutes: int) -> int:
        """The moment at which `limit_minutes` of working time after `start_ms` are used up.

        A zero limit ends where it starts, also in a closed hour. Raises Refused "calendar_ends"
        where start or end lie outside the calendar, ValueError for a negative limit.
        """
        if limit_minutes < 0:
            raise ValueError(limit_minutes)
        if limit_minutes == 0:
            return start_ms
        reached = self.position(start_ms) + limit_minutes * MINUTE_MS
        if start_ms < self.spans[0].start or reached > self._total:
            raise Refused("calendar_ends", calendar=self.name, moment=start_ms)
        return self.moment(reached)


def continuous() -> WorkCalendar:
    """The calendar that never closes, from 1970 on: 紧急工作时, 自然日."""
    return WorkCalendar(CONTINUOUS, [WorkSpan(CONTINUOUS, 0, END_OF_TIME, 0)])


def working_spans(
    name: str,
    years: Iterable[int],
    is_workday: Callable[[date], bool],
    hours: Sequence[tuple[int, int]] = OFFICE_HOURS,
    *,
    zone: tzinfo,
) -> list[WorkSpan]:
    """Spans of `hours` (minutes after midnight in `zone`) on every workday of `years`."""
    spans: list[WorkSpan] = []
    before = 0
    for year in sorted(set(years)):
        first = date(year, 1, 1)
        for day in (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)):
            if not is_workday(day):
                continue
            for opens, closes in hours:
                start, end = _wall_clock(day, opens, zone), _wall_clock(day, closes, zone)
                if start < end:
                    spans.append(WorkSpan(name, start, end, before))
                    before += end - start
    return spans


def _wall_clock(day: date, minutes: int, zone: tzinfo) -> int:
    """The moment at which clocks in `zone` have shown `minutes` since midnight of `day`."""
    days, rest = divmod(minutes, 24 * 60)
    shown = datetime.combine(day + timedelta(days), time(rest // 60, rest % 60), tzinfo=zone)
    return to_ms(shown)
