"""Unit grid and region of a point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from console.desk.city_cache import CityCached
from console.desk.desk import Desk
from console.domain.outline import rings
from console.words import both

TIERS: Final = ("community", "street", "district", "city")
"""Tiers from the smallest: a case lies in the smallest region that holds it."""


@dataclass(frozen=True, slots=True)
class Location:
    """`grid` is None where no unit grid holds the point, though a region does."""

    grid: str | None
    region: int


class GridLocator:
    """Index of the city's outlines; made once for a seat."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def at(self, lon: float, lat: float) -> Location | None:
        """Grid and region of a point; None outside the city."""
        grid = self._grids.holding(lon, lat)
        if grid is not None:
            return Location(grid["code"], grid["region_id"])
        for tier in self._tiers:
            region = tier.holding(lon, lat)
            if region is not None:
                return Location(None, region["id"])
        return None

    def names(self, region: int) -> str:
        """The region with the street it lies in: 望湖街道 · 柳岸社区."""
        rows, found = self.desk.directory.regions, list[str]()
        row = rows.get(region)
        while row is not None and row["tier"] in TIERS[:2]:
            found.insert(0, both(row["zh"], row["en"]))
            row = rows.get(row["parent_id"] or 0)
        first = rows[region]
        return " · ".join(found) or both(first["zh"], first["en"])

    @CityCached
    def _grids(self) -> "_Areas":
        return _Areas([row for row in self.desk.directory.grids if row["ended_at"] is None])

    @CityCached
    def _tiers(self) -> list["_Areas"]:
        rows = list(self.desk.directory.regions.values())
        return [_Areas([row for row in rows if row["tier"] == tier]) for tier in TIERS]


class _Areas:
    """Rows with an outline each, found by box first."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = [row for row in rows if row["outline"]]
        boxes = np.array([_box(row["outline"]) for row in self.rows], np.float64).reshape(-1, 4)
        self.west, self.south, self.east, self.north = boxes.T

    def holding(self, lon: float, lat: float) -> Mapping[str, Any] | None:
        """The first row whose outline holds the point."""
        near = (self.west <= lon) & (lon <= self.east) & (self.south <= lat) & (lat <= self.north)
        for at in np.flatnonzero(near).tolist():
            row: Mapping[str, Any] = self.rows[at]
            if _inside(row["outline"], lon, lat):
                return row
        return None


def _box(outline: Any) -> tuple[float, float, float, float]:
    points = np.concatenate([np.asarray(ring, np.float64) for ring in rings(outline)])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _inside(outline: Any, lon: float, lat: float) -> bool:
    """Whether a point lies within an odd number of rings."""
    inside = False
    for ring in rings(outline):
        points = np.asarray(ring, np.float64)
        x, y = points[:, 0], points[:, 1]
        x2, y2 = np.roll(x, -1), np.roll(y, -1)
        spans = (y > lat) != (y2 > lat)
        with np.errstate(divide="ignore", invalid="ignore"):
            cut = x + (lat - y) / (y2 - y) * (x2 - x)
        inside ^= bool(np.count_nonzero(spans & (lon < cut)) % 2)
    return inside
