"""Roads as a graph: house numbers and quickest ways."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from typing import Final, Literal

from console.domain.geodesy import distance

Position = tuple[float, float]
RoadClass = Literal["arterial", "secondary", "lane"]

SPEED_KMH: Final[dict[RoadClass, float]] = {"arterial": 40.0, "secondary": 30.0, "lane": 15.0}
"""Speed of a crew's vehicle by class of road, in town."""
METRES_PER_NUMBER: Final = 5.0


@dataclass(frozen=True, slots=True)
class Road:
    """A named road: node numbers from its western or northern end on, one list per stretch."""

    id: int
    kind: RoadClass
    zh: str
    en: str
    stretches: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight piece of a road; `along_m` is where on the road its node `a` lies."""

    a: int
    b: int
    road: int
    kind: RoadClass
    length_m: float
    along_m: float

    def number(self, share: float, even: bool) -> int:
        """The house number at `share` of the way from `a` to `b`: odd left, even right."""
        step = int((self.along_m + share * self.length_m) / (2 * METRES_PER_NUMBER))
        return 2 * step + (2 if even else 1)


class Roads:
    """Nodes (lon, lat), edges between them, and the roads they belong to."""

    def __init__(self, nodes: Iterable[Position], roads: Iterable[Road]) -> None:
        self.nodes = tuple(nodes)
        self.roads = tuple(roads)
        self.edges = tuple(edge for road in self.roads for edge in self._edges(road))
        self.by_id = {road.id: road for road in self.roads}

    def _edges(self, road: Road) -> Iterable[Edge]:
        along = 0.0
        for stretch in road.stretches:
            for a, b in pairwise(stretch):
                size = distance(*self.nodes[a], *self.nodes[b])
                yield Edge(a, b, road.id, road.kind, size, along)
                along += size

    @cached_property
    def neighbours(self) -> dict[int, list[tuple[int, float]]]:
        """For each node on a road the nodes one edge away and the seconds to drive there."""
        found: dict[int, list[tuple[int, float]]] = {}
        for edge in self.edges:
            seconds = edge.length_m * 3.6 / SPEED_KMH[edge.kind]
            found.setdefault(edge.a, []).append((edge.b, seconds))
            found.setdefault(edge.b, []).append((edge.a, seconds))
        return found

    @cached_property
    def _by_lon(self) -> list[tuple[float, int]]:
        return sorted((self.nodes[node][0], node) for node in self.neighbours)

    def nearest(self, position: Position) -> int:
        """The node nearest to a position."""
        lon, _lat = position
        start = bisect_right(self._by_lon, (lon, -1))
        best, found = float("inf"), self._by_lon[min(start, len(self._by_lon) - 1)][1]
        for line in (self._by_lon[start:], reversed(self._by_lon[:start])):
            for there, node in line:
                if distance(lon, 0.0, there, 0.0) * 0.5 > best:
                    break
                metres = distance(*position, *self.nodes[node])
                if metres < best:
                    best, found = metres, node
        return found

    def path(self, start: int, end: int) -> list[int]:
        """Nodes of the quickest way from `start` to `end`, both included (A*).

        Raises ValueError where no way leads.
        """
        top = max(SPEED_KMH.values()) / 3.6
        goal = self.nodes[end]
        queue = [(0.0, start)]
        spent, came = {start: 0.0}, {start: start}
        done: set[int] = set()
        while queue:
            node = heappop(queue)[1]
            if node == end:
                return self._back(came, end)
            if node in done:
                continue
            done.add(node)
            for other, seconds in self.neighbours.get(node, ()):
                total = spent[node] + seconds
                if total < spent.get(other, float("inf")):
                    spent[other], came[other] = total, node
                    heappush(queue, (total + distance(*self.nodes[other], *goal) / top, other))
        raise ValueError(f"no way from node {start} to node {end}")

    @staticmethod
    def _back(came: dict[int, int], end: int) -> list[int]:
        way = [end]
        while came[way[-1]] != way[-1]:
            way.append(came[way[-1]])
        return way[::-1]

    def route(self, a: Position, b: Position) -> list[Position]:
        """The quickest way along the roads between the nodes nearest to two positions."""
        return [self.nodes[node] for node in self.path(self.nearest(a), self.nearest(b))]


def point_along(line: list[Position], metres: float) -> Position:
    """The position so many metres along a line; its ends for less than 0 or more than all."""
    sizes = [distance(*p, *q) for p, q in pairwise(line)]
    reached = list(accumulate(sizes, initial=0.0))
    if metres <= 0 or len(line) == 1:
        return line[0]
    if metres >= reached[-1]:
        return line[-1]
    i = bisect_right(reached, metres) - 1
    share = (metres - reached[i]) / sizes[i]
    (x1, y1), (x2, y2) = line[i], line[i + 1]
    return x1 + share * (x2 - x1), y1 + share * (y2 - y1)
