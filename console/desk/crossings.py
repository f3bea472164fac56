"""Crossings of two roads: their lines cross, or one ends at the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from console.domain.geodesy import LocalPlane

MEET_METRES: Final = 15.0
"""Lines that come so near meet: drawn roads seldom end exactly on one another."""
APART_METRES: Final = 40.0
"""Nearer than this two meetings are one crossing."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Road:
    """A road by name with its lines, lists of (lon, lat)."""

    zh: str
    en: str
    lines: Sequence[Sequence[Sequence[float]]]


def crossings(one: Road, other: Road) -> list[tuple[float, float]]:
    """(lon, lat) of each place where the two meet."""
    if not one.lines or not other.lines:
        return []
    frame = LocalPlane(*map(float, one.lines[0][0]))
    a, b = _segments(one, frame), _segments(other, frame)
    if not len(a) or not len(b) or _apart(a, b):
        return []
    found = [*_crossed(a, b), *_ends(a, b), *_ends(b, a)]
    kept: list[Floats] = []
    for point in found:
        if all(np.hypot(*(point - held)) > APART_METRES for held in kept):
            kept.append(point)
    return [frame.to_degrees(float(x), float(y)) for x, y in kept]


def _segments(road: Road, frame: LocalPlane) -> Floats:
    """Rows of x1, y1, x2, y2 in metres."""
    rows: list[Any] = []
    for line in road.lines:
        points = [frame.to_metres(float(lon), float(lat)) for lon, lat in line]
        rows += [(*p, *q) for p, q in pairwise(points)]
    return np.array(rows, np.float64).reshape(-1, 4)


def _apart(a: Floats, b: Floats) -> bool:
    """Whether the boxes of two roads do not even touch."""
    low_a, high_a = _box(a)
    low_b, high_b = _box(b)
    return bool(np.any(low_a > high_b + MEET_METRES) or np.any(low_b > high_a + MEET_METRES))


def _box(rows: Floats) -> tuple[Floats, Floats]:
    points = rows.reshape(-1, 2)
    return points.min(axis=0), points.max(axis=0)


def _crossed(a: Floats, b: Floats) -> list[Floats]:
    """Points where a segment of one crosses a segment of the other."""
    p, r = a[:, None, :2], a[:, None, 2:] - a[:, None, :2]
    q, s = b[None, :, :2], b[None, :, 2:] - b[None, :, :2]
    across = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = ((q - p)[..., 0] * s[..., 1] - (q - p)[..., 1] * s[..., 0]) / across
        u = ((q - p)[..., 0] * r[..., 1] - (q - p)[..., 1] * r[..., 0]) / across
    hit = (across != 0) & (t >= 0) & (t <= 1) & (u >= 0) & (u <= 1)
    return [a[i, :2] + t[i, j] * (a[i, 2:] - a[i, :2]) for i, j in np.argwhere(hit)]


def _ends(a: Floats, b: Floats) -> list[Floats]:
    """Corners of one that lie on the other."""
    points = np.unique(a.reshape(-1, 2), axis=0)
    begin, along = b[None, :, :2], b[None, :, 2:] - b[None, :, :2]
    length = np.maximum((along**2).sum(axis=2), 1e-9)
    share = np.clip(((points[:, None, :] - begin) * along).sum(axis=2) / length, 0, 1)
    foot = begin + share[..., None] * along
    way = np.hypot(*np.moveaxis(points[:, None, :] - foot, 2, 0)).min(axis=1)
    order = np.argsort(way, kind="stable")
    return [points[i] for i in order if way[i] <= MEET_METRES]
