"""One definition of overdue, whatever clock asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.clocks import Clock, TrafficLight
from console.domain.moment import MINUTE_MS, parse
from console.domain.worktime import CONTINUOUS, WORKING, continuous
from tests.domain.calendars import SHANGHAI, office

OFFICE, ALWAYS = office(), continuous()


def at(text: str) -> int:
    return parse(f"2025-{text}", SHANGHAI)


def test_a_working_clock_stands_still_at_night() -> None:
    clock = Clock(240, at("03-17T10:00"), WORKING)  # Friday 16:00 + 4 working hours
    assert clock.used_ms(at("03-14T18:00"), OFFICE) == 120 * MINUTE_MS
    assert clock.used_ms(at("03-17T08:00"), OFFICE) == 120 * MINUTE_MS


@pytest.mark.parametrize(
    ("used", "tier", "light"),
    [
        (0, 0, TrafficLight.GREEN),
        (48, 0, TrafficLight.GREEN),
        (49, 0, TrafficLight.YELLOW),
        (59, 0, TrafficLight.YELLOW),
        (60, 1, TrafficLight.RED),
        (119, 1, TrafficLight.RED),
        (120, 2, TrafficLight.RED),
        (200, 3, TrafficLight.RED),
    ],
)
def test_tier_and_light_follow_the_share_of_the_limit_used(
    used: int, tier: int, light: TrafficLight
) -> None:
    clock = Clock(60, at("03-14T11:00"), CONTINUOUS)
    now = at("03-14T10:00") + used * MINUTE_MS
    assert clock.tier(now, ALWAYS) == tier
    assert clock.light(now, ALWAYS) is light
    assert clock.overdue(now, ALWAYS) is (light is TrafficLight.RED)


def test_a_case_due_at_closing_time_is_as_late_all_night_as_at_that_minute() -> None:
    clock = Clock(60, at("03-14T18:00"), WORKING)
    for now in ("03-14T18:00", "03-15T12:00", "03-17T08:00"):
        assert clock.tier(at(now), OFFICE) == 1
    assert clock.tier(at("03-17T09:00"), OFFICE) == 2


def test_a_zero_limit_is_overdue_from_its_moment_on_also_in_a_closed_hour() -> None:
    clock = Clock(0, at("03-14T23:00"), WORKING)
    assert [clock.tier(at("03-14T23:00") + ms, OFFICE) for ms in (-1, 0, 1)] == [0, 1, 1]


def test_a_suspended_clock_shows_what_it_showed_when_it_stopped() -> None:
    start, day = at("03-10T08:00"), 24 * 60 * MINUTE_MS
    before = Clock(600, start + 600 * MINUTE_MS, CONTINUOUS)
    frozen, until = start + 60 * MINUTE_MS, start + 60 * MINUTE_MS + 3 * day
    held = Clock(600, before.deadline_ms + 3 * day, CONTINUOUS, frozen, until)
    for now in (frozen, frozen + day, until - 1, until):
        assert held.used_ms(now, ALWAYS) == before.used_ms(frozen, ALWAYS)
    assert held.suspended(frozen)
    assert not held.suspended(until)
    assert held.used_ms(until + MINUTE_MS, ALWAYS) == 61 * MINUTE_MS


def test_a_stopped_clock_is_judged_by_when_it_stopped() -> None:
    late = Clock(60, at("03-14T11:00"), CONTINUOUS, stopped_at=at("03-14T11:01"))
    in_time = Clock(60, at("03-14T11:00"), CONTINUOUS, stopped_at=at("03-14T10:59"))
    assert late.tier(at("08-01T00:00"), ALWAYS) == 1
    assert in_time.tier(at("08-01T00:00"), ALWAYS) == 0


@given(st.integers(1, 5000), st.integers(0, 10**7), st.integers(0, 10**7))
def test_time_alone_never_makes_a_case_less_late(limit: int, one: int, other: int) -> None:
    start = at("03-03T09:00")
    clock = Clock(limit, OFFICE.deadline(start, limit), WORKING)
    sooner, later = sorted((start + one * 1000, start + other * 1000))
    assert clock.tier(sooner, OFFICE) <= clock.tier(later, OFFICE)
