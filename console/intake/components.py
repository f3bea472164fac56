"""`import components`: component records 部件 (GB/T 30428.2) by their id of 16 digits."""

import re
from collections.abc import Mapping
from operator import itemgetter
from typing import Any, Final

import shapely

from console.domain.category_codes import CategoryCodes
from console.domain.grid_code import GridCode
from console.domain.refusal import Refused
from console.intake.departments.names import Departments
from console.intake.files import columns, records
from console.intake.files.records import Record
from console.intake.geometry import outlines
from console.intake.import_trace import importing
from console.intake.report import Report
from console.intake.row_writer import RowWriter
from console.store.city import tables
from console.store.engine import Store, now_ms
from console.words import both

ID: Final = re.compile(r"[0-9]{6}([0-9]{4})[0-9]{6}")
"""6 county + 2 class + 2 subclass + 6 sequence."""
STATE: Final = "intact"
BODIES: Final = ("charge", "owner", "keeper")
"""主管部门, 权属单位, 养护单位: each in two columns, both by code or by name."""
PLAIN: Final = ("recorded", "changed", "note")


def import_components(store: Store, file: str, crs: str | None = None) -> dict[str, Any]:
    """Imports components in one transaction; answers its report (`intake.report`).

    Beside it `without_grid`, the lines of components that lie in no unit grid. A blank field leaves
    what is known. Raises `Refused` for a file that cannot be read at all.
    """
    report = Report(more={"without_grid": []})
    found = records.usable(records.read(file, "components", report, crs), report)
    with importing(store, "components", file, report) as connection:
        _Import(connection, report).run(found)
    return report.document()


class _Import:
    """One file against the components, departments, categories and grids that are known."""

    def __init__(self, connection: Any, report: Report) -> None:
        self.report = report
        self.entering = RowWriter(connection, report, "component", "id", itemgetter("id"))
        self.departments = Departments(connection)
        self.categories = CategoryCodes(tables.rows(connection, "category"))
        self.grids = Grids(connection)

    def run(self, found: list[Record]) -> None:
        for record, row in self.entering.enter(found, self._row):
            if row["grid_code"] is None:
                self.report.more["without_grid"].append(record.number)

    def _row(self, record: Record) -> dict[str, Any]:
        key = record.needed("id", "row_without_key")
        match = ID.fullmatch(key)
        if match is None:
            raise Refused("component_id", text=key)
        category = self._category(match[1], record["scheme"])
        old = self.entering.known.get(key, {})
        lon, lat = (
            record.position if record.shape is not None or not old else (old["lon"], old["lat"])
        )
        bodies = {
            f"{body}_id": self.departments.named(record[body], record[f"{body}_name"])
            or old.get(f"{body}_id")
            for body in BODIES
        }
        return {
            "id": key,
            "category_id": category["id"],
            "name": record["name"] or old.get("name") or category["zh"],
            **bodies,
            "grid_code": self.grids.named(record["grid"]) or self.grids.at(lon, lat),
            "lon": lon,
            "lat": lat,
            "state": _state(record) or old.get("state", STATE),
            **{name: record[name] or old.get(name) for name in PLAIN},
        }

    def _category(self, code: str, scheme: str) -> Mapping[str, Any]:
        try:
            return self.categories.resolve(code, "component", scheme)
        except Refused as no:
            if no.key != "category_unknown":
                raise
            raise Refused("component_category", code=code) from None


def _state(record: Record) -> str:
    """One of the states the program knows; "" for a blank. Raises `Refused` for another word."""
    state = record.word("state")
    words = columns.of("components").words["state"]
    if state and state not in words.values():
        first = {
            ours: theirs for theirs, ours in reversed(list(words.items()))
        }  # of each, in Chinese
        known = sorted(first, key=list(words).index)
        told = both("、".join(first[one] for one in known), ", ".join(known))
        raise Refused("component_state", text=state, known=told)
    return state


class Grids:
    """Unit grids by code, and the live one around a position."""

    def __init__(self, connection: Any) -> None:
        rows = tables.rows(connection, "unit_grid")
        self._codes = {row["code"] for row in rows}
        now = now_ms()
        self._live = []
        shapes = []
        for row in rows:
            shape = outlines.shape_of(row["outline"])
            if shape is not None and (row["ended_at"] is None or row["ended_at"] > now):
                self._live.append(row["code"])
                shapes.append(shape)
        self._tree = shapely.STRtree(shapes)

    def named(self, code: str) -> str | None:
        """The code itself; None for a blank. Raises `Refused` for a grid there never was."""
        if not code:
            return None
        if str(GridCode.parse(code)) not in self._codes:
            raise Refused("grid_unknown", code=code)
        return code

    def at(self, lon: float, lat: float) -> str | None:
        hits = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return min((self._live[i] for i in hits), default=None)
