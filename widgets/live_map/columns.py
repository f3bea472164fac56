"""Columns of cases for the map, from the live columns: all of them, or the changed rows."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.desk import queues
from console.desk.case_names import CaseNames
from console.desk.desk import Desk
from console.domain.stage import Stage
from console.live.change import Change
from widgets.map.arrays import CaseArrays, Single, Whole
from widgets.map.projection import Bounds

PARTS: Final = 10
"""Slices of the clocks' refresh, small enough not to be felt."""
STEP: Final = 0.05
"""Step of the arc that shows a mark's clock, as a share of the limit."""


def rows(case_names: CaseNames, slots: Whole) -> CaseArrays:
    """Rows for the map at these slots; a case without a place is not alive, like an empty slot."""
    desk = case_names.desk
    cases = desk.room.cases
    lon, lat = cases.column("lon")[slots], cases.column("lat")[slots]
    placed = ~(np.isnan(lon) | np.isnan(lat))
    return CaseArrays(
        lon=np.where(placed, lon, 0.0),
        lat=np.where(placed, lat, 0.0),
        id=cases.column("id")[slots],
        used=used(desk, slots),
        severity=cases.column("severity")[slots],
        filled=cases.column("stage")[slots] != Stage.HANDLE,
        alive=(cases.alive[slots] == 1) & placed,
        street=streets(case_names, cases.column("region_id")[slots]),
    )


def streets(case_names: CaseNames, regions: Whole) -> NDArray[np.uint32]:
    """Ids of the 街道 that these regions lie in; 0 if there is none."""
    street_of = case_names.street_of
    known = (regions >= 0) & (regions < len(street_of))
    return np.where(known, street_of[np.where(known, regions, 0)], 0).astype(np.uint32)


def whole(case_names: CaseNames) -> CaseArrays:
    """Rows of all slots."""
    return rows(case_names, np.arange(len(case_names.desk.room.cases.alive)))


def used(desk: Desk, slots: Whole) -> Single:
    """Used share of the clock that counts; 0 where none does."""
    found: Single = np.nan_to_num(desk.room.cases.queue_used(desk.room.clock.now(), slots), nan=0.0)
    return found


def around(cases: CaseArrays) -> Bounds | None:
    """Bounds of all cases on the map; None if there is none."""
    lon, lat = cases.lon[cases.alive == 1], cases.lat[cases.alive == 1]
    if not len(lon):
        return None
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def touched(desk: Desk, held: CaseArrays, change: Change) -> Whole:
    """Slots whose rows differ after a change, those of removed cases included."""
    slots = set(change.applied.slots)
    gone = change.applied.gone
    if gone:
        lying = np.flatnonzero(np.isin(held.id, np.fromiter(gone, np.float64)))
        slots.update(lying.tolist())
    found = np.fromiter(sorted(slots), np.int64)
    return found[found < len(desk.room.cases.alive)]


def older(desk: Desk, held: CaseArrays, part: int) -> tuple[Whole, CaseArrays]:
    """Slots of slice `part` of `PARTS` whose clock looks different from the map's."""
    slots = np.arange(part, len(held), PARTS)
    slots = slots[(held.alive[slots] == 1) & (desk.room.cases.alive[slots] == 1)]
    now = used(desk, slots)
    moved = np.floor(now / STEP) != np.floor(held.used[slots] / STEP)
    found = slots[moved]
    made = held.take(found)
    made.used = now[moved]
    return found, made


def queue(desk: Desk, key: str) -> NDArray[np.uint8]:
    """Mask over all slots for the cases of a queue of `console.desk.queues`."""
    cases = desk.room.cases
    slots = cases.slots()
    mask = np.zeros(len(cases.alive), np.uint8)
    mask[slots] = queues.members(desk, key, slots)
    return mask
