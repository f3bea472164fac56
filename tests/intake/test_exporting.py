"""What is exported is what stands, and importing it changes nothing."""

from pathlib import Path

import pytest
import shapely
from shapely.geometry import Polygon

from console.domain.refusal import Refused
from console.intake.grids.exporting import export
from console.intake.grids.regions import import_regions
from console.intake.grids.unit_grids import import_grid
from tests.intake import shapes
from tests.intake.shapes import box, code
from tests.store.world import World

HOLED = Polygon(box(0, 0).exterior.coords, [box(40, 40, 20).exterior.coords])


def test_what_is_exported_goes_in_again_and_changes_nothing(
    town_world: World, tmp_path: Path
) -> None:
    whole = shapely.MultiPolygon([HOLED, box(150, 0, 50)])
    rows = shapes.regions(whole)
    import_regions(town_world.store, shapes.geojson(tmp_path, rows, "regions.geojson"))
    duty = {"责任网格": "责一", "监督员": "监一、监二", "初始日期": "2020-05-01"}
    grid = [({"code": code(1), **duty}, HOLED), ({"code": code(2)}, box(150, 0, 50))]
    import_grid(town_world.store, shapes.geojson(tmp_path, grid, "grid.geojson"))
    for kind, read, table in (
        ("regions", import_regions, "region"),
        ("grid", import_grid, "unit_grid"),
    ):
        before = town_world.rows(table), town_world.rows("duty_grid")
        made = export(town_world.store, str(tmp_path / f"out-{kind}.geojson"), kind)
        report = read(town_world.store, made["file"])
        # the town's own regions have codes of no tier
        known = [row for row in report["rejections"] if kind == "grid"]
        assert (report["imported"], known) == (0, [])
        assert (town_world.rows(table), town_world.rows("duty_grid")) == before


def test_a_file_that_cannot_be_written_is_one_sentence(embedded: World, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        export(embedded.store, str(tmp_path / "none" / "a.geojson"), "grid")
    assert caught.value.key == "file_unwritable"
    assert list(tmp_path.glob("*.part")) == []
