"""Places, components, departments and responsibility: once, by their keys, each bad row by its line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from console.domain.geodesy import distance, wgs84_to_gcj02
from console.domain.refusal import Refused
from console.intake.components import import_components
from console.intake.departments import import_departments, initials
from console.intake.grid import import_grid
from console.intake.places import import_places
from console.intake.regions import import_regions
from console.intake.responsibility import import_responsibility
from console.store import city_tables
from tests.intake import shapes
from tests.intake.shapes import COMMUNITY, HERE, box, code, csv
from tests.store import town
from tests.store.world import World

Import = Callable[..., dict[str, Any]]


def prepared(world: World, folder: Path) -> None:
    """The community of the tests with two grids."""
    rows = shapes.regions(box(0, 0, 200, 100))
    import_regions(world.store, shapes.geojson(folder, rows, "regions.geojson"))
    grid = [({"code": code(n)}, box(100 * n - 100, 0)) for n in (1, 2)]
    import_grid(world.store, shapes.geojson(folder, grid, "grid.geojson"))


def workbook(folder: Path, *rows: tuple[Any, ...]) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "a.xlsx"
    book.save(path)
    book.close()
    return str(path)


def spot(x: float, y: float) -> str:
    lon, lat = HERE.to_degrees(x, y)
    return f"{lon:.7f},{lat:.7f}"


def by(world: World, table: str, **values: Any) -> dict[str, Any]:
    (found,) = [
        row for row in world.rows(table) if all(row[name] == v for name, v in values.items())
    ]
    return found


def once(world: World, read: Import, table: str, file: str) -> dict[str, Any]:
    """Imports a file twice; the second time changes nothing. Answers the first report."""
    report = read(world.store, file)
    rows = world.rows(table)
    again = read(world.store, file)
    assert (again["imported"], again["unchanged"]) == (0, report["imported"] + report["unchanged"])
    assert again["rejections"] == report["rejections"]
    assert world.rows(table) == rows
    for told in (report, again):
        assert told["rows"] == told["imported"] + told["unchanged"] + told["rejected"]
    return report


def refused(report: dict[str, Any], number: int, why: str, /, **values: Any) -> None:
    assert report["rejections"] == [{"line": number, "reason": str(Refused(why, **values))}]


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
    refused(report, 3, why, **values)
    assert report["imported"] == 1


# departments


def test_departments_come_in_as_a_tree_by_code_or_name(town_world: World, tmp_path: Path) -> None:
    file = workbook(
        tmp_path,
        ("部门编码", "部门名称", "英文名称", "级别", "类型", "上级部门"),
        (None,) * 6,
        ("D02", "环卫所", "Sanitation team", "街道", "环卫", "D01"),
        ("D01", "城管局", "Bureau", "区级", "局", None),
        (3.0, "执法队", None, None, "执法", "城管局"),
    )
    report = once(town_world, import_departments, "department", file)
    assert (report["rows"], report["imported"]) == (3, 3)
    bureau, team = (by(town_world, "department", zh=name) for name in ("城管局", "环卫所"))
    assert (bureau["tier"], bureau["parent_id"], bureau["region_id"]) == (
        "district",
        None,
        town.CITY,
    )
    assert (team["kind"], team["parent_id"], team["initials"]) == (
        "sanitation",
        bureau["id"],
        "hws",
    )
    squad = by(town_world, "department", zh="执法队")
    assert (squad["kind"], squad["parent_id"]) == ("enforcement", bureau["id"])
    under = {(r["department_id"], r["ancestor_id"]) for r in town_world.rows("department_under")}
    assert {(team["id"], bureau["id"]), (team["id"], team["id"])} <= under
    with town_world.store.read() as connection:
        codes = city_tables.setting(connection, "department_codes")
    assert codes == {"D01": bureau["id"], "D02": team["id"], "3": squad["id"]}


def test_a_department_that_is_known_by_name_gets_its_code_and_then_keeps_it(
    town_world: World, tmp_path: Path
) -> None:
    count = len(town_world.rows("department"))
    known = csv(tmp_path, "code,name", f"D1,部{town.SANITATION}")
    assert once(town_world, import_departments, "department", known)["imported"] == 1
    renamed = csv(tmp_path, "code,name", "D1,环境卫生局")
    assert once(town_world, import_departments, "department", renamed)["imported"] == 1
    row = by(town_world, "department", id=town.SANITATION)
    assert (row["zh"], row["en"], row["initials"]) == (
        "环境卫生局",
        "Body 1",
        initials("环境卫生局"),
    )
    assert len(town_world.rows("department")) == count


def test_two_departments_of_one_name_are_told_apart_by_their_codes(
    embedded: World, tmp_path: Path
) -> None:
    file = csv(tmp_path, "code,name,region", "A,环卫所,2", "B,环卫所,3")
    assert once(embedded, import_departments, "department", file)["imported"] == 2
    regions = {r["region_id"] for r in embedded.rows("department") if r["zh"] == "环卫所"}
    assert regions == {town.EAST, town.WEST}


def test_a_circle_of_departments_is_rejected_whole_and_what_hangs_on_it(
    embedded: World, tmp_path: Path
) -> None:
    lines = ["A,甲,C", "B,乙,A", "C,丙,B", "D,丁,C", "E,戊,E", "F,己,"]
    report = once(
        embedded, import_departments, "department", csv(tmp_path, "code,name,parent", *lines)
    )
    assert report["imported"] == 1
    cycle = str(Refused("department_cycle", codes="A → C → B → A"))
    reasons = {entry["line"]: entry["reason"] for entry in report["rejections"]}
    assert reasons == {
        **dict.fromkeys((2, 3, 4), cycle),
        5: str(Refused("department_unknown", name="C")),
        6: str(Refused("department_cycle", codes="E → E")),
    }
    assert {row["zh"] for row in embedded.rows("department")} >= {"己"}


def test_a_department_may_not_be_put_below_one_that_stands_below_it(
    embedded: World, tmp_path: Path
) -> None:
    file = csv(tmp_path, "name,parent", f"部{town.SANITATION},部{town.TEAM}")
    before = embedded.rows("department"), embedded.rows("department_under")
    report = import_departments(embedded.store, file)
    assert (report["imported"], report["rejected"]) == (0, 1)
    assert (embedded.rows("department"), embedded.rows("department_under")) == before


BAD_DEPARTMENTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("A,,,", "row_without_name", {}),
    (",,,", "row_without_name", {}),
    ("A,甲,Z,", "department_unknown", {"name": "Z"}),
    ("A,甲,,77", "region_unknown", {"code": "77"}),
    ("G,甲,,", "row_twice", {"number": "G"}),
)


@pytest.mark.parametrize(
    ("row", "why", "values"),
    BAD_DEPARTMENTS,
    ids=[f"{r[1]}{i}" for i, r in enumerate(BAD_DEPARTMENTS)],
)
def test_a_bad_department_is_named_with_its_line(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, str]
) -> None:
    file = csv(tmp_path, "code,name,parent,region", "G,好,,", row)
    report = import_departments(embedded.store, file)
    refused(report, 3, why, **values)
    assert report["imported"] == 1


# components

COVER = "9901010101000001"
HEADER = "ObjID,ObjName,DeptCode1,DeptName1,DeptName2,DeptName3,BGID,X,Y,ObjState,ORDate,Note"


def test_components_come_in_with_their_bodies_and_the_grid_around_them(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    import_departments(town_world.store, csv(tmp_path, "code,name", f"D1,部{town.SANITATION}"))
    lines = [
        f"{COVER},上水井盖,D1,,部{town.TEAM},部{town.OTHER},,{spot(150, 50)},破损,2020-01-02,湿",
        f"9901010101000002,,,,,,{code(1)},{spot(150, 50)},,,",
        f"9901010101000003,,,,,,,{spot(900, 50)},歪斜,,",
    ]
    file = csv(tmp_path, HEADER, *lines, encoding="gbk")
    report = once(town_world, import_components, "component", file)
    assert (report["imported"], report["without_grid"]) == (3, [4])
    one = by(town_world, "component", id=COVER)
    assert (one["category_id"], one["state"], one["grid_code"]) == (town.COVER, "damaged", code(2))
    bodies = (one["charge_id"], one["owner_id"], one["keeper_id"])
    assert bodies == (town.SANITATION, town.TEAM, town.OTHER)
    assert (one["recorded"], one["note"]) == ("2020-01-02", "湿")
    two = by(town_world, "component", id="9901010101000002")
    assert (two["grid_code"], two["state"], two["name"]) == (code(1), "intact", "上水井盖")
    assert by(town_world, "component", id="9901010101000003")["state"] == "歪斜"


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


BAD_COMPONENTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (f"990101010100000,,,,,,,{spot(0, 0)},,,", "component_id", {"text": "990101010100000"}),
    (f",,,,,,,{spot(0, 0)},,,", "row_without_key", {}),
    (f"9901010199000001,,,,,,,{spot(0, 0)},,,", "component_category", {"code": "0199"}),
    (f"9901010101000009,,Z,,,,,{spot(0, 0)},,,", "department_unknown", {"name": "Z"}),
    (f"9901010101000009,,,,,无此局,,{spot(0, 0)},,,", "department_unknown", {"name": "无此局"}),
    (f"9901010101000009,,,,,,{code(9)},{spot(0, 0)},,,", "grid_unknown", {"code": code(9)}),
    (f"9901010101000009,,,,,,12,{spot(0, 0)},,,", "grid_code_shape", {"text": "12"}),
    ("9901010101000009,,,,,,,,,,,", "row_without_place", {}),
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
    refused(report, 3, why, **values)
    assert report["imported"] == 1


# responsibility


def test_responsibility_comes_in_with_the_standards_order_of_line_and_block(
    town_world: World, tmp_path: Path
) -> None:
    lines = [
        f"0101,部件,,部{town.SANITATION},,条",
        f"0101,部件,2,部{town.OTHER},,块",
        f"0101,事件,2,部{town.OTHER},,块",
        f"0101,事件,,部{town.SANITATION},,条",
        f"9901010101,component,3,部{town.TEAM},7,",
    ]
    file = csv(tmp_path, "小类编码,类型,区域编码,责任部门,顺序,条块", *lines, encoding="gbk")
    report = once(town_world, import_responsibility, "responsibility", file)
    assert report["imported"] == 5
    found = {
        (r["category_id"], r["region_id"], r["department_id"]): (r["rank"], r["basis"])
        for r in town_world.rows("responsibility")
    }
    assert found == {
        (town.COVER, None, town.SANITATION): (1, "owner"),
        (town.COVER, town.EAST, town.OTHER): (2, "territory"),
        (town.LITTER, town.EAST, town.OTHER): (1, "territory"),
        (town.LITTER, None, town.SANITATION): (2, "owner"),
        (town.COVER, town.WEST, town.TEAM): (7, "owner"),
    }
    changed = csv(
        tmp_path, "category,kind,region,department,rank", f"0101,event,2,部{town.OTHER},3"
    )
    assert import_responsibility(town_world.store, changed)["imported"] == 1
    assert len(town_world.rows("responsibility")) == 5


BAD_RESPONSIBILITIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (",event,,部1,,", "row_without_key", {}),
    ("0199,event,,部1,,", "category_unknown", {"code": "0199"}),
    ("0101,,,部1,,", "category_ambiguous", {"code": "0101"}),
    ("0101,event,77,部1,,", "region_unknown", {"code": "77"}),
    ("0101,event,,,,", "row_without_department", {}),
    ("0101,event,,部77,,", "department_unknown", {"name": "部77"}),
    ("0101,event,,部1,first,", "responsibility_rank", {"text": "first", "most": 99}),
    ("0101,event,,部1,0,", "responsibility_rank", {"text": "0", "most": 99}),
    ("0101,event,,部1,10000,", "responsibility_rank", {"text": "10000", "most": 99}),
    ("0101,event,,部1,,天", "responsibility_basis", {"text": "天"}),
    ("0101,event,,部2,,", "row_twice", {"number": "0101"}),
)


@pytest.mark.parametrize(
    ("row", "why", "values"),
    BAD_RESPONSIBILITIES,
    ids=[f"{r[1]}{i}" for i, r in enumerate(BAD_RESPONSIBILITIES)],
)
def test_a_bad_responsibility_is_named_with_its_line(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, Any]
) -> None:
    file = csv(tmp_path, "category,kind,region,department,rank,basis", "0101,event,,部2,,", row)
    report = import_responsibility(embedded.store, file)
    refused(report, 3, why, **values)
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
        monkeypatch.setattr(f"console.store.city_tables.{name}", broken)
    before = town_world.rows(table)
    with pytest.raises(Refused):
        read(town_world.store, csv(tmp_path, *text.split("\r\n")))
    assert town_world.rows(table) == before


@pytest.mark.parametrize("kept", [0, 100, 2000, -30])
def test_a_workbook_cut_off_anywhere_is_refused(embedded: World, tmp_path: Path, kept: int) -> None:
    file = Path(workbook(tmp_path, ("名称",), ("甲",)))
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(Refused) as caught:
        import_departments(embedded.store, str(file))
    assert caught.value.key == "file_damaged"
