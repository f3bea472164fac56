"""An operator sees what one of his posts reaches, on either database; a case may leave his sight."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import insert

from console.domain.intent import HeldPost, sees_whole
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.columns import differing
from console.live.room import Room
from console.live.spans import Calendars
from console.store.city import directory
from console.store.door import blobs
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from console.store.people import administration
from console.store.reading import archive, queries, reach, tokens
from console.store.schema import Attachment
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
WHOLE = {"disp", "caller"}
LAKE_ROAD = "望湖路 12 号"


@pytest.fixture
def cases(town_world: World) -> dict[str, int]:
    """One case in each street, and one in the west that is with the sanitation bureau."""
    west_there: dict[str, Any] = {"region_id": town.WEST, "address": LAKE_ROAD}
    east, west = filed(town_world, address=LAKE_ROAD), filed(town_world, **west_there)
    sent = registered(town_world, **west_there)
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
    wanted = set(cases.values()) if login in WHOLE else {cases[name] for name in WHOM[login]}
    assert {row["id"] for row in queries.cases(store)} == wanted
    feed = open_feed(store)
    assert {row["id"] for row in feed.load().cases.rows()} == wanted
    assert {row["id"] for row in feed.cases(list(cases.values()))} == wanted
    assert sum(count for count, _sum, _check in feed.digest().values()) == len(wanted)
    feed.close()
    for case in cases.values():
        assert bool(queries.story(store, case)) == (case in wanted)


@pytest.mark.parametrize("login", WHOM)
def test_console_and_database_agree_on_who_sees_all(town_world: World, login: str) -> None:
    actor = next(row["id"] for row in town_world.rows("operator") if row["login"] == login)
    held = [
        HeldPost(Post(row["post"]), row["region_id"], row["department_id"])
        for row in town_world.rows("operator_post")
        if row["operator_id"] == actor
    ]
    roots = [row["id"] for row in town_world.rows("region") if row["parent_id"] is None]
    store = reader(town_world, login)
    schema, me = ("main", f"'{login}'") if store.embedded else ("public", "session_user")
    with store.read() as connection:
        sql = f"select {reach.whole_sql(schema, me)}"
        seen = bool(connection.exec_driver_sql(sql).scalar_one())
    assert seen is sees_whole(held, roots) is (login in WHOLE)


@pytest.mark.parametrize("login", WHOM)
def test_what_hangs_on_a_case_and_what_finds_it_is_seen_with_it_alone(
    town_world: World, cases: dict[str, int], login: str
) -> None:
    pictures = [
        {"case_id": case, "blob_hash": town.BLOB, "role": "report", "at": 1, "actor_id": 1}
        for case in cases.values()
    ]
    with town_world.store.write() as connection:
        connection.execute(insert(Attachment), pictures)
    store = reader(town_world, login)
    wanted = set(cases.values()) if login in WHOLE else {cases[name] for name in WHOM[login]}
    with store.read() as connection:
        for table in ("token", "attachment", "event", "case_axis"):
            found = connection.exec_driver_sql(
                f"select distinct case_id from {table} where case_id is not null"
            ).scalars()
            assert set(found) == wanted, table
        for words in ("望湖路", "望湖 12", "望湖", "whl", "12"):
            assert {row["id"] for row in archive.search(connection, words)} == wanted, words
        for case in cases.values():
            told = archive.card(connection, case)
            assert {bool(part) for part in (told["case"], told["story"], told["attachments"])} == {
                case in wanted
            }


def test_the_search_of_a_server_tells_no_keys_of_cases_out_of_sight(
    server: World,
) -> None:
    """`found_cases` reads with the owner's rights, so it must ask whose case it is by itself."""
    east = filed(server, address=LAKE_ROAD)
    west = filed(server, address=LAKE_ROAD, region_id=town.WEST)
    sent = filed(server, address=LAKE_ROAD)
    to = {"department_id": town.SANITATION}
    assert server.act("disp", "dispatch", sent, changes=to).done
    asked = "select found_cases(array['望湖', '湖路'], 1000000) order by 1"
    corner = HeldPost(Post.DEPARTMENT, town.EAST, town.SANITATION)
    administration.add_operator(server.store, "corner", "角", "Corner", [corner])
    seen = {"disp": [east, west, sent], "eastdisp": [east, sent], "corner": [sent], "otherdept": []}
    for login, wanted in seen.items():
        with reader(server, login).read() as connection:
            assert list(connection.exec_driver_sql(asked).scalars()) == sorted(wanted), login
    for _ in range(tokens.FEW):
        filed(server, address=LAKE_ROAD)
    with reader(server, "corner").read() as connection:
        assert list(connection.exec_driver_sql(asked).scalars()) == [sent], (
            "one of many, asked for first"
        )
    for words in ("array[]::text[]", "null", "array[null]", "array['望湖', null]", "array['无此']"):
        with reader(server, "disp").read() as connection:
            told = connection.exec_driver_sql(f"select count(*) from found_cases({words}, 50)")
            assert told.scalar_one() == 0, words


def test_no_question_reads_the_archive_whole_to_know_whose_a_row_is(server: World) -> None:
    """One look by the key for each row that was found, however many cases there are."""
    dispatched(server)
    for login in ("disp", "eastdisp", "dept"):
        with reader(server, login).read() as connection:
            for table in ("token", "assignment", "request", "attachment", "case_axis", "alarm"):
                plan = connection.exec_driver_sql(f"explain select count(*) from {table}").scalars()
                assert not re.search(r"case_id = \(hashed", "\n".join(plan)), (login, table)


def test_no_login_waits_for_a_question_to_be_compiled(server: World) -> None:
    east = HeldPost(Post.DISPATCHER, town.EAST, None)
    administration.add_operator(server.store, "newcomer", "新", "New", [east])
    with reader(server, "newcomer").read() as connection:
        assert connection.exec_driver_sql("show jit").scalar_one() == "off"


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

    over = time.monotonic() + 60
    while time.monotonic() < over and not (room.loaded and set(room.cases.slot_of) == wanted):
        room.apply_updates()
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
