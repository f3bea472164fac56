"""Cuts of a rectangle into panels: weights into px, edges moved to the seams between screens."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from console.wall.scenes import Panel

NARROWEST: Final = 0.5
"""Share of its own length that a panel keeps when an edge of it moves to a seam."""
MAP: Final = "map"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h


@dataclass(frozen=True, slots=True)
class Seams:
    """Places of the seams between the screens of a wall, in px of the picture, sorted."""

    x: tuple[int, ...] = ()
    y: tuple[int, ...] = ()

    def sides_x(self, start: int, end: int, gap: int) -> list[Span]:
        """The spans that seams leave of a span across."""
        return sides(start, end, self.x, gap)

    def of(self, axis: str) -> tuple[int, ...]:
        return self.x if axis == "x" else self.y


@dataclass(frozen=True, slots=True)
class Cut:
    """Parts side by side ("x") or one below the other ("y"), with their weights."""

    axis: str
    parts: tuple["Cut | Panel", ...]
    weights: tuple[float, ...]


def cut_of(panels: Sequence[Panel]) -> Cut | Panel:
    """The cuts that make this arrangement; what is left out of a scene thereby leaves no hole.

    Panels that no cut parts (a pinwheel) come to stand one below the other.
    """
    if len(panels) == 1:
        return panels[0]
    for axis in ("x", "y"):
        groups = _groups(panels, axis)
        if len(groups) > 1:
            return Cut(
                axis,
                tuple(cut_of(group) for group in groups),
                tuple(float(_extent(group, axis)) for group in groups),
            )
    return Cut("y", tuple(panels), tuple(float(panel.h) for panel in panels))


def _groups(panels: Sequence[Panel], axis: str) -> list[list[Panel]]:
    """Panels between the lines along `axis` that cut none of them."""
    groups: list[list[Panel]] = []
    end = -1
    for panel in sorted(panels, key=lambda panel: _span(panel, axis)):
        start, stop = _span(panel, axis)
        if start >= end:
            groups.append([])
        groups[-1].append(panel)
        end = max(end, stop)
    return groups


def _span(panel: Panel, axis: str) -> Span:
    return (panel.x, panel.x + panel.w) if axis == "x" else (panel.y, panel.y + panel.h)


def _extent(group: Sequence[Panel], axis: str) -> int:
    spans = [_span(panel, axis) for panel in group]
    return max(stop for _start, stop in spans) - min(start for start, _stop in spans)


def sides(start: int, end: int, seams: Sequence[int], gap: int) -> list[Span]:
    """The spans that seams leave of a span, each half a gap away from them."""
    before, after = gap // 2, gap - gap // 2
    found: list[Span] = []
    for seam in sorted(seams):
        if start < seam + after and seam - before < end:
            if seam - before > start:
                found.append((start, seam - before))
            start = max(start, seam + after)
    if end > start:
        found.append((start, end))
    return found


def larger_side(start: int, end: int, seams: Sequence[int], gap: int) -> Span:
    """The longest span that seams leave."""
    return max(sides(start, end, seams, gap), key=lambda side: side[1] - side[0])


def shares(
    start: int, length: int, weights: Sequence[float], gap: int, snaps: Sequence[int] = ()
) -> list[Span]:
    """Spans by weight with gaps between them; for each of `snaps` the nearest edge moves there."""
    count = len(weights)
    cuts = _edges(start, start + length, weights, gap)
    fixed: dict[int, int] = {}
    for snap in sorted(snaps):
        free = [at for at in range(1, count) if at not in fixed]
        free = [at for at in free if _keeps(cuts, at, snap)]
        if start < snap < start + length and free:
            fixed[min(free, key=lambda at: abs(cuts[at] - snap))] = snap
    points = [0, *sorted(fixed), count]
    places = {0: start - gap // 2, count: start + length + gap - gap // 2, **fixed}
    if any(places[a] >= places[b] for a, b in itertools.pairwise(points)):
        points, places = [0, count], {at: places[at] for at in (0, count)}
    found: list[Span] = []
    for first, last in itertools.pairwise(points):
        low = places[first] + gap - gap // 2 if first else start
        high = places[last] - gap // 2 if last < count else start + length
        edges = _edges(low, high, weights[first:last], gap)
        after, before = gap - gap // 2, gap // 2
        for at in range(last - first):
            a = low if at == 0 else edges[at] + after
            b = high if at == last - first - 1 else edges[at + 1] - before
            found.append((a, max(a + 1, b)))
    return found


def _edges(low: int, high: int, weights: Sequence[float], gap: int) -> list[int]:
    """Both ends and, between the parts, the middles of their gaps."""
    room = high - low - gap * (len(weights) - 1)
    total, passed = sum(weights), 0.0
    edges = [low]
    for at, weight in enumerate(weights[:-1]):
        passed += weight
        edges.append(low + round(room * passed / total) + gap * at + gap // 2)
    return [*edges, high]


def _keeps(edges: Sequence[int], at: int, snap: int) -> bool:
    """Whether the parts beside edge `at` keep enough of their length when it moves to `snap`."""
    left, here, right = edges[at - 1], edges[at], edges[at + 1]
    return snap - left >= NARROWEST * (here - left) and right - snap >= NARROWEST * (right - here)


def place(
    tree: Cut | Panel, box: Box, seams: Seams, gap: int, least: int
) -> Iterator[tuple[Panel, list[Box]]]:
    """Each panel with its box; a panel across a seam stands in several, each at least `least` px."""
    if isinstance(tree, Panel):
        yield tree, [box] if tree.kinds == (MAP,) else _parted(box, seams, gap, least)
        return
    start, length = (box.x, box.w) if tree.axis == "x" else (box.y, box.h)
    plain = shares(start, length, tree.weights, gap)
    wanted = [
        seam
        for seam in seams.of(tree.axis)
        if not any(
            a <= seam <= b and _absorbs(part, tree.axis)
            for part, (a, b) in zip(tree.parts, plain, strict=True)
        )
    ]
    for part, (a, b) in zip(
        tree.parts, shares(start, length, tree.weights, gap, wanted), strict=True
    ):
        inner = Box(a, box.y, b - a, box.h) if tree.axis == "x" else Box(box.x, a, box.w, b - a)
        yield from place(part, inner, seams, gap, least)


def _absorbs(tree: Cut | Panel, axis: str) -> bool:
    """Whether a seam may run through this part: through its map, or along a cut of its own."""
    if isinstance(tree, Panel):
        return tree.kinds == (MAP,)
    if tree.axis == axis:
        return True
    return all(_absorbs(part, axis) for part in tree.parts)


def _parted(box: Box, seams: Seams, gap: int, least: int) -> list[Box]:
    """What seams leave of a box, without the parts that are too small to read."""
    across, down = sides(box.x, box.right, seams.x, gap), sides(box.y, box.bottom, seams.y, gap)
    return [
        Box(left, top, right - left, bottom - top)
        for top, bottom in _kept(down, least)
        for left, right in _kept(across, least)
    ]


def _kept(spans: list[Span], least: int) -> list[Span]:
    long = [span for span in spans if span[1] - span[0] >= least]
    return long or [max(spans, key=lambda span: span[1] - span[0])]
