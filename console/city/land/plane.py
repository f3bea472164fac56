"""Plane geometry in metres for cutting the city."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from console.city.land.mesh import Point


def area(ring: Sequence[Point]) -> float:
    """Square metres, positive for a counter-clockwise ring."""
    following = (*ring[1:], ring[0])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)) / 2


def centre(ring: Sequence[Point]) -> Point:
    """Centroid of the area."""
    ox, oy = ring[0]
    x = y = double = 0.0
    for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
        ax, ay, bx, by = a[0] - ox, a[1] - oy, b[0] - ox, b[1] - oy
        cross = ax * by - bx * ay
        x, y, double = x + (ax + bx) * cross, y + (ay + by) * cross, double + cross
    return ox + x / (3 * double), oy + y / (3 * double)


def compactness(ring: Sequence[Point]) -> float:
    """1 for a circle, 0.79 for a square, less the longer or more ragged."""
    around = sum(
        hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
    )
    return 4 * pi * area(ring) / around**2


def long_axis(ring: Sequence[Point]) -> float:
    """Direction in radians of the longer sides of the tightest box around the ring."""
    best, axis = float("inf"), 0.0
    for step in range(36):
        angle = step * pi / 36
        c, s = cos(angle), sin(angle)
        along = [x * c + y * s for x, y in ring]
        beside = [y * c - x * s for x, y in ring]
        long, wide = max(along) - min(along), max(beside) - min(beside)
        if long >= wide and long * wide < best:
            best, axis = long * wide, angle
        elif long < wide and long * wide < best:
            best, axis = long * wide, angle + pi / 2
    return axis


def area_below(ring: Sequence[Point], heights: Sequence[float], level: float) -> float:
    """Area of the part of the ring whose corners' `heights` lie below `level`."""
    kept: list[Point] = []
    for i, (x, y) in enumerate(ring):
        j = i - 1
        if (heights[j] < level) != (heights[i] < level):
            t = (level - heights[j]) / (heights[i] - heights[j])
            kept.append((ring[j][0] + t * (x - ring[j][0]), ring[j][1] + t * (y - ring[j][1])))
        if heights[i] < level:
            kept.append((x, y))
    return area(kept) if len(kept) > 2 else 0.0


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def length(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])
