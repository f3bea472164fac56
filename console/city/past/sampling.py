"""Random sampling of a year's cases: how many on which day, of which kind, and every duration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from console.city import holidays, mix, national
from console.city.land.scatter import shares
from console.city.past.past_case import Pause
from console.city.tables import categories_of, rows
from console.domain.condition import Condition
from console.domain.intent import SETTINGS
from console.domain.moment import MINUTE_MS, to_ms
from console.domain.stage import Post
from console.domain.worktime import WORKING, WorkSpan
from console.live.spans import SpanArrays

DAYS: Final = 365
DAY_MS: Final = 24 * 60 * MINUTE_MS
REST_DAY: Final = 0.66
"""Reports on a day off as a share of those on a workday."""
MONTHS: Final = (0.9, 0.82, 1.0, 1.04, 1.06, 1.06, 1.05, 1.05, 1.03, 1.0, 1.0, 0.97)
"""Weight of each month: collectors walk more in spring and summer, the year begins with long
holidays.
"""
HOURS: Final = (
    *(0.25, 0.15, 0.1, 0.1, 0.15, 0.4, 1.2, 2.8, 6.2, 8.4, 8.8, 6.4),
    *(3.2, 3.6, 6.8, 8.2, 7.6, 5.6, 3.6, 2.8, 2.2, 1.5, 0.9, 0.5),
)
"""Weight of reports by hour of the day."""
FATES: Final = {
    "closing": 0.889,
    "extended": 0.020,
    "suspended": 0.008,
    "rework": 0.028,
    "returned": 0.014,
    "self_handled": 0.006,
    "rejected": 0.025,
    "voided": 0.010,
}
"""Shares of outcomes, about as published bulletins count them; all but the last three are closed
in the usual way.
"""
LATE: Final = 0.055
"""Share of cases handled after their limit, by up to three times of it."""
FORGOTTEN: Final = 0.052
"""Share of cases left for weeks, which keeps a month's closing rate below 100 %."""
FORGOTTEN_DAYS: Final = (12.0, 45.0)
STEPS: Final = {"accept": (1.0, 14.0), "file": (2.0, 26.0), "dispatch": (2.0, 26.0), "forward": (2.0, 27.0),
                "check": (6.0, 58.0), "close": (2.0, 27.0)}  # fmt: skip
NEWEST_MS: Final = 60 * MINUTE_MS
"""Least age of a history's newest case."""
SLOW: Final = 0.07
"""Share of the centre's steps that take up to three times as long: late in their own queue."""

HOUR_MS: Final = 60 * MINUTE_MS
LEAST_LIMIT_MS: Final = 2 * HOUR_MS
"""Least limit for which an extension is asked."""
HOURS_MORE: Final = (4, 8, 24)
DECLINED: Final = 0.15
"""Share of the departments' requests that are declined."""
LONG: Final = 0.08
"""Share of the suspensions that only the command shift lead may grant."""
LONG_MS: Final = SETTINGS["long_suspension_days"] * DAY_MS

Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class PauseRequests:
    """Extensions and suspensions (`rests`) that departments asked for; `place` in the sample."""

    place: Wholes
    rests: Flags
    asked: Wholes
    decided: Wholes
    granted: Flags
    hours: Wholes
    until: Wholes
    done: Wholes

    def columns(self) -> tuple[NDArray[Any], ...]:
        """All columns but the last, which the sample holds."""
        return (
            self.place,
            self.rests,
            self.asked,
            self.decided,
            self.granted,
            self.hours,
            self.until,
        )

    def only(self, chosen: Flags) -> "PauseRequests":
        first = (self.place[chosen], self.rests[chosen], self.asked[chosen], self.decided[chosen])
        then = (self.granted[chosen], self.hours[chosen], self.until[chosen], self.done[chosen])
        return PauseRequests(*first, *then)

    def at_pace(self, registered: Wholes, pace: NDArray[np.float64]) -> None:
        """Each moment at the story's own pace."""
        for name in ("asked", "decided", "until"):
            at = getattr(self, name)
            setattr(self, name, registered + ((at - registered) * pace).astype(np.int64))


@dataclass(frozen=True, slots=True)
class DaySample:
    """One day's cases in order of registration; moments ms. Not every case took every step."""

    registered: Wholes
    condition: Wholes
    fate: Sequence[str]
    accepted: Wholes
    filed: Wholes
    sent: Wholes
    deadline: Wholes
    first_sent: Wholes
    """First dispatch of a returned case; else as `sent`."""
    given_back: Wholes
    first_deadline: Wholes
    done: Wholes
    failed: Wholes
    again: Wholes
    again_deadline: Wholes
    forwarded: Wholes
    passed: Wholes
    closed: Wholes
    pauses: Mapping[int, Pause]
    """Extensions and suspensions by place in this sample."""


class DaySampler:
    """Samples the cases of a day. The same seed and days give the same sample."""

    def __init__(
        self, conditions: Sequence[Condition], spans: Mapping[str, Sequence[WorkSpan]], now: int,
        seed: int,
    ) -> None:  # fmt: skip
        self.now, self.rng = now, np.random.default_rng([seed, 365])
        self.zone = ZoneInfo(national.ZONE)
        self._conditions = conditions
        self._limits = np.array([c.limit.minutes for c in conditions], np.int64) * MINUTE_MS
        self._working = np.array([c.limit.calendar == WORKING for c in conditions])
        self._spans = SpanArrays(spans[WORKING])
        self._weights = self._by_month()

    def _by_month(self) -> NDArray[np.float64]:
        """Chance of every condition by month: the mix of the open cases, and the seasons."""
        weights = mix.weights()
        seasons = {
            category.key: [float(row[month]) for month in list(row)[2:]]
            for row in rows("seasons.tsv")
            for category in categories_of(row["kind"], row["codes"])
        }
        mild: dict[Any, float] = {}
        for condition in self._conditions:
            own = condition.severity.value**2
            mild[condition.category] = mild.get(condition.category, 0.0) + own
        table = np.zeros((12, len(self._conditions)))
        for i, one in enumerate(self._conditions):
            share = weights.get(one.category, 0.0) * one.severity.value**2 / mild[one.category]
            table[:, i] = share * np.array(seasons.get(one.category, [1.0] * 12))
        return np.cumsum(table / table.sum(1)[:, None], axis=1)

    def days(self, count: int) -> list[tuple[date, int]]:
        """How many of `count` cases were registered on each day of the year up to now."""
        today = datetime.fromtimestamp(self.now / 1000, self.zone).date()
        found = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
        weights = []
        for day in found:
            open_ = 1.0 if holidays.is_workday(day) else REST_DAY
            weights.append(open_ * MONTHS[day.month - 1] * self.rng.uniform(0.9, 1.1))
        weights[-1] *= self._passed_of(today)
        scaled = [max(1, int(weight * 1e6)) for weight in weights]
        return list(zip(found, shares(scaled, count), strict=True))

    def _passed_of(self, day: date) -> float:
        """Share of a day's reports that had come in some hours ago."""
        hour = (self.now - self._midnight(day)) / 3_600_000 - 3.0
        return max(0.0, sum(HOURS[: max(0, int(hour))]) / sum(HOURS))

    def _midnight(self, day: date) -> int:
        return to_ms(datetime.combine(day, time(), tzinfo=self.zone))

    def sample(self, day: date, count: int) -> DaySample:
        """Sample of `count` cases registered on a day; all are closed before now."""
        rng = self.rng
        registered = np.sort(np.minimum(self._times(day, count), self.now - NEWEST_MS))
        cumulated = self._weights[day.month - 1]
        condition = np.minimum(np.searchsorted(cumulated, rng.random(count)), len(cumulated) - 1)
        fate = rng.choice(list(FATES), count, p=list(FATES.values())).tolist()
        limit = self._limits[condition]
        accepted = registered + self._step("accept", count)
        filed = accepted + self._step("file", count)
        first = filed + self._step("dispatch", count)
        given_back = first + rng.uniform(15, 240, count).astype(np.int64) * MINUTE_MS
        returned = np.array([one == "returned" for one in fate])
        sent = np.where(returned, given_back + self._step("dispatch", count), first)
        done = self._done(condition, sent, limit)
        asking = self._asking(fate, condition, sent, limit)
        done[asking.place] = asking.done
        failed = done + self._step("forward", count) + self._step("check", count)
        again = failed + rng.uniform(20, 400, count).astype(np.int64) * MINUTE_MS
        reworked = np.array([one == "rework" for one in fate])
        forwarded = np.where(reworked, again, done) + self._step("forward", count)
        passed = forwarded + self._step("check", count)
        closed = passed + self._step("close", count)
        pace = self._pace(registered, closed)
        (accepted, filed, first, given_back, sent, done, failed, again, forwarded, passed, closed) = (
            registered + ((at - registered) * pace).astype(np.int64)
            for at in (
                accepted, filed, first, given_back, sent, done, failed, again, forwarded, passed,
                closed,
            )
        )  # fmt: skip
        asking.at_pace(registered[asking.place], pace[asking.place])
        return DaySample(
            registered, condition, fate, accepted, filed, sent,
            self._after(condition, sent, limit), first, given_back,
            self._after(condition, first, limit), done, failed, again,
            self._moved(condition, sent, done, failed, limit), forwarded, passed, closed,
            self._pauses(asking, condition, sent, done, limit),
        )  # fmt: skip

    def _pace(self, registered: Wholes, closed: Wholes) -> NDArray[np.float64]:
        """Compresses cases that would end in the future."""
        room = np.maximum(self.now - MINUTE_MS - registered, 1)
        found: NDArray[np.float64] = np.minimum(1.0, room / np.maximum(closed - registered, 1))
        return found

    def _asking(
        self, fate: Sequence[str], condition: Wholes, sent: Wholes, limit: Wholes
    ) -> PauseRequests:
        """Requests for more time or a suspension, and the end of the work on such cases."""
        rng = self.rng
        wanted = [i for i, one in enumerate(fate) if one in ("extended", "suspended")]
        place = np.array(wanted, np.int64)
        place = place[limit[place] >= LEAST_LIMIT_MS]
        count, condition, sent, limit = len(place), condition[place], sent[place], limit[place]
        rests = np.array([fate[i] == "suspended" for i in place.tolist()], bool)
        used = (limit * rng.uniform(0.3, 0.85, count)).astype(np.int64)
        asked = self._after(condition, sent, used)
        decided = asked + rng.uniform(3, 45, count).astype(np.int64) * MINUTE_MS
        granted = rng.random(count) >= DECLINED
        hours = np.where(limit < 8 * HOUR_MS, 4, rng.choice(HOURS_MORE, count))
        days = np.where(
            rng.random(count) < LONG, rng.uniform(31, 80, count), rng.uniform(3, 25, count)
        )
        until = np.where(rests, asked + (days * DAY_MS).astype(np.int64), decided)
        left = limit - used + np.where(~rests & granted, hours * HOUR_MS, 0)
        share = 0.1 + 0.85 * rng.beta(1.7, 2.2, count)
        share = np.where(rng.random(count) < LATE, 1.02 + rng.exponential(0.6, count), share)
        after = (left * share).astype(np.int64)
        begins = np.where(rests & granted, until, asked)
        done = np.maximum(
            self._after(condition, begins, after), np.where(granted, until, decided) + 4 * MINUTE_MS
        )
        found = PauseRequests(place, rests, asked, decided, granted, hours, until, done)
        return found.only(until < self.now - DAY_MS)  # nobody rests longer than until now

    def _pauses(
        self, asking: PauseRequests, condition: Wholes, sent: Wholes, done: Wholes, limit: Wholes
    ) -> Mapping[int, Pause]:
        """Requests as the story tells them: made while there was time left."""
        place = asking.place
        condition, sent, limit, done = condition[place], sent[place], limit[place], done[place]
        deadline = self._after(condition, sent, limit)
        extended = self._after(condition, sent, limit + asking.hours * HOUR_MS)
        shifted = self._shifted(condition, deadline, asking.decided, asking.until)
        moved = np.where(asking.rests, shifted, extended)
        fits = (asking.asked < deadline) & (np.where(asking.granted, asking.until, 0) <= done)
        found = {}
        for i, rests, asked, decided, granted, hours, until, end in zip(
            *(column[fits].tolist() for column in asking.columns()),
            moved[fits].tolist(),
            strict=True,
        ):
            long = rests and until - asked > LONG_MS
            by = Post.COMMAND_LEAD if long else Post.DISPATCHER
            found[i] = Pause(
                "suspension" if rests else "extension", asked, decided, granted, by,
                None if rests else hours, until if rests else None, end,
            )  # fmt: skip
        return found

    def _times(self, day: date, count: int) -> Wholes:
        chance = np.array(HOURS) / sum(HOURS)
        hour = self.rng.choice(24, count, p=chance)
        within = self.rng.integers(0, 3_600_000, count)
        found: Wholes = self._midnight(day) + hour * 3_600_000 + within
        return found

    def _step(self, name: str, count: int) -> Wholes:
        low, high = STEPS[name]
        minutes = self.rng.uniform(low, high, count)
        slow = self.rng.random(count) < SLOW
        found: Wholes = (np.where(slow, minutes * 3, minutes) * MINUTE_MS).astype(np.int64)
        return found

    def _after(self, condition: Wholes, start: Wholes, used: Wholes) -> Wholes:
        """The moments at which so much of each condition's own time has passed since `start`."""
        working = self._spans.moment(self._spans.position(start) + used)
        return np.where(self._working[condition], np.where(used > 0, working, start), start + used)

    def _done(self, condition: Wholes, sent: Wholes, limit: Wholes) -> Wholes:
        rng, count = self.rng, len(sent)
        share = 0.06 + 0.9 * rng.beta(1.7, 2.2, count)
        luck = rng.random(count)
        share = np.where(luck < LATE, 1.02 + np.minimum(2.0, rng.exponential(0.6, count)), share)
        done = self._after(condition, sent, (limit * share).astype(np.int64))
        weeks = (rng.uniform(*FORGOTTEN_DAYS, count) * DAY_MS).astype(np.int64)
        late = self._after(condition, sent, limit) + weeks
        return np.maximum(np.where(luck > 1 - FORGOTTEN, late, done), sent + 4 * MINUTE_MS)

    def _moved(
        self, condition: Wholes, sent: Wholes, done: Wholes, failed: Wholes, limit: Wholes
    ) -> Wholes:
        """Deadline in rework: the department is not charged for the centre's time."""
        return self._shifted(condition, self._after(condition, sent, limit), done, failed)

    def _shifted(self, condition: Wholes, deadline: Wholes, since: Wholes, until: Wholes) -> Wholes:
        """The deadlines later by the time of each condition's own between two moments."""
        gained = self._spans.position(until) - self._spans.position(since)
        working = self._spans.moment(self._spans.position(deadline) + gained)
        working = np.where(gained > 0, working, deadline)
        return np.where(self._working[condition], working, deadline + until - since)
