"""A plane cut into faces that share their corners, so that they tile exactly.

Every cut puts its ends into the faces on both sides; nothing is computed twice, so no rounding can
open a gap.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

Point = tuple[float, float]
Side = tuple[int, int]

UNMARKED: Final = 0


class Mesh:
    """Faces are rings of corner numbers, counter-clockwise. A side may carry a street's number."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.faces: dict[int, list[int]] = {}
        self.left_of: dict[Side, int] = {}
        self._marks: dict[Side, int] = {}
        self._next = 1

    def corner(self, point: Point) -> int:
        """A new corner at `point`."""
        self.points.append(point)
        return len(self.points) - 1

    def add(self, ring: Iterable[int]) -> int:
        """A new face; its number."""
        face, self._next = self._next, self._next + 1
        self.faces[face] = list(ring)
        for side in self.sides(face):
            self.left_of[side] = face
        return face

    def remove(self, face: int) -> None:
        """Forgets a face; what is beyond its sides then borders on nothing."""
        for side in self.sides(face):
            del self.left_of[side]
        del self.faces[face]

    def sides(self, face: int) -> Iterator[Side]:
        ring = self.faces[face]
        yield from zip(ring, (*ring[1:], ring[0]), strict=True)

    def ring(self, face: int) -> list[Point]:
        return [self.points[i] for i in self.faces[face]]

    def mark(self, side: Side, street: int) -> None:
        """Says that `street` runs along a side, seen from either face; UNMARKED takes it away."""
        self._marks[min(side), max(side)] = street

    def marked(self, side: Side) -> int:
        return self._marks.get((min(side), max(side)), UNMARKED)

    def streets(self) -> Iterator[tuple[Side, int]]:
        """Every side that carries a street, once."""
        for side, street in self._marks.items():
            if street != UNMARKED and (side in self.left_of or side[::-1] in self.left_of):
                yield side, street

    def across(self, face: int) -> Iterator[tuple[Side, int]]:
        """Every side of `face` with a face beyond it, and that face."""
        for a, b in self.sides(face):
            other = self.left_of.get((b, a))
            if other is not None:
                yield (a, b), other

    def split_side(self, side: Side, point: Point) -> int:
        """A new corner on a side, in the faces on both sides of it."""
        a, b = side
        corner = self.corner(point)
        street = self.marked(side)
        for start, end in ((a, b), (b, a)):
            face = self.left_of.pop((start, end), None)
            if face is None:
                continue
            ring = self.faces[face]
            ring.insert(ring.index(start) + 1, corner)
            self.left_of[start, corner] = self.left_of[corner, end] = face
        for half in ((a, corner), (corner, b)):
            self.mark(half, street)
        return corner

    def cut(self, face: int, start: int, end: int, street: int, via: Iterable[Point] = ()) -> Side:
        """Cuts `face` from corner to corner through the points `via`; the two new faces."""
        ring = self.faces[face]
        i = ring.index(start)
        turned = ring[i:] + ring[:i]
        j = turned.index(end)
        middle = [self.corner(point) for point in via]
        path = [start, *middle, end]
        self.remove(face)
        one = self.add([*turned[: j + 1], *reversed(middle)])
        two = self.add([*turned[j:], start, *middle])
        for side in itertools.pairwise(path):
            self.mark(side, street)
        return one, two

    def merge(self, one: int, two: int) -> int | None:
        """Makes one face of two that share a single run of sides; None where they do not."""
        both = {*self.sides(one), *self.sides(two)}
        outer = [(a, b) for a, b in both if (b, a) not in both]
        rim = dict(outer)
        if len(outer) == len(both) or len(rim) < len(outer):
            return None
        ring = [min(rim)]
        while rim[ring[-1]] != ring[0]:
            ring.append(rim[ring[-1]])
        if len(ring) != len(rim):
            return None
        self.remove(one)
        self.remove(two)
        return self.add(ring)
