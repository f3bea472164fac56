"""An operator sees what one of his posts reaches, on either database; a case may leave his sight."""

from collections.abc import Iterator

import pytest

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.columns import differing
from console.live.room import Room
from console.live.spans import Calendars
from console.store import administration, blobs, directory, queries
from console.store.engine import Store, open_store
from console.store.feed import open_feed
from tests.store import town
from tests.store.attacks import dispatched, filed, registered
from tests.store.world import World

WHOM = {
    "disp": {"east", "west"},
    "eastdisp": {"east"},
    "dept": {"sent"},
    "otherdept": set(),
    "caller": {"east", "west"},
}


@pytest.fixture
def cases(town_world: World) -> dict[str, int]:
    """One case in each street, and one in the west that is with the sanitation bureau."""
    east, west = filed(town_world), filed(town_world, region_id=town.WEST)
    sent = registered(town_world, region_id=town.WEST)
    assert town_world.act("caller", "accept", sent).done
    assert town_world.act("lead", "file", sent, changes={"condition_id": town.SLOW}).done
    changes = {"department_id": town.SANITATION}
    assert town_world.act("disp", "dispatch", sent, changes=changes).done
    return {"east": east, "west": west, "sent": sent}


def reader(world: World, login: str) -> Store:
    world.door(login)
    return world.stores[login]


@pytest.mark.parametrize("login", WHOM)
def test_lists_loads_and_stories_hold_what_a_post_reaches(
    town_world: World, cases: dict[str, int], login: str
) -> None:
    store = reader(town_world, login)
    whole = {"disp", "caller"}
    wanted = set(cases.values()) if login in whole else {cases[name] for name in WHOM[login]}
    assert {row["id"] for row in queries.cases(store)} == wanted
    feed = open_feed(store)
    assert {row["id"] for row in feed.load().cases.rows()} == wanted
    assert {row["id"] for row in feed.cases(list(cases.values()))} == wanted
    assert sum(count for count, _sum, _check in feed.digest().values()) == len(wanted)
    feed.close()
    for case in cases.values():
        assert bool(queries.story(store, case)) == (case in wanted)


def test_a_department_in_one_street_sees_its_cases_there_alone(
    town_world: World, cases: dict[str, int]
) -> None:
    corner = HeldPost(Post.DEPARTMENT, town.EAST, town.SANITATION)
    administration.add_operator(town_world.store, "corner", "角", "Corner", [corner])
    here = dispatched(town_world)
    store = reader(town_world, "corner")
    assert [row["id"] for row in queries.cases(store)] == [here]
    assert queries.story(store, here)
    assert not queries.story(store, cases["sent"])


def test_no_partition_of_the_log_is_a_way_around_row_security(server: World) -> None:
    """What hides rows of the log does not hold for its partitions, so nobody may name them."""
    filed(server)
    with server.store.read() as connection:
        parts = connection.exec_driver_sql(
            "select inhrelid::regclass::text from pg_inherits where inhparent = 'event'::regclass"
        ).scalars()
        names = list(parts)
    assert names
    store = reader(server, "otherdept")
    for name in names:
        with pytest.raises(Refused) as caught, store.read() as connection:
            connection.exec_driver_sql(f"select count(*) from {name}")
        assert caught.value.key == "rights_changed"


def test_pictures_are_seen_with_their_case_alone(town_world: World) -> None:
    case = registered(town_world, region_id=town.WEST)
    assert town_world.act("caller", "attach", case, changes={"photos": [town.BLOB]}).done
    for login, seen in (("disp", 1), ("eastdisp", 0)):
        store = reader(town_world, login)
        assert len(blobs.of_case(store, case)) == seen
        assert (blobs.whole(store, town.BLOB) is not None) == bool(seen)


@pytest.fixture
def east(town_world: World) -> Iterator[Room]:
    """The room of the eastern dispatcher."""
    store = reader(town_world, "eastdisp")
    spans = directory.read(town_world.store).spans
    made = Room(Calendars(spans), lambda: open_feed(store), lambda: None, every_ms=20)
    made.narrow = True
    made.start()
    yield made
    made.stop()


def holds(room: Room, wanted: set[int]) -> None:
    """Waits until the room holds these cases and no others."""
    import time

    over = time.monotonic() + 10
    while time.monotonic() < over and not (room.loaded and set(room.cases.slot_of) == wanted):
        room.take_in()
        time.sleep(0.01)
    assert set(room.cases.slot_of) == wanted


def test_a_case_that_leaves_the_region_goes_and_one_that_comes_is_seen(
    town_world: World, east: Room
) -> None:
    stays, leaves = registered(town_world), registered(town_world)
    comes = registered(town_world, region_id=town.WEST)
    holds(east, {stays, leaves})
    assert town_world.act("caller", "accept", leaves, changes={"region_id": town.WEST}).done
    assert town_world.act("caller", "accept", comes, changes={"region_id": town.EAST}).done
    holds(east, {stays, comes})
    assert town_world.act("caller", "reject", stays, reason="重复").done
    holds(east, {comes})
    feed = open_feed(reader(town_world, "eastdisp"))
    assert not differing(east.cases.digest(), feed.digest())
    feed.close()
    assert east.faults == 0


def test_who_has_the_one_region_above_all_others_is_narrowed_by_nothing(embedded: World) -> None:
    for login, narrow in (("disp", False), ("eastdisp", True), ("dept", True), ("caller", False)):
        with reader(embedded, login).read() as connection:
            found = connection.exec_driver_sql("select count(*) from temp.sqlite_master").scalar()
        assert bool(found) == narrow, login


def test_an_embedded_reader_cannot_write_what_he_reads(embedded: World) -> None:
    """The views stand before the tables for reading; the door writes the tables themselves."""
    case = filed(embedded)
    changes = {"department_id": town.SANITATION}
    assert embedded.act("eastdisp", "dispatch", case, changes=changes).done
    assert embedded.case(case)["department_id"] == town.SANITATION


def test_a_database_without_a_schema_has_nothing_to_hide(tmp_path: object) -> None:
    store = open_store(f"sqlite:///{tmp_path}/new.db", create=True)
    store.close()
    again = open_store(f"sqlite:///{tmp_path}/new.db", "anybody")
    again.close()
