"""Crews' last positions, one row each. A crew's status is derived from its assignments."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from console.live.columns import OpenCases

Fix = tuple[int, int, float, float, float | None]


class CrewColumns:
    """`ids`, `lon`, `lat`, `heading` (° from north, NaN unknown), `at` (ms, 0 without a position)."""

    def __init__(self) -> None:
        self.ids = np.zeros(0, np.int64)
        self.lon = np.zeros(0)
        self.lat = np.zeros(0)
        self.heading = np.zeros(0)
        self.at = np.zeros(0, np.int64)
        self.slot_of: dict[int, int] = {}

    def set_crews(self, crews: Sequence[tuple[int, float, float]]) -> None:
        """Sets the crews: (id, lon, lat) of their homes, their positions until a fix arrives."""
        heard = {
            crew: (self.at[slot], self.lon[slot], self.lat[slot], self.heading[slot])
            for crew, slot in self.slot_of.items()
            if self.at[slot]
        }
        self.ids = np.array([crew for crew, _lon, _lat in crews], np.int64)
        self.lon = np.array([lon for _crew, lon, _lat in crews], np.float64)
        self.lat = np.array([lat for _crew, _lon, lat in crews], np.float64)
        self.heading = np.full(len(crews), np.nan)
        self.at = np.zeros(len(crews), np.int64)
        self.slot_of = {crew: slot for slot, (crew, _lon, _lat) in enumerate(crews)}
        for crew, place in heard.items():
            if (slot := self.slot_of.get(crew)) is not None:
                self.at[slot], self.lon[slot], self.lat[slot], self.heading[slot] = place

    def move(self, fixes: Iterable[Fix]) -> set[int]:
        """Applies positions in order; answers the crews that moved."""
        moved: set[int] = set()
        for crew, at, lon, lat, heading in fixes:
            slot = self.slot_of.get(crew)
            if slot is None or at < self.at[slot]:
                continue
            self.lon[slot], self.lat[slot], self.at[slot] = lon, lat, at
            self.heading[slot] = np.nan if heading is None else heading
            moved.add(crew)
        return moved


def busy(cases: OpenCases) -> Mapping[int, list[tuple[int, int]]]:
    """Crew → its live assignments (case, state), derived from the assignments alone.

    Computed once per revision of the columns: a drag asks for every crew on the map.
    """
    if cases.busy_at != cases.revision:
        found: dict[int, list[tuple[int, int]]] = {}
        for case, held in cases.crews.items():
            for crew, state in held.values():
                found.setdefault(crew, []).append((case, state))
        cases.busy, cases.busy_at = found, cases.revision
    return cases.busy
