"""A city's own files by the command line, from an empty database to a city with grids."""

import re
from pathlib import Path

import pytest

from tests.intake import shapes
from tests.intake.shapes import COMMUNITY, box, csv
from tests.seat.conftest import Say
from tests.store.world import World


def test_the_command_line_cuts_and_says_so(say: Say, town_world: World, tmp_path: Path) -> None:
    file = shapes.geojson(tmp_path, shapes.regions(box(0, 0, 300, 200)))
    on = ("--database", town_world.url)
    assert say(*on, "import", "regions", file, "--crs", "WGS84", "--json").document["imported"] == 4
    wrong = say(*on, "import", "regions", file, "--crs", "EPSG:4547")
    assert (wrong.code, len(wrong.err.splitlines())) == (1, 1)
    assert say(*on, "grid", "cut").code == 2
    assert say(*on, "grid", "cut", "--community", COMMUNITY, "--size", "0").code == 2
    document = say(*on, "grid", "cut", "--community", COMMUNITY, "--json").document
    assert set(document) == {"community", "grids", "area_m2", "smallest_m2", "largest_m2"}
    again = say(*on, "grid", "cut", "--community", COMMUNITY)
    assert (again.code, again.err) == (1, f"社区 {COMMUNITY} 已有 6 个单元网格。\n")
    assert say("grid", "code", f"{COMMUNITY}001").out == f"{COMMUNITY}001\n"


def test_gaps_are_told_to_people_too(say: Say, embedded: World, tmp_path: Path) -> None:
    on = ("--database", embedded.url)
    say(*on, "import", "regions", shapes.geojson(tmp_path, shapes.regions(box(0, 0, 200, 100))))
    file = shapes.geojson(tmp_path, [({"code": f"{COMMUNITY}001"}, box(0, 0))])
    said = say(*on, "import", "grid", file)
    first, gap = said.out.splitlines()
    assert (said.code, first) == (0, "共 1 行：导入 1，未变 0，拒收 0。")
    assert gap.startswith(f"社区 {COMMUNITY}：{COMMUNITY}001 旁有 ")


def test_a_community_of_too_many_grids_is_named(say: Say, embedded: World, tmp_path: Path) -> None:
    on = ("--database", embedded.url)
    say(*on, "import", "regions", shapes.geojson(tmp_path, shapes.regions(box(0, 0, 300, 200))))
    said = say(*on, "grid", "cut", "--community", COMMUNITY, "--size", "5")
    assert (said.code, said.out) == (1, "")
    assert re.fullmatch(rf"社区 {COMMUNITY} 需要 2[34]\d\d 个单元网格，超过 999 个。\n", said.err)


NONE = (
    ("none", "没有文件 {path}。", "There is no file {path}."),
    ("folder", "{path} 是文件夹，不是文件。", "{path} is a folder, not a file."),
)


@pytest.mark.parametrize(("name", "chinese", "english"), NONE, ids=[row[0] for row in NONE])
def test_a_file_that_is_none_is_told_in_a_whole_sentence(
    say: Say, embedded: World, tmp_path: Path, name: str, chinese: str, english: str
) -> None:
    for suffix in (".csv", ".xlsx", ".geojson", ".shp", ".gpkg"):
        (tmp_path / f"folder{suffix}").mkdir()
        path = tmp_path / f"{name}{suffix}"
        for language, sentence in (("zh", chinese), ("en", english)):
            words = ("--language", language, "import", "places", str(path))
            said = say("--database", embedded.url, *words)
            assert (said.code, said.err) == (1, sentence.format(path=path) + "\n")


def test_columns_are_named_in_the_language_of_the_sentence(
    say: Say, embedded: World, tmp_path: Path
) -> None:
    file = csv(tmp_path, "a,b", "1,2")
    for language, told in (
        ("zh", "缺少字段 名称 或 编码。"),
        ("en", "lacks the columns name or code."),
    ):
        words = ("--language", language, "import", "departments", file)
        said = say("--database", embedded.url, *words)
        assert (said.code, said.err.strip().removeprefix(f"{file} ")) == (1, told)


def test_an_import_of_which_nothing_went_in_fails(
    say: Say, embedded: World, tmp_path: Path
) -> None:
    on = ("--database", embedded.url)
    bad = csv(tmp_path, "名称,经度,纬度,备注", "甲公园,0,0,x", name="bad.csv")
    said = say(*on, "import", "places", bad)
    assert said.code == 1
    first, why, unused = said.out.splitlines()
    assert (first, why[:2]) == ("共 1 行：导入 0，未变 0，拒收 1。", "2:")
    assert unused == "未读取的列：备注。"
    good = csv(tmp_path, "名称,经度,纬度", "甲公园,0,0", "乙公园,116.9,31.7", name="good.csv")
    assert [say(*on, "import", "places", good).code for _time in range(2)] == [0, 0]


@pytest.mark.parametrize("limit", ["当日18时前", "12月31日"])
def test_a_moment_is_no_limit(say: Say, limit: str) -> None:
    said = say("deadline", "--from", "2025-03-14T13:00", "--limit", limit)
    assert (said.code, len(said.err.splitlines())) == (1, 1)
    assert limit in said.err
