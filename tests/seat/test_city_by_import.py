"""A city made by `import` alone: its standard is what codes mean, its people are who is proposed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.desk import form_choices
from console.domain.stage import Stage
from console.seat.seat import take_seat
from console.store.engine import open_store
from tests import worlds
from tests.intake import shapes, standards
from tests.intake.shapes import COMMUNITY, box, code, csv
from tests.seat.conftest import Said, Say
from tests.store import world
from tests.store.world import World

SECOND = "990101001002"


@pytest.fixture(params=["embedded", "server"])
def bare(request: pytest.FixtureRequest, say: Say, tmp_path: Path) -> Iterator[World]:
    """A database as `db init` leaves it: the national standard and nobody."""
    if request.param == "embedded":
        url = f"sqlite:///{tmp_path / 'bare.db'}"
        assert say("--database", url, "db", "init").code == 0
        made = World(url, open_store(url))
        yield made
        made.close()
        return
    uri, name = request.getfixturevalue("server_uri"), f"bare{next(worlds.NUMBERS)}"
    world.administer(uri, f"create database {name}")
    url = world.database_uri(uri, name)
    assert say("--database", url, "db", "init").code == 0
    made = World(url, open_store(url))
    yield made
    made.close()
    world.administer(uri, f"drop database {name}")


def ran(say: Say, city: World, *words: str) -> Said:
    said = say("--database", city.url, *words, "--json")
    assert said.code == 0, said.err
    return said


def taken(say: Say, city: World, kind: str, file: str) -> dict[str, Any]:
    document: dict[str, Any] = ran(say, city, "import", kind, file).document
    assert document["rejections"] == []
    return document


def prepared(say: Say, city: World, folder: Path) -> None:
    taken(say, city, "regions", shapes.geojson(folder, shapes.regions(box(0, 0, 200, 200))))
    taken(say, city, "departments", csv(folder, "编码,名称", "D1,城管局", "D2,执法队"))


def test_after_a_citys_standard_its_codes_are_what_files_and_rules_mean(
    say: Say, bare: World, tmp_path: Path
) -> None:
    prepared(say, bare, tmp_path)
    shop = ("04", "街面秩序", "01", "无照经营", "占道", "清除", "4小时", "执法队", "城管局")
    file = standards.book(
        tmp_path / "std.xlsx",
        ("部件", [standards.HEADER, *standards.COVERS], ()),
        ("事件", [standards.HEADER, shop], ()),
    )
    taken(say, bare, "standard", file)
    lines = ("小类编码,类型,区域,部门", "0401,事件,990101,D2", "0499,事件,990101,D2")
    taken(say, bare, "responsibility", csv(tmp_path, *lines))
    lon, lat = shapes.HERE.to_degrees(50, 50)
    cover = csv(tmp_path, "标识码,经度,纬度", f"9901010101000001,{lon},{lat}")
    taken(say, bare, "components", cover)
    ran(say, bare, "db", "add-operator", "li", "--name", "李", "--post", "dispatcher@990100")
    rule = ("--category", "0401", "--kind", "event", "--department", "执法队")
    ran(say, bare, "--as", "li", "rules", "add", *rule, "--region", "990101")

    categories = {row["id"]: (row["scheme"], row["zh"]) for row in bare.rows("category")}
    bound = [categories[row["category_id"]] for row in bare.rows("responsibility")]
    assert bound == [("city", "无照经营"), ("cjt214-2007", "其他突发事件")]
    for table in ("component", "dispatch_rule"):
        (row,) = bare.rows(table)
        assert categories[row["category_id"]][0] == "city", table


PEOPLE = (("call", "call_taker"), ("lead", "supervision_lead"), ("li", "dispatcher"))


def manned_city(say: Say, city: World, folder: Path) -> str:
    """Two communities in two duty grids, a department with crews, operators; answers the category."""
    rows = shapes.regions(box(0, 0, 200, 100))
    rows.append(({"code": SECOND, "名称": "乙社区"}, box(200, 0)))
    taken(say, city, "regions", shapes.geojson(folder, rows, "regions.geojson"))
    patrolled = [("望湖01", "监督01、监督02", ""), ("望湖01", "", ""), ("望湖02", "监督03", "否")]
    grids = [
        ({"编码": number, "责任网格": name, "监督员": signs, "在岗": said}, box(100 * i, 0))
        for i, (number, (name, signs, said)) in enumerate(
            zip((code(1), code(2), code(1, SECOND)), patrolled, strict=True)
        )
    ]
    taken(say, city, "grid", shapes.shp(folder, grids, "grid.shp", encoding="gbk"))
    lon, lat = shapes.HERE.to_degrees(50, 50)
    crews = csv(
        folder,
        "部门编码,部门,班组,经度,纬度,在岗",
        "D2,环卫所,,,,",
        f"D2,,环卫一班,{lon},{lat},是",
        ",环卫所,环卫二班,,,否",
        ",D2,环卫三班,,,",
    )
    taken(say, city, "departments", crews)
    taken(say, city, "responsibility", csv(folder, "编码,类型,部门", "0103,事件,D2"))
    for login, post in PEOPLE:
        held = ("--post", f"{post}@990100")
        ran(say, city, "db", "add-operator", login, "--name", login, *held)
    (category,) = {r["category_id"] for r in city.rows("responsibility")}
    return str(category)


def acted(say: Say, city: World, who: str, *words: str) -> int:
    (result,) = ran(say, city, "--as", who, "act", *words).document["results"]
    return int(result["case"])


def test_a_city_made_by_import_alone_has_collectors_and_crews_to_send(
    say: Say, bare: World, tmp_path: Path
) -> None:
    category = manned_city(say, bare, tmp_path)
    lon, lat = shapes.HERE.to_degrees(50, 50)
    (community,) = [row["id"] for row in bare.rows("region") if row["code"] == COMMUNITY]
    place = [f"category_id={category}", f"region_id={community}", f"lon={lon}", f"lat={lat}"]
    told = [w for one in (*place, f"grid_code={code(2)}") for w in ("--set", one)]
    case = acted(say, bare, "call", "register", *told)
    proposed = ran(say, bare, "cases", "proposals", str(case)).document
    found = [(row["call_sign"], row["own"]) for row in proposed["collectors"]]
    assert found == [("监督01", True), ("监督02", True)]  # the third is not on duty
    assert [row["department"] for row in proposed["responsible"]] == ["环卫所"]

    seat = take_seat(bare.url, "li")
    try:
        (body,) = seat.desk.directory.departments
        offered = form_choices.crews_of(seat.desk, body)
    finally:
        seat.close()
    assert [option.words for option in offered[1:]] == ["环卫一班", "环卫三班"]
    sent = proposed["collectors"][0]["collector"]
    acted(say, bare, "call", "send-verify", str(case), "--set", f"collector_id={sent}")
    said = ("--set", "answer=true", "--on-behalf-of", "监督01")
    acted(say, bare, "call", "answer-verify", str(case), *said)
    acted(say, bare, "call", "accept", str(case))
    condition = next(
        r["id"] for r in bare.rows("filing_condition") if str(r["category_id"]) == category
    )
    acted(say, bare, "lead", "file", str(case), "--set", f"condition_id={condition}")
    crews = f"crews={offered[1].value}"
    acted(say, bare, "li", "dispatch", str(case), "--set", f"department_id={body}", "--set", crews)
    assert bare.case(case)["stage"] == Stage.HANDLE
    assert [row["crew_id"] for row in bare.rows("assignment")] == offered[1].value


def test_a_later_file_moves_collectors_and_crews_and_orphans_none(
    say: Say, bare: World, tmp_path: Path
) -> None:
    manned_city(say, bare, tmp_path)
    before = {table: ids(bare, table) for table in ("crew", "collector", "duty_grid")}
    header = "编码,责任网格,监督员,在岗"
    first, second = f"{code(2)},望湖02,监督02; 监督04,", f"{code(1, SECOND)},望湖02,监督03,是"
    file = csv(tmp_path, header, first, second)
    report = taken(say, bare, "grid", file)
    assert (report["imported"], report["ended"]) == (2, [])  # a table without outlines ends none
    assert taken(say, bare, "grid", file)["unchanged"] == 2
    duty = {row["name"]: row for row in bare.rows("duty_grid")}
    assert duty["望湖01"]["unit_grids"] == [code(1)]
    assert duty["望湖02"]["unit_grids"] == [code(2), code(1, SECOND)]
    tiers = {row["id"]: row["tier"] for row in bare.rows("region")}
    assert [tiers[duty[n]["region_id"]] for n in ("望湖01", "望湖02")] == ["community", "street"]
    numbers = {
        row["call_sign"]: (row["duty_grids"], row["on_duty"]) for row in bare.rows("collector")
    }
    one, two = duty["望湖01"]["id"], duty["望湖02"]["id"]
    assert numbers == {
        "监督01": ([one], True),
        "监督02": ([one, two], True),
        "监督03": ([two], True),
        "监督04": ([two], True),
    }
    moved = csv(tmp_path, "编码,部门,班组,在岗", "D3,执法队,,", "D3,,环卫一班,", "D2,,环卫三班,否")
    assert taken(say, bare, "departments", moved)["imported"] == 3
    assert taken(say, bare, "departments", moved)["unchanged"] == 3
    names = {row["id"]: row["zh"] for row in bare.rows("department")}
    crews = {r["call_sign"]: (names[r["department_id"]], r["on_duty"]) for r in bare.rows("crew")}
    assert crews == {
        "环卫一班": ("执法队", True),
        "环卫二班": ("环卫所", False),
        "环卫三班": ("环卫所", False),
    }
    for table, known in before.items():
        assert known.items() <= ids(bare, table).items(), table


def ids(city: World, table: str) -> dict[str, int]:
    name = "name" if table == "duty_grid" else "call_sign"
    return {row[name]: row["id"] for row in city.rows(table)}
