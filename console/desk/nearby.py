"""Open cases near a case, and probable duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from console.desk.desk import Desk
from console.domain.geodesy import LocalPlane

ALIKE_METRES: Final = 50.0
ALIKE_MS: Final = 24 * 3_600_000
NEAR_METRES: Final = 300.0


@dataclass(frozen=True, slots=True)
class NearbyCase:
    """Another open case and the way to it in metres."""

    case: int
    metres: float


def nearby(desk: Desk, case: int) -> Sequence[NearbyCase]:
    """Open cases within 300 m, nearest first."""
    return _within(desk, case, NEAR_METRES)


def duplicates(desk: Desk, case: int) -> Sequence[NearbyCase]:
    """Probable duplicates: open cases of the same category within 50 m and 24 h."""
    read, slot_of = desk.room.cases.column, desk.room.cases.slot_of
    slot = slot_of[case]
    category, at = read("category_id")[slot], read("registered_at")[slot]
    return [
        near
        for near in _within(desk, case, ALIKE_METRES)
        if read("category_id")[slot_of[near.case]] == category
        and abs(int(read("registered_at")[slot_of[near.case]] - at)) <= ALIKE_MS
    ]


def duplicates_at(desk: Desk, category: int, lon: float, lat: float) -> Sequence[NearbyCase]:
    """Open cases of a category within 50 m of a point that came in the last 24 h."""
    read, slot_of = desk.room.cases.column, desk.room.cases.slot_of
    since = desk.room.clock.now() - ALIKE_MS
    return [
        near
        for near in within(desk, lon, lat, ALIKE_METRES)
        if read("category_id")[slot_of[near.case]] == category
        and int(read("registered_at")[slot_of[near.case]]) >= since
    ]


def _within(desk: Desk, case: int, metres: float) -> list[NearbyCase]:
    cases = desk.room.cases
    own = cases.slot_of[case]
    lon, lat = float(cases.column("lon")[own]), float(cases.column("lat")[own])
    if np.isnan(lon):
        return []
    return [near for near in within(desk, lon, lat, metres) if near.case != case]


def within(desk: Desk, lon: float, lat: float, metres: float) -> list[NearbyCase]:
    """Open cases so near to a point, nearest first."""
    cases = desk.room.cases
    slots, frame = cases.slots(), LocalPlane(lon, lat)
    east, north = frame.to_metres(1.0 + frame.lon0, 1.0 + frame.lat0)
    across, up = cases.column("lon")[slots] - lon, cases.column("lat")[slots] - lat
    way = np.hypot(across * east, up * north)
    close = np.flatnonzero(way <= metres)  # unknown places are NaN, never close
    found = [NearbyCase(int(cases.column("id")[slots[i]]), float(way[i])) for i in close]
    return sorted(found, key=lambda near: near.metres)
