"""Follower of the feed: a pure state machine without a clock, thread or socket.

The owner asks `next` for an action, performs it and reports the result. A seed reproduces a run.
"""

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DIGEST_EVERY_MS: Final = 60_000
LATE_MS: Final = 3_000
DISCONNECTED_MS: Final = 10_000
BACKOFF_MS: Final = (200, 5_000)


class LinkState(StrEnum):
    """Health of the connection to the feed."""

    STARTING = "starting"
    LIVE = "hearing"
    LATE = "late"
    DISCONNECTED = "deaf"
    WRONG_SCHEMA = "wrong_schema"


class NextAction(StrEnum):
    """Next action of the follower's owner."""

    LOAD = "load"
    POLL = "poll"
    DIGEST = "digest"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Step:
    """An action due now; for WAIT, after `wait_ms`. `cursor` belongs to POLL and DIGEST."""

    action: NextAction
    cursor: str = ""
    wait_ms: int = 0


def interval_ms(seats: int) -> int:
    """Polling interval for so many seats: few poll fast, many spare the server."""
    if seats <= 20:
        return 25
    if seats <= 60:
        return 40
    return 100 if seats <= 250 else 250


def positions_every_ms(every_ms: int) -> int:
    """Interval of asking for crew positions: twice a second, or every tenth poll where polls are
    slow.
    """
    return max(500, 10 * every_ms)


class Follower:
    """Cursor, backoff, health and digest rhythm of one feed. Times are ms of a steady clock."""

    def __init__(self, now: int, rng: random.Random, every_ms: int = 40) -> None:
        self.every_ms = every_ms
        self._rng = rng
        self._cursor: str | None = None
        self._heard_at: int | None = None
        self._started_at = now
        self._next_at = now
        self._digest_at = now
        self._failures = 0
        self._wrong_schema = ""
        self._failure = ""

    def next(self, now: int) -> Step:
        """The step due at `now`."""
        if self._wrong_schema:
            return Step(NextAction.WAIT, wait_ms=DIGEST_EVERY_MS)
        if now < self._next_at:
            return Step(NextAction.WAIT, wait_ms=self._next_at - now)
        if self._cursor is None:
            return Step(NextAction.LOAD)
        if now >= self._digest_at:
            return Step(NextAction.DIGEST, self._cursor)
        return Step(NextAction.POLL, self._cursor)

    def loaded(self, now: int, cursor: str) -> None:
        self._heard(now, cursor)
        self._digest_at = now + DIGEST_EVERY_MS

    def polled(self, now: int, cursor: str) -> None:
        """Records an answered poll; after a silence the next step compares digests first."""
        if self._failures:
            self._digest_at = now
        self._heard(now, cursor)

    def compared(self, now: int, cursor: str) -> None:
        """Records an answered digest, with the cursor of the events before it."""
        self._heard(now, cursor)
        self._digest_at = now + DIGEST_EVERY_MS

    def lost(self, now: int) -> None:
        """Records a cursor of another life of the database: loads anew at once."""
        self._cursor = None
        self._next_at = now

    def failed(self, now: int, reason: str) -> None:
        """Records a failure: waits with full jitter, then tries again."""
        self._failure = reason
        low, high = BACKOFF_MS
        ceiling = min(high, low << min(self._failures, 5))
        self._failures += 1
        self._next_at = now + self._rng.randint(low // 2, ceiling)

    def refused_schema(self, reason: str) -> None:
        """Records that this program must not work on this database."""
        self._wrong_schema = reason

    @property
    def reason(self) -> str:
        """Reason of the last failure. After a refused schema it stays."""
        return self._wrong_schema or self._failure

    def link_state(self, now: int) -> LinkState:
        if self._wrong_schema:
            return LinkState.WRONG_SCHEMA
        age = self.age_ms(now)
        if age is None:
            waited = now - self._started_at
            return LinkState.STARTING if waited < DISCONNECTED_MS else LinkState.DISCONNECTED
        if age >= DISCONNECTED_MS:
            return LinkState.DISCONNECTED
        return LinkState.LATE if age >= LATE_MS else LinkState.LIVE

    def age_ms(self, now: int) -> int | None:
        """ms since the last answer; None before the first load."""
        return None if self._heard_at is None else max(0, now - self._heard_at)

    def _heard(self, now: int, cursor: str | None) -> None:
        self._cursor = cursor
        self._heard_at = now
        self._failures = 0
        self._failure = ""
        self._next_at = now + self.every_ms
