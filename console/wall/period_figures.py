"""Figures of a period from the tallies: headlines, trend, rankings, parts, heat.

A period that runs is compared with the one before and the one a year ago up to the last whole quarter-hour,
like with like, while its own figure counts up to now.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Final

from console.desk.case_names import CaseNames
from console.desk.desk import Desk
from console.domain.evaluation import (
    Period,
    before,
    day_start,
    due_to_close,
    running,
    whole,
    year_ago,
)
from console.domain.moment import from_ms
from console.domain.source import SOURCES
from console.live.tallies import QUARTER_MS, Tallies
from console.wall.figures import HandledPart, Headline, Heat, Rank, Trend
from console.words import _, mark

HEADLINES: Final[Mapping[str, str]] = {
    "reported": mark("Reported"),
    "filed": mark("Filed"),
    "dispatched": mark("Dispatched"),
    "handled": mark("Handled"),
    "closed": mark("Cases closed"),
    "on_time_rate": mark("Closed on time"),
    "overdue": mark("Overdue"),
    "on_duty": mark("On duty"),
}
"""The cells of the head; the last two are of now, not of the period."""
KINDS: Final = {1: ("component", mark("Street assets")), 2: ("event", mark("Street incidents"))}
HEAT_DAYS: Final = 28


class PeriodFigures:
    """Figures of the period `name` ("today", "week", "month", "year") that runs at `now` (ms)."""

    def __init__(self, desk: Desk, tallies: Tallies, name: str, now: int) -> None:
        self.desk, self.tallies, self.name, self.now = desk, tallies, name, now
        self.names = CaseNames(desk)
        zone = desk.zone
        self.own = running(name, now, zone)
        cut = max(self.own.since, now // QUARTER_MS * QUARTER_MS)
        self.cut = Period(self.own.since, cut)
        self.before, self.year_ago = before(name, cut, zone), year_ago(name, cut, zone)

    @property
    def _differs(self) -> bool:
        """Whether a year ago is another period than the one before; of a year it is the same."""
        return self.year_ago != self.before

    def headline(self, key: str) -> Headline:
        """The cell of a figure of the period. Raises KeyError for an unknown one."""
        if key == "on_time_rate":
            return self._rate()
        count = self.tallies.count
        return Headline(
            key,
            _(HEADLINES[key]),
            count(key, self.own),
            before=self._known(key, self.before),
            year_ago=self._known(key, self.year_ago) if self._differs else None,
            compared=count(key, self.cut),
        )

    def _known(self, key: str, period: Period) -> float | None:
        """None where the city kept no record of that time yet."""
        return self.tallies.count(key, period) if self._recorded(period) else None

    def _recorded(self, period: Period) -> bool:
        first = self.tallies.first_report
        return first is not None and period.until > first

    def _rate(self) -> Headline:
        """按期结案率 = closed on time ÷ due to close; no data where nothing was due."""
        on_time = self.tallies.count("on_time", self.own)
        late = self.tallies.open_late_now("late", self.now).shape[1]
        due = self.tallies.count("closed", self.own) + late
        return Headline(
            "on_time_rate",
            _(HEADLINES["on_time_rate"]),
            on_time / due if due else None,
            before=self._rate_of(self.before),
            year_ago=self._rate_of(self.year_ago) if self._differs else None,
            compared=self._rate_of(self.cut),
            parts=(on_time, due) if due else None,
        )

    def _rate_of(self, period: Period) -> float | None:
        if not self._recorded(period):
            return None
        tallies, until = self.tallies, Period(0, period.until)
        late = tallies.count("late", until), tallies.count("late_ended", until)
        due = due_to_close(tallies.count("closed", period), *late)
        return tallies.count("on_time", period) / due if due else None

    def trend(self) -> Trend:
        """Reports by hour of a day, by day of a week or month, by month of a year."""
        zone = self.desk.zone
        unit = {"today": "hour", "year": "month"}.get(self.name, "day")
        periods = (
            whole(self.name, self.now, zone),
            whole(self.name, self.before.since, zone),
            whole(self.name, self.year_ago.since, zone)
            if self.name != "week"
            else Period(self.year_ago.since, self.year_ago.since + 7 * 86_400_000),
        )
        bounds = [_bounds(unit, period, zone) for period in periods]
        counts = [self._series(one) for one in bounds]
        counts[0] = [
            count if bounds[0][at] <= self.now else None for at, count in enumerate(counts[0])
        ]
        longest = max(bounds, key=len)
        labels = [_label(unit, at, zone) for at in longest[:-1]]
        now, was, ago = (row + [None] * (len(labels) - len(row)) for row in counts)
        return Trend(unit, labels, now, was, ago if self._differs else [None] * len(labels))

    def _series(self, bounds: list[int]) -> list[int | None]:
        """Reports between bounds; None for what lies before the first record."""
        first = self.tallies.first_report
        return [
            count if first is not None and end > first else None
            for count, end in zip(self.tallies.series("reported", bounds), bounds[1:], strict=True)
        ]

    def rank(self, dimension: str, figure: str = "reported") -> list[Rank]:
        """A ranking by the figure in the period, with the change of its whole days."""
        late, changes = self._late(dimension), self._changes(dimension, figure)
        rows = [
            Rank(self._name(dimension, value), count, changes.get(value), late.get(value, 0))
            for value, count in self.tallies.by_value(figure, dimension, self.own).items()
            if value
        ]
        return sorted(rows, key=lambda row: (-row.value, row.name))

    def _changes(self, dimension: str, figure: str) -> Mapping[int, int]:
        """Value → difference of the period's days up to last midnight from as many days of the one before.

        Days are not split by the hour here: a day that runs is compared with nothing.
        """
        zone = self.desk.zone
        midnight = running("today", self.now, zone).since
        earlier = before(self.name, midnight, zone) if midnight > self.own.since else None
        if earlier is None or not self._recorded(earlier):
            return {}
        own = self.tallies.by_value(figure, dimension, Period(self.own.since, midnight))
        was = self.tallies.by_value(figure, dimension, earlier)
        return {value: own.get(value, 0) - was.get(value, 0) for value in own.keys() | was.keys()}

    def _late(self, dimension: str) -> dict[int, int]:
        found: dict[int, int] = {}
        late = self.tallies.open_late_now("undone", self.now)
        for value in self.tallies.values_of(dimension, late):
            found[value] = found.get(value, 0) + 1
        return found

    def _name(self, dimension: str, value: int) -> str:
        if dimension == "source":
            return _(list(SOURCES.values())[value - 1])
        table = {"street": "regions", "department": "departments", "category": "categories"}
        return self.names.name_of(table[dimension], value)

    def handled(self) -> list[HandledPart]:
        """Components and events: handled in the period against due to be handled.

        Due: handled in the period, and in hand now with the department's deadline gone.
        """
        done = self.tallies.by_value("handled", "kind", self.own)
        late = self._late("kind")
        return [
            HandledPart(key, _(label), done.get(kind, 0), done.get(kind, 0) + late.get(kind, 0))
            for kind, (key, label) in KINDS.items()
        ]

    def heat(self) -> Heat:
        """Reports of the last four whole weeks by weekday and hour."""
        zone = self.desk.zone
        today = from_ms(self.now, zone)
        counts = [[0] * 24 for _weekday in range(7)]
        for back in range(HEAT_DAYS, 0, -1):
            day = today - timedelta(days=back)
            for hour, count in enumerate(self.tallies.series("reported", _hours(day))):
                counts[day.weekday()][hour] += count
        return Heat(counts, HEAT_DAYS)


def _hours(day: datetime) -> list[int]:
    """25 bounds of a local day's hours; an hour that does not exist is empty."""
    hours = [day.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in range(24)]
    following = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return [int(one.timestamp() * 1000) for one in (*hours, following)]


def _bounds(unit: str, period: Period, zone: tzinfo) -> list[int]:
    """Starts of the hours, days or months of a period, and its end."""
    first = from_ms(period.since, zone)
    if unit == "hour":
        return _hours(first)
    if unit == "month":
        year = first.year
        starts = [datetime(year, month, 1, tzinfo=zone) for month in range(1, 13)]
        return [*(int(one.timestamp() * 1000) for one in starts), period.until]
    found, day = [], first
    while (at := day_start(day, zone)) < period.until:
        found.append(at)
        day += timedelta(days=1)
    return [*found, period.until]


def _label(unit: str, at: int, zone: tzinfo) -> str:
    day = from_ms(at, zone)
    if unit == "hour":
        return f"{day.hour:02d}"
    return str(day.month if unit == "month" else day.day)
