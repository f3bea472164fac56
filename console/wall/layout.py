"""Places of all that a wall shows, for a size of picture: header, headlines, panels, newest strip.

Content yields, never the size of type: R = height / u decides how many panels stand on a page. No text
crosses a seam between screens; the map may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from console.wall.cuts import Box, Cut, Seams, cut_of, larger_side, place, shares
from console.wall.scenes import Panel, Scene

FULL: Final = 34
HALF: Final = 22
"""R from which a page holds all panels of a scene, or half of them; below, one beside the map."""
WIDE: Final = 2.6
"""Width by height from which a scene's wide arrangement holds."""
MARGIN, GAP = 0.57, 0.43
HEADER, HEADER_WIDE = 1.8, 2.3
HEADLINE, HEADLINE_WIDE, HEADLINE_LEAST = 5.5, 6.0, 4.3
STRIP: Final = 1.5
CELL: Final = 9.3
"""Least width of a headline, in u, as all of these."""
CELLS_WIDE, CELLS = 8, 6
PANEL_LEAST: Final = 6.3
MAP_LEAST: Final = 9.0
MAP_SHARE: Final = 0.4
MAP_WEIGHT: Final = 1.6
"""Least share of the height that the map has on an upright wall, and its height by another panel's."""
STRIP_LEAST: Final = 30
"""Width, in u, that the newest case needs: the first side of a seam that has it shows the case."""
HEADER_PARTS: Final = (38, 32, 30)
NARROW_PARTS: Final = (58, 21, 21)
NARROW: Final = 45
"""Weights of name, mode and clock, and of a header of at most so many u."""
STRIP_PARTS: Final = (70, 30)
STRIP_NARROW: Final = (84, 16)
MAP: Final = "map"
LADDER: Final = "ladder"


@dataclass(frozen=True, slots=True)
class Place:
    """A panel's box. A panel that a seam cuts stands in `parts` boxes, of which this is number `part`."""

    kinds: tuple[str, ...]
    box: Box
    part: int = 0
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes of one page of a scene; `newest` and `ages` are None where there is no strip."""

    header: Box
    name: Box
    mode: Box
    clock: Box
    headlines: tuple[Box, ...]
    places: tuple[Place, ...]
    newest: Box | None
    ages: Box | None
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Picture:
    """Size, unit and seams; `px` turns units into px."""

    width: int
    height: int
    u: int
    seams: Seams

    @property
    def wide(self) -> bool:
        return self.width >= WIDE * self.height

    @property
    def upright(self) -> bool:
        return self.height > self.width

    @property
    def rows(self) -> float:
        return self.height / self.u

    def px(self, units: float) -> int:
        return round(units * self.u)


def arrange(
    size: tuple[int, int],
    u: int,
    scene: Scene,
    page: int = 0,
    *,
    seams: Seams | None = None,
    headlines: int = CELLS_WIDE,
) -> Layout:
    """The boxes of `page` (counted round) of `scene` on a picture of `size` px with unit `u`.

    `headlines` is the number of headlines that are there at all.
    """
    picture = _Picture(*size, u, seams or Seams())
    margin, gap = picture.px(MARGIN), picture.px(GAP)
    inner = picture.width - 2 * margin
    header = _band(picture, margin, _header_height(picture), inner)
    top = header.bottom + gap
    cells: tuple[Box, ...] = ()
    if scene.head and headlines:
        cells, top = _headlines(picture, top, inner, headlines)
    strip = None
    bottom = picture.height - margin
    if picture.rows >= HALF:
        height = picture.px(STRIP)
        strip = Box(margin, _above_seam(picture, bottom - height, height), inner, height)
        bottom = strip.y - gap
    body = Box(margin, top, inner, max(1, bottom - top))
    pages = _pages(picture, scene, body.h)
    page %= len(pages)
    narrow = inner <= NARROW * u
    name, mode, clock = _parts(header, NARROW_PARTS if narrow else HEADER_PARTS, picture)
    newest, ages = _strip_parts(strip, picture) if strip else (None, None)
    return Layout(
        header, name, mode, clock, cells, _places(picture, pages[page], body),
        newest, ages, page, len(pages),
    )  # fmt: skip


def _header_height(picture: _Picture) -> int:
    return picture.px(HEADER_WIDE if picture.wide and picture.rows >= FULL else HEADER)


def _band(picture: _Picture, y: int, height: int, inner: int) -> Box:
    """A band over the whole width from `y` on, below the seam that would cross it."""
    for seam in picture.seams.y:
        if y < seam < y + height:
            y = seam + picture.px(GAP) // 2
    return Box(picture.px(MARGIN), y, inner, height)


def _above_seam(picture: _Picture, y: int, height: int) -> int:
    """The place of the strip at the foot, moved up where a seam would cross it."""
    for seam in reversed(picture.seams.y):
        if y < seam < y + height:
            y = seam - height - picture.px(GAP) // 2
    return y


def _headlines(picture: _Picture, top: int, inner: int, there: int) -> tuple[tuple[Box, ...], int]:
    """Cells of the headlines, in two rows on an upright wall, and where the panels begin."""
    gap = picture.px(GAP)
    most = min(there, CELLS_WIDE if picture.wide else CELLS)
    across = max(1, min(most, int(inner / (CELL * picture.u))))
    lines = 2 if picture.upright and most >= 2 * across else 1
    if picture.upright and not most >= 2 * across and across < most:
        lines, across = 2, max(1, most // 2)
    units = HEADLINE_LEAST if picture.rows < HALF else HEADLINE
    if picture.wide and picture.rows >= FULL:
        units = HEADLINE_WIDE
    found: list[Box] = []
    for _line in range(lines):
        band = _band(picture, top, picture.px(units), inner)
        found += _cells(picture, band, across)
        top = band.bottom + gap
    return tuple(found), top


def _cells(picture: _Picture, band: Box, count: int) -> list[Box]:
    """Cells of like width on each side of every seam, as many as there is width for."""
    gap = picture.px(GAP)
    sides = picture.seams.sides_x(band.x, band.right, gap)
    least = CELL * picture.u
    wide = [(start, end) for start, end in sides if end - start >= least] or [
        max(sides, key=lambda side: side[1] - side[0])
    ]
    lengths = [end - start for start, end in wide]
    counts = [max(1, round(count * length / sum(lengths))) for length in lengths]
    while sum(counts) > max(count, len(counts)):
        counts[counts.index(max(counts))] -= 1
    found = []
    for (start, end), number in zip(wide, counts, strict=True):
        number = max(1, min(number, int((end - start + gap) / (least + gap))))
        found += [
            Box(a, band.y, b - a, band.h) for a, b in shares(start, end - start, [1] * number, gap)
        ]
    return found


def _parts(band: Box, weights: Sequence[int], picture: _Picture) -> tuple[Box, ...]:
    """Boxes side by side in a band, none of them across a seam."""
    gap = picture.px(GAP)
    snapped = shares(band.x, band.w, weights, gap, picture.seams.x)
    kept = [larger_side(start, end, picture.seams.x, gap) for start, end in snapped]
    return tuple(Box(start, band.y, end - start, band.h) for start, end in kept)


def _strip_parts(strip: Box, picture: _Picture) -> tuple[Box, Box]:
    """The newest case at the left, what is said of the data at the right end."""
    sides = picture.seams.sides_x(strip.x, strip.right, picture.px(GAP))
    if len(sides) == 1:
        narrow = strip.w <= NARROW * picture.u
        newest, ages = _parts(strip, STRIP_NARROW if narrow else STRIP_PARTS, picture)
        return newest, ages
    least = STRIP_LEAST * picture.u
    longest = max(sides, key=lambda side: side[1] - side[0])
    first = next((side for side in sides[:-1] if side[1] - side[0] >= least), longest)
    last = sides[-1] if sides[-1] != first else sides[0]
    newest, ages = (Box(a, strip.y, b - a, strip.h) for a, b in (first, last))
    return newest, ages


def _pages(picture: _Picture, scene: Scene, height: int) -> list[tuple[Panel, ...]]:
    """Panels of each page: the map stands on all of them."""
    panels = scene.wide if picture.wide and scene.wide else scene.panels
    maps = [panel for panel in panels if panel.kinds == (MAP,)]
    rest = [panel for panel in panels if panel.kinds != (MAP,)]
    if not rest:
        return [tuple(panels)]
    if picture.upright:
        taken = picture.px(max(MAP_LEAST, MAP_SHARE * height / picture.u)) if maps else 0
        count = max(1, int((height - taken) / picture.px(PANEL_LEAST + GAP)))
    elif picture.rows >= FULL:
        return [tuple(panels)]
    elif picture.rows >= HALF:
        count = (len(rest) + 1) // 2
    else:
        count = 1 if maps else 2
        rest.sort(key=lambda panel: LADDER not in panel.kinds)
    return [tuple(maps + rest[at : at + count]) for at in range(0, len(rest), count)]


def _places(picture: _Picture, panels: tuple[Panel, ...], body: Box) -> tuple[Place, ...]:
    """The panels of a page spread over all of `body`."""
    tree = _stack(panels) if picture.upright else cut_of(panels)
    gap, least = picture.px(GAP), picture.px(PANEL_LEAST)
    found = []
    for panel, boxes in place(tree, body, picture.seams, gap, least):
        for part, box in enumerate(boxes):
            found.append(Place(panel.kinds, box, part, len(boxes)))
    return tuple(found)


def _stack(panels: tuple[Panel, ...]) -> Cut | Panel:
    """Panels one below the other, the map as large as its share asks for."""
    if len(panels) == 1:
        return panels[0]
    others = len([panel for panel in panels if MAP not in panel.kinds])
    large = max(MAP_WEIGHT, MAP_SHARE / (1 - MAP_SHARE) * others)
    weights = tuple(large if MAP in panel.kinds else 1.0 for panel in panels)
    return Cut("y", tuple(panels), weights)
