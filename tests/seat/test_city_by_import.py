"""A city made by `import` alone: its standard is what codes mean, its people are who is proposed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.store.engine import open_store
from tests import worlds
from tests.intake import shapes, standards
from tests.intake.shapes import COMMUNITY, box, csv
from tests.seat.conftest import Said, Say
from tests.store import world
from tests.store.world import World


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
