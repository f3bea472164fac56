"""Tallies of the figures of a period (`domain.evaluation`), kept by difference.

Each case counts once in a figure: by the quarter-hour of its moment, and by the local day for each value
of a dimension. A case that changes is taken out as it was and put in as it is. Rows of open cases and of
cases that ended lately are held for that; an older case that changes after all makes the tallies
`outdated`, and the room loads anew.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from console.domain.evaluation import COUNTED, FIGURES, Period, day_start, moments
from console.domain.moment import from_ms
from console.domain.source import SOURCES
from console.domain.stage import Stage
from console.store.feed.port import Happened

QUARTER_MS: Final = 900_000
"""Every local midnight and hour of every zone begins a quarter-hour."""
HELD_MS: Final = 62 * 86_400_000
"""So long after its end a case is held: longer than it may be reopened or appealed."""
NUMBER: Final = {name: place for place, name in enumerate(FIGURES)}
FIELD: Final = {name: place for place, name in enumerate(COUNTED)}
SOURCE: Final = {name: number for number, name in enumerate(SOURCES)}
CHANGING: Final = frozenset(FIELD) - {"id", "version"}
DIMENSIONS: Final = ("street", "department", "category", "source", "kind")
Array = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """What the dimensions are read from: region → street, category → 1 component, 2 event."""

    street_of: Mapping[int, int]
    kind_of: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What rows count: per figure the rows (their numbers) and the moments."""

    rows: list[Array]
    at: list[Array]


def contribution(read: Array) -> Contribution:
    """Moments of cases (`COUNTED` × n; nothing is 0) by figure, in the order of `FIGURES`.

    The same definitions as `evaluation.moments`, for many rows at once.
    """
    own = (read[FIELD["duplicate_of"]] == 0) & (read[FIELD["self_handled"]] == 0)
    closed_at, stage = read[FIELD["closed_at"]], read[FIELD["stage"]]
    done, due = read[FIELD["department_stopped"]], read[FIELD["department_deadline"]]
    deadline, stopped = read[FIELD["case_deadline"]], read[FIELD["case_stopped"]]
    in_hand = own & (read[FIELD["department_id"]] > 0) & (due > 0)
    handled = in_hand & (done > 0)
    ends = np.where(done > 0, done, closed_at)
    undone = in_hand & ((ends == 0) | (due < ends))
    closed = own & (stage == Stage.CLOSED) & (closed_at > 0)
    back = np.where(stopped > 0, stopped, closed_at)
    excused = read[FIELD["overdue_excused"]] > 0
    on_time = closed & (excused | (deadline == 0) | (back <= deadline))
    late = own & (deadline > 0) & ((closed_at == 0) | (deadline < closed_at))
    alone = (read[FIELD["self_handled"]] > 0) & (stage == Stage.CLOSED) & (closed_at > 0)
    whole = np.ones(read.shape[1], bool)
    found = (
        (whole, read[FIELD["registered_at"]]),
        (read[FIELD["filed_at"]] > 0, read[FIELD["filed_at"]]),
        (read[FIELD["case_since"]] > 0, read[FIELD["case_since"]]),
        (handled, done),
        (handled & (done <= due), done),
        (closed, closed_at),
        (on_time, closed_at),
        (alone, closed_at),
        (late, deadline),
        (late & (closed_at > 0), closed_at),
        (undone, due),
        (undone & (ends > 0), ends),
    )
    picked = [np.flatnonzero(mask) for mask, _at in found]
    return Contribution(picked, [at[rows] for rows, (_mask, at) in zip(picked, found, strict=True)])


class Tallies:
    """Counts from `since` (a local midnight, ms) for `days` days; values of dimensions by their ids."""

    def __init__(self, zone: tzinfo, places: Places, since: int, days: int) -> None:
        self.zone, self.places, self.since, self.days = zone, places, since, days
        self.starts = _starts(since, days, zone)
        self._midnights: list[int] = self.starts.tolist()
        quarters = int(self.starts[-1] - since) // QUARTER_MS
        self.quarters = np.zeros((len(FIGURES), quarters + 2), np.int32)
        """Column 0 counts what was before `since`, the last what comes after the end."""
        self.by_day: dict[str, NDArray[np.int32]] = {
            name: np.zeros((len(FIGURES), days + 2, 1), np.int32) for name in DIMENSIONS
        }
        self.values: dict[str, dict[int, int]] = {name: {} for name in DIMENSIONS}
        self.held: Array = np.zeros((len(COUNTED), 1024), np.int64)
        """Columns `COUNTED` of the cases held, by slot."""
        self.slot_of: dict[int, int] = {}
        self._free: list[int] = list(range(1023, -1, -1))
        self.outdated = False
        self.revision = 0
        self.first_report: int | None = None
        """The earliest report that is counted (ms): before it there is no record to compare with."""

    # filling

    def add(self, cases: Array, held_since: int) -> None:
        """Counts cases of a first load (`COUNTED` × n); holds those open or ended at `held_since` or later."""
        self._count(cases)
        if cases.shape[1]:
            self._know_first(int(cases[FIELD["registered_at"]].min()))
        open_now = cases[FIELD["stage"]] < Stage.CLOSED
        held = cases[:, open_now | (cases[FIELD["closed_at"]] >= held_since)]
        number = held.shape[1]
        while len(self._free) < number:
            self._grow()
        slots = [self._free.pop() for _case in range(number)]
        self.held[:, slots] = held
        self.slot_of.update(zip(held[0].tolist(), slots, strict=True))

    def _know_first(self, reported: int) -> None:
        self.first_report = min(reported, self.first_report or reported)

    def _grow(self) -> None:
        old = self.held.shape[1]
        self.held = np.concatenate([self.held, np.zeros_like(self.held)], axis=1)
        self._free = [*range(2 * old - 1, old - 1, -1), *self._free]

    # change by change

    def apply(self, events: Iterable[Happened]) -> set[int]:
        """Folds events in; answers the cases whose rows must be fetched whole."""
        missing: set[int] = set()
        for event in events:
            if event.kind != "case":
                continue
            if event.subject in missing:
                continue
            slot = self.slot_of.get(event.subject)
            if slot is None:
                if event.version == 1:
                    self._replace(event.subject, {"id": event.subject}, event)
                elif event.after.keys() & CHANGING:
                    missing.add(event.subject)
                continue
            held = int(self.held[FIELD["version"], slot])
            if event.version <= held:
                continue
            if event.version > held + 1:
                missing.add(event.subject)
                continue
            self._replace(event.subject, {}, event)
        return missing

    def _replace(self, case: int, more: Mapping[str, Any], event: Happened) -> None:
        told = {**more, **event.after, "version": event.version}
        slot = self.slot_of.get(case)
        row = self.held[:, slot].tolist() if slot is not None else [0] * len(COUNTED)
        for name in told.keys() & FIELD.keys():
            row[FIELD[name]] = _number(name, told[name])
        self._exchange(case, row)

    def put(self, row: Mapping[str, Any]) -> None:
        """Takes a whole row of a case in place of the one held; an older one is ignored."""
        case = int(row["id"])
        slot = self.slot_of.get(case)
        if slot is not None and self.held[FIELD["version"], slot] >= row["version"]:
            return
        if slot is None and row["version"] > 1:
            # counted already as it was when it ended, which nothing here remembers
            self.outdated = True
            return
        self._exchange(case, [_number(name, row[name]) for name in COUNTED])

    def drop(self, case: int) -> None:
        """Takes out a case that is out of sight."""
        slot = self.slot_of.pop(case, None)
        if slot is not None:
            self._count_one(self.held[:, slot].tolist(), -1)
            self._free.append(slot)
            self.held[:, slot] = 0
            self.revision += 1

    def _exchange(self, case: int, row: list[int]) -> None:
        slot = self.slot_of.get(case)
        if slot is None:
            if not self._free:
                self._grow()
            slot = self.slot_of[case] = self._free.pop()
        else:
            self._count_one(self.held[:, slot].tolist(), -1)
        self.held[:, slot] = row
        self._count_one(row, 1)
        self._know_first(row[FIELD["registered_at"]])
        self.revision += 1

    def _count(self, cases: Array) -> None:
        found = contribution(cases)
        places = {name: self._places(name, self.values_of(name, cases)) for name in DIMENSIONS}
        for figure, (picked, at) in enumerate(zip(found.rows, found.at, strict=True)):
            np.add.at(self.quarters[figure], self._quarter(at), 1)
            days = np.searchsorted(self.starts, at, side="right")
            for name, values in places.items():
                np.add.at(self.by_day[name][figure], (days, values[picked]), 1)

    def _count_one(self, row: list[int], sign: int) -> None:
        """The same for one case, by the plain definition: a tenth of the time that arrays take."""
        case = dict(zip(COUNTED, [value or None for value in row], strict=True))
        places = [
            int(self._places(name, self.values_of(name, np.array(row)[:, None]))[0])
            for name in DIMENSIONS
        ]
        counts = [self.by_day[name] for name in DIMENSIONS]
        last = self.quarters.shape[1] - 1
        for name, at in moments(case).items():
            figure, day = NUMBER[name], bisect_right(self._midnights, at)
            quarter = min(max((at - self.since) // QUARTER_MS + 1, 0), last)
            self.quarters[figure, quarter] += sign
            for one, place in zip(counts, places, strict=True):
                one[figure, day, place] += sign

    def _quarter(self, at: Array) -> Array:
        last = self.quarters.shape[1] - 1
        found: Array = np.clip((at - self.since) // QUARTER_MS + 1, 0, last)
        return found

    def values_of(self, name: str, cases: Array) -> list[int]:
        """The value of a dimension for each of these cases (`COUNTED` × n); 0 for none."""
        if name == "street":
            of = self.places.street_of
            return [of.get(region, 0) for region in cases[FIELD["region_id"]].tolist()]
        if name == "kind":
            of = self.places.kind_of
            return [of.get(category, 0) for category in cases[FIELD["category_id"]].tolist()]
        column = {"department": "department_id", "category": "category_id"}.get(name, name)
        ids: list[int] = cases[FIELD[column]].tolist()
        return ids

    def _places(self, name: str, ids: list[int]) -> Array:
        """The place of each value in the arrays of a dimension, which grow with new values."""
        known = self.values[name]
        for value in set(ids) - known.keys():
            known[value] = len(known)
            counts = self.by_day[name]
            if len(known) > counts.shape[2]:
                self.by_day[name] = np.concatenate([counts, np.zeros_like(counts)], axis=2)
        return np.fromiter(map(known.__getitem__, ids), np.int64, len(ids))

    # reading

    def count(self, figure: str, period: Period) -> int:
        """A figure in a period. Its bounds are whole quarter-hours, or the end of what is known."""
        first, last = self._bounds(period)
        return int(self.quarters[NUMBER[figure], first:last].sum())

    def _bounds(self, period: Period) -> tuple[int, int]:
        first = max(0, period.since - self.since) // QUARTER_MS + 1
        last = -(-max(0, period.until - self.since) // QUARTER_MS) + 1
        return first, last

    def open_late(self, which: str, at: int) -> int:
        """Cases open at a past whole quarter-hour whose deadline was before it; `which`: late, undone."""
        last = max(0, at - self.since) // QUARTER_MS + 1
        begun, ended = NUMBER[which], NUMBER[f"{which}_ended"]
        return int(self.quarters[begun, :last].sum() - self.quarters[ended, :last].sum())

    def open_late_now(self, which: str, now: int) -> Array:
        """Cases (`COUNTED` × n) that are late at `now`, which lies in the quarter-hour that runs."""
        read = self.held
        own = (read[FIELD["duplicate_of"]] == 0) & (read[FIELD["self_handled"]] == 0)
        column = "case_deadline" if which == "late" else "department_deadline"
        late = own & (read[FIELD[column]] > 0) & (read[FIELD[column]] < now)
        late &= read[FIELD["closed_at"]] == 0
        if which == "undone":
            late &= (read[FIELD["department_id"]] > 0) & (read[FIELD["department_stopped"]] == 0)
        found: Array = read[:, late]
        return found

    def by_value(self, figure: str, dimension: str, period: Period) -> dict[int, int]:
        """A figure in whole local days by the values of a dimension; values without any are absent."""
        first = int(np.searchsorted(self.starts, period.since, side="right"))
        last = int(np.searchsorted(self.starts, period.until - 1, side="right"))
        counts = self.by_day[dimension][NUMBER[figure], first : last + 1].sum(axis=0)
        return {
            value: int(counts[place])
            for value, place in self.values[dimension].items()
            if counts[place]
        }

    def series(self, figure: str, bounds: Sequence[int]) -> list[int]:
        """A figure between each two neighbours of `bounds` (ms, whole quarter-hours)."""
        total = np.concatenate([[0], np.cumsum(self.quarters[NUMBER[figure], 1:-1])])
        places = np.clip((np.asarray(bounds) - self.since) // QUARTER_MS, 0, len(total) - 1)
        found: list[int] = np.diff(total[places]).tolist()
        return found


def _starts(since: int, days: int, zone: tzinfo) -> Array:
    """Local midnights from `since` on, one more than `days`."""
    first = from_ms(since, zone)
    return np.array([day_start(first + timedelta(days=day), zone) for day in range(days + 1)])


def _number(name: str, value: Any) -> int:
    if name == "source":
        return SOURCE.get(value, -1) + 1 if isinstance(value, str) else 0
    return int(value) if value is not None else 0
