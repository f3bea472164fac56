"""Orders to a wall: which hold at a moment, and which are obeyed once."""

from typing import Any

import pytest

from console.wall import orders
from console.wall.orders import ALL, due, in_force, standing, superseded

NOW = 10_000_000
MINUTE = 60_000


def given(number: int, act: str, wall: str = "南墙", **more: Any) -> tuple[int, dict[str, Any]]:
    row = {"id": number, "version": 1, "state": 1, "wall": wall, "act": act}
    return number, row | {"given_at": NOW - 100 + number, "scene": None, "until": None} | more


def test_the_newest_pin_holds_until_its_moment_and_the_one_before_holds_again() -> None:
    rows = dict(
        [
            given(1, "scene", ALL, scene="Overview"),
            given(2, "scene", scene="Overdue", until=NOW + MINUTE),
            given(3, "scene", "北墙", scene="People"),
        ]
    )
    assert standing(rows, "南墙", NOW).pinned == "Overdue"
    assert standing(rows, "南墙", NOW + MINUTE).pinned == "Overview"
    assert standing(rows, "北墙", NOW).pinned == "People"
    assert [one.id for one in in_force(rows, "南墙", NOW)] == [2, 1]


def test_free_ends_a_pin_given_to_all_walls_on_one_of_them_alone() -> None:
    rows = dict([given(1, "scene", ALL, scene="Overview"), given(2, "free")])
    assert standing(rows, "南墙", NOW).pin is None
    assert standing(rows, "北墙", NOW).pinned == "Overview"
    rows |= dict([given(3, "scene", scene="Streets")])
    assert standing(rows, "南墙", NOW).pinned == "Streets"


def test_dark_and_visitors_hold_until_their_moment_or_until_they_are_ended() -> None:
    rows = dict([given(1, "dark", until=NOW + MINUTE), given(2, "visitors", ALL)])
    held = standing(rows, "南墙", NOW)
    assert held.dark is not None
    assert held.visitors is not None
    assert standing(rows, "南墙", NOW + MINUTE).dark is None
    rows[2]["state"] = 2
    assert standing(rows, "南墙", NOW).visitors is None


@pytest.mark.parametrize(
    ("row", "obeyed", "expected"),
    [
        pytest.param({}, (), [1], id="given since the start"),
        pytest.param({}, (1,), [], id="obeyed"),
        pytest.param({"given_at": NOW - MINUTE}, (), [], id="before the start"),
        pytest.param({"state": 2}, (), [], id="ended"),
        pytest.param({"wall": "北墙"}, (), [], id="another wall's"),
        pytest.param({"wall": ALL}, (), [1], id="every wall's"),
    ],
)
def test_a_restart_is_obeyed_once_by_a_wall_that_ran_when_it_was_given(
    row: dict[str, Any], obeyed: tuple[int, ...], expected: list[int]
) -> None:
    rows = dict([given(1, "restart", **row)])
    assert [one.id for one in due(rows, "南墙", NOW, NOW - 1000, obeyed)] == expected


def test_what_is_to_be_done_once_is_done_in_order_and_not_long_after() -> None:
    rows = dict([given(2, "restart"), given(1, "reload"), given(3, "dark")])
    assert [one.id for one in due(rows, "南墙", NOW, 0)] == [1, 2]
    assert due(rows, "南墙", NOW + orders.ONCE_MS, 0) == []


def test_an_act_of_a_newer_program_and_a_pin_of_nothing_are_passed_over() -> None:
    rows = dict([given(1, "dance"), given(2, "scene", scene="")])
    assert in_force(rows, "南墙", NOW) == []


def test_a_new_order_makes_void_what_it_replaces_and_what_is_over() -> None:
    rows = dict(
        [
            given(1, "scene", scene="Overview"),
            given(2, "scene", "北墙", scene="Overview"),
            given(3, "dark", "北墙", until=NOW),
            given(4, "reload", "北墙", given_at=NOW - orders.ONCE_MS),
            given(5, "visitors"),
        ]
    )
    assert superseded(rows, "南墙", "free", NOW) == [1, 3, 4]
    assert superseded(rows, ALL, "scene", NOW) == [1, 2, 3, 4]
