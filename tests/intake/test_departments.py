"""Departments and who answers for what: once, by their keys, each bad row by its line."""

from pathlib import Path
from typing import Any

import pytest

from console.domain.refusal import Refused
from console.intake.departments.departments import import_departments, initials
from console.intake.departments.responsibility import import_responsibility
from console.store.city import tables
from tests.intake import shapes
from tests.intake.shapes import box, csv
from tests.intake.tables import Import, by, named, once, workbook
from tests.store import town
from tests.store.world import World

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
        codes = tables.setting(connection, "department_codes")
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
    named(report, 3, why, **values)
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
    named(report, 3, why, **values)
    assert report["imported"] == 1


@pytest.mark.parametrize("read", [import_departments, import_responsibility])
@pytest.mark.parametrize("form", [shapes.geojson, shapes.shp, shapes.gpkg])
def test_bodies_and_their_duties_come_from_tables_alone(
    embedded: World, tmp_path: Path, read: Import, form: Any
) -> None:
    file = form(tmp_path, [({"code": "0101", "name": "望湖社区", "部门": "部1"}, box(0, 0))])
    before = embedded.rows("department"), embedded.rows("responsibility")
    with pytest.raises(Refused) as caught:
        read(embedded.store, file)
    assert (caught.value.key, caught.value.values) == ("file_not_table", {"path": file})
    assert (embedded.rows("department"), embedded.rows("responsibility")) == before


@pytest.mark.parametrize("kept", [0, 100, 2000, -30])
def test_a_workbook_cut_off_anywhere_is_refused(embedded: World, tmp_path: Path, kept: int) -> None:
    file = Path(workbook(tmp_path, ("名称",), ("甲",)))
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(Refused) as caught:
        import_departments(embedded.store, str(file))
    assert caught.value.key == ("file_damaged" if kept else "file_empty")


def test_a_parent_is_looked_for_once_every_row_of_its_name_has_been_entered(
    town_world: World, tmp_path: Path
) -> None:
    rows = (("D2", "乙处", "甲处", ""), ("", "甲处", "", "999"), ("D1", "甲处", "E1", ""))
    lines = ["code,zh,parent,region", *(",".join(row) for row in (*rows, ("E1", "总局", "", "")))]
    file = tmp_path / "twice.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    first = import_departments(town_world.store, str(file))
    assert (first["imported"], [no["line"] for no in first["rejections"]]) == (3, [3])
    again = import_departments(town_world.store, str(file))
    assert (again["imported"], again["unchanged"]) == (0, 3)


def test_a_department_is_found_by_its_new_name_in_the_file_that_renames_it(
    embedded: World, tmp_path: Path
) -> None:
    first = csv(tmp_path, "code,name", "R1,旧名局")
    assert import_departments(embedded.store, str(first))["imported"] == 1
    file = csv(tmp_path, "code,name,parent", "R1,新名局,", "R2,下属队,新名局")
    report = import_departments(embedded.store, str(file))
    assert report["rejections"] == []
    assert import_departments(embedded.store, str(file))["imported"] == 0
    crews = csv(
        tmp_path,
        "code,name,crew,lon,lat",
        "R1,改名局,,,",
        ",改名局,改名一班,116.9,31.7",
        ",新名局,二班,116.9,31.7",
    )
    (no,) = import_departments(embedded.store, str(crews))["rejections"]
    assert no["line"] == 4
