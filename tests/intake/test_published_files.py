"""Files as cities and portals publish them: what is meant goes in, what cannot be is named."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import shapefile

from console.domain.moment import parse
from console.domain.refusal import Refused
from console.domain.stage import Stage
from console.intake.cases.importing import import_cases
from console.intake.components import import_components
from console.intake.departments.departments import import_departments
from console.intake.departments.responsibility import import_responsibility
from console.intake.grids.regions import import_regions
from console.intake.grids.unit_grids import import_grid
from console.intake.places import import_places
from console.intake.standards.workbook import import_standard
from tests.intake import shapes
from tests.intake.files import NYC_HEADER, written
from tests.intake.shapes import box, csv
from tests.intake.tables import by, prepared
from tests.store.world import World

NEW_YORK = ZoneInfo("America/New_York")


def book(folder: Path, *rows: tuple[Any, ...], merged: str = "", sheet: str = "Sheet") -> str:
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    for span in merged.split():
        made.active.merge_cells(span)
    path = folder / "a.xlsx"
    made.save(path)
    made.close()
    return str(path)


def told(report: dict[str, Any], key: str, **values: Any) -> None:
    assert str(Refused(key, **values)) in report["remarks"]


def reasons(report: dict[str, Any]) -> dict[int, str]:
    return {entry["line"]: entry["reason"] for entry in report["rejections"]}


DEPARTMENTS = {
    "semicolons": "编码;名称;类型\nD01;甲局;局",
    "tabs": "编码\t名称\t类型\nD01\t甲局\t局",
    "full width": "编码，名称，类型\nD01，甲局，局",
    "named": "sep=|\n编码|名称|类型\nD01|甲局|局",
    "surplus cells": "编码,名称,类型\nD01,甲局,局,,",
    "a title": "甲市部门一览表,,\n编码,名称,类型\nD01,甲局,局",
    "header again": "编码,名称,类型\nD01,甲局,局\n编码,名称,类型",
    "kept as text": '编码,名称,类型\n="D01",甲局,局',
    "other words": "单位代码（必填）,部门名*,部门 类型\nD01,甲局,局",
}


@pytest.mark.parametrize("form", DEPARTMENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_table_is_read_whatever_separates_it(
    embedded: World, tmp_path: Path, form: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(DEPARTMENTS[form].encode(encoding))
    report = import_departments(embedded.store, str(path))
    assert (report["rows"], report["imported"], report["unused"]) == (1, 1, [])
    assert by(embedded, "department", zh="甲局")["kind"] == "bureau"


def test_columns_nobody_reads_are_named_and_a_name_that_stands_twice(
    embedded: World, tmp_path: Path
) -> None:
    file = csv(tmp_path, "名称,电话,名称,,备注", "甲局,1,乙局,x,")
    report = import_departments(embedded.store, file)
    assert report["unused"] == ["电话", "名称 (2)", "备注", "#4"]
    told(report, "told_unused", columns="电话、名称 (2)、备注、#4")
    assert by(embedded, "department", zh="甲局")


def test_a_column_known_by_its_end_alone_is_told(embedded: World, tmp_path: Path) -> None:
    file = csv(tmp_path, "名称,所属上级部门", "甲局,", "乙处,甲局")
    report = import_departments(embedded.store, file)
    told(report, "told_alike", theirs="所属上级部门", ours="上级")
    assert by(embedded, "department", zh="乙处")["parent_id"]


@pytest.mark.parametrize("cut", ['"6 英寸,局', '"6 英寸,局\nD9,"己",局'])
def test_a_cut_quote_costs_its_own_line_only(embedded: World, tmp_path: Path, cut: str) -> None:
    lines = ["编码,名称,类型", "D01,甲局,局", f"D02,{cut}", "D03,丙局,局", 'D04,"丁,局",局']
    report = import_departments(embedded.store, csv(tmp_path, *"\n".join(lines).split("\n")))
    assert list(reasons(report)) == [3]
    assert report["imported"] == report["rows"] - 1 == 3 + cut.count("\n")
    assert by(embedded, "department", zh="丁,局")


def test_merged_cells_are_in_each_of_their_rows(embedded: World, tmp_path: Path) -> None:
    rows = (
        ("部门表",),
        ("上级", "编码", "名称"),
        ("", "A", "甲局"),
        ("A", "B", "乙"),
        (None, "C", "丙"),
    )
    report = import_departments(embedded.store, book(tmp_path, *rows, merged="A1:C1 A4:A5"))
    assert (report["rows"], report["imported"]) == (3, 3)
    told(report, "told_titles", lines="1")
    above = by(embedded, "department", zh="甲局")["id"]
    assert {by(embedded, "department", zh=zh)["parent_id"] for zh in ("乙", "丙")} == {above}


def test_other_sheets_are_named(embedded: World, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "说明"
    made.active.append(("填表说明",))
    data = made.create_sheet("部门")
    data.append(("编码", "名称"))
    data.append(("A", "甲局"))
    made.save(tmp_path / "a.xlsx")
    report = import_departments(embedded.store, str(tmp_path / "a.xlsx"))
    assert report["imported"] == 1
    told(report, "told_sheets", names="说明")


def test_an_identifier_kept_as_a_number_of_sixteen_digits_is_refused(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    spot = shapes.HERE.to_degrees(50, 50)
    rows = (("标识码", "经度", "纬度"), (1101010101000010, *spot), ("'9901010101000001", *spot))
    report = import_components(embedded.store, book(tmp_path, *rows))
    digits = {"column": "标识码", "text": "1101010101000010"}
    assert reasons(report)[2] == str(Refused("row_digits", **digits))
    shown = csv(tmp_path, "标识码,经度,纬度", f"1.10101E+15,{spot[0]},{spot[1]}")
    report = import_components(embedded.store, shown)
    digits = {"column": "标识码", "text": "1.10101E+15"}
    assert reasons(report) == {2: str(Refused("row_digits", **digits))}


@pytest.mark.parametrize("day", ["45000", "20230315", "2023-03-15"])
def test_a_day_that_a_spreadsheet_counts_is_a_date(
    embedded: World, tmp_path: Path, day: str
) -> None:
    rows = shapes.regions(box(0, 0, 200, 100))
    import_regions(embedded.store, shapes.geojson(tmp_path, rows, "regions.geojson"))
    grid = [({"code": shapes.code(1), "初始日期": day}, box(0, 0))]
    report = import_grid(embedded.store, shapes.geojson(tmp_path, grid))
    assert report["imported"] == 1
    began = by(embedded, "unit_grid", code=shapes.code(1))["began_at"]
    assert began == parse("2023-03-15", ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("name", ["???", "？？", "望湖\ufffd园"])
def test_a_name_that_was_lost_is_not_taken_in(embedded: World, tmp_path: Path, name: str) -> None:
    report = import_places(embedded.store, csv(tmp_path, "名称,经度,纬度", f"{name},116.9,31.7"))
    assert reasons(report) == {2: str(Refused("row_text_lost", text=name))}


BAD_PLACES = {
    "0,0": Refused("row_zero"),
    "116.4,0": Refused("row_zero"),
    "39.9,116.4": Refused("row_exchanged", lon="39.9", lat="116.4"),
    '"116,4","39,9"': Refused("row_decimal_comma", text="116,4"),
}


@pytest.mark.parametrize("cells", BAD_PLACES)
def test_a_position_that_cannot_be_is_named(embedded: World, tmp_path: Path, cells: str) -> None:
    file = csv(tmp_path, "名称,经度,纬度", f"甲公园,{cells}", "乙公园,116.9,31.7")
    report = import_places(embedded.store, file)
    assert (report["imported"], reasons(report)) == (1, {2: str(BAD_PLACES[cells])})


def test_properties_that_are_objects_are_named_and_lists_of_words_are_text(
    embedded: World, tmp_path: Path
) -> None:
    rows = [({"名称": "甲公园", "类型": {"a": 1}, "英文名": ["A", "B"]}, box(0, 0).centroid)]
    report = import_places(embedded.store, shapes.geojson(tmp_path, rows))
    told(report, "told_nested", column="类型", lines="1")
    assert by(embedded, "place", zh="甲公园")["en"] == "A、B"


def dbf(folder: Path, text: bytes, language: int, width: int = 40) -> str:
    """A shapefile with one region of this name, as raw bytes."""
    path = folder / "a.shp"
    with shapefile.Writer(str(path), shapeType=shapefile.POLYGON, encoding="latin-1") as writer:
        writer.field("CODE", "C", 12)
        writer.field("NAME", "C", width)
        writer.poly([list(reversed(box(0, 0).exterior.coords))])
        writer.record("420100", text.decode("latin-1"))
    raw = bytearray(path.with_suffix(".dbf").read_bytes())
    raw[29] = language
    path.with_suffix(".dbf").write_bytes(raw)
    return str(path)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("武汉市".encode(), 0x4D, "武汉市"),  # declared GBK
        ("WUHAN CITY 市".encode("gbk"), 0x57, "WUHAN CITY 市"),
        ("联通".encode("gbk"), 0x4D, "联通"),
        ("充".encode(), 0x57, "充"),  # ends in a byte that is a blank elsewhere
    ],
)
def test_the_bytes_of_a_name_say_their_encoding(
    embedded: World, tmp_path: Path, text: bytes, language: int, name: str
) -> None:
    assert import_regions(embedded.store, dbf(tmp_path, text, language))["imported"] == 1
    assert by(embedded, "region", code="420100")["zh"] == name


def test_a_character_cut_by_the_fields_end_is_told(embedded: World, tmp_path: Path) -> None:
    report = import_regions(embedded.store, dbf(tmp_path, "武汉市".encode()[:8], 0x57, width=8))
    told(report, "told_cut", lines="1")
    assert by(embedded, "region", code="420100")["zh"] == "武汉"


ROW = "{key},{opened},{closed},DOT,Department A,Light,Out,1 EXAMPLE ST,TOWN,{status},{due},,BROOKLYN,PHONE,40.7,-74.0"


def nyc(folder: Path, *rows: dict[str, str]) -> str:
    blank = {"closed": "", "due": "", "status": "Closed"}
    lines = [ROW.format(key=i, **{**blank, **row}) for i, row in enumerate(rows, 1)]
    return written(folder, NYC_HEADER, *lines)


def test_what_ends_before_it_begins_is_left_out_and_what_is_missing_stays_missing(
    town_world: World, tmp_path: Path
) -> None:
    opened = "06/20/2016 10:00:00 PM"
    rows = [
        {"opened": opened, "closed": "06/20/2016 09:00:00 AM"},
        {"opened": opened, "closed": "01/01/1900 12:00:00 AM", "due": "06/21/2016 10:00:00 PM"},
        {"opened": opened},
        {"opened": opened, "due": "06/19/2016 10:00:00 PM", "status": "Open"},
        {"opened": opened, "closed": "2016-06-20T23:00:00"},
    ]
    report = import_cases(town_world.store, nyc(tmp_path, *rows))
    assert (report["imported"], report["rejected"]) == (5, 0)
    told(report, "told_order", lines="2, 3, 5")
    cases = town_world.rows("case_")
    closed = parse("2016-06-20T23:00:00", NEW_YORK)
    assert [case["closed_at"] for case in cases] == [None, None, None, None, closed]
    assert [Stage(case["stage"]) for case in cases[:3]] == [Stage.CLOSED] * 3
    assert [case["case_deadline"] for case in cases] == [None] * 5
    commands = [event["command"] for event in town_world.rows("event") if event["case_id"]]
    assert sorted(commands) == ["close"] + ["register"] * 5
    again = import_cases(town_world.store, nyc(tmp_path, *rows))
    assert (again["imported"], again["unchanged"]) == (0, 5)


def test_hours_that_clocks_repeat_or_leave_out(embedded: World, tmp_path: Path) -> None:
    rows = [
        {"opened": "11/06/2016 01:30:00 AM", "status": "Open"},  # twice
        {"opened": "03/13/2016 02:30:00 AM", "status": "Open"},  # never
        {"opened": "03/13/2016 01:30:00 AM", "closed": "03/13/2016 02:30:00 AM"},
        {"opened": "2016-11-06T01:50:00-04:00", "closed": "11/06/2016 01:10:00 AM"},
    ]
    report = import_cases(embedded.store, nyc(tmp_path, *rows))
    assert reasons(report) == {
        3: str(Refused("row_never", text="03/13/2016 02:30:00 AM", zone="America/New_York"))
    }
    told(report, "told_twice", zone="America/New_York", lines="2")
    told(report, "told_never", zone="America/New_York", lines="4")
    last = by(embedded, "case_", number="nyc311-4")
    assert last["closed_at"] == parse("2016-11-06T01:10:00-05:00", NEW_YORK)


MAPPING = {
    "name": "gongdan",
    "zone": "Asia/Shanghai",
    "columns": {"key": "工单号", "opened": ["来电时间"], "class": "诉求类型", "status": "状态"},
    "moments": ["%Y年%m月%d日 %H:%M"],
    "ended": ["已办结"],
    "city": {"code": "440100", "zh": "甲市", "en": "A"},
}
CALLS = (
    "12345 热线工单",
    "工单号,来电时间,诉求类型,状态,坐席",
    "G1,2025年1月2日 08:30,噪声,办理中,7",
)


def test_a_city_names_the_columns_of_its_own_system(embedded: World, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(json.dumps(MAPPING), encoding="utf-8")
    file = csv(tmp_path, *CALLS)
    with pytest.raises(Refused) as caught:
        import_cases(embedded.store, file)
    assert caught.value.key == "file_format_unknown"
    report = import_cases(embedded.store, file, str(tmp_path / "m.json"))
    assert (report["imported"], report["unused"]) == (1, ["坐席"])
    told(report, "told_titles", lines="1")
    case = by(embedded, "case_", number="gongdan-G1")
    assert case["registered_at"] == parse("2025-01-02T08:30", ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name": ""}, "name"),
        ({"zone": "Mars"}, "zone"),
        ({"columns": {"key": "工单号"}}, "columns.opened"),
        ({"columns": {"key": 7, "opened": "a", "class": "b"}}, "columns.key"),
        ({"city": {"code": "1"}}, "city"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_mapping_that_is_none_says_which_part(
    embedded: World, tmp_path: Path, change: dict[str, Any], what: str
) -> None:
    path = tmp_path / "m.json"
    path.write_text(json.dumps(MAPPING | change), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        import_cases(embedded.store, csv(tmp_path, *CALLS), str(path))
    assert (caught.value.key, caught.value.values["what"]) == ("mapping_unfit", what)


def test_an_unknown_header_names_the_nearest_format_and_what_it_lacks(
    embedded: World, tmp_path: Path
) -> None:
    file = csv(tmp_path, "Unique Key,Created Date,Status,Complaint Type", "1,01/02/2020,Open,x")
    with pytest.raises(Refused) as caught:
        import_cases(embedded.store, file)
    assert caught.value.key == "file_format_near"
    assert caught.value.values["name"] == "nyc311"
    assert caught.value.values["columns"] == "Closed Date"


def test_a_standard_whose_bodies_are_called_otherwise(embedded: World, tmp_path: Path) -> None:
    header = (
        "大类代码",
        "大类名称",
        "小类代码",
        "小类名称",
        "立案条件",
        "处置时限",
        "结案条件",
        "监管主体",
        "责任主体",
        "序",
    )
    rows = (
        ("01", "甲类", "01", "井盖", "破损", "1工作日", "修复", "甲局", "乙处", 1),
        ("02", "乙类", "01", "灯", "不亮", "1工作日", "修复", "甲局", "丙处", 2),
        ("02", "乙设施", "02", "牌", "歪斜", "1工作日", "扶正", "甲局", "丙处", 3),
        (None, None, None, None, "缺失", "2工作日", "补装", None, None, 4),
        ("x9", "丁类", "01", "杆", "歪斜", "1工作日", "扶正", "甲局", "丙处", 5),
        (None, None, None, None, "缺失", "2工作日", "补装", None, None, 6),
    )
    report = import_standard(embedded.store, book(tmp_path, header, *rows, sheet="部件"))
    assert (report["imported"], report["rejected"], report["unused"]) == (4, 2, ["序"])
    why = Refused("standard_row", sheet="部件", reason=Refused("standard_continues", line=6))
    assert reasons(report)[7] == str(why)
    other = {"sheet": "部件", "line": 4, "code": "02", "one": "乙设施", "other": "乙类"}
    assert report["remarks"].count(str(Refused("told_otherwise", **other))) == 1
    made = by(embedded, "filing_condition", zh="缺失")
    assert (made["handler"], made["charge"]) == ("丙处", "甲局")


def test_a_code_without_its_leading_zero_is_the_code(embedded: World, tmp_path: Path) -> None:
    header = ("大类编码", "小类编码", "小类名称", "立案条件", "处置时限")
    standard = book(tmp_path, header, ("01", "01", "井盖", "破损", "1工作日"), sheet="部件")
    assert import_standard(embedded.store, standard)["imported"] == 1
    import_departments(embedded.store, csv(tmp_path, "编码,名称", "D1,甲局"))
    rows = (("小类编码", "编码方案", "类型", "责任部门"), (101, "city", "部件", "D1"))
    report = import_responsibility(embedded.store, book(tmp_path, *rows))
    assert (report["imported"], report["rejections"]) == (1, [])
    made = by(embedded, "category", code="0101", scheme="city")
    assert by(embedded, "responsibility", category_id=made["id"])
