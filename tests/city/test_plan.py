"""The demo city is a city: it tiles, it is numbered, and the same seed builds it again."""

from collections import Counter

import pytest
import shapely
from shapely.geometry import Polygon

from console.city.facts import City, Region
from console.city.plan import build
from console.domain.grid_code import GridCode, numbering
from console.domain.stage import Post


def of(city: City, tier: str) -> list[Region]:
    return [region for region in city.regions if region.tier == tier]


def grids_of(city: City, community: Region) -> list[Polygon]:
    return [Polygon(grid.ring) for grid in city.grids if grid.region == community.id]


def test_it_has_the_size_of_a_real_district(city: City) -> None:
    assert len(of(city, "street")) == 17
    assert len(of(city, "community")) == 170
    assert 1600 <= len(city.grids) <= 1800
    assert len(city.departments) == 140
    assert len(city.crews) == 200


def test_the_same_seed_builds_the_same_city_and_another_seed_another() -> None:
    one, again, other = build(5), build(5), build(6)
    assert (one.regions, one.grids, one.roads.edges) == (
        again.regions,
        again.grids,
        again.roads.edges,
    )
    assert (one.crews, one.operators, one.shapes) == (again.crews, again.operators, again.shapes)
    assert one.grids != other.grids


def test_unit_grids_tile_every_community_without_gap_or_overlap(city: City) -> None:
    for community in of(city, "community"):
        cut = grids_of(city, community)
        assert all(grid.is_valid for grid in cut)
        whole = Polygon(community.ring)
        assert shapely.unary_union(cut).equals(whole)
        assert sum(grid.area for grid in cut) == pytest.approx(whole.area, rel=1e-9)


@pytest.mark.parametrize(("inner", "outer"), [("community", "street"), ("street", "district")])
def test_regions_tile_the_region_above_them(city: City, inner: str, outer: str) -> None:
    for region in of(city, outer):
        parts = [Polygon(part.ring) for part in of(city, inner) if part.parent == region.id]
        whole = Polygon(region.ring)
        assert shapely.coverage_is_valid(parts)
        assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-9)


def test_all_unit_grids_together_are_a_coverage(city: City) -> None:
    assert shapely.coverage_is_valid([Polygon(grid.ring) for grid in city.grids])


def test_every_unit_grid_lies_in_exactly_one_community(city: City) -> None:
    communities = of(city, "community")
    tree = shapely.STRtree([Polygon(community.ring) for community in communities])
    for grid in city.grids:
        inside = Polygon(grid.ring).representative_point()
        (found,) = tree.query(inside, predicate="within")
        assert communities[found].id == grid.region


def test_built_unit_grids_are_of_the_standards_size_and_shape(city: City) -> None:
    sizes = sorted(grid.area_m2 for grid in city.grids if grid.ground == "built")
    assert 9_000 < sizes[len(sizes) // 2] < 13_000
    assert sum(4_000 < size < 20_000 for size in sizes) > 0.98 * len(sizes)
    assert max(grid.area_m2 for grid in city.grids) < 60_000


def test_codes_follow_the_region_they_lie_in(city: City) -> None:
    codes = [GridCode.parse(grid.code) for grid in city.grids]
    assert len(set(codes)) == len(codes)
    for grid, code in zip(city.grids, codes, strict=True):
        community = city.region[grid.region]
        assert community.code == code.community_code
        assert community.parent is not None
        assert city.region[community.parent].code == code.county + code.street


def test_unit_grids_are_numbered_without_gaps_west_to_east_and_north_to_south(city: City) -> None:
    for community in of(city, "community"):
        inside = [grid for grid in city.grids if grid.region == community.id]
        sequences = [GridCode.parse(grid.code).sequence for grid in inside]
        assert sorted(sequences) == list(range(1, len(inside) + 1))
        centres = [Polygon(grid.ring).centroid for grid in inside]
        assert numbering([(centre.x, centre.y) for centre in centres]) == sequences
        first = min(zip(sequences, centres, strict=True), key=lambda pair: pair[0])[1]
        assert first.y > max(centre.y for centre in centres) - 0.0006


def test_names_are_given_once(city: City) -> None:
    for tier in ("street", "community"):
        assert max(Counter(region.zh for region in of(city, tier)).values()) == 1
    assert max(Counter(road.zh for road in city.roads.roads).values()) == 1
    assert all(region.en.isascii() for region in city.regions)


def test_streets_areas_are_of_like_size(city: City) -> None:
    parent = {community.id: community.parent for community in of(city, "community")}
    sizes = Counter(parent[grid.region] for grid in city.grids)
    assert max(sizes.values()) < 1.6 * min(sizes.values())


def test_river_lake_and_parks_lie_inside_the_district(city: City) -> None:
    (district,) = of(city, "district")
    outline = Polygon(district.ring)
    assert {shape.kind for shape in city.shapes} == {"river", "lake", "park"}
    for shape in city.shapes:
        assert outline.covers(Polygon(shape.ring))
    river = next(Polygon(shape.ring) for shape in city.shapes if shape.kind == "river")
    west, _south, east, _north = outline.bounds
    assert river.bounds[2] - river.bounds[0] > 0.9 * (east - west)


def test_there_is_an_operator_for_every_post(city: City) -> None:
    held = {held.post for operator in city.operators for held in operator.posts}
    assert held == set(Post)
    logins = [operator.login for operator in city.operators]
    assert len(set(logins)) == len(logins)
    assert all(login.isascii() and login.isalnum() for login in logins)


def test_every_duty_grid_has_a_collector_and_every_unit_grid_a_duty_grid(city: City) -> None:
    patrolled = {number for collector in city.collectors for number in collector.duty_grids}
    assert patrolled == {duty.id for duty in city.duty_grids}
    codes = Counter(code for duty in city.duty_grids for code in duty.grids)
    assert set(codes) == {grid.code for grid in city.grids}
    assert set(codes.values()) == {1}
