"""Crews 处置班组 as rows of `import departments` name them, by their call sign."""

from functools import cached_property
from operator import itemgetter
from typing import Any

import shapely

from console.domain.refusal import Refused
from console.intake.departments.names import Departments
from console.intake.files.records import Record
from console.intake.geometry import outlines
from console.intake.report import Report
from console.intake.row_writer import RowWriter
from console.store.city import tables


class Crews:
    """One file's crews against those that are known; departments come before them."""

    def __init__(self, connection: Any, report: Report, departments: Departments) -> None:
        self.connection, self.departments = connection, departments
        self.entering = RowWriter(connection, report, "crew", "crew", itemgetter("call_sign"))

    def run(self, found: list[Record]) -> None:
        """Makes or updates the crew of each record. One that the file does not name stays."""
        self.entering.enter(found, self._row)

    def _row(self, record: Record) -> dict[str, Any]:
        """What a record says of a crew; a blank field leaves what is known."""
        sign = record.word("crew")
        department = self.departments.named(record["code"], record["zh"])
        if department is None:
            raise Refused("row_without_department")
        old = self.entering.known.get(sign, {})
        if record.shape is not None:
            lon, lat = record.position
        elif old:
            lon, lat = old["home_lon"], old["home_lat"]
        else:
            lon, lat = self._home(sign, department)
        return {
            "call_sign": sign,
            "department_id": department,
            "home_lon": lon,
            "home_lat": lat,
            "on_duty": record.flag("on_duty", old.get("on_duty", True)),
        }

    def _home(self, sign: str, department: int) -> tuple[float, float]:
        """The middle of what the department looks after, for a crew without a given base.

        Raises `Refused` where no outline of a region is known.
        """
        body = self.departments.rows[department]
        held = self._under.get(body["region_id"], set())
        own = [spot for region, spot in self._spots.items() if region in held]
        spots = own or list(self._spots.values())
        if not spots:
            raise Refused("crew_without_base", crew=sign, department=body["zh"])
        lon = sum(x for x, _y in spots) / len(spots)
        lat = sum(y for _x, y in spots) / len(spots)
        return round(lon, 6), round(lat, 6)

    @cached_property
    def _spots(self) -> dict[int, tuple[float, float]]:
        """A position within each region that has an outline."""
        spots = {}
        for row in tables.rows(self.connection, "region"):
            if (shape := outlines.shape_of(row["outline"])) is not None:
                point = shapely.point_on_surface(shape)
                spots[int(row["id"])] = float(point.x), float(point.y)
        return spots

    @cached_property
    def _under(self) -> dict[int | None, set[int]]:
        """Region → itself and every region in it."""
        under: dict[int | None, set[int]] = {}
        for row in tables.rows(self.connection, "region_under"):
            under.setdefault(row["ancestor_id"], set()).add(row["region_id"])
        return under
