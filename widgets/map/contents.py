"""Contents of the map, and each part of them as one block for the page. No Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.words import _, language
from widgets.map import streets
from widgets.map.arrays import CaseArrays, CrewArrays, Ground, Outlines, VerdictMap, Whole
from widgets.map.projection import Viewport
from widgets.map.wire import pack

_NOTHING = Outlines.of(())


class Contents:
    """The map's own copy of all it shows, so that a reloaded page can be filled again."""

    def __init__(self) -> None:
        self.cases = CaseArrays.empty()
        self.crews = CrewArrays.empty()
        self.shown: NDArray[np.uint8] | None = None
        self.ground: Ground = {}
        self.outlines: dict[str, Outlines] = {}
        self.below = 0.0
        self.selection: frozenset[int] = frozenset()
        self.draft = 0
        self.spot: tuple[float, float] | None = None
        self.verdict: VerdictMap | None = None
        self.target: tuple[str, int] | None = None
        self.tokens: dict[str, str] = {}
        self.family = "sans-serif"
        self.faces: dict[str, int] = {}
        self.tiles = ""
        self.deepest = 18
        self.hidden: frozenset[str] = frozenset()
        self.locked = False
        self.viewport = Viewport()
        self._dirty: dict[str, list[Whole]] = {"cases": [], "crews": []}

    def regions(self) -> Outlines:
        """The regions on the map, perhaps none."""
        return self.outlines.get("regions", _NOTHING)

    def change(self, name: str, slots: Whole, rows: CaseArrays | CrewArrays) -> None:
        """Writes rows into slots of `cases` or `crews`; new slots lengthen the columns."""
        held = self.cases if name == "cases" else self.crews
        longest = int(slots.max()) + 1 if len(slots) else 0
        if longest > len(held):
            _lengthen(held, longest)
        numbers = rows.numbers() if isinstance(rows, CrewArrays) else rows.columns()
        for column, values in numbers.items():
            getattr(held, column)[slots] = values
        if isinstance(held, CrewArrays) and isinstance(rows, CrewArrays):
            for slot, label in zip(slots, rows.label, strict=True):
                held.label[int(slot)] = label
        self._dirty[name].append(np.asarray(slots, np.int64))

    def forget_changes(self, name: str) -> None:
        """Drops the differences, because the whole is sent."""
        self._dirty[name].clear()

    def _taken(self, name: str) -> Whole:
        lists = self._dirty[name]
        slots = np.unique(np.concatenate(lists)) if lists else np.zeros(0, np.int64)
        lists.clear()
        return slots

    def cases_block(self) -> bytes:
        """All cases."""
        self.forget_changes("cases")
        return pack({}, self.cases.columns())

    def cases_change_block(self) -> bytes:
        """The cases changed since the last block."""
        slots = self._taken("cases")
        columns = self.cases.take(slots).columns()
        shown = np.ones(len(slots), np.uint8)
        if self.shown is not None:
            known = slots < len(self.shown)
            shown[known] = self.shown[slots[known]]
        return pack({}, {**columns, "slots": slots.astype(np.uint32), "shown": shown})

    def crews_block(self) -> bytes:
        """Every crew and collector."""
        self.forget_changes("crews")
        return pack({"labels": self.crews.label}, self.crews.numbers())

    def crews_change_block(self) -> bytes:
        """The crews changed since the last block."""
        slots = self._taken("crews")
        rows = self.crews.take(slots)
        return pack({"labels": rows.label}, {**rows.numbers(), "slots": slots.astype(np.uint32)})

    def filter_block(self) -> bytes:
        """Mask of the slots on display; no array means all."""
        if self.shown is None:
            return pack({}, {})
        mask = np.ones(max(len(self.cases), len(self.shown)), np.uint8)
        mask[: len(self.shown)] = self.shown
        return pack({}, {"shown": mask})

    def selection_block(self) -> bytes:
        """Ids of the selected cases and of the case with an open form, `draft` (0: none)."""
        ids = self.selection | ({self.draft} if self.draft else set())
        return pack({"draft": self.draft}, {"ids": np.array(sorted(ids), np.float64)})

    def spot_block(self) -> bytes:
        """Position of a place that is not a case yet; off if there is none."""
        lon, lat = self.spot or (0.0, 0.0)
        return pack({"on": self.spot is not None, "lon": lon, "lat": lat}, {})

    def ground_block(self) -> bytes:
        """All layers of the ground."""
        arrays: dict[str, NDArray[Any]] = {}
        of: dict[str, Any] = {}
        for name, outline in self.ground.items():
            closed = name in ("city", "park", "water")
            of[name] = {"zh": outline.zh, "en": outline.en, "closed": closed}
            arrays |= {f"{name}/{key}": value for key, value in _flat(outline).items()}
        return pack({"layers": list(self.ground), "of": of}, arrays)

    def regions_block(self) -> bytes:
        """Outlines of the regions, and the zoom below which each shows a count of its cases."""
        return self._outline("regions", below=self.below)

    def grids_block(self) -> bytes:
        """Outlines of the unit grids."""
        return self._outline("grids")

    def _outline(self, name: str, **more: float) -> bytes:
        outline = self.outlines.get(name, _NOTHING)
        meta = {"zh": outline.zh, "en": outline.en, "closed": True, **more}
        return pack(meta, _flat(outline))

    def set_regions(self, regions: Outlines) -> None:
        """Sets the regions."""
        self.outlines["regions"] = regions
        self.below = streets.zoom_of(regions)

    def from_afar(self) -> bool:
        """Whether each region shows a count instead of single cases and crews."""
        return self.viewport.zoom < self.below

    def theme_block(self) -> bytes:
        """Tokens, font family, px of the faces used, and how raster tiles are toned down."""
        dark = _dark(self.tokens.get("map.land", ""))
        tone = "saturate(0.35) brightness(0.55)" if dark else "saturate(0.35)"
        look = {"colours": self.tokens, "family": self.family, "faces": self.faces}
        return pack({**look, "tiles": tone}, {})

    def words_block(self) -> bytes:
        """Language in force and the few words that the page writes itself."""
        return pack({"language": language(), "words": {"lost": _("lost")}}, {})

    def tiles_block(self) -> bytes:
        """URL template of the tiles, "" for none."""
        return pack({"url": self.tiles, "deepest": self.deepest}, {})

    def layers_block(self) -> bytes:
        """Names of the hidden layers."""
        return pack({"hidden": sorted(self.hidden)}, {})

    def view_block(self) -> bytes:
        """Centre and zoom."""
        return pack(
            {"lon": self.viewport.lon, "lat": self.viewport.lat, "zoom": self.viewport.zoom}, {}
        )

    def lock_block(self) -> bytes:
        """Whether the view is locked."""
        return pack({"on": self.locked}, {})

    def verdict_block(self) -> bytes:
        """Verdicts on drops, by id; off outside a drag."""
        if self.verdict is None:
            return pack({"on": False}, {})
        return pack(
            {
                "on": True,
                "crews": _keys(self.verdict.crews),
                "regions": _keys(self.verdict.regions),
            },
            {},
        )

    def target_block(self) -> bytes:
        """The target that a drag hovers over."""
        kind, id_ = self.target or ("", 0)
        return pack({"kind": kind, "id": id_}, {})

    def select(self, ids: Iterable[int], draft: int | None = None) -> None:
        """Sets the selection; `draft` is another case with an open form."""
        self.selection = frozenset(int(i) for i in ids)
        self.draft = draft or 0


def _keys(of: Mapping[int, int]) -> dict[str, int]:
    return {str(key): value for key, value in of.items()}


def _flat(outline: Outlines) -> dict[str, NDArray[Any]]:
    return {
        "lon": outline.points[:, 0].astype(np.float64),
        "lat": outline.points[:, 1].astype(np.float64),
        "starts": outline.starts.astype(np.uint32),
        "owner": outline.owner.astype(np.uint32),
        "ids": outline.ids.astype(np.float64),
    }


def _lengthen(held: CaseArrays | CrewArrays, rows: int) -> None:
    for field in fields(held):
        column = getattr(held, field.name)
        if isinstance(column, list):
            column.extend([""] * (rows - len(column)))
        else:
            longer = np.zeros(rows, column.dtype)
            longer[: len(column)] = column
            setattr(held, field.name, longer)


def _dark(colour: str) -> bool:
    if len(colour) != 7:  # no theme yet
        return True
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.3 * red + 0.6 * green + 0.1 * blue < 128
