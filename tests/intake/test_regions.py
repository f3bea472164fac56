"""Regions come in as a tree with outlines; what does not fit the tree is named with its line."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import Polygon

from console.domain.geodesy import area
from console.domain.refusal import Refused
from console.intake.geometry import outlines
from console.intake.grids.regions import Finder, import_regions, plain_code
from tests.intake import shapes
from tests.intake.shapes import COMMUNITY, Row, bow_tie, box
from tests.store.world import World

HOLED = Polygon(box(0, 0).exterior.coords, [box(40, 40, 20).exterior.coords])


def by_code(world: World, code: str) -> dict[str, Any]:
    return next(row for row in world.rows("region") if row["code"] == code)


def above(world: World, code: str) -> set[str]:
    codes = {row["id"]: row["code"] for row in world.rows("region")}
    own = by_code(world, code)["id"]
    return {
        codes[row["ancestor_id"]] for row in world.rows("region_under") if row["region_id"] == own
    }


def reasons(report: dict[str, Any]) -> list[tuple[int, str]]:
    assert report["rows"] == report["imported"] + report["unchanged"] + report["rejected"]
    return [(entry["line"], entry["reason"]) for entry in report["rejections"]]


def test_the_tree_is_read_off_the_codes_and_the_outline_kept(
    town_world: World, tmp_path: Path
) -> None:
    report = import_regions(
        town_world.store, shapes.shp(tmp_path, shapes.regions(box(0, 0)), encoding="gbk")
    )
    assert (report["rows"], report["imported"], report["rejected"]) == (4, 4, 0)
    community = by_code(town_world, COMMUNITY)
    assert (community["tier"], community["zh"]) == ("community", "望湖社区")
    assert area([(x, y) for x, y in community["outline"][0][0]]) == pytest.approx(10_000, rel=1e-4)
    assert above(town_world, COMMUNITY) == {COMMUNITY, "990101001", "990101", "990100"}
    tiers = [by_code(town_world, c)["tier"] for c in ("990100", "990101", "990101001")]
    assert tiers == ["city", "district", "street"]


def test_the_same_file_again_imports_nothing(town_world: World, tmp_path: Path) -> None:
    file = shapes.geojson(tmp_path, shapes.regions(box(0, 0)))
    import_regions(town_world.store, file)
    before = town_world.rows("region"), town_world.rows("region_under")
    report = import_regions(town_world.store, file)
    assert (report["imported"], report["unchanged"], report["rejected"]) == (0, 4, 0)
    assert (town_world.rows("region"), town_world.rows("region_under")) == before


def test_two_imports_at_once_take_turns(town_world: World, tmp_path: Path) -> None:
    file = shapes.geojson(tmp_path, shapes.regions(box(0, 0)))
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(import_regions, [town_world.store] * 2, [file] * 2))
    assert sorted((one["imported"], one["unchanged"]) for one in both) == [(0, 4), (4, 0)]


def test_children_may_stand_before_their_parents_and_name_them(
    embedded: World, tmp_path: Path
) -> None:
    report = import_regions(
        embedded.store,
        shapes.csv(
            tmp_path,
            "区划代码,名称,级别,上级编码",
            "S9,西片,街道,2",
            "990101001001,望湖社区,社区,S9",
            "2,东区,区,1",
        ),
    )
    # "2" was a street of the town: it becomes a district below the city
    assert (report["imported"], report["rejected"]) == (3, 0)
    assert above(embedded, COMMUNITY) == {COMMUNITY, "S9", "2", "1"}
    assert by_code(embedded, "2")["tier"] == "district"


def test_a_moved_region_takes_what_lies_below_it_along(town_world: World, tmp_path: Path) -> None:
    import_regions(town_world.store, shapes.geojson(tmp_path, shapes.regions()))
    moved = shapes.csv(tmp_path, "code,name,tier,parent", "990101001,望湖街道,street,1")
    assert import_regions(town_world.store, moved)["imported"] == 1
    assert above(town_world, COMMUNITY) == {COMMUNITY, "990101001", "1"}


def test_a_blank_leaves_what_is_known(embedded: World, tmp_path: Path) -> None:
    rows = shapes.regions(box(0, 0))
    import_regions(embedded.store, shapes.geojson(tmp_path, rows))
    outline = by_code(embedded, COMMUNITY)["outline"]
    file = shapes.csv(tmp_path, "code,name,en", f"{COMMUNITY},,Wanghu")
    assert import_regions(embedded.store, file)["imported"] == 1
    assert by_code(embedded, COMMUNITY) | {"id": 0} == {
        "id": 0,
        "parent_id": by_code(embedded, "990101001")["id"],
        "tier": "community",
        "code": COMMUNITY,
        "zh": "望湖社区",
        "en": "Wanghu",
        "outline": outline,
    }


BAD_ROWS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("880101002001,甲,,", "region_without_parent", {"code": "880101002001"}),
    ("990101001002,甲,,7", "region_parent_unknown", {"code": "990101001002", "parent": "7"}),
    (
        "990101001002,甲,,990101001001",
        "region_parent_tier",
        {"code": "990101001002", "parent": COMMUNITY},
    ),
    ("9901,甲,,", "region_tier", {"code": "9901"}),
    ("990101,甲,village,", "region_tier", {"code": "990101"}),
    ("9901010010021111,甲,street,1", "region_tier", {"code": "9901010010021111"}),
    ("77,甲,社区,1", "region_community_code", {"code": "77"}),
    (",甲,,", "row_without_key", {}),
    ("990101001002,,,", "row_without_name", {}),
    (f"{COMMUNITY},甲,,", "row_twice", {"number": COMMUNITY}),
    ("990101001002,甲", "row_columns", {}),
)


@pytest.mark.parametrize(
    ("row", "why", "values"), BAD_ROWS, ids=[f"{r[1]}{i}" for i, r in enumerate(BAD_ROWS)]
)
def test_a_bad_row_is_named_with_its_line_and_the_others_come_in(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, str]
) -> None:
    lines = ["990100,市,,", "990102,区,,", "990101001,街道,,", f"{COMMUNITY},社区,,"]
    file = shapes.csv(tmp_path, "code,name,tier,parent", *lines, row)
    report = import_regions(embedded.store, file)
    assert reasons(report) == [(6, str(Refused(why, **values)))]
    assert by_code(embedded, COMMUNITY)["zh"] == "社区"


def test_what_lies_below_a_rejected_region_is_rejected_too(embedded: World, tmp_path: Path) -> None:
    rows: list[Row] = [
        (values, bow_tie(0, 0) if len(values["code"]) == 9 else None)
        for values, _ in shapes.regions()
    ]
    report = import_regions(embedded.store, shapes.geojson(tmp_path, rows))
    assert [entry["line"] for entry in report["rejections"]] == [3, 4]
    assert report["invalid"][0]["code"] == "990101001"
    assert report["invalid"][0]["area_m2"] == pytest.approx(4000, rel=0.2)


def test_an_outline_in_pieces_with_holes_is_kept_whole(town_world: World, tmp_path: Path) -> None:
    far = shapely.MultiPolygon([HOLED, box(500, 0, 40)])
    report = import_regions(town_world.store, shapes.geojson(tmp_path, shapes.regions(far)))
    assert (report["imported"], report["remarks"]) == (4, [])
    kept = outlines.shape_of(by_code(town_world, COMMUNITY)["outline"])
    assert kept is not None
    assert kept.equals(far.normalize()) or kept.normalize().equals_exact(far.normalize(), 1e-8)
    assert outlines.area_m2(kept) == pytest.approx(10_000 - 400 + 1600, rel=1e-3)


def test_a_position_in_a_hole_is_in_no_region_and_one_in_an_island_is(
    town_world: World, tmp_path: Path
) -> None:
    island = box(45, 45, 10)
    far = shapely.MultiPolygon([HOLED, island, box(500, 0, 40)])
    import_regions(town_world.store, shapes.geojson(tmp_path, shapes.regions(far)))
    community = by_code(town_world, COMMUNITY)["id"]
    with town_world.store.read() as connection:
        finder = Finder(connection)
    spots = {(10, 10): community, (42, 42): None, (50, 50): community, (520, 20): community}
    spots[300, 20] = None
    assert {spot: finder.at(*shapes.HERE.to_degrees(*spot)) for spot in spots} == spots


def test_communities_over_each_other_are_told_with_their_area(
    embedded: World, tmp_path: Path
) -> None:
    rows = [*shapes.regions(box(0, 0)), ({"code": "990101001002", "名称": "乙"}, box(90, 0))]
    report = import_regions(embedded.store, shapes.geojson(tmp_path, rows))
    assert report["imported"] == 5
    (told,) = report["overlaps"]
    assert told["codes"] == [COMMUNITY, "990101001002"]
    assert told["area_m2"] == pytest.approx(1000, rel=1e-3)
    assert len(report["remarks"]) == 1


@pytest.mark.parametrize("header", ["name,age", "编码,年龄"])
def test_a_table_without_the_needed_columns_is_refused(
    embedded: World, tmp_path: Path, header: str
) -> None:
    with pytest.raises(Refused) as caught:
        import_regions(embedded.store, shapes.csv(tmp_path, header, "A,3"))
    assert caught.value.key == "columns_missing"
    lacking = {"name,age": "编码", "编码,年龄": "名称"}[header]
    assert str(caught.value).endswith(f"缺少字段 {lacking}。")


def bad_file(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


BAD_FILES: dict[str, Callable[[Path], str]] = {
    "file_kind_unknown": lambda folder: bad_file(folder, "a.dwg", b"AC1032"),
    "file_empty": lambda folder: bad_file(folder, "a.csv", b""),
    "file_not_text": lambda folder: bad_file(folder, "a.csv", b"\xff\xff\xff"),
    "file_damaged": lambda folder: bad_file(folder, "a.xlsx", b"PK\x03\x04 no more"),
    "file_unreadable": lambda folder: str(folder / "none.xlsx"),
}


@pytest.mark.parametrize("why", BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_written(
    town_world: World, tmp_path: Path, why: str
) -> None:
    before = town_world.rows("region")
    with pytest.raises(Refused) as caught:
        import_regions(town_world.store, BAD_FILES[why](tmp_path))
    assert caught.value.key == why
    assert town_world.rows("region") == before


def test_a_failure_in_the_middle_leaves_nothing(
    town_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_rows: object) -> None:
        raise Refused("database_full", path="x")

    monkeypatch.setattr("console.store.city.tables.close_tree", broken)
    before = town_world.rows("region")
    with pytest.raises(Refused):
        import_regions(town_world.store, shapes.geojson(tmp_path, shapes.regions(box(0, 0))))
    assert town_world.rows("region") == before


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("110101000000", "110101"),
        ("110100000000", "110100"),
        ("110101001000", "110101001"),
        ("110101001001", "110101001001"),
        ("110101", "110101"),
        ("nyc311", "nyc311"),
    ],
)
def test_zeros_that_fill_a_code_up_are_no_part_of_it(code: str, plain: str) -> None:
    assert plain_code(code) == plain
