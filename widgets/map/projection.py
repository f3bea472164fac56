"""Web Mercator as the page draws it, so that Python computes positions without asking the page."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

TILE: Final = 256
FINEST: Final = 1 / 32
"""Step of zooms; the page knows no finer one."""
EQUATOR_M: Final = 40_075_016.686
MARGIN: Final = 10
"""Px around fitted bounds."""
_LIMIT: Final = 85.0511287798

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


def world(lon: NDArray[Any], lat: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Degrees → the unit square of the Mercator world, x to the east, y to the south."""
    phi = np.radians(np.clip(lat, -_LIMIT, _LIMIT))
    y = 0.5 - np.log(np.tan(np.pi / 4 + phi / 2)) / (2 * np.pi)
    return np.asarray(lon) / 360 + 0.5, y


@dataclass(frozen=True, slots=True)
class Viewport:
    """What the map shows: centre in degrees, zoom, size in logical px."""

    lon: float = 0.0
    lat: float = 0.0
    zoom: float = 3.0
    width: int = 0
    height: int = 0

    def to_screen(self, lon: NDArray[Any], lat: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Degrees → px from the map's top left."""
        scale = TILE * 2.0**self.zoom
        x, y = world(lon, lat)
        cx, cy = world(np.array(self.lon), np.array(self.lat))
        return (x - cx) * scale + self.width / 2, (y - cy) * scale + self.height / 2

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        """Px from the map's top left → (lon, lat)."""
        scale = TILE * 2.0**self.zoom
        cx, cy = world(np.array(self.lon), np.array(self.lat))
        wx = float(cx) + (x - self.width / 2) / scale
        wy = float(cy) + (y - self.height / 2) / scale
        lat = math.degrees(2 * math.atan(math.exp((0.5 - wy) * 2 * math.pi)) - math.pi / 2)
        return (wx - 0.5) * 360, lat

    def metres_per_px(self) -> float:
        """Ground metres under one px at the centre."""
        return float(EQUATOR_M * math.cos(math.radians(self.lat)) / (TILE * 2.0**self.zoom))

    def bounds(self) -> Bounds:
        """West, south, east, north of the view in degrees."""
        west, north = self.to_degrees(0, 0)
        east, south = self.to_degrees(self.width, self.height)
        return west, south, east, north


def fitting(
    bounds: Bounds, width: int, height: int, *, margin: int = MARGIN, below: int = 0
) -> Viewport:
    """The closest zoom at which `bounds` fit into width × height px with a margin.

    Spare height keeps clear of `below` px at the bottom, as far as it reaches.
    """
    west, south, east, north = bounds
    x, y = world(np.array([west, east]), np.array([north, south]))
    wide, high = max(float(x[1] - x[0]), 1e-9), max(float(y[1] - y[0]), 1e-9)
    room = min(max(width - 2 * margin, 32) / wide, max(height - 2 * margin, 32) / high) / TILE
    zoom = min(20.0, max(2.0, math.floor(math.log2(room) / FINEST) * FINEST))
    scale = TILE * 2.0**zoom
    spare = max(0.0, height - 2 * margin - high * scale)
    lower = min(below, spare) / 2 / scale
    middle = Viewport(0, 0, 0, TILE, TILE).to_degrees(
        (x[0] + x[1]) / 2 * TILE, ((y[0] + y[1]) / 2 + lower) * TILE
    )
    return Viewport(*middle, zoom, width, height)
