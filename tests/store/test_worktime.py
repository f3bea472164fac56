"""A deadline is the same in Python, SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.engine import Connection

from console.domain.refusal import Refused
from console.domain.worktime import WorkCalendar, working_spans
from console.store.door.calendars import StoredCalendar
from console.store.schema import WorkSpan
from tests.store.world import World

ZONE = ZoneInfo("Asia/Shanghai")
Reckon = Callable[[int, int], int | None]


def is_workday(day: date) -> bool:
    """A year with gaps: every ninth day is a holiday."""
    return day.weekday() < 5 and day.toordinal() % 9 != 0


SPANS = working_spans(
    "odd", [2026], is_workday, ((8 * 60 + 30, 12 * 60), (13 * 60, 17 * 60)), zone=ZONE
)
CALENDAR = WorkCalendar("odd", SPANS)
STARTS = st.integers(SPANS[0].start - 3_600_000, SPANS[-1].end + 3_600_000)
MINUTES = st.integers(0, 40_000)


@pytest.fixture
def stored(town_world: World) -> World:
    rows = [
        {"calendar": s.calendar, "start": s.start, "end": s.end, "before": s.before} for s in SPANS
    ]
    with town_world.store.write() as connection:
        connection.execute(insert(WorkSpan), rows)
    return town_world


def of_python(start: int, minutes: int) -> int | None:
    try:
        return CALENDAR.deadline(start, minutes)
    except Refused:
        return None


def of_database(connection: Connection, start: int, minutes: int) -> int | None:
    if connection.dialect.name == "postgresql":
        found: int | None = connection.exec_driver_sql(
            "select working_deadline('odd', %s, %s)", (start, minutes)
        ).scalar_one()
        return found
    try:
        return StoredCalendar(connection, "odd").deadline(start, minutes)
    except Refused:
        return None


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=STARTS, minutes=MINUTES)
def test_the_database_reckons_as_python_does(stored: World, start: int, minutes: int) -> None:
    with stored.store.read() as connection:
        assert of_database(connection, start, minutes) == of_python(start, minutes)


def test_the_edges_of_every_span_agree(stored: World) -> None:
    edges = [moment for span in SPANS[:40] for moment in (span.start, span.end)]
    with stored.store.read() as connection:
        for one, other in pairwise(edges):
            for minutes in (0, 1, (other - one) // 60_000, 480):
                for start in (one - 1, one, one + 1):
                    assert of_database(connection, start, minutes) == of_python(start, minutes)
