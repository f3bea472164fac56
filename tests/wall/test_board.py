"""Every figure of the wall is a recount of the database, after any history, on both databases."""

import random
import time
from typing import Any

import pytest

from console.domain import evaluation
from console.domain.evaluation import Period
from console.domain.stage import Stage
from console.live.tallies import QUARTER_MS
from console.seat.seat import Seat, take_seat
from console.store.reading import archive
from console.wall.board import Board
from console.wall.figures import Figures
from console.wall.tally_setup import new_tallies
from tests.store.test_equivalence import outcome, some_step
from tests.store.world import World

Rows = list[dict[str, Any]]


class _Clock:
    """The world's clock."""

    def __init__(self, world: World) -> None:
        self.world = world

    def now(self) -> int:
        return self.world.now


def seat_of(world: World) -> Seat:
    seat = take_seat(world.url, "lead")
    seat.room.clock = _Clock(world)  # type: ignore[assignment]
    seat.room.keep_tallies(lambda _at: new_tallies(seat.desk, world.now))
    seat.room.start()
    return seat


def heard(seat: Seat, rows: Rows) -> None:
    """Takes in until the seat has what the database has."""
    room, over = seat.room, time.monotonic() + 60
    wanted = {row["id"]: row["version"] for row in rows}
    while time.monotonic() < over:
        room.apply_updates()
        held = room.tallies
        if held is not None and wanted == {
            case: int(held.held[1, slot]) for case, slot in held.slot_of.items()
        }:
            return
        time.sleep(0.01)
    raise AssertionError("it was never heard")


def counted(rows: Rows, figure: str, period: Period) -> int:
    moments = [evaluation.moments(row).get(figure) for row in rows]
    return sum(at is not None and period.since <= at < period.until for at in moments)


def open_late(rows: Rows, at: int) -> int:
    """Cases of their own that were open at a moment, their deadline before it."""
    return sum(
        (told := evaluation.moments(row)).get("late", at) < at <= told.get("late_ended", at)
        for row in rows
    )


def agrees(told: Figures, rows: Rows, now: int, seat: Seat) -> None:
    zone = seat.desk.zone
    own = evaluation.running(told.period, now, zone)
    until_now = Period(own.since, now + 1)
    head = {cell.key: cell for cell in told.headlines}
    cut = now // QUARTER_MS * QUARTER_MS
    for key in ("reported", "filed", "dispatched", "handled", "closed"):
        assert head[key].value == counted(rows, key, until_now), key
        assert head[key].compared == counted(rows, key, Period(own.since, cut)), key
        for found, other in (
            (head[key].before, evaluation.before),
            (head[key].year_ago, evaluation.year_ago),
        ):
            if found is not None:
                assert found == counted(rows, key, other(told.period, cut, zone)), key
    due = counted(rows, "closed", until_now) + open_late(rows, now)
    on_time = counted(rows, "on_time", until_now)
    assert head["on_time_rate"].parts == ((on_time, due) if due else None)
    with seat.store.read() as connection:
        assert head["overdue"].value == len(archive.overdue(connection, now))
        by_department = archive.evaluation(connection, *until_now).values()
    assert sum(row["due"] for row in by_department) == counted(
        rows, "closed", until_now
    ) + open_late(rows, until_now.until)
    assert sum(row["on_time"] for row in by_department) == on_time
    assert sum(step.count for step in told.ladder if step.notches) == head["overdue"].value
    assert sum(step.count for step in told.flow) == sum(row["stage"] < 20 for row in rows)
    for ranks in (told.streets, told.categories, told.sources):
        assert sum(rank.value for rank in ranks) == head["reported"].value
    in_trend = [count or 0 for count in told.trend.now]
    assert sum(in_trend) == head["reported"].value
    parts = sum(part.handled for part in told.handled)
    assert parts == head["handled"].value
    open_newest = [row for row in told.newest if not row.ended]
    assert len(open_newest) == min(40, sum(row["stage"] < Stage.CLOSED for row in rows))


@pytest.mark.parametrize("period", ["today", "month"])
def test_every_figure_is_a_recount(town_world: World, period: str) -> None:
    rng = random.Random(period)
    seat = seat_of(town_world)
    board = Board(seat.desk, dict)
    try:
        for number in range(330):
            outcome(town_world, some_step(rng, town_world), f"c{number}")
            if rng.random() < 0.1:
                town_world.later(rng.choice([1, 20, 300, 900]))
            if number % 110 == 109:
                rows = town_world.rows("case_")
                heard(seat, rows)
                told = board.figures(period)
                assert told is not None
                agrees(told, rows, town_world.now, seat)
    finally:
        seat.close()
