"""A working calendar read where it lies: one indexed lookup per question, SQLite.

PostgreSQL answers the same questions by `working_position` and `working_moment` of the guard, and
`domain.worktime.WorkCalendar` from memory; a property test holds the three together.
"""

from sqlalchemy.engine import Connection

from console.domain.refusal import Refused
from console.store.bare import run

MINUTE = 60_000


class StoredCalendar:
    """Positions (ms of working time) and moments (ms) of one calendar of `work_span`."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection, self.name = connection, name

    def position(self, at_ms: int) -> int:
        """Working ms of this calendar up to `at_ms`; 0 before it begins, all of it after its end."""
        span = self._span("start <= ? ORDER BY start DESC LIMIT 1", at_ms)
        if span is None:
            return 0
        start, end, before = span
        return before + min(at_ms, end) - start

    def moment(self, position_ms: int) -> int:
        """Earliest moment with that position: the end of a span, not the next one's start.

        Raises Refused "calendar_ends" for a position the calendar does not have.
        """
        span = self._span("before < ? ORDER BY before DESC LIMIT 1", position_ms)
        span = span or self._span("before = ? ORDER BY start LIMIT 1", position_ms)
        if span is None or span[0] + position_ms - span[2] > span[1]:
            raise Refused("calendar_ends", calendar=self.name)
        start, _end, before = span
        return start + position_ms - before

    def deadline(self, start_ms: int, limit_minutes: int) -> int:
        """Moment at which a limit that starts at `start_ms` is used up; zero ends where it starts.

        Raises Refused "calendar_ends" where start or end lie outside the calendar.
        """
        if limit_minutes == 0:
            return start_ms
        if self._span("start <= ? LIMIT 1", start_ms) is None:
            raise Refused("calendar_ends", calendar=self.name)
        return self.moment(self.position(start_ms) + limit_minutes * MINUTE)

    def _span(self, where: str, value: int) -> tuple[int, int, int] | None:
        found = run(
            self.connection,
            f'SELECT start, "end", before FROM work_span WHERE calendar=? AND {where}',  # noqa: S608
            (self.name, value),
        ).fetchone()
        return None if found is None else (found[0], found[1], found[2])
