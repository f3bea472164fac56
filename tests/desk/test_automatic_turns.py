"""Who does it, and what may come between."""

from typing import Any

import pytest

from console import keeper
from console.desk.automatic_commands import AutomaticCommands, serves
from console.domain.intent import Answer, Forged, HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.seat import keep_tool
from console.seat.seat import take_seat
from console.store.city import directory
from console.store.engine import Store
from console.store.people import administration
from tests.desk.waiting import LIMIT, sent, settled, working
from tests.store import patrols, town
from tests.store.world import World

__all__ = ["settled"]


def test_what_the_database_did_not_take_is_tried_again(
    settled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, us = sent(settled), working(settled)
    settled.later(LIMIT)

    def silent_database(_intents: object) -> list[Answer]:
        raise Refused("database_unreachable", path="x")

    with monkeypatch.context() as patched:
        patched.setattr(us.door, "submit", silent_database)
        with pytest.raises(Refused):
            us.turn(settled.now)
    assert us.turn(settled.now) == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR


def test_what_is_claimed_while_it_is_decided_stays(
    settled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, us = sent(settled), working(settled)
    settled.later(LIMIT)
    read = directory.read

    def meanwhile(store: Store, **more: bool) -> directory.Directory:
        assert settled.act("caller", "claim", case).done
        return read(store, **more)

    monkeypatch.setattr(directory, "read", meanwhile)
    assert us.turn(settled.now) == 0
    assert settled.case(case)["collector_id"] == patrols.OWN


def test_a_forgery_beside_ends_nothing() -> None:
    def forged() -> None:
        raise Forged("operator")

    keeper.run_side_task(forged)


@pytest.mark.parametrize(("who", "works"), [("caller", True), ("disp", False)])
def test_a_call_takers_console_does_it(settled: World, who: str, works: bool) -> None:
    seat = take_seat(settled.url, who)
    try:
        assert (
            isinstance(getattr(seat.heartbeat._side_task, "__self__", None), AutomaticCommands)
            is works
        )
    finally:
        seat.close()


def test_a_keeper_does_it_from_when_on_he_is_a_call_taker(settled: World) -> None:
    """A service runs for months: neither his posts nor the calendars are those of its start."""
    lead = HeldPost(Post.SUPERVISION_LEAD, town.CITY, None)
    administration.add_operator(settled.store, "night", "夜", "Night", [lead])
    settled.door("night")
    beside = keep_tool._side_task(settled.stores["night"])
    case = sent(settled)
    settled.later(LIMIT)
    assert beside() == 0
    administration.give(settled.store, "night", HeldPost(Post.CALL_TAKER, town.CITY, None))
    assert beside() == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR
    keep_nothing: Any = keep_tool._side_task(settled.store)
    assert keep_nothing() is False  # the owner is nobody


def test_a_keeper_without_a_screen_does_it(settled: World) -> None:
    case = sent(settled)
    settled.later(LIMIT)
    settled.door("caller")
    store = settled.stores["caller"]
    assert keeper.run(store, 0.0, keep_tool._side_task(store))["turns"] == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR


def test_who_commands_as_well_does_it_by_hand() -> None:
    assert serves([Post.CALL_TAKER, Post.SUPERVISION_LEAD])
    assert not serves([Post.CALL_TAKER, Post.DISPATCHER])
    assert not serves([Post.SUPERVISION_LEAD])
