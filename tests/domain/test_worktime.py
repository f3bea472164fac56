"""A deadline is one lookup, and the same whichever way the limit is cut up."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.limit import parse_limit
from console.domain.moment import MINUTE_MS, from_ms, parse
from console.domain.refusal import Refused
from console.domain.worktime import (
    CONTINUOUS,
    WorkCalendar,
    WorkSpan,
    continuous,
    working_spans,
)
from tests.domain.calendars import SHANGHAI, office

OFFICE = office()
YEAR = st.integers(parse("2025-01-02T00:00", SHANGHAI), parse("2025-10-01T00:00", SHANGHAI))
LIMITS = st.integers(1, 60 * 8 * 20)


@pytest.mark.parametrize(
    ("start", "limit", "deadline"),
    [
        ("2025-09-26T16:30", "4工作时", "2025-09-28T10:30"),
        ("2025-09-26T16:30", "2工作日", "2025-09-29T16:30"),
        ("2025-09-30T17:00", "2工作时", "2025-10-09T09:00"),
        ("2025-03-14T13:00", "1工作时", "2025-03-14T15:00"),
        ("2025-03-14T17:00", "1工作时", "2025-03-14T18:00"),
        ("2025-03-14T18:00", "1工作时", "2025-03-17T09:00"),
        ("2025-03-14T23:00", "0工作时", "2025-03-14T23:00"),
    ],
)
def test_a_working_limit_keeps_office_hours(start: str, limit: str, deadline: str) -> None:
    found = OFFICE.deadline(parse(start, SHANGHAI), parse_limit(limit).minutes)
    assert from_ms(found, SHANGHAI).strftime("%Y-%m-%dT%H:%M") == deadline


@pytest.mark.parametrize(
    ("limit", "deadline"),
    [("2紧急工作时", "2025-10-01T01:00"), ("2紧急工作日", "2025-10-02T23:00")],
)
def test_an_emergency_limit_runs_through_night_and_holiday(limit: str, deadline: str) -> None:
    found = continuous().deadline(parse("2025-09-30T23:00", SHANGHAI), parse_limit(limit).minutes)
    assert from_ms(found, SHANGHAI).strftime("%Y-%m-%dT%H:%M") == deadline


@given(YEAR, YEAR)
def test_working_time_never_runs_backwards(one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert (
        OFFICE.position(earlier)
        <= OFFICE.position(later)
        <= OFFICE.position(earlier) + (later - earlier)
    )


@given(YEAR, YEAR, LIMITS)
def test_who_starts_later_is_due_later(one: int, other: int, minutes: int) -> None:
    earlier, later = sorted((one, other))
    assert OFFICE.deadline(earlier, minutes) <= OFFICE.deadline(later, minutes)


@given(YEAR, LIMITS, LIMITS)
def test_a_limit_in_two_parts_ends_where_the_whole_does(start: int, one: int, two: int) -> None:
    assert OFFICE.deadline(OFFICE.deadline(start, one), two) == OFFICE.deadline(start, one + two)


@given(YEAR, LIMITS)
def test_no_limit_ends_in_a_closed_hour(start: int, minutes: int) -> None:
    deadline = OFFICE.deadline(start, minutes)
    assert OFFICE.position(deadline) - OFFICE.position(deadline - 1) == 1
    shown = from_ms(deadline, SHANGHAI).time()
    assert time(8) < shown <= time(12) or time(14) < shown <= time(18)


@given(YEAR, LIMITS)
def test_exactly_the_limit_is_used_between_start_and_deadline(start: int, minutes: int) -> None:
    used = OFFICE.position(OFFICE.deadline(start, minutes)) - OFFICE.position(start)
    assert used == minutes * MINUTE_MS


@given(YEAR)
def test_a_zero_limit_ends_where_it_starts(start: int) -> None:
    assert OFFICE.deadline(start, 0) == start


@pytest.mark.parametrize(
    ("start", "minutes"), [("2025-12-31T17:00", 61), ("2024-12-31T17:00", 5), ("2027-01-01", 1)]
)
def test_what_the_calendar_does_not_reach_is_refused(start: str, minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        OFFICE.deadline(parse(start, SHANGHAI), minutes)
    assert refused.value.key == "calendar_ends"


def test_the_very_last_working_minute_still_belongs_to_the_calendar() -> None:
    start = parse("2025-12-31T17:00", SHANGHAI)
    assert OFFICE.deadline(start, 60) == parse("2025-12-31T18:00", SHANGHAI)


def test_a_negative_limit_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="-1"):
        OFFICE.deadline(0, -1)


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [WorkSpan("w", 0, 0, 0)],
        [WorkSpan("w", 0, 10, 0), WorkSpan("w", 5, 15, 10)],
        [WorkSpan("w", 0, 10, 0), WorkSpan("w", 20, 30, 11)],
    ],
)
def test_spans_that_do_not_follow_each_other_make_no_calendar(spans: list[WorkSpan]) -> None:
    with pytest.raises(ValueError, match="calendar w"):
        WorkCalendar("w", spans)


def test_a_day_of_summer_time_has_the_hours_its_clocks_show() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    changes = (date(2025, 3, 30), date(2025, 10, 26))
    spans = working_spans("w", [2025], lambda day: day in changes, [(0, 24 * 60)], zone=berlin)
    assert [(span.end - span.start) // 3_600_000 for span in spans] == [23, 25]


def test_the_continuous_calendar_is_one_span_from_1970() -> None:
    (span,) = continuous().spans
    assert (span.calendar, span.start, span.before) == (CONTINUOUS, 0, 0)
