"""Places of cases: a spot beside a road, its house number, and the unit grid it lies in."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import hypot
from random import Random
from typing import Final

from shapely import STRtree
from shapely.geometry import Point, Polygon

from console.city.facts import City, Grid, Position
from console.city.land.roads import Edge
from console.domain.geodesy import LocalPlane

BESIDE_M: Final = {"arterial": (9.0, 24.0), "secondary": (6.0, 16.0), "lane": (2.5, 9.0)}
"""How far from the middle of a road its cases lie, by class."""
BUSY: Final = {"arterial": 2.0, "secondary": 1.5, "lane": 1.0}
"""How much more happens on a metre of a main road than on one of a lane."""


@dataclass(frozen=True, slots=True)
class Spot:
    """`address` as people say it: road and house number."""

    position: Position
    address: str
    grid: Grid


class Ground:
    """Draws spots; some neighbourhoods are livelier than others, the same ones for one city."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._grids = [grid for grid in city.grids if grid.ground != "water"]
        self._tree = STRtree([Polygon(grid.ring) for grid in self._grids])
        rng = Random(city.seed + 7)
        lively = {region.id: rng.lognormvariate(0, 0.7) for region in city.regions}
        middles = [self.grid_at(self._between(edge, 0.5, 3.0)) for edge in city.roads.edges]
        self._reached = list(
            accumulate(
                edge.length_m * BUSY[edge.kind] * (lively[grid.region] if grid else 0.5)
                for edge, grid in zip(city.roads.edges, middles, strict=True)
            )
        )

    def grid_at(self, position: Position) -> Grid | None:
        """The unit grid a position lies in; None on water and outside the district."""
        hits: Sequence[int] = self._tree.query(Point(position), predicate="within").tolist()
        return self._grids[min(hits)] if hits else None

    def spot(self, rng: Random) -> Spot:
        """A spot beside a road, on dry land."""
        while True:
            edge = self._edge(rng)
            share, right = rng.random(), rng.random() < 0.5
            off = rng.uniform(*BESIDE_M[edge.kind]) * (1 if right else -1)
            position = self._between(edge, share, off)
            grid = self.grid_at(position)
            if grid is not None:
                road = self.city.roads.by_id[edge.road].zh
                return Spot(position, f"{road} {edge.number(share, even=right)} 号", grid)

    def _edge(self, rng: Random) -> Edge:
        drawn = rng.random() * self._reached[-1]
        return self.city.roads.edges[bisect_right(self._reached, drawn)]

    def _between(self, edge: Edge, share: float, off: float) -> Position:
        """`off` metres to the right of a point on an edge."""
        a, b = self.city.roads.nodes[edge.a], self.city.roads.nodes[edge.b]
        frame = LocalPlane(*a)
        x, y = frame.to_metres(*b)
        size = hypot(x, y)
        lon, lat = frame.to_degrees(share * x + off * y / size, share * y - off * x / size)
        return round(lon, 7), round(lat, 7)
