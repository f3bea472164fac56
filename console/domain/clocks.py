"""One definition of overdue, for the stage's, the department's and the case's clock alike.

Tier n = floor(used ÷ limit), both in the limit's own calendar; n ≥ 1 is overdue.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.domain.moment import MINUTE_MS
from console.domain.stage import Stage
from console.domain.worktime import Calendar

YELLOW_PERCENT: Final = 80
"""Up to this share of the limit a clock is green (a default)."""


class TrafficLight(StrEnum):
    """Traffic light of a clock."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


def counting(stage: Stage) -> str:
    """Name of the clock that counts for a case's queue: "department", "case" or "stage".

    The department's while it handles the case, the case's own once that has ended, else the
    stage's. Nothing counts while a case is suspended.
    """
    if stage is Stage.HANDLE:
        return "department"
    return "case" if stage.ended else "stage"


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs out at `deadline_ms`. Moments are ms.

    Granting a suspension has moved the deadline already, by the working time it spans; so the
    clock stands at its end while it lasts. `calendar` names the limit's calendar.
    """

    limit_minutes: int
    deadline_ms: int
    calendar: str
    suspended_from: int | None = None
    suspended_until: int | None = None
    stopped_at: int | None = None

    def effective(self, now: int) -> int:
        """The moment the clock shows at `now`."""
        if self.stopped_at is not None:
            now = min(now, self.stopped_at)
        if self.suspended_from is None or self.suspended_until is None:
            return now
        return self.suspended_until if self.suspended_from <= now < self.suspended_until else now

    def suspended(self, now: int) -> bool:
        """Whether the clock stands still at `now` because the case is suspended 挂账."""
        return self.effective(now) > now

    def remaining_ms(self, now: int, calendar: Calendar) -> int:
        """Time of the limit's calendar left at `now`, negative when overdue."""
        return calendar.position(self.deadline_ms) - calendar.position(self.effective(now))

    def used_ms(self, now: int, calendar: Calendar) -> int:
        """Time of the limit used at `now`; never negative."""
        used = self.limit_minutes * MINUTE_MS - self.remaining_ms(now, calendar)
        return max(0, used)

    def tier(self, now: int, calendar: Calendar) -> int:
        """0 in time, 1 overdue, 2 and more when the limit has run out that often.

        A zero limit is tier 1 from its deadline on.
        """
        if self.limit_minutes == 0:
            return int(self.effective(now) >= self.deadline_ms)
        return self.used_ms(now, calendar) // (self.limit_minutes * MINUTE_MS)

    def overdue(self, now: int, calendar: Calendar) -> bool:
        return self.tier(now, calendar) >= 1

    def light(self, now: int, calendar: Calendar) -> TrafficLight:
        """Green up to 80 % of the limit, yellow until it is used up, red when overdue.

        Red and overdue begin together: a limit that ends when the office closes would else be
        overdue and yellow all night.
        """
        if self.overdue(now, calendar):
            return TrafficLight.RED
        spent = 100 * self.used_ms(now, calendar)
        green = spent <= YELLOW_PERCENT * self.limit_minutes * MINUTE_MS
        return TrafficLight.GREEN if green else TrafficLight.YELLOW
