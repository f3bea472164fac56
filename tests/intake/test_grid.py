"""Unit grids come in by their code; what overlaps goes back, what is missing ends, gaps are told."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from console.domain.moment import parse
from console.domain.refusal import Refused
from console.intake.geometry import outlines
from console.intake.grids.regions import import_regions
from console.intake.grids.unit_grids import import_grid
from console.store.engine import now_ms
from tests.intake import shapes
from tests.intake.shapes import COMMUNITY, Row, bow_tie, box, code
from tests.store.world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")


def prepared(world: World, folder: Path, outline: Polygon | None = None) -> None:
    """The community of the tests, 300 × 100 m unless told otherwise, and one beside it."""
    rows = shapes.regions(outline or box(0, 0, 300, 100))
    rows.append(({"code": "990101001002", "名称": "乙社区"}, box(300, 0)))
    import_regions(world.store, shapes.geojson(folder, rows, "regions.geojson"))


def three(**more: Any) -> list[Row]:
    return [({"BGCODE": code(n), **more}, box(100 * (n - 1), 0)) for n in (1, 2, 3)]


def brought(world: World, folder: Path, rows: Sequence[Row]) -> dict[str, Any]:
    report = import_grid(world.store, shapes.geojson(folder, rows))
    assert report["rows"] == report["imported"] + report["unchanged"] + report["rejected"]
    return report


def grids(world: World) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in world.rows("unit_grid")}


def test_grids_come_in_with_their_area_class_and_community(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    before = now_ms()
    rows = [
        ({"单元网格编": code(n), "类别": "二类区域", "名称": f"{n}号"}, box(100 * n - 100, 0))
        for n in (1, 2, 3)
    ]
    report = import_grid(town_world.store, shapes.shp(tmp_path, rows, encoding="gbk"))
    assert (report["imported"], report["gaps"], report["outside"]) == (3, [], [])
    one = grids(town_world)[code(1)]
    assert one["area_m2"] == pytest.approx(10_000, rel=1e-4)
    assert (one["area_class"], one["name"], one["ended_at"]) == (2, "1号", None)
    assert before <= one["began_at"] <= now_ms()
    (community,) = [r["id"] for r in town_world.rows("region") if r["code"] == COMMUNITY]
    assert one["region_id"] == community


def test_the_same_file_again_imports_nothing(town_world: World, tmp_path: Path) -> None:
    prepared(town_world, tmp_path)
    brought(town_world, tmp_path, three())
    before = town_world.rows("unit_grid")
    again = brought(town_world, tmp_path, three())
    assert (again["imported"], again["unchanged"], again["ended"]) == (0, 3, [])
    assert town_world.rows("unit_grid") == before


def test_a_grid_missing_in_its_communitys_file_is_ended_and_never_deleted(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    brought(town_world, tmp_path, [*three(), ({"BGCODE": code(1, "990101001002")}, box(300, 0))])
    before = now_ms()
    report = brought(town_world, tmp_path, three()[:2])
    assert (report["ended"], report["imported"]) == ([code(3)], 0)
    found = grids(town_world)
    assert before <= found[code(3)]["ended_at"] <= now_ms()
    # the other community is not of this file's concern
    assert found[code(1, "990101001002")]["ended_at"] is None
    assert report["gaps"][0]["codes"] == [code(2)]
    assert report["gaps"][0]["area_m2"] == pytest.approx(10_000, rel=1e-3)
    assert brought(town_world, tmp_path, three()[:2])["ended"] == []


def test_an_ended_grid_that_comes_again_lives_again(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path)
    brought(embedded, tmp_path, three())
    brought(embedded, tmp_path, three()[:2])
    assert brought(embedded, tmp_path, three())["imported"] == 1
    assert grids(embedded)[code(3)]["ended_at"] is None


def test_nothing_is_ended_while_a_code_of_the_file_cannot_be_read(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    brought(embedded, tmp_path, three())
    rows = [*three()[:2], ({"BGCODE": code(3)[:-1]}, box(200, 0))]
    report = brought(embedded, tmp_path, rows)
    assert (report["ended"], report["rejected"]) == ([], 1)
    assert grids(embedded)[code(3)]["ended_at"] is None


def test_a_changed_outline_keeps_its_code_and_is_told(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path)
    brought(embedded, tmp_path, three())
    began = grids(embedded)[code(1)]["began_at"]
    rows: list[Row] = [
        ({"BGCODE": code(1)}, box(0, 0, 80, 100)),
        ({"BGCODE": code(2)}, box(80, 0, 120, 100)),
        three()[2],
    ]
    report = brought(embedded, tmp_path, rows)
    assert (report["imported"], report["unchanged"], report["ended"]) == (2, 1, [])
    assert report["reshaped"] == [code(1), code(2)]
    one = grids(embedded)[code(1)]
    assert (one["began_at"], one["ended_at"]) == (began, None)
    assert one["area_m2"] == pytest.approx(8000, rel=1e-4)


def test_two_newcomers_over_each_other_both_go_with_their_area(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    rows = [three()[0], ({"BGCODE": code(2)}, box(90, 0)), three()[2]]
    report = brought(town_world, tmp_path, rows)
    assert [entry["line"] for entry in report["rejections"]] == [1, 2]
    (over,) = report["overlaps"]
    assert over["codes"] == [code(1), code(2)]
    assert over["area_m2"] == pytest.approx(1000, rel=1e-3)
    values = {"code": code(1), "other": code(2), "area": over["area_m2"]}
    assert report["rejections"][0]["reason"] == str(Refused("grid_overlaps", **values))
    assert list(grids(town_world)) == [code(3)]


def test_a_newcomer_over_a_grid_that_stands_goes_alone(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path)
    brought(embedded, tmp_path, three()[:1])
    report = brought(embedded, tmp_path, [three()[0], ({"BGCODE": code(2)}, box(95, 0))])
    assert [entry["line"] for entry in report["rejections"]] == [2]
    assert report["unchanged"] == 1
    # nor over one of another community, which this file does not name
    brought(embedded, tmp_path, three())
    other = [({"BGCODE": code(1, "990101001002")}, box(280, 0))]
    assert brought(embedded, tmp_path, other)["rejected"] == 1


def test_a_grid_may_not_move_onto_the_old_place_of_one_that_was_sent_back(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    brought(embedded, tmp_path, three()[:2])
    rows: list[Row] = [
        ({"BGCODE": code(1)}, bow_tie(0, 300)),
        ({"BGCODE": code(2)}, box(50, 0)),
    ]
    report = brought(embedded, tmp_path, rows)
    assert report["rejected"] == 2
    assert [o["codes"] for o in report["overlaps"]] == [[code(2), code(1)]]


def test_a_square_metre_of_the_surveyor_is_no_overlap_and_no_gap(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    rows = [three()[0], ({"BGCODE": code(2)}, box(99.991, 0)), ({"BGCODE": code(3)}, box(200, 0))]
    report = brought(embedded, tmp_path, rows)
    assert (report["rejected"], report["overlaps"], report["gaps"]) == (0, [], [])


def test_a_gap_is_told_with_its_area_and_neighbours_and_nothing_rejected(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    rows = [three()[0], ({"BGCODE": code(2)}, box(104, 0, 96, 100)), three()[2]]
    report = brought(embedded, tmp_path, rows)
    (gap,) = report["gaps"]
    assert report["rejected"] == 0
    assert (gap["community"], gap["codes"]) == (COMMUNITY, [code(1), code(2)])
    assert gap["area_m2"] == pytest.approx(400, rel=1e-3)
    assert len(report["remarks"]) == 1


def test_without_an_outline_of_the_community_holes_between_grids_are_gaps(
    embedded: World, tmp_path: Path
) -> None:
    import_regions(embedded.store, shapes.geojson(tmp_path, shapes.regions(), "r.geojson"))
    around = [box(0, 0, 300, 100), box(0, 100), box(200, 100), box(0, 200, 300, 100)]
    report = brought(embedded, tmp_path, [({"code": code(n)}, s) for n, s in enumerate(around, 1)])
    (gap,) = report["gaps"]
    assert gap["area_m2"] == pytest.approx(10_000, rel=1e-3)
    assert len(gap["codes"]) == 4


def test_what_lies_outside_its_community_is_told(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path)
    report = brought(
        embedded, tmp_path, [*three()[:2], ({"BGCODE": code(3)}, box(200, 0, 100, 110))]
    )
    (told,) = report["outside"]
    assert (told["codes"], report["imported"]) == ([code(3)], 3)
    assert told["area_m2"] == pytest.approx(1000, rel=1e-3)


def test_a_grid_mostly_outside_its_community_goes_back_with_its_area(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    brought(town_world, tmp_path, three())
    before = grids(town_world)
    moved = [*three()[:2], ({"BGCODE": code(3)}, box(200, 60))]
    report = brought(town_world, tmp_path, moved)
    (rejected,) = report["rejections"]
    assert (rejected["line"], report["unchanged"], report["ended"]) == (3, 2, [])
    (size,) = [float(word) for word in re.findall(r"[0-9]+\.[0-9]", rejected["reason"])]
    assert size == pytest.approx(6_000, rel=1e-3)
    assert rejected["reason"] == str(Refused("grid_outside", code=code(3), area=size))
    assert grids(town_world) == before


def test_a_wrong_zone_is_refused_before_it_spoils_good_outlines(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    rows = [(values, shapes.projected(shape, 4548)) for values, shape in three()]
    file = shapes.shp(tmp_path, rows)
    assert import_grid(town_world.store, file, "EPSG:4548")["imported"] == 3
    before, events = grids(town_world), town_world.rows("event")
    with pytest.raises(Refused) as caught:
        import_grid(town_world.store, file, "EPSG:4547")
    assert (caught.value.key, caught.value.values) == ("grids_outside", {"count": 3})
    assert (grids(town_world), town_world.rows("event")) == (before, events)


BAD_GRIDS = {
    "grid_code_shape": ({"code": "99010100100100"}, box(0, 0)),
    "community_full": ({"code": f"{COMMUNITY}1000"}, box(0, 0)),
    "community_unknown": ({"code": code(1, "990101009009")}, box(0, 0)),
    "row_without_shape": ({"code": code(1)}, None),
    "row_not_area": ({"code": code(1)}, shapely.LineString(box(0, 0).exterior.coords)),
    "row_invalid": ({"code": code(1)}, bow_tie(0, 0)),
    "grid_class": ({"code": code(1), "class": "九类"}, box(0, 0)),
    "moment_unreadable": ({"code": code(1), "ordate": "soon"}, box(0, 0)),
    "row_twice": ({"code": code(2)}, box(0, 0)),
}


@pytest.mark.parametrize("why", BAD_GRIDS)
def test_a_bad_grid_is_named_with_its_line_and_the_others_come_in(
    embedded: World, tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(embedded, tmp_path)
    said: list[str] = []
    spoken = Refused.__str__

    def listening(no: Refused) -> str:
        said.append(no.key)
        return spoken(no)

    monkeypatch.setattr(Refused, "__str__", listening)
    bad = ({"code": "", "class": "", "ordate": "", **BAD_GRIDS[why][0]}, BAD_GRIDS[why][1])
    good = ({"code": code(2), "class": "1", "ordate": "2020-05-01"}, box(100, 0))
    report = brought(embedded, tmp_path, [good, bad])
    assert said == [why]
    assert [entry["line"] for entry in report["rejections"]] == [2]
    assert "<" not in report["rejections"][0]["reason"]
    assert list(grids(embedded)) == [code(2)]
    assert [entry["code"] for entry in report["invalid"]] == [code(1)] * (why == "row_invalid")


def test_a_grid_in_parts_with_a_hole_is_kept_and_another_may_lie_in_the_hole(
    town_world: World, tmp_path: Path
) -> None:
    prepared(town_world, tmp_path)
    holed = Polygon(box(0, 0).exterior.coords, [box(40, 40, 20).exterior.coords])
    parts = shapely.MultiPolygon([holed, box(150, 0, 50, 50)])
    rows = [({"code": code(1)}, parts), ({"code": code(2)}, box(40, 40, 20))]
    report = brought(town_world, tmp_path, rows)
    assert (report["imported"], report["rejections"], report["overlaps"]) == (2, [], [])
    kept = grids(town_world)[code(1)]
    assert kept["area_m2"] == pytest.approx(10_000 - 400 + 2500, rel=1e-3)
    assert [len(part) for part in kept["outline"]] == [2, 1]
    assert brought(town_world, tmp_path, rows)["unchanged"] == 2
    over = [({"code": code(3)}, box(35, 35, 20))]
    assert [e["line"] for e in brought(town_world, tmp_path, [*rows, *over])["rejections"]] == [3]


def test_an_outline_that_crosses_itself_is_told_with_its_area(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path)
    report = brought(embedded, tmp_path, [({"code": code(1)}, bow_tie(0, 0))])
    assert report["invalid"][0]["area_m2"] == pytest.approx(4250, rel=0.2)


@pytest.mark.parametrize(
    "text", ["2020-05-01", "2020/5/1", "20200501", "2020年5月1日", "2020-05-01 00:00:00"]
)
def test_dates_are_the_citys_midnight(embedded: World, tmp_path: Path, text: str) -> None:
    prepared(embedded, tmp_path)
    brought(embedded, tmp_path, [({"code": code(1), "初始日期": text, "终止日期": ""}, box(0, 0))])
    assert grids(embedded)[code(1)]["began_at"] == parse("2020-05-01", SHANGHAI)


def test_a_grid_that_has_ended_may_lie_under_the_one_that_followed_it(
    embedded: World, tmp_path: Path
) -> None:
    prepared(embedded, tmp_path, box(0, 0))
    rows: list[Row] = [
        ({"code": code(1), "end date": "2024-12-31"}, box(0, 0)),
        ({"code": code(2), "end date": ""}, box(0, 0)),
    ]
    report = brought(embedded, tmp_path, rows)
    assert (report["imported"], report["overlaps"], report["gaps"]) == (2, [], [])
    assert brought(embedded, tmp_path, rows)["unchanged"] == 2


def test_a_failure_in_the_middle_leaves_nothing(
    town_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_rows: object) -> None:
        raise Refused("database_full", path="x")

    prepared(town_world, tmp_path)
    monkeypatch.setattr("console.store.city.tables.change", broken)
    with pytest.raises(Refused):
        brought(town_world, tmp_path, three())
    assert town_world.rows("unit_grid") == []


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8))
def test_whatever_is_in_the_file_no_two_live_grids_overlap_and_again_changes_nothing(
    embedded: World, tmp_path: Path, corners: list[tuple[int, int]]
) -> None:
    prepared(embedded, tmp_path, box(0, 0, 600))
    rows: list[Row] = [({"code": code(n)}, box(x, y)) for n, (x, y) in enumerate(corners, 1)]
    brought(embedded, tmp_path, rows)
    live = [
        outlines.shape_of(g["outline"]) for g in grids(embedded).values() if g["ended_at"] is None
    ]
    sound = [shape for shape in live if shape is not None]
    assert len(sound) == len(live)
    assert not outlines.overlaps(sound)
    before = grids(embedded)
    again = brought(embedded, tmp_path, rows)
    assert (again["imported"], grids(embedded)) == (0, before)
