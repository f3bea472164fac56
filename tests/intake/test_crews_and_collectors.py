"""Crews and collectors come in with departments and unit grids; each bad row by its line."""

from pathlib import Path
from typing import Any

import pytest

from console.domain.geodesy import distance, wgs84_to_gcj02
from console.domain.refusal import Refused
from console.intake.departments.departments import import_departments
from console.intake.grids.regions import import_regions
from console.intake.grids.unit_grids import import_grid
from tests.intake import shapes
from tests.intake.shapes import box, code, csv
from tests.intake.tables import by, named, once, prepared, spot
from tests.store import town
from tests.store.world import World

BAD_CREWS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (f",甲班,{spot(0, 0)},", "row_without_department", {}),
    (f"无此局,甲班,{spot(0, 0)},", "department_unknown", {"name": "无此局"}),
    (f"部1,甲班,{spot(0, 0)},也许", "row_flag", {"text": "也许"}),
    (f"部1,一班,{spot(0, 0)},", "row_twice", {"number": "一班"}),
    (f"部1,{'甲' * 41},{spot(0, 0)},", "row_too_long", {"text": f"{'甲' * 40}…", "most": 40}),
    ("部1,甲班,,,", "crew_without_base", {"crew": "甲班", "department": "部1"}),
)


@pytest.mark.parametrize(
    ("row", "why", "values"), BAD_CREWS, ids=[f"{r[1]}{i}" for i, r in enumerate(BAD_CREWS)]
)
def test_a_bad_crew_is_named_with_its_line(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, Any]
) -> None:
    file = csv(tmp_path, "部门,班组,经度,纬度,在岗", f"部1,一班,{spot(0, 0)},", row)
    report = import_departments(embedded.store, file)
    named(report, 3, why, **values)
    assert report["imported"] == 1


def test_a_crew_whose_base_nobody_tells_stands_amid_its_departments_region(
    town_world: World, tmp_path: Path
) -> None:
    rows = shapes.regions(box(0, 0, 200, 100))
    import_regions(town_world.store, shapes.geojson(tmp_path, rows))
    file = csv(tmp_path, "部门,班组,经度,纬度", "部1,一班,,", f"部1,C1,{spot(50, 50)}")
    assert once(town_world, import_departments, "crew", file)["imported"] == 2
    base = by(town_world, "crew", call_sign="一班")
    assert (base["home_lon"], base["home_lat"]) == pytest.approx(
        shapes.HERE.to_degrees(100, 50), abs=1e-5
    )
    moved = by(town_world, "crew", call_sign="C1")
    assert (moved["id"], moved["department_id"]) == (town.CREW, town.SANITATION)
    assert moved["home_lon"] != town.HOME["home_lon"]


def test_only_crews_have_positions_and_those_in_the_system_that_is_named(
    embedded: World, tmp_path: Path
) -> None:
    lon, lat = wgs84_to_gcj02(*shapes.HERE.to_degrees(0, 0))
    lines = ("甲局,,508213.4,3508123.9", "乙局,,508213.4,3508123.9", f"甲局,一班,{lon},{lat}")
    report = import_departments(embedded.store, csv(tmp_path, "部门,班组,X,Y", *lines), "GCJ02")
    assert (report["imported"], report["rejections"]) == (3, [])
    crew = by(embedded, "crew", call_sign="一班")
    assert distance(crew["home_lon"], crew["home_lat"], *shapes.HERE.to_degrees(0, 0)) < 0.01


def test_a_file_of_departments_needs_their_names_or_codes(embedded: World, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        import_departments(embedded.store, csv(tmp_path, "班组,在岗", "一班,是"))
    assert caught.value.key == "columns_missing"


BAD_DUTIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (",K9,", "collector_without_grid", {"collector": "K9"}),
    ("东01,K9,大概", "row_flag", {"text": "大概"}),
    (f"东01,{'K' * 41},", "row_too_long", {"text": f"{'K' * 40}…", "most": 40}),
    (f"{'东' * 41},,", "row_too_long", {"text": f"{'东' * 40}…", "most": 40}),
)


@pytest.mark.parametrize(
    ("row", "why", "values"), BAD_DUTIES, ids=[f"{r[1]}{i}" for i, r in enumerate(BAD_DUTIES)]
)
def test_a_bad_duty_is_named_with_its_line(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, Any]
) -> None:
    prepared(embedded, tmp_path)
    file = csv(tmp_path, "编码,责任网格,监督员,在岗", f"{code(1)},东01,K8,", f"{code(2)},{row}")
    report = import_grid(embedded.store, file)
    named(report, 3, why, **values)
    assert report["imported"] == 1
    assert [row["call_sign"] for row in embedded.rows("collector")] == ["K1", "K2", "K8"]


def test_a_grid_named_again_is_rejected_for_that_whatever_else_its_line_says(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    file = csv(tmp_path, "编码,责任网格,监督员", f"{code(1)},东01,", f"{code(1)},,K9")
    named(once(embedded, import_grid, "duty_grid", file), 3, "row_twice", number=code(1))


def test_a_grid_named_again_is_rejected_also_where_the_first_line_was(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    file = csv(tmp_path, "编码,责任网格,监督员", f"{code(1)},,K9", f"{code(1)},东01,")
    report = once(embedded, import_grid, "duty_grid", file)
    assert [one["line"] for one in report["rejections"]] == [2, 3]


def test_a_grid_that_ends_leaves_its_duty_grid_and_nobody_goes(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    known = town_world.rows("collector")
    file = csv(tmp_path, "编码,责任网格,监督员", f"{code(1)},东01,K1;K2", f"{code(2)},东01,")
    once(town_world, import_grid, "duty_grid", file)
    assert by(town_world, "duty_grid")["unit_grids"] == [code(1), code(2)]
    duty = by(town_world, "duty_grid")["id"]
    found = [(row["id"], row["on_duty"], row["duty_grids"]) for row in town_world.rows("collector")]
    assert found == [(row["id"], row["on_duty"], [duty]) for row in known]
    left = shapes.geojson(tmp_path, [({"code": code(1)}, box(0, 0))])
    assert import_grid(town_world.store, left)["ended"] == [code(2)]
    assert by(town_world, "duty_grid")["unit_grids"] == [code(1)]
    assert len(town_world.rows("collector")) == len(known)


def test_a_table_of_a_grid_that_never_stood_is_rejected(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path)
    report = import_grid(embedded.store, csv(tmp_path, "编码,责任网格", f"{code(7)},东01"))
    named(report, 2, "row_without_shape")
    assert embedded.rows("duty_grid") == []
