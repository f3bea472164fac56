"""First lines of the district: the river, its banks, and the main roads that bend along with it.

A lattice of roads is drawn in straight coordinates (u east, v north of the river's middle) and then
mapped smoothly into the plane, so that roads near the river follow its bends.
"""

from dataclasses import dataclass, field
from math import cos, exp, hypot, pi, radians, sin, sqrt
from random import Random
from typing import Final

from console.city.land import plane
from console.city.land.cutting import slice_along
from console.city.land.mesh import Mesh, Point, Side

BANK: Final = 52.0
"""Half the river's width in metres."""
COLUMNS: Final = (-2640, -2120, -1610, -1060, -540, 20, 560, 1090, 1580, 2140, 2650)
ROWS: Final = (-2230, -1650, -1090, -540, -BANK, BANK, 520, 1080, 1570, 2140)
RIVER_ROW: Final = 4
"""The row of cells between the banks."""
MAIN_COLUMNS: Final = frozenset({0, 2, 5, 8, 10})
MAIN_ROWS: Final = frozenset({0, 2, 7, 9})
DROPPED: Final = frozenset({(0, 0), (9, 8), (8, 8), (0, 8)})
"""Cells (column, row) outside the district: its outline is no rectangle."""
MERGED: Final = (((3, 6), (4, 6)), ((6, 2), (6, 3)), ((1, 5), (1, 6)), ((5, 1), (6, 1)))
LAKE_CELLS: Final = ((2, 2), (2, 3))
HILL_CELL: Final = (7, 7)
HALF_WIDTH: Final = 2700.0
HALF_HEIGHT: Final = 2300.0
ROUND: Final = 0.72
"""0 leaves the lattice a rectangle, 1 makes it an ellipse."""
STRETCH: Final = 1.02
TURN: Final = radians(8.0)
STEP_M: Final = 90.0
LEAST_CELL_M2: Final = 62_000.0
AVENUE: Final = 300
SOUTH_BANK: Final = 100 + RIVER_ROW
NORTH_BANK: Final = SOUTH_BANK + 1
KEPT: Final = frozenset(
    {100 + r for r in MAIN_ROWS} | {SOUTH_BANK, NORTH_BANK} | {200 + c for c in MAIN_COLUMNS}
)
"""Streets that are never taken away: the main ones, numbered 100 + row, 200 + column, and banks."""


@dataclass
class Skeleton:
    """The mesh of first cells: which of them are river, lake and hill, and what streets run."""

    mesh: Mesh
    river: set[int] = field(default_factory=set)
    lake: int = 0
    hill: int = 0
    main: set[int] = field(default_factory=set)
    streets: list[int] = field(default_factory=list)


def lay(u: float, v: float) -> Point:
    """The smooth map from straight coordinates to the plane, both in metres."""
    u, v = _rounded(u, v)
    fade = exp(-max(0.0, abs(v) - BANK) / 1000)
    meander = 300 * sin(2 * pi * (u + 500) / 4300) + 85 * sin(2 * pi * u / 1700 + 1.0)
    slope = 0.44 * cos(2 * pi * (u + 500) / 4300) + 0.31 * cos(2 * pi * u / 1700 + 1.0)
    width = (1.1 + 0.2 * sin(u / 520)) * hypot(1, slope) if abs(v) <= BANK else 1.0
    x = u + 130 * sin(v / 1050 + 0.6) + 55 * sin(u / 640 + v / 830)
    y = v * width + meander * fade + 90 * sin(u / 1500 + 2.0) + 45 * sin(v / 700 - u / 900)
    return x * cos(TURN) - y * sin(TURN), x * sin(TURN) + y * cos(TURN)


def _rounded(u: float, v: float) -> Point:
    """Draws the lattice's corners in, so that its outer roads run round the district."""
    pull_u = sqrt(1 - ROUND * (v / HALF_HEIGHT) ** 2 / 2)
    pull_v = sqrt(1 - ROUND * (u / HALF_WIDTH) ** 2 / 2)
    return STRETCH * u * pull_u, (1 if abs(v) <= BANK else STRETCH * pull_v) * v


def build(rng: Random) -> Skeleton:
    """First cells, with some merged, some dropped, and an avenue slantwise through all."""
    lines = _jittered(rng)
    mesh = Mesh()
    skeleton = Skeleton(mesh)
    cells = _cells(skeleton, *lines)
    skeleton.river = {face for (_c, row), face in cells.items() if row == RIVER_ROW}
    lake = _merge(skeleton, cells, LAKE_CELLS)
    hill = cells[HILL_CELL]
    for pair in MERGED:
        _merge(skeleton, cells, pair)
    _slant(skeleton, {lake, hill})
    skeleton.lake, skeleton.hill = lake, hill
    return skeleton


def _jittered(rng: Random) -> tuple[list[float], list[float]]:
    columns = [u + rng.uniform(-45, 45) for u in COLUMNS]
    rows = [v if abs(v) == BANK else v + rng.uniform(-40, 40) for v in ROWS]
    return columns, rows


def _cells(
    skeleton: Skeleton, columns: list[float], rows: list[float]
) -> dict[tuple[int, int], int]:
    """Every cell that is not dropped, its sides divided finely enough to bend."""
    mesh = skeleton.mesh
    corners: dict[Point, int] = {}

    def corner(u: float, v: float) -> int:
        if (u, v) not in corners:
            corners[u, v] = mesh.corner(lay(u, v))
        return corners[u, v]

    def line(one: Point, two: Point) -> list[int]:
        """Corners from `one` up to but not including `two`, the same both ways."""
        first, second = sorted((one, two))
        pieces = max(1, round(hypot(two[0] - one[0], two[1] - one[1]) / STEP_M))
        spots = [
            (
                first[0] + (second[0] - first[0]) * i / pieces,
                first[1] + (second[1] - first[1]) * i / pieces,
            )
            for i in range(pieces)
        ]
        made = [corner(*spot) for spot in spots] + [corner(*second)]
        return made[:-1] if (one, two) == (first, second) else made[:0:-1]

    cells: dict[tuple[int, int], int] = {}
    for c in range(len(columns) - 1):
        for r in range(len(rows) - 1):
            if (c, r) in DROPPED:
                continue
            west, east, south, north = columns[c], columns[c + 1], rows[r], rows[r + 1]
            around = [(west, south), (east, south), (east, north), (west, north)]
            sides = [line(a, b) for a, b in zip(around, (*around[1:], around[0]), strict=True)]
            cells[c, r] = mesh.add([i for side in sides for i in side])
            numbers = 100 + r, 200 + c + 1, 100 + r + 1, 200 + c
            for street, side, following in zip(numbers, sides, (*sides[1:], sides[0]), strict=True):
                bridge = r == RIVER_ROW and street >= 200
                if not bridge or street - 200 in MAIN_COLUMNS or street % 2 == 0:
                    for a, b in zip(side, (*side[1:], following[0]), strict=True):
                        mesh.mark((a, b), street)
    skeleton.main = {100 + r for r in MAIN_ROWS} | {200 + c for c in MAIN_COLUMNS} | {AVENUE}
    skeleton.streets = [100 + r for r in range(len(rows))] + [200 + c for c in range(len(columns))]
    return cells


def _merge(
    skeleton: Skeleton,
    cells: dict[tuple[int, int], int],
    pair: tuple[tuple[int, int], tuple[int, int]],
) -> int:
    """Makes one cell of two and takes the street between them away."""
    one, two = (cells[place] for place in pair)
    for side, beyond in list(skeleton.mesh.across(one)):
        if beyond == two:
            skeleton.mesh.mark(side, 0)
    merged = skeleton.mesh.merge(one, two)
    assert merged is not None, pair
    return merged


def _slant(skeleton: Skeleton, spared: set[int]) -> None:
    """An old avenue at an angle to everything else; it crosses the river by a bridge."""
    mesh = skeleton.mesh
    halves = slice_along(mesh, lay(-1500, 1950), lay(1750, -1500), AVENUE, spared)
    skeleton.streets.append(AVENUE)
    wet = skeleton.river & set(halves)
    skeleton.river = skeleton.river - wet | {half for face in wet for half in halves[face]}
    cut = {half for face in halves if face not in wet for half in halves[face]}
    _round_up(mesh, cut, spared)


def _round_up(mesh: Mesh, cut: set[int], spared: set[int]) -> None:
    """Corners that the avenue cut off join the cell beside them, across the longest small street."""
    for face in sorted(cut):
        if face not in mesh.faces or plane.area(mesh.ring(face)) > LEAST_CELL_M2:
            continue
        shared: dict[int, list[Side]] = {}
        for side, beyond in mesh.across(face):
            if beyond not in spared and mesh.marked(side) not in (AVENUE, *KEPT):
                shared.setdefault(beyond, []).append(side)
        if shared:
            beyond = max(shared, key=lambda other: len(shared[other]))
            for side in shared[beyond]:
                mesh.mark(side, 0)
            mesh.merge(face, beyond)
