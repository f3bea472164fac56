"""Places and components: once, by their keys, each bad row by its line."""

from pathlib import Path
from typing import Any

import pyproj
import pytest

from console.domain.geodesy import distance, wgs84_to_gcj02
from console.domain.refusal import Refused
from console.intake.components import import_components
from console.intake.departments.departments import import_departments
from console.intake.departments.responsibility import import_responsibility
from console.intake.places import import_places
from tests.intake import shapes
from tests.intake.shapes import COMMUNITY, HERE, box, code, csv
from tests.intake.tables import Import, by, named, once, prepared, spot
from tests.store import town
from tests.store.world import World

# places


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_places_come_in_with_initials_and_the_community_they_lie_in(
    town_world: World, tmp_path: Path, encoding: str
) -> None:
    prepared(town_world, tmp_path)
    lines = ["类型,名称,经度,纬度", f"学校,望湖小学,{spot(50, 50)}", f"灯塔,老灯塔,{spot(5000, 0)}"]
    report = once(town_world, import_places, "place", csv(tmp_path, *lines, encoding=encoding))
    assert (report["imported"], report["without_place"]) == (2, 0)
    school = by(town_world, "place", zh="望湖小学")
    assert (school["kind"], school["pinyin"]) == ("school", "whxx")
    assert school["region_id"] == by(town_world, "region", code=COMMUNITY)["id"]
    assert by(town_world, "place", zh="老灯塔")["region_id"] is None
    assert by(town_world, "place", zh="老灯塔")["kind"] == "灯塔"


def test_places_come_in_from_shapes_and_in_the_maps_shifted_datum(
    embedded: World, tmp_path: Path
) -> None:
    rows = [({"name": "望湖公园", "kind": "公园"}, box(0, 0))]
    assert once(embedded, import_places, "place", shapes.geojson(tmp_path, rows))["imported"] == 1
    park = by(embedded, "place", zh="望湖公园")
    assert distance(park["lon"], park["lat"], *HERE.to_degrees(50, 50)) < 1
    lon, lat = wgs84_to_gcj02(*HERE.to_degrees(0, 0))
    file = csv(tmp_path, "name,lng,lat", f"桥,{lon},{lat}")
    import_places(embedded.store, file, "GCJ02")
    bridge = by(embedded, "place", zh="桥")
    assert distance(bridge["lon"], bridge["lat"], 116.9, 31.7) < 0.01


BAD_PLACES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (f"school,,{spot(0, 0)},", "row_without_name", {}),
    ("school,甲,,,", "row_without_place", {}),
    ("school,甲,116.9,,", "row_without_place", {}),
    ("school,甲,116.9,191,", "row_shape_nowhere", {}),
    ("school,甲,east,31.7,", "row_shape_nowhere", {}),
    ("school,甲,nan,31.7,", "row_shape_nowhere", {}),
    (f"school,甲,{spot(0, 0)},99", "region_unknown", {"code": "99"}),
    (f"{'k' * 41},甲,{spot(0, 0)},", "row_too_long", {"text": f"{'k' * 40}…", "most": 40}),
    (f"school,乙,{spot(1, 1)},", "row_twice", {"number": "乙"}),
)


@pytest.mark.parametrize(
    ("row", "why", "values"), BAD_PLACES, ids=[f"{r[1]}{i}" for i, r in enumerate(BAD_PLACES)]
)
def test_a_bad_place_is_named_with_its_line(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, str]
) -> None:
    file = csv(
        tmp_path,
        "kind,name,lon,lat,region",
        f"school,乙,{spot(1, 1)},2",
        row if row.count(",") == 4 else row + ",",
    )
    report = import_places(embedded.store, file, "WGS84")
    named(report, 3, why, **values)
    assert report["imported"] == 1


def test_a_place_that_comes_twice_is_named_each_time_the_file_comes(
    embedded: World, tmp_path: Path
) -> None:
    file = csv(tmp_path, "name,lon,lat", f"甲,{spot(0, 0)}", f"甲,{spot(0, 0)}")
    named(once(embedded, import_places, "place", file), 3, "row_twice", number="甲")


def test_one_place_beyond_the_earth_is_named_and_the_others_come_in(
    town_world: World, tmp_path: Path
) -> None:
    lines = [f"甲,{spot(0, 0)}", "乙,720,31.7", f"丙,{spot(9, 9)}"]
    report = once(town_world, import_places, "place", csv(tmp_path, "name,lon,lat", *lines))
    named(report, 3, "row_shape_nowhere")
    assert [row["zh"] for row in town_world.rows("place")] == ["甲", "丙"]


def test_a_place_in_degrees_among_those_in_metres_is_named(embedded: World, tmp_path: Path) -> None:
    move = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:4548", always_xy=True).transform
    x, y = move(*HERE.to_degrees(0, 0))
    file = csv(tmp_path, "name,x,y", f"甲,{x:.3f},{y:.3f}", f"乙,{spot(5, 5)}")
    report = import_places(embedded.store, file, "EPSG:4548")
    named(report, 3, "row_shape_nowhere")
    assert [row["zh"] for row in embedded.rows("place")] == ["甲"]


def test_unit_grids_are_no_places(embedded: World, tmp_path: Path) -> None:
    rows = [({"code": code(n), "name": f"{n}号网格"}, box(100 * n, 0)) for n in (1, 2)]
    with pytest.raises(Refused) as caught:
        import_places(embedded.store, shapes.geojson(tmp_path, rows))
    assert caught.value.key == "places_are_grids"
    assert embedded.rows("place") == []
    parks = [({"code": f"P{n}", "name": f"{n}号公园"}, box(100 * n, 0)) for n in (1, 2)]
    assert import_places(embedded.store, shapes.geojson(tmp_path, parks))["imported"] == 2


# components

COVER = "9901010101000001"
HEADER = "ObjID,ObjName,DeptCode1,DeptName1,DeptName2,DeptName3,BGID,X,Y,ObjState,ORDate,Note"


def test_components_come_in_with_their_bodies_and_the_grid_around_them(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    bodies = (f"D1,部{town.SANITATION}", f"D2,部{town.TEAM}")
    import_departments(town_world.store, csv(tmp_path, "code,name", *bodies))
    lines = [
        f"{COVER},上水井盖,D1,,D2,部{town.OTHER},,{spot(150, 50)},破损,2020-01-02,湿",
        f"9901010101000002,,,,,,{code(1)},{spot(150, 50)},,,",
        f"9901010101000003,,,,,,,{spot(900, 50)},Lost,,",
    ]
    file = csv(tmp_path, HEADER, *lines, encoding="gbk")
    report = once(town_world, import_components, "component", file)
    assert (report["imported"], report["without_grid"]) == (3, [4])
    one = by(town_world, "component", id=COVER)
    assert (one["category_id"], one["state"], one["grid_code"]) == (town.COVER, "damaged", code(2))
    held = (one["charge_id"], one["owner_id"], one["keeper_id"])
    assert held == (town.SANITATION, town.TEAM, town.OTHER)
    assert (one["recorded"], one["note"]) == ("2020-01-02", "湿")
    two = by(town_world, "component", id="9901010101000002")
    assert (two["grid_code"], two["state"], two["name"]) == (code(1), "intact", "上水井盖")
    assert by(town_world, "component", id="9901010101000003")["state"] == "lost"


def test_a_component_that_changed_is_taken_over_and_blanks_leave_what_is_known(
    town_world: World, tmp_path: Path
) -> None:
    first = csv(tmp_path, HEADER, f"{COVER},甲,,,部{town.TEAM},,,{spot(0, 0)},完好,,")
    import_components(town_world.store, first)
    later = csv(tmp_path, "ObjID,ObjState,CHDate", f"{COVER},丢失,2024-05-06")
    assert once(town_world, import_components, "component", later)["imported"] == 1
    one = by(town_world, "component", id=COVER)
    told = (one["state"], one["changed"], one["name"], one["owner_id"])
    assert told == ("lost", "2024-05-06", "甲", town.TEAM)


def test_components_come_in_from_shapes(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path)
    rows = [({"标识码": COVER}, box(10, 10, 2))]
    assert once(embedded, import_components, "component", shapes.gpkg(tmp_path, rows))["imported"]
    assert by(embedded, "component", id=COVER)["grid_code"] == code(1)


STATES = {"known": "完好、破损、丢失、占用、废弃、移除"}
BAD_COMPONENTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (f"990101010100000,,,,,,,{spot(0, 0)},,,", "component_id", {"text": "990101010100000"}),
    (f",,,,,,,{spot(0, 0)},,,", "row_without_key", {}),
    (f"9901010199000001,,,,,,,{spot(0, 0)},,,", "component_category", {"code": "0199"}),
    (f"9901010101000009,,Z,,,,,{spot(0, 0)},,,", "department_unknown", {"name": "Z"}),
    (f"9901010101000009,,,,,无此局,,{spot(0, 0)},,,", "department_unknown", {"name": "无此局"}),
    (f"9901010101000009,,,,,,{code(9)},{spot(0, 0)},,,", "grid_unknown", {"code": code(9)}),
    (f"9901010101000009,,,,,,12,{spot(0, 0)},,,", "grid_code_shape", {"text": "12"}),
    ("9901010101000009,,,,,,,,,,,", "row_without_place", {}),
    (f"9901010101000009,,,,,,,{spot(0, 0)},坏了,,", "component_state", {"text": "坏了"} | STATES),
    (f"{COVER},,,,,,,{spot(0, 0)},,,", "row_twice", {"number": COVER}),
)


@pytest.mark.parametrize(
    ("row", "why", "values"),
    BAD_COMPONENTS,
    ids=[f"{r[1]}{i}" for i, r in enumerate(BAD_COMPONENTS)],
)
def test_a_bad_component_is_named_with_its_line(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, str]
) -> None:
    file = csv(tmp_path, HEADER, f"{COVER},,,,,,,{spot(0, 0)},,,", row)
    report = import_components(embedded.store, file)
    named(report, 3, why, **values)
    assert report["imported"] == 1


KINDS: dict[str, tuple[Import, str]] = {
    "place": (import_places, "name,lon,lat\r\n甲,116.9,31.7"),
    "department": (import_departments, "name\r\n甲"),
    "component": (import_components, f"id,lon,lat\r\n{COVER},116.9,31.7"),
    "responsibility": (import_responsibility, "category,kind,department\r\n0101,event,部1"),
}


@pytest.mark.parametrize("table", KINDS)
def test_a_failure_in_the_middle_leaves_nothing(
    town_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    def broken(*_rows: object) -> None:
        raise Refused("database_full", path="x")

    read, text = KINDS[table]
    for name in ("change", "close_tree"):
        monkeypatch.setattr(f"console.store.city.tables.{name}", broken)
    before = town_world.rows(table)
    with pytest.raises(Refused):
        read(town_world.store, csv(tmp_path, *text.split("\r\n")))
    assert town_world.rows(table) == before
