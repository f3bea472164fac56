"""Scenes of the wall as data: panels on a grid, read from and written to the noun `scene` and TOML.

A panel's place counts in columns and rows of the grid below head and headlines. A scene may hold
another arrangement for a wide wall (two screens side by side); a portrait wall stacks panels in their order,
which is also the order of their importance where not all fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.domain.refusal import Refused
from console.words import mark

COLUMNS: Final = 48
ROWS: Final = 24
PANELS_MOST: Final = 16

PANELS: Final[Mapping[str, str]] = {
    "map": mark("Map"),
    "trend": mark("Trend"),
    "flow": mark("Seven-step flow"),
    "ladder": mark("Overdue ladder"),
    "streets": mark("Streets"),
    "departments": mark("Departments"),
    "categories": mark("Categories"),
    "sources": mark("Sources"),
    "handled": mark("Components and events"),
    "heat": mark("Hours and weekdays"),
    "newest": mark("Newest cases"),
    "people": mark("People"),
    "pairs": mark("Before and after"),
    "duty": mark("On duty today"),
    "one": mark("One thing"),
    "free": mark("Free window"),
}
"""Kind → title. A kind declared here is offered by the editor and painted by `widgets.wall`."""
PERIODS: Final[Mapping[str, str]] = {
    "today": mark("Today"),
    "week": mark("This week"),
    "month": mark("This month"),
    "year": mark("This year"),
}
PRIVATE: Final = frozenset({"people", "duty", "departments"})
"""Panels that visitors do not see: persons, and who comes last."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A place on the grid; several `kinds` take turns in it."""

    kinds: tuple[str, ...]
    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class Scene:
    """`head` tells whether the headlines stand above the panels. `wide` is "" empty where the same holds."""

    name: str
    panels: tuple[Panel, ...]
    wide: tuple[Panel, ...] = ()
    period: str = "today"
    head: bool = True

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds of its panels, of both arrangements."""
        panels = (*self.panels, *self.wide)
        return frozenset(kind for panel in panels for kind in panel.kinds)

    @property
    def private(self) -> bool:
        """Whether a panel shows what visitors do not see."""
        return bool(self.kinds & PRIVATE)


def _panel(text: str) -> Panel:
    kinds, x, y, w, h = text.split()
    return Panel(tuple(kinds.split("+")), int(x), int(y), int(w), int(h))


def _scene(name: str, *panels: str, wide: Sequence[str] = (), **more: Any) -> Scene:
    return Scene(name, tuple(map(_panel, panels)), tuple(map(_panel, wide)), **more)


OVERVIEW: Final = _scene(
    mark("Overview"),
    "map 0 0 28 24",
    "trend 28 0 20 8",
    "ladder 28 8 20 8",
    "streets+categories+departments 28 16 20 8",
    wide=(
        "map 11 0 18 24",
        "trend 0 0 11 12",
        "flow 0 12 11 12",
        "ladder 29 0 9 12",
        "handled+sources 29 12 9 12",
        "streets+categories 38 0 10 12",
        "newest 38 12 10 12",
    ),
)
BUILT_IN: Final[tuple[Scene, ...]] = (
    OVERVIEW,
    _scene(
        mark("Streets"),
        "streets 0 0 20 24",
        "map 20 0 28 14",
        "heat 20 14 28 10",
        period="month",
        wide=("streets 0 0 14 24", "map 14 0 20 24", "heat 34 0 14 12", "categories 34 12 14 12"),
    ),
    _scene(
        mark("Departments"),
        "departments 0 0 24 24",
        "handled 24 0 24 8",
        "flow 24 8 24 16",
        period="month",
        wide=("departments 0 0 18 24", "flow 18 0 15 24", "handled 33 0 15 12", "sources 33 12 15 12"),
    ),
    _scene(
        mark("People"),
        "people 0 0 18 24",
        "map 18 0 30 24",
        head=False,
        wide=("people 0 0 14 24", "map 14 0 22 24", "newest 36 0 12 24"),
    ),
    _scene(
        mark("Overdue"),
        "ladder 0 0 20 12",
        "departments 0 12 20 12",
        "newest 20 0 28 24",
        wide=("ladder 0 0 12 12", "departments 0 12 12 12", "map 12 0 20 24", "newest 32 0 16 24"),
    ),
    _scene(mark("Before and after"), "pairs 0 0 48 24", head=False),
    _scene(mark("Visitors"), "map 0 0 28 24", "trend 28 0 20 8", "handled 28 8 20 8",
           "categories+sources 28 16 20 8", period="year"),
)  # fmt: skip


def of_content(name: str, content: Mapping[str, Any]) -> Scene:
    """The scene that a row of the noun `scene` holds. Raises `Refused` naming what is wrong."""
    panels = _panels(name, content.get("panels"))
    if not panels:
        raise Refused("scene_panels", scene=name)
    wide = _panels(name, content.get("wide", []))
    period, head = content.get("period", "today"), content.get("head", True)
    if not isinstance(period, str) or period not in PERIODS:
        raise Refused("scene_period", scene=name, period=str(period))
    return Scene(name, panels, wide, period, bool(head))


def _panels(name: str, listed: Any) -> tuple[Panel, ...]:
    if not isinstance(listed, list) or len(listed) > PANELS_MOST:
        raise Refused("scene_panels", scene=name)
    return tuple(_checked(name, one) for one in listed)


def _checked(name: str, one: Any) -> Panel:
    if not isinstance(one, Mapping):
        raise Refused("scene_panels", scene=name)
    kinds = one.get("kinds")
    listed = kinds if isinstance(kinds, list) else [kinds]
    unknown = [k for k in listed if not isinstance(k, str) or k not in PANELS]
    if unknown or not isinstance(kinds, list) or not kinds:
        raise Refused("scene_panel", scene=name, panel=str(unknown[0] if unknown else ""))
    place = [one.get(key) for key in ("x", "y", "w", "h")]
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in place):
        raise Refused("scene_place", scene=name, panel=str(kinds[0]))
    x, y, w, h = (int(value) for value in place if value is not None)
    if min(x, y) < 0 or min(w, h) < 1 or x + w > COLUMNS or y + h > ROWS:
        raise Refused("scene_place", scene=name, panel=str(kinds[0]))
    return Panel(tuple(kinds), x, y, w, h)


def content_of(scene: Scene) -> dict[str, Any]:
    """The document that the noun `scene` holds for a scene; `of_content` reads it back."""
    told: dict[str, Any] = {
        "period": scene.period,
        "head": scene.head,
        "panels": [_told(panel) for panel in scene.panels],
    }
    if scene.wide:
        told["wide"] = [_told(panel) for panel in scene.wide]
    return told


def _told(panel: Panel) -> dict[str, Any]:
    return {"kinds": list(panel.kinds), "x": panel.x, "y": panel.y, "w": panel.w, "h": panel.h}
