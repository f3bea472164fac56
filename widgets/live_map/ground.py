"""Base map below the cases: drawn ground, streets' areas and unit grids of the city."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from console.domain.outline import rings
from console.seat.seat import Seat, ground
from widgets.map.arrays import Ground, Outlines
from widgets.map.projection import Bounds

STREET: Final = "street"
TOPS: Final = ("district", "city")


@dataclass(frozen=True, slots=True)
class GroundLayers:
    """Layers that do not change, and the named rows of the ground for the search."""

    ground: Ground
    regions: Outlines
    grids: Outlines
    named: tuple[Mapping[str, Any], ...]


def read_ground(seat: Seat) -> GroundLayers:
    """Reads and shapes the ground. Blocks: for worker threads."""
    rows = list(ground(seat))
    layers: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        layers.setdefault(row["layer"], []).append(row)
    directory = seat.desk.directory
    streets = [row for row in directory.regions.values() if row["tier"] == STREET]
    laid = {name: _outlines(layer) for name, layer in layers.items()}
    top = _top(directory.regions)
    if top is not None:
        laid["city"] = Outlines.of([(top["id"], "", "", rings(top["outline"]))])
    regions = Outlines.of(
        (row["id"], row["zh"], row["en"], rings(row["outline"]))
        for row in streets
        if row["outline"]
    )
    grids = Outlines.of(
        (place, row["code"][-3:], row["code"][-3:], rings(row["outline"]))
        for place, row in enumerate(directory.grids)
    )
    return GroundLayers(laid, regions, grids, tuple(rows))


def _outlines(rows: list[Mapping[str, Any]]) -> Outlines:
    return Outlines.of((row["id"], row["zh"], row["en"], row["shape"] or ()) for row in rows)


def _top(regions: Mapping[int, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The region whose outline bounds the map."""
    for tier in TOPS:
        for row in regions.values():
            if row["tier"] == tier and row["outline"]:
                return row
    return None


def home(seat: Seat) -> Bounds | None:
    """Bounds of the operator's own region, else of the city."""
    regions = seat.desk.directory.regions
    own = [p.region_id for p in seat.desk.posts if p.post == seat.desk.post and p.region_id]
    outlines = [regions[region]["outline"] for region in own if regions[region]["outline"]]
    top = _top(regions)
    if not outlines and top is not None:
        outlines = [top["outline"]]
    return _box(outlines)


def whole(seat: Seat) -> Bounds | None:
    """Bounds of the city, else of all its streets."""
    regions = seat.desk.directory.regions
    top = _top(regions)
    rows = [top] if top is not None else list(regions.values())
    return _box([row["outline"] for row in rows if row["outline"]])


def _box(outlines: list[Any]) -> Bounds | None:
    if not outlines:
        return None
    around = [np.asarray(ring, np.float64) for outline in outlines for ring in rings(outline)]
    points = np.concatenate(around)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)
