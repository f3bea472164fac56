"""The real files, and reduced ones that once failed, where they lie beside the checkout."""

import csv
import os
from importlib import import_module
from pathlib import Path

import pytest

from console import paths
from console.domain.refusal import Refused
from console.intake.cases.importing import import_cases
from console.intake.grids.regions import import_regions
from console.seat.database_tools import READERS
from tests.store.world import World

ALL = Path(os.environ.get("WANGGE_SHARED") or paths.root().parent / "shared")
SHARED, CASES = ALL / "data", ALL / "cases"
FILES = {"nyc311.csv": "Latitude", "boston311-100.csv": "latitude"}


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real files are not beside the checkout (WANGGE_SHARED)"
)
@pytest.mark.parametrize("name", FILES)
def test_every_row_of_the_real_file_comes_in_once(town_world: World, name: str) -> None:
    with (SHARED / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    report = import_cases(town_world.store, str(SHARED / name))
    assert report["rows"] == len(rows)
    assert report["imported"] + report["rejected"] == len(rows)
    assert report["imported"] == len(town_world.rows("case_")) == len(rows)
    blank = [row for row in rows if not row[FILES[name]].strip()]
    assert report["without_place"] == len(report["without_place_lines"]) == len(blank)
    again = import_cases(town_world.store, str(SHARED / name))
    assert (again["imported"], again["unchanged"]) == (0, len(rows))


Told = tuple[int, int, tuple[int, ...]]
"""rows, imported, lines rejected"""
ONCE_FAILED: dict[str, tuple[str, Told]] = {
    "02_bodies_called_otherwise.xlsx": ("standard", (4, 4, ())),
    "03_closed_before_opened.csv": ("cases", (4, 4, ())),
    "05_nyc_header_of_2026.csv": ("cases", (1, 1, ())),
    "05_boston_header_of_2025.csv": ("cases", (1, 1, ())),
    "06_empty_cells_at_the_end.csv": ("departments", (2, 2, ())),
    "07_open_quote_swallows.csv": ("cases", (4, 3, (3,))),
    "08_semicolons.csv": ("departments", (1, 1, ())),
    "09_utf8_declared_936.shp": ("regions", (2, 2, ())),
    "09_last_character_lost.shp": ("regions", (1, 1, ())),
    "10_zero_position.csv": ("places", (2, 0, (2, 3))),
    "10_swapped_and_comma.csv": ("places", (2, 0, (2, 3))),
    "12_merged_parent.xlsx": ("departments", (3, 3, ())),
    "17_two_parts_wound_unlike.shp": ("regions", (1, 1, ())),
}


@pytest.mark.skipif(not CASES.is_dir(), reason="the reduced files are not there (WANGGE_SHARED)")
@pytest.mark.parametrize("name", ONCE_FAILED)
def test_a_file_that_once_failed_goes_in_exactly_or_says_why(embedded: World, name: str) -> None:
    kind, told = ONCE_FAILED[name]
    module, _colon, function = READERS[kind].partition(":")
    read = getattr(import_module(f"console.intake.{module}"), function)
    report = read(embedded.store, str(CASES / name))
    lines = tuple(entry["line"] for entry in report["rejections"])
    assert (report["rows"], report["imported"], lines) == told
    again = read(embedded.store, str(CASES / name))
    assert (again["imported"], again["unchanged"]) == (0, report["imported"])


@pytest.mark.skipif(not CASES.is_dir(), reason="the reduced files are not there (WANGGE_SHARED)")
def test_a_datum_that_nobody_relates_to_wgs84_is_refused(embedded: World) -> None:
    file = str(CASES / "18_beijing54.shp")
    with pytest.raises(Refused) as caught:
        import_regions(embedded.store, file)
    assert caught.value.key == "crs_ballpark"
    named = "+proj=tmerc +lon_0=114 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3 +units=m"
    assert import_regions(embedded.store, file, named)["imported"] == 1
