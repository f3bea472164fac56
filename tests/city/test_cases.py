"""The open cases are where they say, of the kinds cities have, and as late as cities are."""

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest
import shapely
from shapely.geometry import Point, Polygon

from console.city.facts import City
from console.city.mix import weights
from console.city.present.cases import OpenCase, open_cases
from console.domain.clocks import Clock
from console.domain.moment import parse
from console.domain.severity import Severity
from console.domain.stage import AssignmentState, Stage
from console.domain.stage_limits import STAGE_LIMITS
from console.domain.worktime import CONTINUOUS, WORKING, WorkCalendar, continuous, working_spans

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = parse("2026-03-17T10:20", SHANGHAI)
COUNT = 2500


def weekday(day: date) -> bool:
    return day.weekday() < 5


OFFICE = working_spans(WORKING, range(2025, 2028), weekday, zone=SHANGHAI)
CALENDARS = {WORKING: WorkCalendar(WORKING, OFFICE), CONTINUOUS: continuous()}


@pytest.fixture(scope="module")
def cases(city: City) -> list[OpenCase]:
    return open_cases(city, COUNT, NOW, CALENDARS)


def clock(case: OpenCase) -> Clock:
    """The clock of the queue the case is in."""
    limit = case.condition.limit
    if case.stage is Stage.HANDLE:
        assert case.department_deadline is not None
        held = case.suspended_from, case.suspended_until
        return Clock(limit.minutes, case.department_deadline, limit.calendar, *held)
    limit = STAGE_LIMITS[case.stage, case.severity is Severity.E]
    deadline = CALENDARS[limit.calendar].deadline(case.stage_since, limit.minutes)
    return Clock(limit.minutes, deadline, limit.calendar)


def test_the_same_seed_tells_the_same_story(city: City, cases: list[OpenCase]) -> None:
    assert open_cases(city, COUNT, NOW, CALENDARS) == cases
    assert open_cases(city, 50, NOW, CALENDARS, seed=2) != open_cases(city, 50, NOW, CALENDARS)


def test_every_case_lies_in_the_unit_grid_it_names(city: City, cases: list[OpenCase]) -> None:
    rings = {grid.code: Polygon(grid.ring) for grid in city.grids}
    river = next(Polygon(shape.ring) for shape in city.shapes if shape.kind == "river")
    for case in cases:
        spot = Point(case.spot.position)
        assert rings[case.spot.grid.code].contains(spot)
        assert not river.contains(spot)


def test_an_address_is_a_road_of_the_city_and_a_number(city: City, cases: list[OpenCase]) -> None:
    names = {road.zh for road in city.roads.roads}
    for case in cases:
        road, number, sign = case.spot.address.split(" ")
        assert road in names
        assert int(number) > 0
        assert sign == "号"


def test_a_case_lies_beside_the_road_it_is_addressed_by(city: City, cases: list[OpenCase]) -> None:
    lines = {
        road.zh: shapely.MultiLineString(
            [[city.roads.nodes[n] for n in stretch] for stretch in road.stretches]
        )
        for road in city.roads.roads
    }
    for case in cases[::10]:
        gap = lines[case.spot.address.split(" ")[0]].distance(Point(case.spot.position))
        assert gap < 0.0003


def test_ten_subclasses_make_three_quarters_of_it_and_none_of_them_half() -> None:
    heaviest = sorted(weights().values(), reverse=True)
    assert 0.68 < sum(heaviest[:10]) / sum(heaviest) < 0.82
    assert heaviest[0] / sum(heaviest) < 0.2
    assert heaviest[-1] > 0


def test_about_one_case_in_eight_is_overdue_in_its_queue(cases: list[OpenCase]) -> None:
    late = [clock(case).overdue(NOW, CALENDARS[clock(case).calendar]) for case in cases]
    assert 0.10 <= sum(late) / COUNT <= 0.15


def test_every_queue_has_cases_and_most_are_with_the_departments(cases: list[OpenCase]) -> None:
    stages = Counter(case.stage for case in cases)
    assert set(stages) == {stage for stage in Stage if not stage.ended}
    assert 0.5 < stages[Stage.HANDLE] / COUNT < 0.7


def test_nothing_happens_before_what_it_follows_from(cases: list[OpenCase]) -> None:
    for case in cases:
        steps = [
            case.registered_at,
            case.department_since,
            case.acknowledged_at,
            case.started_at,
            case.arrived_at,
            NOW,
        ]
        known = [step for step in steps if step is not None]
        assert known == sorted(known)
        assert case.registered_at <= case.stage_since <= NOW
        assert (case.department is None) == (case.department_since is None)


def test_only_what_was_dispatched_has_a_department(city: City, cases: list[OpenCase]) -> None:
    with_body = {Stage.HANDLE, Stage.FORWARD, Stage.CHECK, Stage.CLOSE}
    responsible = {(row.category, row.department) for row in city.responsibility}
    for case in cases:
        assert (case.department is not None) == (case.stage in with_body)
        if case.department is not None:
            assert (case.condition.category, case.department) in responsible


def test_a_crew_is_on_its_way_to_one_place_at_a_time_and_works_for_its_department(
    city: City, cases: list[OpenCase]
) -> None:
    crews = {crew.id: crew for crew in city.crews}
    moving = Counter(
        case.crew
        for case in cases
        if case.crew_state in (AssignmentState.UNDER_WAY, AssignmentState.ARRIVED)
    )
    assert max(moving.values()) == 1
    for case in cases:
        if case.crew is not None:
            assert crews[case.crew].department == case.department
            assert crews[case.crew].on_duty


def test_a_suspended_case_does_not_grow_older(cases: list[OpenCase]) -> None:
    held = [case for case in cases if case.suspended_until is not None]
    assert held
    for case in held:
        calendar = CALENDARS[case.condition.limit.calendar]
        assert case.suspended_from is not None
        then = clock(case).used_ms(case.suspended_from, calendar)
        assert clock(case).used_ms(NOW, calendar) == then
