"""Metres on WGS-84, and the two shifted datums that Chinese map services publish.

Positions are degrees, longitude first. Everything here is meant at the size of a city.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, fabs, hypot, pi, radians, sin, sqrt
from typing import Final

A: Final = 6_378_137.0
"""Semi-major axis of WGS-84, metres."""
E2: Final = 0.006694379990141317
"""First eccentricity squared of WGS-84."""

Point = tuple[float, float]


class LocalPlane:
    """Plane tangent to the ellipsoid at an origin: x metres east, y metres north.

    Lengths are true to 0.1 % within 10 km of the origin.
    """

    def __init__(self, lon0: float, lat0: float) -> None:
        self.lon0, self.lat0 = lon0, lat0
        latitude = radians(lat0)
        w = sqrt(1.0 - E2 * sin(latitude) ** 2)
        self._east = radians(1.0) * A / w * cos(latitude)
        self._north = radians(1.0) * A * (1.0 - E2) / w**3

    def to_metres(self, lon: float, lat: float) -> Point:
        return (lon - self.lon0) * self._east, (lat - self.lat0) * self._north

    def to_degrees(self, x: float, y: float) -> Point:
        return self.lon0 + x / self._east, self.lat0 + y / self._north


def distance(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two positions: plane within 20 km, great circle of mean radius beyond.

    The frame stands midway, which makes the plane's error a millionth at a city's size.
    """
    frame = LocalPlane((lon1 + lon2) / 2, (lat1 + lat2) / 2)
    x1, y1 = frame.to_metres(lon1, lat1)
    x2, y2 = frame.to_metres(lon2, lat2)
    plane = hypot(x2 - x1, y2 - y1)
    return plane if plane < 20_000 else _great_circle(lon1, lat1, lon2, lat2)


def _great_circle(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Haversine on the ellipsoid's mean radius, within 0.6 %."""
    p1, p2 = radians(lat1), radians(lat2)
    half = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * atan2(sqrt(half), sqrt(max(0.0, 1 - half)))


def area(ring: Sequence[Point]) -> float:
    """Square metres inside a ring of positions, closed or not, either way round."""
    if len(ring) < 3:
        return 0.0
    frame = LocalPlane(sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
    points = [frame.to_metres(*position) for position in ring]
    sides = zip(points, (*points[1:], points[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in sides)) / 2


# The shift of GCJ-02 against WGS-84 is a published polynomial on the Krasovsky ellipsoid.
KRASOVSKY_A: Final = 6_378_245.0
KRASOVSKY_E2: Final = 0.00669342162296594323
BAIDU: Final = pi * 3000.0 / 180.0


@dataclass(frozen=True, slots=True)
class _Bounds:
    west: float = 72.004
    east: float = 137.8347
    south: float = 0.8293
    north: float = 55.8271

    def hold(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north


CHINA: Final = _Bounds()


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    """Position on maps under GCJ-02; outside China the two are the same."""
    if not CHINA.hold(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    root = sqrt(fabs(x))
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    latitude = radians(lat)
    magic = 1.0 - KRASOVSKY_E2 * sin(latitude) ** 2
    north_unit = KRASOVSKY_A * (1.0 - KRASOVSKY_E2) / (magic * sqrt(magic)) * pi / 180.0
    east_unit = KRASOVSKY_A / sqrt(magic) * cos(latitude) * pi / 180.0
    return lon + east / east_unit, lat + north / north_unit


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    """The inverse of `wgs84_to_gcj02`, to a millimetre, by repeated correction."""
    x, y = lon, lat
    for _round in range(6):
        shifted_x, shifted_y = wgs84_to_gcj02(x, y)
        x, y = x + lon - shifted_x, y + lat - shifted_y
    return x, y


def gcj02_to_bd09(lon: float, lat: float) -> Point:
    """Position on Baidu's maps of one given in GCJ-02."""
    z = hypot(lon, lat) + 0.00002 * sin(lat * BAIDU)
    theta = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU)
    return z * cos(theta) + 0.0065, z * sin(theta) + 0.006


def bd09_to_gcj02(lon: float, lat: float) -> Point:
    """The inverse of `gcj02_to_bd09`, to a millimetre, by repeated correction."""
    x, y = lon - 0.0065, lat - 0.006
    for _round in range(6):
        shifted_x, shifted_y = gcj02_to_bd09(x, y)
        x, y = x + lon - shifted_x, y + lat - shifted_y
    return x, y


def bd09_to_wgs84(lon: float, lat: float) -> Point:
    """Position on WGS-84 of one given in BD-09, to a millimetre."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))
