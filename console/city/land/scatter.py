"""Many positions at once: evenly along the roads or scattered over the parks, with their unit
grids.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from console.city.facts import City
from console.domain.geodesy import LocalPlane

MAIN: Final = ("arterial", "secondary")
SPARE: Final = 1.08
"""Some positions fall into water or beyond the district and are left out."""
JITTER: Final = 0.35
"""How far a thing may stand from its even place, as a share of the way to the next."""

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spots:
    """Degrees, the index of the unit grid in `city.grids`, and the road's edge (−1 in a park)."""

    lon: Floats
    lat: Floats
    grid: Wholes
    edge: Wholes
    number: Wholes
    """The house number there; 0 in a park."""

    def __len__(self) -> int:
        return len(self.lon)


class Kerb:
    """The city's roads and dry unit grids as arrays."""

    def __init__(self, city: City) -> None:
        self.city = city
        nodes, edges = city.roads.nodes, city.roads.edges
        self._dry = np.array([i for i, g in enumerate(city.grids) if g.ground != "water"])
        self._shapes = shapely.polygons(
            [shapely.linearrings(city.grids[i].ring) for i in self._dry]
        )
        self._tree = shapely.STRtree(self._shapes)
        self._parks = np.array([i for i, g in enumerate(city.grids) if g.ground == "park"])
        self._length = np.array([edge.length_m for edge in edges])
        self._along = np.array([edge.along_m for edge in edges])
        self._a = np.array([nodes[edge.a] for edge in edges])
        frame = LocalPlane(*map(float, self._a.mean(axis=0)))
        east, north = frame.to_metres(frame.lon0 + 1.0, frame.lat0 + 1.0)
        self._metre = np.array([1.0 / east, 1.0 / north])
        way = (np.array([nodes[edge.b] for edge in edges]) - self._a) / self._metre
        self._way = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
        self._main = np.array([edge.kind in MAIN for edge in edges])

    def along(self, count: int, off: tuple[float, float], rng: Any, *, main: bool = False) -> Spots:
        """`count` spots one after the other along the roads, `off` metres from their middle."""
        wanted = int(count * SPARE) + 8
        while len(found := self._tried(wanted, off, rng, main=main)) < count:
            wanted += count
        kept = np.sort(rng.choice(len(found), count, replace=False))
        return Spots(
            *(part[kept] for part in (found.lon, found.lat, found.grid, found.edge, found.number))
        )

    def _tried(self, wanted: int, off: tuple[float, float], rng: Any, *, main: bool) -> Spots:
        """So many spots along the roads without those that lie on no dry unit grid."""
        usable = np.flatnonzero(self._main) if main else np.arange(len(self._length))
        reached = np.cumsum(self._length[usable])
        step = reached[-1] / wanted
        at = (np.arange(wanted) + 0.5 + rng.uniform(-JITTER, JITTER, wanted)) * step
        place = np.minimum(np.searchsorted(reached, at), len(usable) - 1)
        edge = usable[place]
        metres = np.clip(at - (reached[place] - self._length[edge]), 0.0, self._length[edge])
        right = rng.random(wanted) < 0.5
        beside = rng.uniform(*off, wanted) * np.where(right, 1.0, -1.0)
        way = self._way[edge]
        moved = way * metres[:, None] + np.stack([way[:, 1], -way[:, 0]], 1) * beside[:, None]
        spot = (self._a[edge] + moved * self._metre).round(7)
        number = 2 * ((self._along[edge] + metres) // 10).astype(np.int64) + np.where(right, 2, 1)
        grid = self.grids(spot)
        dry = np.flatnonzero(grid >= 0)
        return Spots(spot[dry, 0], spot[dry, 1], grid[dry], edge[dry], number[dry])

    def in_parks(self, count: int, rng: Any) -> Spots:
        """`count` spots anywhere in the parks."""
        low = np.array([np.min(self.city.grids[i].ring, axis=0) for i in self._parks])
        high = np.array([np.max(self.city.grids[i].ring, axis=0) for i in self._parks])
        found = [np.zeros((0, 2))]
        parks = set(self._parks.tolist())
        while sum(map(len, found)) < count:
            chosen = rng.integers(0, len(self._parks), 2 * count + 8)
            spot = (low[chosen] + (high - low)[chosen] * rng.random((len(chosen), 2))).round(7)
            grid = self.grids(spot)
            found.append(spot[[int(g) in parks for g in grid]])
        spot = np.concatenate(found)[:count]
        nowhere = np.full(count, -1)
        return Spots(spot[:, 0], spot[:, 1], self.grids(spot), nowhere, np.zeros(count, np.int64))

    def grids(self, spot: Floats) -> Wholes:
        """Index of the unit grid around each position; −1 on water and outside the district."""
        points, hits = self._tree.query(shapely.points(spot), predicate="within")
        found = np.full(len(spot), -1)
        found[points] = self._dry[hits]
        return found


def shares(counts: Collection[int], total: int) -> list[int]:
    """Counts in the same proportion that sum up to `total`; the largest take what is left over."""
    exact = [count * total / sum(counts) for count in counts]
    made = [int(share) for share in exact]
    first = sorted(range(len(made)), key=lambda i: made[i] - exact[i])
    for i in first[: total - sum(made)]:
        made[i] += 1
    return made
