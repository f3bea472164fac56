"""`import grid`: unit grids 单元网格 by their code (GB/T 30428.1), checked against their neighbours.

The code is the key. A grid whose outline is drawn better keeps its code and is changed in place (the
standard gives a newly cut grid a new code); one that its community's file no longer holds is ended
with today's date. None is ever deleted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from shapely.geometry.base import BaseGeometry

from console.domain import moment
from console.domain.grid_code import GridCode
from console.domain.refusal import Refused
from console.intake.files import records
from console.intake.files.records import Record
from console.intake.geometry import outlines
from console.intake.grids.duty_grids import Duty, DutyGrids
from console.intake.import_trace import importing
from console.intake.report import Report
from console.store.city import tables
from console.store.engine import Store, now_ms

BEYOND: Final = re.compile(r"[0-9]{12}[1-9][0-9]{3}")
"""A sequence of four digits: the community is full."""
MOSTLY: Final = 0.5
"""Part of a grid outside its community from which on it is no neighbour's mistake any more."""
SHAPES: Final = ("row_shape_broken", "row_shape_nowhere")
TOLD: Final = ("invalid", "overlaps", "gaps", "outside", "ended", "reshaped")


def import_grid(store: Store, file: str, crs: str | None = None) -> dict[str, Any]:
    """Imports unit grids in one transaction; answers its report (`intake.report`).

    Beside it, with codes and m²: `invalid` and `overlaps` (rejected), `gaps` within a community and
    what lies `outside` it (told only; most of a grid: rejected), and the codes `ended` and `reshaped`.
    Raises `Refused` for a file that cannot be read at all, or of which everything lies outside. A file without any shape says more of the grids that stand, and
    ends none.
    """
    report = Report(more={name: [] for name in TOLD})
    found = records.read(file, "grid", report, crs)
    with importing(store, "grid", file, report) as connection:
        _Import(connection, report).run(found)
    return report.document()


@dataclass(slots=True)
class _Wanted:
    number: int
    row: dict[str, Any]
    shape: BaseGeometry
    duty: Duty | None

    @property
    def code(self) -> str:
        return str(self.row["code"])


class _Import:
    """One file against the grids that stand."""

    def __init__(self, connection: Any, report: Report) -> None:
        self.connection, self.report = connection, report
        self.zone, self.now = ZoneInfo(tables.zone(connection)), now_ms()
        self.known = {row["code"]: row for row in tables.rows(connection, "unit_grid")}
        self.communities = {
            row["code"]: row
            for row in tables.rows(connection, "region")
            if row["tier"] == "community"
        }
        self.outlines = {c: outlines.shape_of(r["outline"]) for c, r in self.communities.items()}
        self.duties = DutyGrids(connection)
        self.named: set[str] = set()
        self.unread = self.shapeless = False

    def run(self, found: list[Record]) -> None:
        self.shapeless = not any(r.shape is not None or r.problem in SHAPES for r in found)
        wanted = self._read(found)
        ended = self._missing()
        standing = {
            code: shape
            for code, row in self.known.items()
            if self._live(row) and code not in ended
            if (shape := outlines.shape_of(row["outline"])) is not None
        }
        accepted = self._without_overlaps(wanted, standing)
        self._write(accepted, ended, self._bind(accepted, ended))
        for one in accepted.values():
            standing.pop(one.code, None)
            if self._live(one.row):
                standing[one.code] = one.shape
        self._coverage(standing)

    def _live(self, row: dict[str, Any]) -> bool:
        return row["ended_at"] is None or row["ended_at"] > self.now

    def _read(self, found: list[Record]) -> dict[str, _Wanted]:
        wanted: dict[str, _Wanted] = {}
        outside = 0
        for record in found:
            self.report.rows += 1
            try:
                code = self._code(record["code"])
                wanted[str(code)] = self._wanted(record, code)
            except Refused as no:
                outside += no.key == "grid_outside"
                self._reject(record.number, no, record["code"])
        if outside and not wanted:
            raise Refused("grids_outside", count=outside)
        return wanted

    def _reject(self, number: int, no: Refused, code: str) -> None:
        self.report.reject(number, no)
        if "area" in no.values and no.key not in ("grid_overlaps", "grid_outside"):
            self.report.more["invalid"].append(
                {"line": number, "code": code, "area_m2": no.values["area"]}
            )

    def _wanted(self, record: Record, code: GridCode) -> _Wanted:
        """What a record says of a grid. Raises `Refused` with the reason why it can be none."""
        if record.problem:
            raise record.refusal
        community = self.communities.get(code.community_code)
        if community is None:
            raise Refused("community_unknown", community=code.community_code)
        old = self.known.get(str(code), {})
        drawn = outlines.shape_of(old["outline"]) if self.shapeless and old else record.shape
        shape = outlines.whole(drawn)
        if not self.shapeless:
            self._inside(code, shape)
        kind = record["area_class"] or str(old.get("area_class", 1))
        if kind not in ("1", "2", "3"):
            raise Refused("grid_class", text=kind)
        began = self._moment(record["began"])
        row = {
            "code": str(code),
            "region_id": community["id"],
            "name": record["name"] or old.get("name", ""),
            "outline": outlines.stored(shape),
            "area_m2": round(outlines.area_m2(shape), 1),
            "area_class": int(kind),
            "began_at": old.get("began_at", self.now) if began is None else began,
            "ended_at": self._moment(record["ended"]),
        }
        if self.shapeless:
            row |= {"outline": old["outline"], "area_m2": old["area_m2"]}
            row["ended_at"] = row["ended_at"] or old["ended_at"]
        return _Wanted(record.number, row, shape, self.duties.read(record, str(code)))

    def _inside(self, code: GridCode, shape: BaseGeometry) -> None:
        """Raises `Refused` for a grid of which most lies outside its community."""
        whole = self.outlines.get(code.community_code)
        if whole is None or whole.covers(shape):
            return
        beyond = shape.difference(whole)
        if beyond.area > MOSTLY * shape.area:
            size = round(outlines.area_m2(beyond), 1)
            raise Refused("grid_outside", code=str(code), area=size)

    def _code(self, text: str) -> GridCode:
        """Remembers every code the file names: those are not missing, whatever else is wrong.

        A code named twice is refused whatever became of the first: that depends on what stands already, and
        a second import would reject another row.
        """
        try:
            if BEYOND.fullmatch(text):
                raise Refused("community_full", community=text[:12])
            code = GridCode.parse(text)
        except Refused:
            self.unread = True
            raise
        if str(code) in self.named:
            raise Refused("row_twice", number=str(code))
        self.named.add(str(code))
        return code

    def _moment(self, text: str) -> int | None:
        """A date in ms; None for a blank."""
        if not text:
            return None
        parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(.*)", text)
        if parts:
            text = f"{parts[1]}-{int(parts[2]):02d}-{int(parts[3]):02d}{parts[4]}"
        return moment.parse(text, self.zone)

    def _missing(self) -> set[str]:
        """Live grids of the file's communities that the file does not name.

        None while a code of the file cannot be read: it may be the missing one.
        """
        if self.unread or self.shapeless:
            return set()
        touched = {code[:12] for code in self.named}
        return {
            code
            for code, row in self.known.items()
            if code[:12] in touched and code not in self.named and self._live(row)
        }

    def _without_overlaps(
        self, wanted: dict[str, _Wanted], standing: dict[str, BaseGeometry]
    ) -> dict[str, _Wanted]:
        """Rejects what lies over another grid until nothing does.

        Of two newcomers both go, for nobody knows which is wrong; one that stands already with
        this outline keeps its place.
        """
        left = dict(wanted)
        while True:
            live = [one for one in left.values() if self._live(one.row)]
            beside = {code: shape for code, shape in standing.items() if code not in left}
            over = self._overlapping(live, beside)
            if not over:
                return left
            for code, (other, size) in over.items():
                no = Refused("grid_overlaps", code=code, other=other, area=size)
                self._reject(left.pop(code).number, no, code)

    def _overlapping(
        self, live: list[_Wanted], beside: dict[str, BaseGeometry]
    ) -> dict[str, tuple[str, float]]:
        """Code to be rejected → the worst it lies over, and by how many m²."""
        over: dict[str, tuple[str, float]] = {}
        shapes, others = [one.shape for one in live], list(beside)

        def tell(code: str, other: str, size: float) -> None:
            if size > over.get(code, ("", 0.0))[1]:
                over[code] = (other, size)

        for i, j, size in outlines.overlaps(shapes):
            one, two = live[i], live[j]
            self.report.more["overlaps"].append({"codes": [one.code, two.code], "area_m2": size})
            settled = [self._settled(one), self._settled(two)]
            if settled != [True, False]:
                tell(one.code, two.code, size)
            if settled != [False, True]:
                tell(two.code, one.code, size)
        for i, j, size in outlines.overlaps(shapes, list(beside.values())):
            codes = [live[i].code, others[j]]
            self.report.more["overlaps"].append({"codes": codes, "area_m2": size})
            tell(codes[0], codes[1], size)
        return over

    def _settled(self, one: _Wanted) -> bool:
        old = self.known.get(one.code)
        return old is not None and self._live(old) and old["outline"] == one.row["outline"]

    def _bind(self, accepted: dict[str, _Wanted], ended: Iterable[str]) -> set[str]:
        """Puts live grids into their duty grids; answers the codes for which that is new."""
        live = {code: one for code, one in accepted.items() if self._live(one.row)}
        told = {code: one.duty for code, one in live.items() if one.duty is not None}
        rows = self.known | {code: one.row for code, one in accepted.items()}
        gone = {*ended, *(accepted.keys() - live.keys())}
        return self.duties.write(told, gone, {code: r["region_id"] for code, r in rows.items()})

    def _write(self, accepted: dict[str, _Wanted], ended: Iterable[str], bound: set[str]) -> None:
        fresh, changed = [], []
        for one in accepted.values():
            old = self.known.get(one.code)
            differs = old is None or old | one.row != old
            self.report.count(changed=differs or one.code in bound)
            if old is None:
                fresh.append(one.row)
            elif differs:
                changed.append(one.row)
                if old["outline"] != one.row["outline"]:
                    self.report.more["reshaped"].append(one.code)
        gone = [self.known[code] | {"ended_at": self.now} for code in sorted(ended)]
        self.report.more["ended"] = [row["code"] for row in gone]
        tables.add(self.connection, "unit_grid", fresh)
        tables.change(self.connection, "unit_grid", "code", changed + gone)

    def _coverage(self, standing: dict[str, BaseGeometry]) -> None:
        """Gaps in each community of the file, and what of its grids lies outside it."""
        tiles: dict[str, dict[str, BaseGeometry]] = defaultdict(dict)
        for code, shape in standing.items():
            tiles[code[:12]][code] = shape
        for community in sorted({code[:12] for code in self.named} & self.communities.keys()):
            whole = self.outlines[community]
            inside = tiles[community]
            for gap, size in outlines.gaps(whole, list(inside.values())):
                around = [code for code, shape in inside.items() if shape.distance(gap) < 1e-6]
                spot = gap.representative_point()
                self.report.more["gaps"].append(
                    {"community": community, "codes": around, "area_m2": size}
                    | {"lon": round(spot.x, 6), "lat": round(spot.y, 6)}
                )
            for code, shape in inside.items() if whole is not None else ():
                size = round(outlines.area_m2(shape.difference(whole)), 1)
                if size > outlines.LEAST_M2:
                    self.report.more["outside"].append(
                        {"community": community, "codes": [code], "area_m2": size}
                    )
