"""The two real files, whole, where they lie beside the checkout."""

import csv
import os
from pathlib import Path

import pytest

from console import paths
from console.intake.importing import import_cases
from tests.store.world import World

SHARED = Path(os.environ.get("WANGGE_SHARED") or paths.root().parent / "shared") / "data"
FILES = {"nyc311.csv": "Latitude", "boston311-100.csv": "latitude"}

pytestmark = pytest.mark.skipif(
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
