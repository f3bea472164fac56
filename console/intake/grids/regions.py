"""`import regions`: the tree of city, districts, streets and communities, with their outlines."""

import re
from collections.abc import Mapping
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from console.domain.refusal import Refused
from console.intake.files import records
from console.intake.files.records import Record
from console.intake.geometry import outlines
from console.intake.import_trace import importing
from console.intake.report import Report
from console.store.city import tables
from console.store.engine import Store

TIERS: Final = ("city", "district", "street", "community")
SHAPE: Final = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}")
COMMUNITY: Final = re.compile(r"[0-9]{12}")
LONGEST: Final = 15


def import_regions(store: Store, file: str, crs: str | None = None) -> dict[str, Any]:
    """Imports regions in one transaction; answers its report (`intake.report`).

    Beside it: `invalid` and `overlaps` (of one tier), each with codes and m². A blank field,
    and a column the file does not have, leave what is known. Raises `Refused` for a file that
    cannot be read at all.
    """
    report = Report(more={"invalid": [], "overlaps": []})
    found = records.usable(records.read(file, "regions", report, crs), report)
    with importing(store, "regions", file, report) as connection:
        _Import(connection, report).run(found)
    return report.document()


class _Import:
    """One file against the regions that are known, which are filled up as rows come in."""

    def __init__(self, connection: Any, report: Report) -> None:
        self.connection, self.report = connection, report
        self.known = {row["code"]: row for row in tables.rows(connection, "region")}
        self.outlined: dict[str, BaseGeometry] = {}

    def run(self, found: list[Record]) -> None:
        wanted: dict[str, tuple[Record, dict[str, Any]]] = {}
        for record in found:
            try:
                row = self._row(record)
                if row["code"] in wanted:
                    raise Refused("row_twice", number=row["code"])
                wanted[row["code"]] = (record, row)
            except Refused as no:
                self.report.reject(record.number, no)
        for tier in TIERS:  # parents before children
            for record, row in wanted.values():
                if row["tier"] == tier:
                    self._enter(record, row, wanted)
        tables.close_tree(self.connection, "region")
        self._overlaps()

    def _row(self, record: Record) -> dict[str, Any]:
        """What a record says of a region; its outline still to come."""
        code = plain_code(record.needed("code", "row_without_key"))
        tier = record["tier"] or _tier(code)
        if tier not in TIERS or len(code) > LONGEST:
            raise Refused("region_tier", code=code)
        if tier == "community" and not COMMUNITY.fullmatch(code):
            raise Refused("region_community_code", code=code)
        return {"code": code, "tier": tier, "zh": record["zh"], "en": record["en"]}

    def _enter(
        self, record: Record, row: dict[str, Any], wanted: Mapping[str, tuple[Record, Any]]
    ) -> None:
        code = row["code"]
        try:
            row["outline"] = self._outline(record, code)
            row["parent_id"] = self._parent(plain_code(record["parent"]), row, wanted)
            old = self.known.get(code)
            if old is None and not row["zh"]:
                raise Refused("row_without_name")
        except Refused as no:
            self._tell_invalid(record, code, no)
            self.report.reject(record.number, no)
            return
        if old is None:
            row["id"] = tables.add_one(self.connection, "region", row)
            self.known[code] = row
            self.report.count(changed=True)
            return
        new = old | {name: value for name, value in row.items() if value not in (None, "")}
        if new != old:
            tables.change(self.connection, "region", "id", [new])
            self.known[code] = new
        self.report.count(changed=new != old)

    def _outline(self, record: Record, code: str) -> list[Any] | None:
        if record.shape is None:
            return None
        self.outlined[code] = outlines.whole(record.shape)
        return outlines.stored(self.outlined[code])

    def _tell_invalid(self, record: Record, code: str, no: Refused) -> None:
        self.outlined.pop(code, None)
        if no.key == "row_invalid":
            self.report.more["invalid"].append(
                {"line": record.number, "code": code, "area_m2": no.values["area"]}
            )

    def _parent(self, named: str, row: Mapping[str, Any], wanted: Mapping[str, Any]) -> int | None:
        """The id of the region above: the one named, else the one the code says.

        Raises `Refused` where it is unknown, was itself rejected, or does not stand higher.
        """
        above = named if named else self._by_code(row["code"], wanted)
        if not above:
            old = self.known.get(row["code"])
            if row["tier"] in ("city", "district") or (old and old["parent_id"]):
                return None
            raise Refused("region_without_parent", code=row["code"])
        if above not in self.known:
            raise Refused("region_parent_unknown", code=row["code"], parent=above)
        if TIERS.index(self.known[above]["tier"]) >= TIERS.index(row["tier"]):
            raise Refused("region_parent_tier", code=row["code"], parent=above)
        return int(self.known[above]["id"])

    def _by_code(self, code: str, wanted: Mapping[str, Any]) -> str:
        """The nearest region in file or database whose code the code begins with."""
        if not SHAPE.fullmatch(code):
            return ""
        shorter = [code[:9], code[:6], f"{code[:4]}00", f"{code[:2]}0000"]
        return next((c for c in shorter if c != code and (c in self.known or c in wanted)), "")

    def _overlaps(self) -> None:
        """Reports overlaps of regions of one tier; they are not rejected."""
        for tier in TIERS:
            codes = [code for code in self.outlined if self.known[code]["tier"] == tier]
            shapes = [self.outlined[code] for code in codes]
            for i, j, size in outlines.overlaps(shapes):
                self.report.more["overlaps"].append(
                    {"codes": [codes[i], codes[j]], "area_m2": size}
                )


def plain_code(code: str) -> str:
    """A region's code without the zeros that fill it up to twelve digits."""
    if len(code) == 12 and code.isdigit():
        return code.removesuffix("000").removesuffix("000") if code.endswith("000") else code
    return code


def _tier(code: str) -> str:
    """The tier that the digits of a code tell; "" for others."""
    if not SHAPE.fullmatch(code):
        return ""
    return {12: "community", 9: "street"}.get(len(code), "city" if code[4:] == "00" else "district")


class Finder:
    """The finest region around a position, by the outlines that are known."""

    def __init__(self, connection: Any) -> None:
        self.rows: list[dict[str, Any]] = []
        shapes = []
        for row in tables.rows(connection, "region"):
            if (shape := outlines.shape_of(row["outline"])) is not None:
                self.rows.append(row)
                shapes.append(shape)
        self._tree = shapely.STRtree(shapes)

    def at(self, lon: float, lat: float) -> int | None:
        hits = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        inside = [self.rows[i] for i in hits if self.rows[i]["tier"] in TIERS]
        finest = max(inside, key=lambda row: (TIERS.index(row["tier"]), -row["id"]), default=None)
        return None if finest is None else int(finest["id"])
