"""A manned seat shows life, is counted, and becomes the keeper when there is none."""

import time
from collections.abc import Callable, Iterator

import pytest

from console.domain.refusal import Refused
from console.live.follower import LinkState, interval_ms
from console.seat import heartbeat as beats
from console.seat.heartbeat import Heartbeat, SeatOccupant, seat_name
from console.seat.seat import Seat, take_seat
from console.store import lock
from console.store.engine import open_store
from console.store.lock import WriteLock
from console.store.people import operators, seats
from tests.store.world import World

Make = Callable[[str], Heartbeat]


def dispatcher(world: World) -> int:
    return operators.operator(world.store, "disp")[0]


@pytest.fixture
def paces() -> list[int]:
    return []


@pytest.fixture
def make(town_world: World, paces: list[int]) -> Iterator[Make]:
    made: list[Heartbeat] = []

    def one(seat: str) -> Heartbeat:
        store = open_store(town_world.url, "disp")
        occupant = SeatOccupant(seat, dispatcher(town_world), "dispatcher")
        made.append(Heartbeat(store, occupant, paces.append))
        return made[-1]

    yield one
    for each in made:
        each.stop()
        each.store.close()


def test_the_first_seat_keeps_and_the_second_knows_who(
    town_world: World, make: Make, paces: list[int]
) -> None:
    one, two = make("席位01"), make("席位02")
    one.turn(0)
    two.turn(0)
    one.turn(1)
    assert one.holds_lease
    assert not two.holds_lease
    assert two.keeper_lease is not None
    assert two.keeper_lease.holder.startswith("席位01:")
    assert one.seats == two.seats == 2
    assert paces == [interval_ms(1), interval_ms(2), interval_ms(2)]
    assert {row["name"]: row["operator_id"] for row in town_world.rows("seat")} == {
        "席位01": dispatcher(town_world),
        "席位02": dispatcher(town_world),
    }


def test_what_its_operator_does_carries_the_seat(town_world: World, make: Make) -> None:
    make("席位07").turn(0)
    case = town_world.act("caller", "register", changes={"category_id": 2, "region_id": 2}).subject
    town_world.act("caller", "accept", case)
    town_world.act("disp", "claim", case)
    seats = [row["seat"] for row in town_world.rows("event") if row["post"] == "dispatcher"]
    assert seats == ["席位07"]


def test_what_is_done_beside_comes_with_each_sign_of_life(
    town_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, done = open_store(town_world.url, "disp"), [0]

    def beside() -> None:
        done[0] += 1
        if done[0] == 1:
            raise Refused("database_locked", path="x")

    occupant = SeatOccupant("席位03", dispatcher(town_world), "dispatcher")
    heartbeat = Heartbeat(store, occupant, lambda _pace: None, side_task=beside)
    monkeypatch.setattr(beats, "FIRST_S", 0.0)
    monkeypatch.setattr(beats, "RENEW_S", 0.01)
    heartbeat.start()
    until = time.monotonic() + 60
    while done[0] < 3 and time.monotonic() < until:
        time.sleep(0.01)
    heartbeat.stop()
    store.close()
    assert done[0] >= 3  # one that the database did not answer ends nothing


def test_a_seat_that_is_left_is_not_counted(
    town_world: World, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beats, "FIRST_S", 0.0)
    one, two = make("席位01"), make("席位02")
    two.start()
    two.start()
    over = time.monotonic() + 60
    while not two.holds_lease and time.monotonic() < over:
        time.sleep(0.02)
    two.stop()
    one.turn(0)
    assert one.seats == 1
    assert one.holds_lease  # at once: who leaves lets go of the lease
    assert [row["operator_id"] for row in town_world.rows("seat") if row["name"] == "席位02"] == [
        None
    ]


def test_a_server_keeps_a_seat_for_who_is_at_it(server: World) -> None:
    """Until a minute after his last sign of life; who comes second counts seats and keeps pace all the same."""
    stores = {login: open_store(server.url, login) for login in ("disp", "cmdlead")}
    ids = {login: operators.operator(server.store, login)[0] for login in stores}
    one = Heartbeat(
        stores["disp"], SeatOccupant("席位01", ids["disp"], "dispatcher"), lambda ms: None
    )
    paces: list[int] = []
    two = Heartbeat(
        stores["cmdlead"], SeatOccupant("席位01", ids["cmdlead"], "command_lead"), paces.append
    )
    one.turn(0)
    with pytest.raises(Refused) as no, stores["cmdlead"].write() as connection:
        seats.show_life(connection, "席位01", ids["cmdlead"], "command_lead")
    assert no.value.key == "seat_taken"
    assert "席位01" in str(no.value)
    two.turn(0)
    assert [row["operator_id"] for row in server.rows("seat")] == [ids["disp"]]
    assert (two.seats, paces) == (1, [interval_ms(1)])
    assert (one.seat_refusal, str(two.seat_refusal)) == (
        None,
        str(no.value),
    )  # the status bar tells it
    server.later(1)
    two.turn(0)
    assert two.seat_refusal is None
    assert [row["operator_id"] for row in server.rows("seat")] == [ids["cmdlead"]]
    for store in stores.values():
        store.close()


def test_nobody_keeps_while_the_database_cannot_be_written(
    embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_S", 0.05)
    monkeypatch.setattr(beats, "FIRST_S", 0.0)
    store = open_store(embedded.url, "disp")
    occupant = SeatOccupant("席位01", dispatcher(embedded), "dispatcher")
    one = Heartbeat(store, occupant, lambda ms: None)
    other = WriteLock(embedded.store.path)
    with other:
        one.start()
        time.sleep(0.3)
        assert one.keeper_lease is None
        assert one.without_keeper_ms() >= 200
        one.stop()
    other.close()
    store.close()
    assert not embedded.rows("seat")


def test_a_seat_is_named_after_its_workstation_unless_told() -> None:
    assert seat_name("li").startswith("li@")
    assert seat_name("li", "席位03") == "席位03"
    assert len(seat_name("l" * 60)) == 40


def test_a_database_that_another_program_takes_over_stops_the_seat(
    embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beats, "FIRST_S", 0.0)
    monkeypatch.setattr(beats, "RENEW_S", 0.05)
    seat = take_seat(embedded.url, "disp")
    seat.start()
    try:
        waits_for_link(seat, LinkState.LIVE)
        with embedded.store.write() as connection:
            connection.exec_driver_sql("update alembic_version set version_num = '9999'")
        waits_for_link(seat, LinkState.WRONG_SCHEMA)
        assert "9999" in seat.room.feed_thread.reason
    finally:
        seat.close()


def waits_for_link(seat: Seat, link_state: LinkState) -> None:
    over = time.monotonic() + 60
    while seat.room.link_state() is not link_state and time.monotonic() < over:
        seat.room.apply_updates()
        time.sleep(0.02)
    assert seat.room.link_state() is link_state
