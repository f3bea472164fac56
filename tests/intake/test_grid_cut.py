"""A community is cut into grids that tile it, numbered as one reads a page, or not at all."""

import json
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from console.domain.refusal import Refused
from console.intake.geometry import outlines
from console.intake.grids.cutting import cut, pieces
from console.intake.grids.regions import import_regions
from console.intake.grids.unit_grids import import_grid
from tests.intake import shapes
from tests.intake.shapes import COMMUNITY, HERE, bow_tie, box
from tests.store.world import World


def prepared(world: World, folder: Path, outline: Any) -> None:
    import_regions(world.store, shapes.geojson(folder, shapes.regions(outline), "regions.geojson"))


def grids(world: World) -> list[dict[str, Any]]:
    return [row for row in world.rows("unit_grid") if row["code"].startswith(COMMUNITY)]


def refused(world: World, community: str = COMMUNITY, size: float = 100) -> str:
    before = world.rows("unit_grid")
    with pytest.raises(Refused) as caught:
        cut(world.store, community, size)
    assert "<" not in str(caught.value)
    assert world.rows("unit_grid") == before
    return caught.value.key


def test_a_page_is_cut_into_squares_numbered_like_a_page(town_world: World, tmp_path: Path) -> None:
    prepared(town_world, tmp_path, box(0, 0, 300, 200))
    document = cut(town_world.store, COMMUNITY, 100)
    assert (document["community"], document["grids"]) == (COMMUNITY, 6)
    assert document["area_m2"] == pytest.approx(60_000, rel=1e-4)
    assert document["smallest_m2"] == pytest.approx(document["largest_m2"], rel=1e-4)
    made = grids(town_world)
    assert [row["code"][-3:] for row in made] == [f"{n:03d}" for n in range(1, 7)]
    # west to east, the northern row first
    corners = [tuple(map(min, zip(*r["outline"][0][0], strict=True))) for r in made]
    metres = [tuple(round(m) for m in HERE.to_metres(*corner)) for corner in corners]
    assert metres == [(0, 100), (100, 100), (200, 100), (0, 0), (100, 0), (200, 0)]
    assert all((row["ended_at"], row["area_class"]) == (None, 1) for row in made)


def test_what_was_cut_has_no_gaps_and_overlaps_by_the_imports_own_measure(
    embedded: World, tmp_path: Path
) -> None:
    star = Polygon([HERE.to_degrees(r * cos(a), r * sin(a)) for r, a in
                    [(600 if k % 2 else 250, k * pi / 7) for k in range(14)]])  # fmt: skip
    prepared(embedded, tmp_path, star)
    document = cut(embedded.store, COMMUNITY, 100)
    rows = [({"code": r["code"]}, outlines.shape_of(r["outline"])) for r in grids(embedded)]
    report = import_grid(embedded.store, shapes.geojson(tmp_path, rows))
    assert (report["rows"], report["unchanged"]) == (document["grids"],) * 2
    assert (report["overlaps"], report["gaps"], report["outside"]) == ([], [], [])


def test_a_community_in_parts_with_holes_is_cut_without_gaps(
    town_world: World, tmp_path: Path
) -> None:
    lake, pond = box(150, 150, 60), box(20, 20, 5)
    holed = Polygon(box(0, 0, 400, 300).exterior.coords, [h.exterior.coords for h in (lake, pond)])
    whole = shapely.MultiPolygon([holed, box(700, 0, 130)])
    prepared(town_world, tmp_path, whole)
    document = cut(town_world.store, COMMUNITY, 100)
    assert document["area_m2"] == pytest.approx(outlines.area_m2(whole), abs=1)
    rows = [({"code": r["code"]}, outlines.shape_of(r["outline"])) for r in grids(town_world)]
    report = import_grid(town_world.store, shapes.geojson(tmp_path, rows))
    assert (report["rows"], report["unchanged"]) == (document["grids"],) * 2
    assert (report["overlaps"], report["gaps"], report["outside"]) == ([], [], [])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(150, 900), min_size=3, max_size=16),
    st.floats(40, 250),
    st.floats(0, pi),
)
@example([648.00390625, 150.0, 300.0], 40.0, 0.0)  # a hair of a tenth of a millimetre
def test_whatever_the_outline_the_pieces_tile_it(
    reaches: list[float], size: float, turn: float
) -> None:
    count = len(reaches)
    angles = [turn + 2 * pi * k / count for k in range(count)]
    corners = [(r * cos(a), r * sin(a)) for r, a in zip(reaches, angles, strict=True)]
    ring = [tuple(round(d, 9) for d in HERE.to_degrees(*corner)) for corner in corners]
    whole = Polygon(ring)
    assume(whole.is_valid and outlines.area_m2(whole) < 900 * size**2)
    tiles = pieces(whole, size, COMMUNITY)
    assert all(tile.is_valid and not tile.interiors for tile in tiles)
    assert sum(map(outlines.area_m2, tiles)) == pytest.approx(outlines.area_m2(whole), abs=1)
    tree = shapely.STRtree(tiles)
    for i, j in zip(*tree.query(tiles, predicate="intersects"), strict=True):
        assert i == j or outlines.area_m2(tiles[i].intersection(tiles[j])) < 0.01
    assert outlines.area_m2(whole.difference(shapely.union_all(tiles))) < 1
    if len(tiles) > 1:  # slivers have joined a neighbour
        assert min(map(outlines.area_m2, tiles)) > 0.39 * size**2


def test_a_strip_too_narrow_for_the_size_is_one_row(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path, box(0, 0, 500, 12))
    assert cut(embedded.store, COMMUNITY, 100)["grids"] == 1


def test_a_community_that_has_or_had_grids_is_not_cut(town_world: World, tmp_path: Path) -> None:
    prepared(town_world, tmp_path, box(0, 0, 300, 200))
    cut(town_world.store, COMMUNITY, 100)
    assert refused(town_world) == "cut_has_grids"
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update unit_grid set ended_at = 1")
    assert refused(town_world) == "cut_has_grids"


@pytest.mark.parametrize("community", ["990101001009", "990101001", "1", ""])
def test_only_a_community_can_be_cut(embedded: World, tmp_path: Path, community: str) -> None:
    prepared(embedded, tmp_path, box(0, 0))
    assert refused(embedded, community) == "community_unknown"


@pytest.mark.parametrize("size", [3.16, 1.0, 0.001])
def test_more_than_999_grids_are_refused(embedded: World, tmp_path: Path, size: float) -> None:
    prepared(embedded, tmp_path, box(0, 0))
    assert refused(embedded, size=size) == "cut_too_many"


def test_exactly_999_grids_are_not(embedded: World, tmp_path: Path) -> None:
    prepared(embedded, tmp_path, box(0, 0, 370, 270))
    assert cut(embedded.store, COMMUNITY, 10)["grids"] == 999


@pytest.mark.parametrize("outline", [None, "bow tie"])
def test_without_a_sound_outline_there_is_nothing_to_cut(
    embedded: World, tmp_path: Path, outline: str | None
) -> None:
    prepared(embedded, tmp_path, None)
    if outline:
        ring = [shapely.geometry.mapping(bow_tie(0, 0))["coordinates"]]
        with embedded.store.write() as connection:
            connection.exec_driver_sql(
                "update region set outline = ? where code = ?",
                (json.dumps(ring), COMMUNITY),
            )
    assert refused(embedded) == "community_outline"
