"""Database clock of a seat: steady between polls, independent of the machine's own clock."""

import time
from collections.abc import Callable
from typing import Final

SKEW_WORTH_SAYING_MS: Final = 2_000


def steady_ms() -> int:
    """A clock of this process that never jumps."""
    return time.monotonic_ns() // 1_000_000


def wall_ms() -> int:
    """This machine's own clock, ms since the epoch."""
    return time.time_ns() // 1_000_000


class DatabaseClock:
    """`now()` in ms of the database; `skew_ms` how far this machine's own clock is off."""

    def __init__(
        self,
        steady: Callable[[], int] = steady_ms,
        wall: Callable[[], int] = wall_ms,
    ) -> None:
        self._steady, self._wall = steady, wall
        self._offset = wall() - steady()
        self.skew_ms = 0
        self.round_trip_ms = 0.0

    def set_from(self, database_ms: int, asked: int, answered: int) -> None:
        """Sets the clock from an answer asked and received at these steady moments."""
        middle = (asked + answered) // 2
        self._offset = database_ms - middle
        self.skew_ms = self._wall() - self._steady() - self._offset
        self.round_trip_ms = float(answered - asked)

    def now(self) -> int:
        return self._steady() + self._offset
