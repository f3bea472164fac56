"""Components lie along the streets and in the parks, in the grid they name, kept by somebody."""

from collections import Counter
from typing import Any

import pytest
import shapely
from shapely.geometry import Point, Polygon

from console.city import components, national
from console.city.facts import City, Place
from console.city.land import gazetteer, scatter
from console.domain.category import CJT214, by_key
from console.domain.initials import initials


@pytest.fixture(scope="module")
def pieces(city: City) -> list[dict[str, Any]]:
    return list(components.components(city))


@pytest.fixture(scope="module")
def named(city: City) -> list[Place]:
    return list(gazetteer.places(city, 1200))


def test_there_are_20_000_with_ids_of_their_category(pieces: list[dict[str, Any]]) -> None:
    assert len(pieces) == len({row["id"] for row in pieces}) == 20_000
    ids = national.category_ids()
    for row in pieces:
        assert len(row["id"]) == 16
        assert row["id"].startswith("990101")
        category = by_key()[CJT214, "component", row["id"][6:10]]
        assert (row["category_id"], row["name"]) == (ids[category.key], category.zh)
    numbers: dict[str, list[int]] = {}
    for row in pieces:
        numbers.setdefault(row["id"][6:10], []).append(int(row["id"][10:]))
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_the_same_city_has_the_same_ones(city: City) -> None:
    assert list(components.components(city, 300)) == list(components.components(city, 300))
    assert list(components.components(city, 0)) == []


def test_each_lies_in_the_grid_it_names(city: City, pieces: list[dict[str, Any]]) -> None:
    shapes = {grid.code: Polygon(grid.ring) for grid in city.grids}
    wet = {grid.code for grid in city.grids if grid.ground == "water"}
    for row in pieces[::20]:
        assert shapes[row["grid_code"]].contains(Point(row["lon"], row["lat"]))
        assert row["grid_code"] not in wet


def test_street_things_stand_beside_a_road_and_benches_in_a_park(
    city: City, pieces: list[dict[str, Any]]
) -> None:
    roads = shapely.MultiLineString(
        [
            [city.roads.nodes[n] for n in part]
            for road in city.roads.roads
            for part in road.stretches
        ]
    )
    parks = {grid.code for grid in city.grids if grid.ground == "park"}
    for row in pieces:
        if row["name"] == "街头坐椅":
            assert row["grid_code"] in parks
    for row in [row for row in pieces if row["name"] in ("路灯", "行道树", "雨水井盖")][::60]:
        assert roads.distance(Point(row["lon"], row["lat"])) < 0.0001


def test_trees_and_lamps_are_many_and_most_things_are_whole(pieces: list[dict[str, Any]]) -> None:
    kinds = Counter(row["name"] for row in pieces)
    assert [kind for kind, _count in kinds.most_common(2)] == ["行道树", "路灯"]
    covers = sum(count for kind, count in kinds.items() if "井盖" in kind)
    assert 0.2 < covers / len(pieces) < 0.35
    states = Counter(row["state"] for row in pieces)
    assert set(states) == set(components.STATES)
    assert 0.92 < states["intact"] / len(pieces) < 0.97


def test_the_station_of_the_street_keeps_what_its_bureau_is_in_charge_of(
    city: City, pieces: list[dict[str, Any]]
) -> None:
    bodies = {body.id: body for body in city.departments}
    for row in pieces:
        assert row["charge_id"] in bodies
        assert row["keeper_id"] in bodies
    bins = [row for row in pieces if row["name"] == "垃圾箱"]
    assert {bodies[row["charge_id"]].zh for row in bins} == {"市环卫局"}
    assert len({row["keeper_id"] for row in bins}) == 17
    pipes = [row for row in pieces if row["name"] == "燃气井盖"]
    assert {bodies[row["owner_id"]].zh for row in pipes} == {"燃气公司"}
    assert {bodies[row["charge_id"]].zh for row in pipes} == {"市住建局"}


def test_the_gazetteer_has_zones_blocks_doors_and_points(city: City, named: list[Place]) -> None:
    kinds = Counter(place.kind for place in named)
    assert (kinds["zone"], kinds["block"]) == (17, 170)
    assert kinds["doorplate"] == round(1200 * gazetteer.DOORPLATES)
    assert {"school", "shop", "station", "toilet"} <= kinds.keys()
    points = Counter(place.zh for place in named if place.kind not in ("doorplate", "block"))
    assert max(points.values()) == 1
    assert all(place.en.isascii() and initials(place.zh) for place in named)
    roads = {road.zh for road in city.roads.roads}
    assert all(p.zh.split(" ")[0] in roads for p in named if p.kind == "doorplate")


@pytest.mark.parametrize(("counts", "total"), [([3, 1], 8), ([1, 1, 1], 10), ([5, 2], 0)])
def test_shares_sum_up(counts: list[int], total: int) -> None:
    made = scatter.shares(counts, total)
    assert sum(made) == total
    assert made == sorted(made, reverse=True)
