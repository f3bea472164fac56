"""`import places`: the gazetteer, with pinyin initials to search by."""

import re
from typing import Any, Final

from console.domain.refusal import Refused
from console.intake.departments.departments import initials
from console.intake.files import records
from console.intake.files.records import Record
from console.intake.grids.regions import Finder, plain_code
from console.intake.import_trace import importing
from console.intake.report import Report
from console.intake.row_writer import Row, RowWriter
from console.store.city import tables
from console.store.engine import Store

KIND: Final = "poi"
"""Of a place of which the file says nothing."""
AREAS: Final = ("Polygon", "MultiPolygon")
GRID: Final = re.compile("[0-9]{15}")

Key = tuple[str, str, float, float]
"""kind, Chinese name, lon, lat: a gazetteer has no codes, and names are given more than once."""


def import_places(store: Store, file: str, crs: str | None = None) -> dict[str, Any]:
    """Imports places in one transaction; answers its report (`intake.report`).

    The same name at another position is another place. Raises `Refused` for a file that cannot be
    read at all.
    """
    report = Report()
    read = records.read(file, "places", report, crs)
    if 2 * sum(map(_is_grid, read)) > len(read):
        raise Refused("places_are_grids", path=file)
    found = records.usable(read, report)
    with importing(store, "places", file, report) as connection:
        _enter(connection, found, report)
    return report.document()


def _is_grid(record: Record) -> bool:
    """Whether a record is an area with a unit grid's code: a gazetteer has no such thing."""
    area = record.shape is not None and record.shape.geom_type in AREAS
    return area and GRID.fullmatch(record["code"]) is not None


def _enter(connection: Any, found: list[Record], report: Report) -> None:
    regions = {row["code"]: row["id"] for row in tables.rows(connection, "region")}
    finder = Finder(connection)
    entering = RowWriter(connection, report, "place", "zh", _key)
    entering.enter(found, lambda record: _row(record, regions, finder))


def _key(row: Row) -> Key:
    return row["kind"], row["zh"], row["lon"], row["lat"]


def _row(record: Record, regions: dict[str, int], finder: Finder) -> dict[str, Any]:
    zh = record.needed("zh", "row_without_name")
    lon, lat = record.position
    code = plain_code(record["region"])
    if code and code not in regions:
        raise Refused("region_unknown", code=code)
    return {
        "kind": record.word("kind") or KIND,
        "zh": zh,
        "en": record["en"],
        "pinyin": initials(zh),
        "lon": lon,
        "lat": lat,
        "region_id": regions[code] if code else finder.at(lon, lat),
    }
