"""Crews drive along streets, and houses are numbered along them."""

import itertools
from random import Random

import pytest

from console.city.facts import City
from console.city.land.roads import Road, Roads, point_along
from console.domain.geodesy import distance


@pytest.fixture
def cross() -> Roads:
    """A plus sign: node 0 in the middle, then west, east, north, south, and 5 apart from all."""
    nodes = [(0.0, 30.0), (-0.01, 30.0), (0.01, 30.0), (0.0, 30.01), (0.0, 29.99), (1.0, 30.0)]
    roads = [
        Road(1, "arterial", "横路", "Across", ((1, 0, 2),)),
        Road(2, "lane", "竖巷", "Down", ((3, 0, 4),)),
        Road(3, "lane", "孤巷", "Apart", ((5,),)),
    ]
    return Roads(nodes, roads)


def test_the_way_leads_through_the_crossing(cross: Roads) -> None:
    assert cross.path(1, 4) == [1, 0, 4]
    assert cross.path(2, 2) == [2]


def test_where_no_way_leads_there_is_an_error(cross: Roads) -> None:
    with pytest.raises(ValueError, match="no way"):
        cross.path(1, 5)


def test_every_corner_can_be_reached_from_every_other(city: City) -> None:
    neighbours = city.roads.neighbours
    reached, waiting = {0}, [0]
    while waiting:
        fresh = {node for node, _seconds in neighbours[waiting.pop()]} - reached
        reached |= fresh
        waiting += fresh
    assert reached == set(range(len(city.roads.nodes)))


def test_a_route_stays_on_edges_and_ends_where_it_should(city: City) -> None:
    roads, rng = city.roads, Random(3)
    edges = {(edge.a, edge.b) for edge in roads.edges}
    edges |= {(b, a) for a, b in edges}
    for _trip in range(40):
        start, end = rng.randrange(len(roads.nodes)), rng.randrange(len(roads.nodes))
        way = roads.path(start, end)
        assert (way[0], way[-1]) == (start, end)
        assert set(itertools.pairwise(way)) <= edges
        assert roads.route(roads.nodes[start], roads.nodes[end]) == [roads.nodes[n] for n in way]


def test_the_quickest_way_is_not_slower_than_any_other_search_finds(city: City) -> None:
    roads, rng = city.roads, Random(4)
    start = rng.randrange(len(roads.nodes))
    seconds = {start: 0.0}
    changed = [start]
    while changed:  # Bellman and Ford, without a heap or a guess at the distance left
        node = changed.pop(0)
        for other, cost in roads.neighbours[node]:
            if seconds[node] + cost < seconds.get(other, float("inf")) - 1e-9:
                seconds[other] = seconds[node] + cost
                changed.append(other)
    for end in rng.sample(range(len(roads.nodes)), 25):
        way = roads.path(start, end)
        took = sum(dict(roads.neighbours[a])[b] for a, b in itertools.pairwise(way))
        assert took == pytest.approx(seconds[end])


def test_the_nearest_node_is_the_nearest(city: City) -> None:
    rng = Random(5)
    for _try in range(30):
        spot = 116.9 + rng.uniform(-0.03, 0.03), 31.7 + rng.uniform(-0.02, 0.02)
        gaps = [distance(*spot, *node) for node in city.roads.nodes]
        assert distance(*spot, *city.roads.nodes[city.roads.nearest(spot)]) == min(gaps)


def test_house_numbers_rise_along_a_road_odd_left_and_even_right(city: City) -> None:
    road = next(road for road in city.roads.roads if road.zh == "望湖路")
    edges = [edge for edge in city.roads.edges if edge.road == road.id]
    odd = [edge.number(0.0, even=False) for edge in edges]
    assert odd == sorted(odd)
    assert all(number % 2 == 1 for number in odd)
    assert all(edge.number(1.0, even=True) % 2 == 0 for edge in edges)


def test_a_crew_moves_evenly_along_its_way() -> None:
    line = [(0.0, 30.0), (0.01, 30.0), (0.01, 30.01)]
    whole = distance(*line[0], *line[1]) + distance(*line[1], *line[2])
    assert point_along(line, -5) == line[0]
    assert point_along(line, whole + 5) == line[2]
    lon, lat = point_along(line, distance(*line[0], *line[1]) / 2)
    assert (lon, lat) == pytest.approx((0.005, 30.0))
