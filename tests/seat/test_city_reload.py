"""A seat that stays open hears that the city's own data are others, and goes by them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.domain.intent import HeldPost
from console.domain.stage import Post
from console.intake.departments.departments import import_departments
from console.seat.seat import Seat, take_seat
from console.store.city import directory, loader
from console.store.city.state import city_state
from console.store.engine import open_store
from console.store.log import traces
from console.store.people import administration
from tests.intake.shapes import csv
from tests.store import town
from tests.store.world import World


def state(world: World, login: str) -> str:
    store = open_store(world.url, login)
    with store.read() as connection:
        found = city_state(connection)
    store.close()
    return found


@pytest.mark.parametrize("login", ["disp", "eastdisp", "dept"])
def test_everybody_is_told_that_something_changed_and_nobody_what(
    town_world: World, tmp_path: Path, login: str
) -> None:
    seen = [state(town_world, login)]
    assert state(town_world, login) == seen[0]
    import_departments(town_world.store, csv(tmp_path, "code,name", "D9,新所"))
    seen.append(state(town_world, login))
    traces.set_setting(town_world.store, "undo_minutes", 3)
    seen.append(state(town_world, login))
    held = HeldPost(Post.DISPATCHER, town.EAST, None)
    administration.add_operator(town_world.store, "newcomer", "新", "New", [held])
    seen.append(state(town_world, login))
    assert len(set(seen)) == len(seen)
    assert all(set(word) <= set("0123456789-") for word in seen)


def test_a_table_touched_by_hand_is_heard_of_too(server: World) -> None:
    held = [HeldPost(Post.ADMINISTRATOR, None, None)]
    administration.add_operator(server.store, "sysadmin", "系", "Sys", held)
    before, store = state(server, "eastdisp"), open_store(server.url, "sysadmin")
    with store.write() as connection:
        connection.exec_driver_sql("update crew set on_duty = false")
    store.close()
    assert state(server, "eastdisp") != before


@pytest.fixture
def seat(town_world: World) -> Iterator[Seat]:
    made = take_seat(town_world.url, "eastdisp", name="席位09")
    yield made
    made.close()


def test_a_seat_reads_the_city_anew_once_its_beat_has_told(
    town_world: World, seat: Seat, tmp_path: Path
) -> None:
    told = [seat.city_outdated]
    seat.heartbeat.turn(0)
    told.append(seat.city_outdated)
    import_departments(town_world.store, csv(tmp_path, "code,name,crew", "D9,新所,", "D9,,新班"))
    for turn in (1, 4):  # it looks every fourth time
        seat.heartbeat.turn(turn)
        told.append(seat.city_outdated)
    calendars = seat.room.cases.calendars
    seat.take_city(seat.read_city())
    assert [*told, seat.city_outdated] == [False, False, False, True, False]
    assert "新所" in {row["zh"] for row in seat.desk.directory.departments.values()}
    assert seat.room.cases.calendars is calendars
    assert len(seat.room.crews.ids) == len(seat.desk.directory.crews)


def test_a_change_that_is_committed_late_is_heard_of(server: World) -> None:
    held = [HeldPost(Post.ADMINISTRATOR, None, None)]
    for login in ("sysadmin", "sysadmin2"):
        administration.add_operator(server.store, login, login, login, held)
    slow, quick = (open_store(server.url, login) for login in ("sysadmin", "sysadmin2"))
    with slow.write() as late:
        late.exec_driver_sql("update region set en = 'late'")
        with quick.write() as early:
            early.exec_driver_sql("update department set en = 'early'")
        between = state(server, "disp")
    assert state(server, "disp") != between
    slow.close()
    quick.close()


def test_one_who_comes_for_one_who_goes_is_heard_of(town_world: World) -> None:
    held = HeldPost(Post.DISPATCHER, town.EAST, None)
    for login in ("first", "second"):
        administration.add_operator(town_world.store, login, login, login, [held])
    administration.act(town_world.store, "lock", "second", {})
    before = state(town_world, "disp")
    administration.act(town_world.store, "unlock", "second", {})
    administration.act(town_world.store, "lock", "first", {})
    assert state(town_world, "disp") != before


def test_a_directory_is_of_one_moment(server: World, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = directory._paths
    new = {"id": 77, "parent_id": town.CITY, "tier": "street", "code": "77", "zh": "新", "en": "N"}
    made: list[int] = []

    def meanwhile(connection: Any, child: Any, ancestor: Any) -> Any:
        if not made:
            made.append(1)
            with server.store.write() as other:
                loader.load(other, "region", [new])
                loader.load(other, "region_under", [{"region_id": 77, "ancestor_id": 77}])
        return paths(connection, child, ancestor)

    monkeypatch.setattr(directory, "_paths", meanwhile)
    store = open_store(server.url, "disp")
    found = directory.read(store)
    store.close()
    assert (77 in found.regions, 77 in found.region_paths) == (False, False)
