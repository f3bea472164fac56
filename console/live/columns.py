"""Columns of all open cases, one row each; map, lists and counters read nothing else.

Slots are stable: a case keeps its slot while it is open, a free slot is used again with the next
generation. Only the GUI thread applies changes; workers get copies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.domain.stage import RequestState, Stage
from console.live.first_load import LoadedColumns
from console.live.shape import ALIKE, CALENDARS, COUNTS, LIMITS, NUMBERS, PLACE, TEXTS, once
from console.live.spans import Calendars
from console.store.feed.port import BUCKETS, Happened


@dataclass(slots=True)
class BatchResult:
    """Result of a batch: ids added, changed, gone; and ids whose rows must be fetched again."""

    added: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)
    slots: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)

    def add(self, later: "BatchResult") -> None:
        """Adds the result of the batch right after this one."""
        self.added = (self.added | later.added) - later.gone
        self.gone = self.gone | later.gone
        self.changed = (self.changed | later.changed) - self.added - self.gone
        self.missing |= later.missing
        self.slots |= later.slots


class OpenCases:
    """Columns by name as attributes (`cases.stage`), texts as lists, rows by slot."""

    def __init__(self, calendars: Calendars, capacity: int = 1024) -> None:
        self.calendars = calendars
        self.columns: dict[str, NDArray[Any]] = {
            name: np.zeros(capacity, kind) for name, kind in NUMBERS.items()
        }
        self.texts: dict[str, list[str]] = {name: [""] * capacity for name in TEXTS}
        self.alive = np.zeros(capacity, np.uint8)
        self.generation = np.zeros(capacity, np.uint32)
        self.slot_of: dict[int, int] = {}
        self.crews: dict[int, dict[int, tuple[int, int]]] = {}
        self.requests: dict[int, dict[int, tuple[str, int]]] = {}
        self.revision = 0
        self.busy: Mapping[int, list[tuple[int, int]]] = {}
        self.busy_at = -1
        self._free = list(range(capacity - 1, -1, -1))

    def __len__(self) -> int:
        return len(self.slot_of)

    def __contains__(self, case: int) -> bool:
        return case in self.slot_of

    def column(self, name: str) -> NDArray[Any]:
        """The column over all slots (see `alive`); read, never written, by others."""
        return self.columns[name]

    def slots(self) -> NDArray[np.int64]:
        """Slots in use, ascending."""
        return np.flatnonzero(self.alive)

    def load(self, first_load: LoadedColumns) -> None:
        """Replaces everything by a first load; cases that stay keep their slots."""
        held = set(first_load.ids)
        for gone in [case for case in self.slot_of if case not in held]:
            self._drop(gone)
        if (short := len(held) - len(self.slot_of) - len(self._free)) > 0:
            self._grow(short)
        self._take_slots([case for case in first_load.ids if case not in self.slot_of])
        slots = np.fromiter(map(self.slot_of.__getitem__, first_load.ids), np.int64, len(held))
        for name, values in first_load.numbers.items():
            self.columns[name][slots] = values
        in_order = np.array_equal(slots, np.arange(len(slots)))
        for name, words in first_load.texts.items():
            if in_order:  # the first load of a program: nothing to be picked apart
                self.texts[name][: len(words)] = words
                continue
            texts = np.array(self.texts[name], object)
            texts[slots] = words
            self.texts[name] = texts.tolist()
        self.crews.clear()
        self.requests.clear()
        for assignment, case, crew, state in first_load.assignments:
            self.crews.setdefault(case, {})[assignment] = (crew, state)
        for request, case, kind, level in first_load.requests:
            self.requests.setdefault(case, {})[request] = (kind, level)
        self.revision += 1

    def _take_slots(self, cases: Sequence[int]) -> None:
        """A free slot for each of these new cases; their columns are written next."""
        kept = len(self._free) - len(cases)
        slots = self._free[: kept - 1 : -1] if kept else self._free[::-1]
        del self._free[kept:]
        self.slot_of.update(zip(cases, slots, strict=True))
        self.alive[slots] = 1
        self.generation[slots] += 1

    def put(self, row: Mapping[str, Any]) -> int:
        """Writes a row of `case_` (with what the feed put beside it); answers its slot.

        An ended case leaves (slot −1).
        """
        case = int(row["id"])
        if row["stage"] >= 20:
            self._drop(case)
            return -1
        return self.hold(row)

    def hold(self, row: Mapping[str, Any]) -> int:
        """Writes a row whatever its stage, for a case that is looked at by itself."""
        case = int(row["id"])
        slot = self.slot_of.get(case)
        if slot is None:
            slot = self._take(case)
        self._write(slot, row)
        if "assignments" in row:
            self.crews[case] = {a: (crew, state) for a, _case, crew, state in row["assignments"]}
            self.requests[case] = {r: (kind, level) for r, _case, kind, level in row["requests"]}
            self._forget_empty(case)
        return slot

    def drop(self, case: int) -> bool:
        """Removes a case that is out of sight; answers whether it was held."""
        held = case in self.slot_of
        self._drop(case)
        return held

    def apply(self, events: Iterable[Happened]) -> BatchResult:
        """Folds events in; what is older than the held version is ignored."""
        applied = BatchResult()
        for event in events:
            if event.kind == "case":
                self._case_event(event, applied)
        if applied:
            self.revision += 1
        applied.changed -= applied.added | applied.gone
        return applied

    def _case_event(self, event: Happened, applied: BatchResult) -> None:
        case, slot = event.subject, self.slot_of.get(event.subject)
        if slot is None:
            if event.version > 1 and event.after.get("stage", 20) >= 20:
                return
            if event.version != 1:
                applied.missing.add(case)
                return
            slot = self._take(case)
            applied.added.add(case)
        elif event.version <= self.columns["version"][slot]:
            return
        elif event.version > self.columns["version"][slot] + 1:
            applied.missing.add(case)
            return
        self._write(slot, {**event.after, "version": event.version})
        self._beside(case, event)
        applied.slots.add(slot)
        if self.columns["stage"][slot] >= 20:
            self._drop(case)
            applied.gone.add(case)
            applied.added.discard(case)
        else:
            applied.changed.add(case)

    def _beside(self, case: int, event: Happened) -> None:
        for key, made in event.after.get("assignments", {}).items():
            held = self.crews.setdefault(case, {})
            crew = made.get("crew_id", held.get(int(key), (0, 0))[0])
            ended = made.get("ended_at") is not None
            if ended or not crew:
                held.pop(int(key), None)
            else:
                held[int(key)] = (crew, made["state"])
        for key, made in event.after.get("requests", {}).items():
            asked = self.requests.setdefault(case, {})
            old = asked.get(int(key), ("", 1))
            if made.get("state", RequestState.OPEN) != RequestState.OPEN:
                asked.pop(int(key), None)
            else:
                asked[int(key)] = (made.get("kind", old[0]), made.get("level", old[1]))
        self._forget_empty(case)

    def _forget_empty(self, case: int) -> None:
        """Drops empty mappings: one for each case would be a tenth of their memory."""
        for beside in (self.crews, self.requests):
            if case in beside and not beside[case]:
                del beside[case]

    def _take(self, case: int) -> int:
        if not self._free:
            self._grow()
        self._take_slots([case])
        slot = self.slot_of[case]
        for name, column in self.columns.items():
            column[slot] = np.nan if name in PLACE else -1 if name in LIMITS else 0
        for texts in self.texts.values():
            texts[slot] = ""
        self.columns["id"][slot] = case
        return slot

    def _drop(self, case: int) -> None:
        slot = self.slot_of.pop(case, None)
        self.crews.pop(case, None)
        self.requests.pop(case, None)
        if slot is not None:
            self.alive[slot] = 0
            self._free.append(slot)

    def _grow(self, least: int = 1) -> None:
        """Doubles the slots until `least` more fit."""
        old = more = len(self.alive)
        while more < least:
            more = 2 * more + old
        for name, column in self.columns.items():
            self.columns[name] = np.concatenate([column, np.zeros(more, column.dtype)])
        for texts in self.texts.values():
            texts.extend([""] * more)
        self.alive = np.concatenate([self.alive, np.zeros(more, np.uint8)])
        self.generation = np.concatenate([self.generation, np.zeros(more, np.uint32)])
        self._free = [*range(old + more - 1, old - 1, -1), *self._free]

    def _write(self, slot: int, row: Mapping[str, Any]) -> None:
        for name, value in row.items():
            column = self.columns.get(name)
            if column is not None:
                if name in CALENDARS:
                    column[slot] = self.calendars.code(value)
                elif value is None:
                    column[slot] = np.nan if name in PLACE else -1 if name in LIMITS else 0
                else:
                    column[slot] = value
            elif name in self.texts:
                self.texts[name][slot] = once(value or "") if name in ALIKE else value or ""

    def row(self, case: int) -> dict[str, Any]:
        """One case as the rules see it, nothing as None. Raises KeyError for one not open."""
        slot = self.slot_of[case]
        made: dict[str, Any] = {name: self._plain(name, slot) for name in self.columns}
        made.update({name: texts[slot] for name, texts in self.texts.items()})
        return made

    def _plain(self, name: str, slot: int) -> Any:
        value = self.columns[name][slot].item()
        if name in CALENDARS:
            return self.calendars.names[value] or None
        if name in LIMITS:
            return None if value < 0 else value
        if name in PLACE:
            return None if np.isnan(value) else value
        return value if value or name in COUNTS else None

    def digest(self) -> dict[int, tuple[int, int, int]]:
        """Count, versions and checksum by bucket: the same sums as `Feed.digest`."""
        slots = self.slots()
        ids = self.columns["id"][slots]
        versions = self.columns["version"][slots].astype(np.int64)
        buckets = ids % BUCKETS
        mixed = (ids * 40503 + versions * 9973) % 2147483647
        counts = np.bincount(buckets, minlength=BUCKETS)
        # float64 sums stay exact below 2**53; a bucket would need four million cases to pass it
        sums = np.bincount(buckets, weights=versions, minlength=BUCKETS)
        checks = np.bincount(buckets, weights=mixed, minlength=BUCKETS)
        return {
            int(b): (int(counts[b]), int(sums[b]), int(checks[b])) for b in np.flatnonzero(counts)
        }

    def used(self, which: str, now: int, slots: NDArray[np.int64]) -> NDArray[np.float32]:
        """Share of the `which` clock's limit used at `now`, 1.0 at the deadline; NaN: no clock.

        The one definition of `domain.clocks`, for many cases at once.
        """
        read = self.columns
        deadline, limit = read[f"{which}_deadline"][slots], read[f"{which}_limit"][slots]
        shown = np.full(len(slots), now, np.int64)
        if which != "stage":
            stopped = read[f"{which}_stopped"][slots]
            shown = np.where(stopped > 0, np.minimum(shown, stopped), shown)
        begun, until = read["suspended_from"][slots], read["suspended_until"][slots]
        shown = np.where((until > 0) & (begun <= shown) & (shown < until), until, shown)
        codes = read[f"{which}_calendar"][slots]
        left = self.calendars.position(codes, deadline) - self.calendars.position(codes, shown)
        minutes = np.maximum(limit, 0).astype(np.float64) * 60_000
        share = np.ones(len(slots))
        np.divide(np.maximum(minutes - left, 0), minutes, out=share, where=minutes > 0)
        share = np.where(minutes > 0, share, np.where(shown >= deadline, 1.0, 0.0))
        return np.where(deadline > 0, share, np.nan).astype(np.float32)

    def suspended(self, now: int, slots: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether a case is suspended at `now`."""
        begun, until = self.columns["suspended_from"][slots], self.columns["suspended_until"][slots]
        found: NDArray[np.bool_] = (until > 0) & (begun <= now) & (now < until)
        return found

    def queue_clock(self, name: str, slots: NDArray[np.int64]) -> NDArray[Any]:
        """`name` ("deadline", "calendar", "limit") of the clock that counts for a case's queue.

        The one definition of `domain.clocks.counting` for open cases, for many at once.
        """
        read, handled = self.columns, self.columns["stage"][slots] == Stage.HANDLE
        return np.where(handled, read[f"department_{name}"][slots], read[f"stage_{name}"][slots])

    def queue_used(self, now: int, slots: NDArray[np.int64]) -> NDArray[np.float32]:
        """Share used of the clock that counts; NaN where none does: also while suspended."""
        handled = self.columns["stage"][slots] == Stage.HANDLE
        share = np.full(len(slots), np.nan, np.float32)
        for which, those in (("department", handled), ("stage", ~handled)):
            share[those] = self.used(which, now, slots[those])
        share[self.suspended(now, slots)] = np.nan
        return share


def differing(ours: Mapping[int, Any], theirs: Mapping[int, Any]) -> Sequence[int]:
    """Buckets whose sums differ."""
    return sorted(b for b in ours.keys() | theirs.keys() if ours.get(b) != theirs.get(b))
