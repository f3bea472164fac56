"""Cutting faces of the mesh into parts of equal size, the way cities subdivide their blocks."""

from collections.abc import Callable, Container, Iterator
from math import cos, pi, radians, sin
from random import Random
from typing import Final

from console.city.land import plane
from console.city.land.mesh import Mesh, Point, Side

SNAP_M: Final = 16.0
"""A cut that would end this near to a corner ends at the corner."""

Marker = Callable[[int], int]
"""The street along a cut that makes two of so many parts, or UNMARKED."""


def divide(mesh: Mesh, face: int, parts: int, marker: Marker, rng: Random) -> list[int]:
    """Cuts `face` into about `parts` faces of like size; fewer where its shape does not allow."""
    if parts <= 1:
        return [face]
    whole = plane.area(mesh.ring(face))
    halves = _halve(mesh, face, (parts // 2) / parts, marker(parts), rng)
    if halves is None:
        return [face]
    share = plane.area(mesh.ring(halves[0])) / whole
    first = min(parts - 1, max(1, round(parts * share)))
    cut = [divide(mesh, halves[0], first, marker, rng)]
    cut.append(divide(mesh, halves[1], parts - first, marker, rng))
    return cut[0] + cut[1]


def slice_along(
    mesh: Mesh, start: Point, end: Point, street: int, spared: Container[int]
) -> dict[int, Side]:
    """Cuts every face but `spared` that the straight line from `start` to `end` passes through.

    Each face that was cut, and its halves.
    """
    halves: dict[int, Side] = {}
    dx, dy = end[0] - start[0], end[1] - start[1]
    size = plane.length(start, end)
    for face in [face for face in mesh.faces if face not in spared]:
        ring = mesh.ring(face)
        along = [((x - start[0]) * dx + (y - start[1]) * dy) / size for x, y in ring]
        if max(along) < 0 or min(along) > size:
            continue
        heights = [((y - start[1]) * dx - (x - start[0]) * dy) / size for x, y in ring]
        ends = _crossings(mesh, face, heights, 0.0)
        if ends is not None and _worthwhile(mesh, face, ends, 0.01, 0.12):
            halves[face] = mesh.cut(face, *_corners(mesh, ends), street)
    return halves


def _halve(mesh: Mesh, face: int, share: float, street: int, rng: Random) -> Side | None:
    """The better of some cuts across the longer axis; None where none gives two sound halves."""
    ring = mesh.ring(face)
    across = plane.long_axis(ring) + rng.gauss(0, radians(3.5))
    share = min(0.7, max(0.3, share + rng.uniform(-0.06, 0.06)))
    for turn in (0, 8, -8, 16, -16, 30, -30, 90, 60, -60):
        angle = across + radians(turn)
        heights = [x * cos(angle) + y * sin(angle) for x, y in ring]
        level = _level(ring, heights, share)
        ends = _crossings(mesh, face, heights, level)
        if ends is None or not _worthwhile(mesh, face, ends, 0.2):
            continue
        via = list(_bend(_place(mesh, ends[0]), _place(mesh, ends[1]), street, rng))
        return mesh.cut(face, *_corners(mesh, ends), street, via)
    return None


def _level(ring: list[Point], heights: list[float], share: float) -> float:
    """The height below which `share` of the ring's area lies."""
    low, high, wanted = min(heights), max(heights), share * plane.area(ring)
    for _round in range(18):
        middle = (low + high) / 2
        if plane.area_below(ring, heights, middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


End = tuple[Side, float]
"""A side and how far along it; 0 stands for its first corner."""


def _crossings(mesh: Mesh, face: int, heights: list[float], level: float) -> tuple[End, End] | None:
    """Where a straight cut enters and leaves; None unless that is two places well apart."""
    found: list[End] = []
    count = len(heights)
    for i, side in enumerate(mesh.sides(face)):
        one, two = heights[i] - level, heights[(i + 1) % count] - level
        if (one < 0) == (two < 0):
            continue
        share = one / (one - two)
        size = plane.length(mesh.points[side[0]], mesh.points[side[1]])
        if share * size < SNAP_M:
            found.append((side, 0.0))
        elif (1 - share) * size < SNAP_M:
            ring = mesh.faces[face]
            found.append(((side[1], ring[(i + 2) % count]), 0.0))
        else:
            found.append((side, share))
    if len(found) != 2 or found[0][0] == found[1][0]:
        return None
    return found[0], found[1]


def _place(mesh: Mesh, end: End) -> Point:
    (a, b), share = end
    return plane.between(mesh.points[a], mesh.points[b], share)


def _corners(mesh: Mesh, ends: tuple[End, End]) -> Side:
    """The corners at both ends of a cut, new ones where it ends within a side."""
    places = [_place(mesh, end) for end in ends]
    made = [
        side[0] if share == 0.0 else mesh.split_side(side, place)
        for (side, share), place in zip(ends, places, strict=True)
    ]
    return made[0], made[1]


def _worthwhile(
    mesh: Mesh, face: int, ends: tuple[End, End], least: float, form: float = 0.3
) -> bool:
    """Whether both halves would hold at least the share `least` and be no less compact than `form`."""
    ring = mesh.faces[face]
    i, j = ring.index(ends[0][0][0]), ring.index(ends[1][0][0])
    first, second = _place(mesh, ends[0]), _place(mesh, ends[1])
    if i == j:
        return False
    (i, first), (j, second) = sorted([(i, first), (j, second)])
    points = mesh.ring(face)
    one = [first, *points[i + 1 : j + 1], second]
    two = [second, *points[j + 1 :], *points[: i + 1], first]
    whole = plane.area(points)
    for half in (_without_repeats(one), _without_repeats(two)):
        if len(half) < 3 or plane.area(half) < least * whole or plane.compactness(half) < form:
            return False
    return True


def _without_repeats(ring: list[Point]) -> list[Point]:
    return [point for i, point in enumerate(ring) if plane.length(point, ring[i - 1]) > 0.01]


def _bend(start: Point, end: Point, street: int, rng: Random) -> Iterator[Point]:
    """Long streets are not quite straight: one or two points off the line, in metres."""
    size = plane.length(start, end)
    if not street or size < 230:
        return
    swing = rng.gauss(0, 0.035) * size
    across = -(end[1] - start[1]) / size, (end[0] - start[0]) / size
    for share in (0.33, 0.67) if size > 420 else (0.5,):
        off = swing * sin(pi * share)
        x, y = plane.between(start, end, share)
        yield x + off * across[0], y + off * across[1]
