"""Columns of crews for the map: position and status, derived from their assignments."""

from typing import Final

import numpy as np

from console.desk.desk import Desk
from console.domain.stage import AssignmentState
from console.live.change import Change
from widgets.map.arrays import CREW, FREE, HANDLING, OFF, UNDER_WAY, CrewArrays, Whole

SILENT_S: Final = 600.0
"""Age shown for a crew without any position yet: at its base as far as is known, not lost."""


class CrewRows:
    """Keeps the cases of each crew up to date by difference, at the cost of the change only."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._of_case: dict[int, dict[int, int]] = {}
        self._held: dict[int, dict[int, int]] = {}

    def whole(self) -> CrewArrays:
        """Rows of every crew, after all assignments have been read again."""
        self._of_case.clear()
        self._held.clear()
        for case in self.desk.room.cases.crews:
            self._read(case)
        return self.rows(np.arange(len(self.desk.room.crews.ids)))

    def touched(self, change: Change) -> Whole:
        """Slots of the crews that moved or whose work changed."""
        crews = set(change.crews)
        applied = change.applied
        for case in applied.added | applied.changed | applied.gone:
            crews |= self._read(case)
        slots = (self.desk.room.crews.slot_of.get(crew) for crew in crews)
        return np.fromiter(sorted(slot for slot in slots if slot is not None), np.int64)

    def _read(self, case: int) -> set[int]:
        """Reads the assignments of a case; answers the crews that gained or lost it."""
        now = {
            crew: state
            for crew, state in self.desk.room.cases.crews.get(case, {}).values()
            if AssignmentState(state).live
        }
        before = self._of_case.pop(case, {})
        for crew in before:
            self._held[crew].pop(case, None)
        for crew, state in now.items():
            self._held.setdefault(crew, {})[case] = state
        if now:
            self._of_case[case] = now
        return (before.keys() | now.keys()) if before != now else set()

    def cases_of(self, crew: int) -> list[int]:
        """The cases a crew has in hand."""
        return sorted(self._held.get(crew, ()))

    def rows(self, slots: Whole) -> CrewArrays:
        """Rows for the map at these slots."""
        crews, now = self.desk.room.crews, self.desk.room.clock.now()
        ids = crews.ids[slots]
        at = crews.at[slots]
        named = self.desk.directory.crews
        return CrewArrays(
            lon=crews.lon[slots],
            lat=crews.lat[slots],
            id=ids.astype(np.float64),
            heading=crews.heading[slots].astype(np.float32),
            age=np.where(at > 0, np.maximum(0, now - at) / 1000, SILENT_S).astype(np.float32),
            status=np.array([self._status(int(crew)) for crew in ids], np.uint8),
            kind=np.full(len(slots), CREW, np.uint8),
            alive=np.ones(len(slots), np.uint8),
            label=[named[int(crew)]["call_sign"] for crew in ids],
        )

    def _status(self, crew: int) -> int:
        held = self._held.get(crew)
        if held:
            return HANDLING if AssignmentState.ARRIVED in held.values() else UNDER_WAY
        return FREE if self.desk.directory.crews[crew]["on_duty"] else OFF
