"""Crews drive along the roads, are there for a while, and stay near home when nothing calls."""

from itertools import pairwise

import pytest

from console.city.facts import City
from console.city.land.roads import SPEED_KMH, Position
from console.city.life.traffic import (
    BEAT_M,
    Orders,
    Traffic,
    heading,
)
from console.domain.geodesy import distance

FASTEST_M_S = max(SPEED_KMH.values()) / 3.6


def traffic(city: City, seed: int = 1, last: dict[int, Position] | None = None) -> Traffic:
    homes = {crew.id: crew.home for crew in city.crews if crew.on_duty}
    return Traffic(city.roads, homes, last or {}, seed)


def far_case(city: City, crew: int) -> Position:
    """A corner on the other side of town."""
    home = next(c.home for c in city.crews if c.id == crew)
    return max((e for e in city.roads.nodes), key=lambda node: distance(*home, *node))


@pytest.fixture(scope="module")
def crew(city: City) -> int:
    return next(crew.id for crew in city.crews if crew.on_duty)


def drive(on: Traffic, orders: Orders, seconds: int, start: int = 0) -> list[list[Position]]:
    """Every crew's positions, second by second."""
    track = []
    for second in range(start + 1, start + seconds + 1):
        on.tick(second, 1.0, orders)
        track.append([vehicle.position for vehicle in on.vehicles.values()])
    return track


def test_a_crew_sent_to_a_case_gets_there_by_road_and_stays(city: City, crew: int) -> None:
    on, there = traffic(city), far_case(city, crew)
    orders = {crew: [(7, there)]}
    corners: set[Position] = set()
    for second in range(1, 3600):
        on.tick(second, 1.0, orders)
        corners.update(leg.to for leg in on.vehicles[crew].legs)
        if on.there(crew, 7):
            break
    assert on.there(crew, 7)
    assert distance(*on.vehicles[crew].position, *there) < 1
    assert corners <= {*city.roads.nodes, there}
    assert len(corners) > 10
    assert {on.vehicles[crew].position for _ in drive(on, orders, 60, second)} == {
        on.vehicles[crew].position
    }


def test_nobody_drives_faster_than_the_roads_allow(city: City, crew: int) -> None:
    on = traffic(city)
    orders = {number: [(number, far_case(city, number))] for number in list(on.vehicles)[:20]}
    for one, other in pairwise(drive(on, orders, 120)):
        for was, now in zip(one, other, strict=True):
            assert distance(*was, *now) < FASTEST_M_S * 1.02


def test_only_who_moved_is_told_of(city: City, crew: int) -> None:
    on = traffic(city)
    was = {number: vehicle.position for number, vehicle in on.vehicles.items()}
    for second in range(1, 200):
        told = {number for number, _at, _heading in on.tick(second, 1.0, {})}
        now = {number: vehicle.position for number, vehicle in on.vehicles.items()}
        assert told == {number for number in now if now[number] != was[number]}
        was = now
    assert told


def test_idle_crews_go_slow_rounds_near_home_and_most_of_them_rest(city: City) -> None:
    on = traffic(city)
    drive(on, {}, 1200)
    moving = [len(on.tick(1200 + s, 1.0, {})) for s in range(1, 20)]
    assert 0.05 * len(on.vehicles) < sum(moving) / len(moving) < 0.7 * len(on.vehicles)
    away = sorted(distance(*v.position, *v.home) for v in on.vehicles.values())
    assert away[int(len(away) * 0.9)] < 2 * BEAT_M
    assert away[-1] > 50


def test_called_off_on_the_way_a_crew_turns_to_the_next_case(city: City, crew: int) -> None:
    on, there = traffic(city), far_case(city, crew)
    home = on.vehicles[crew].home
    drive(on, {crew: [(7, there)]}, 60)
    assert on.vehicles[crew].goal == 7
    drive(on, {crew: [(9, home)]}, 1, 60)
    assert on.vehicles[crew].goal == 9
    drive(on, {crew: [(9, home)]}, 400, 61)
    assert on.there(crew, 9)
    assert not on.there(crew, 7)


def test_a_crew_with_two_cases_does_one_after_the_other(city: City, crew: int) -> None:
    on = traffic(city)
    first, second = on.vehicles[crew].home, far_case(city, crew)
    both = {crew: [(8, second), (3, first)]}
    drive(on, both, 300)
    assert on.there(crew, 3)
    drive(on, {crew: [(8, second)]}, 3600, 300)
    assert on.there(crew, 8)


def test_a_crew_goes_on_from_where_it_was_last_heard_of(city: City, crew: int) -> None:
    there = far_case(city, crew)
    assert traffic(city, last={crew: there}).vehicles[crew].position == there


def test_the_same_seed_drives_the_same_ways(city: City, crew: int) -> None:
    orders = {crew: [(7, far_case(city, crew))]}
    one = drive(traffic(city), orders, 150)
    assert drive(traffic(city), orders, 150) == one
    assert drive(traffic(city, seed=2), orders, 150) != one


@pytest.mark.parametrize(
    ("end", "degrees"),
    [((0.0, 1.0), 0), ((1.0, 0.0), 90), ((0.0, -1.0), 180), ((-1.0, 0.0), 270), ((0.5, 0.5), 45)],
)
def test_headings_count_clockwise_from_north(end: Position, degrees: float) -> None:
    assert heading((0.0, 0.0), end) == pytest.approx(degrees)
