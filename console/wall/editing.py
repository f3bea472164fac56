"""Changes of a scene's panels on the grid: each gives other panels, or refuses with one sentence."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from console.domain.refusal import Refused
from console.wall.scenes import COLUMNS, PANELS, PANELS_MOST, ROWS, Panel
from console.words import _

Panels = tuple[Panel, ...]
SIZES: Final = ((20, 12), (16, 12), (20, 8), (16, 8), (12, 8), (12, 6), (8, 6), (6, 4), (4, 3))
"""Columns and rows that a new panel is tried with, the roomiest first."""
LEAST_WIDTH, LEAST_HEIGHT = 4, 3


def title(panel: Panel) -> str:
    """The kinds of a panel in the language in force."""
    return " + ".join(_(PANELS[kind]) for kind in panel.kinds)


def overlap(one: Panel, other: Panel) -> bool:
    """Whether two panels share a cell."""
    across = one.x < other.x + other.w and other.x < one.x + one.w
    return across and one.y < other.y + other.h and other.y < one.y + one.h


def clash(panels: Sequence[Panel]) -> tuple[Panel, Panel] | None:
    """The first two panels that overlap; None where none do."""
    for place, one in enumerate(panels):
        for other in panels[place + 1 :]:
            if overlap(one, other):
                return one, other
    return None


def within(panel: Panel) -> Panel:
    """The nearest panel of no less than the least size that lies on the grid."""
    w = min(max(panel.w, LEAST_WIDTH), COLUMNS)
    h = min(max(panel.h, LEAST_HEIGHT), ROWS)
    return replace(
        panel,
        x=min(max(panel.x, 0), COLUMNS - w),
        y=min(max(panel.y, 0), ROWS - h),
        w=w,
        h=h,
    )


def put(panels: Panels, index: int, panel: Panel) -> Panels:
    """The panel at `index` becomes this one. Raises `Refused` where it would lie on another."""
    panel = within(panel)
    others = (one for place, one in enumerate(panels) if place != index)
    under = next((one for one in others if overlap(one, panel)), None)
    if under is not None:
        raise Refused("panel_overlap", panel=title(panel), other=title(under))
    return (*panels[:index], panel, *panels[index + 1 :])


def moved(panels: Panels, index: int, right: int, down: int) -> Panels:
    """The panel moves by columns and rows, as far as the grid goes."""
    panel = panels[index]
    return put(panels, index, replace(panel, x=panel.x + right, y=panel.y + down))


def resized(panels: Panels, index: int, wider: int, taller: int) -> Panels:
    """The panel grows or shrinks at its right and lower edge, as far as the grid goes."""
    panel = panels[index]
    w = min(max(panel.w + wider, LEAST_WIDTH), COLUMNS - panel.x)
    h = min(max(panel.h + taller, LEAST_HEIGHT), ROWS - panel.y)
    return put(panels, index, replace(panel, w=w, h=h))


def removed(panels: Panels, index: int) -> Panels:
    """Without the panel at `index`."""
    return (*panels[:index], *panels[index + 1 :])


def added(panels: Panels, kind: str, at: tuple[int, int] | None = None) -> Panels:
    """With a panel of this kind more: around the cell `at`, else where there is most room.

    Raises `Refused` where there is none.
    """
    if len(panels) >= PANELS_MOST:
        raise Refused("panels_most", most=PANELS_MOST)
    for w, h in SIZES:
        places = [(x, y) for y in range(ROWS - h + 1) for x in range(COLUMNS - w + 1)]
        if at is not None:
            places = [p for p in places if p[0] <= at[0] < p[0] + w and p[1] <= at[1] < p[1] + h]
        for x, y in places:
            panel = Panel((kind,), x, y, w, h)
            if not any(overlap(panel, one) for one in panels):
                return (*panels, panel)
    raise Refused("panel_no_room", panel=_(PANELS[kind]))


def switched(panels: Panels, index: int, kind: str) -> Panels:
    """The kind takes turns in the panel from now on, or does so no longer; its last one stays."""
    panel = panels[index]
    others = tuple(one for one in panel.kinds if one != kind)
    kinds = others if kind in panel.kinds else (*panel.kinds, kind)
    return (*panels[:index], replace(panel, kinds=kinds or panel.kinds), *panels[index + 1 :])
