"""The feed misses nothing, tells its own age, and says when only a new load helps."""

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from console.domain.refusal import Refused
from console.store.engine import now_ms
from console.store.feed import server as feed_server
from console.store.feed.opening import open_feed
from console.store.feed.port import BUCKETS, CursorLost, Feed
from console.store.feed.server import (
    DAY_MS,
    MOST,
    ServerFeed,
    _asked,
    named,
)
from console.store.schema.log import Event
from tests.store.world import World

LITTER = {"category_id": 2, "region_id": 2}


@pytest.fixture
def feed(town_world: World) -> Iterator[Feed]:
    made = open_feed(town_world.store)
    yield made
    made.close()


def registered(world: World, **more: object) -> int:
    case = world.act("caller", "register", changes={**LITTER, **more}).subject
    assert case is not None
    return case


def test_the_first_load_holds_open_cases_and_its_cursor_follows_them(
    town_world: World, feed: Feed
) -> None:
    kept, ended = registered(town_world), registered(town_world)
    town_world.act("caller", "reject", ended, reason="重复")
    load = feed.load()
    assert [case["id"] for case in load.cases.rows()] == [kept]
    assert not feed.poll(load.cursor).events


def test_a_poll_gives_what_happened_since_in_order(town_world: World, feed: Feed) -> None:
    cursor = feed.load().cursor
    case = registered(town_world, address="望湖路 1 号")
    town_world.act("caller", "accept", case)
    batch = feed.poll(cursor)
    assert [event.command for event in batch.events] == ["register", "accept"]
    assert batch.events[0].after["address"] == "望湖路 1 号"
    assert batch.events[1].after["stage"] == 3
    assert [event.version for event in batch.events] == [1, 2]
    assert not feed.poll(batch.cursor).events


def test_a_refused_command_is_no_event(town_world: World, feed: Feed) -> None:
    case = registered(town_world)
    cursor = feed.load().cursor
    assert town_world.act("caller", "close", case).outcome == "refused"
    assert not feed.poll(cursor).events


def test_nothing_is_missed_under_eight_concurrent_writers(town_world: World, feed: Feed) -> None:
    cursor = feed.load().cursor
    each = 12
    doors = [town_world.door(who) for who in ("caller", "both")]

    def write(number: int) -> None:
        for _ in range(each):
            intent = town_world.intent(("caller", "both")[number % 2], "register", changes=LITTER)
            doors[number % 2].submit([intent])

    writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while any(writer.is_alive() for writer in writers):
        batch = feed.poll(cursor)
        cursor = batch.cursor
        seen += [event.subject for event in batch.events]
    for writer in writers:
        writer.join()
    seen += [event.subject for event in feed.poll(cursor).events]
    assert sorted(seen) == [row["id"] for row in town_world.rows("case_")]
    assert len(seen) == len(set(seen)) == 8 * each


def test_a_new_era_loses_the_cursor(town_world: World, feed: Feed) -> None:
    cursor = feed.load().cursor
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update schema_info set era = era + 1")
    feed.close()
    again = open_feed(town_world.store)
    with pytest.raises(CursorLost):
        again.poll(cursor)
    again.close()


def test_the_digest_is_the_same_sum_everywhere(town_world: World, feed: Feed) -> None:
    cases = [registered(town_world) for _ in range(3)]
    town_world.act("caller", "accept", cases[0])
    expected: dict[int, tuple[int, int, int]] = {}
    for row in town_world.rows("case_"):
        count, versions, check = expected.get(row["id"] % BUCKETS, (0, 0, 0))
        mixed = (row["id"] * 40503 + row["version"] * 9973) % 2147483647
        expected[row["id"] % BUCKETS] = (count + 1, versions + row["version"], check + mixed)
    assert feed.digest() == expected
    assert [row["id"] for row in feed.buckets([cases[0] % BUCKETS])] == [cases[0]]
    both = [case % BUCKETS for case in cases[1:]]
    assert {row["id"] for row in feed.buckets(both)} == set(cases[1:])
    assert {row["id"] for row in feed.cases(cases[1:])} == set(cases[1:])


def test_crew_positions_have_a_cursor_of_their_own(town_world: World, feed: Feed) -> None:
    def put(crew: int, at: int, lon: float) -> None:
        with town_world.store.write() as connection:
            values = f"{crew}, {at}, {lon}, 31.7, 90"
            connection.exec_driver_sql(
                f"insert into crew_position (crew_id, at, lon, lat, heading) values ({values})"
            )

    put(1, 1000, 116.1)
    put(1, 2000, 116.2)
    first = feed.positions(0)
    assert first.rows == [(1, 2000, 116.2, 31.7, 90.0)]
    put(2, 3000, 116.3)
    assert [row[0] for row in feed.positions(first.cursor).rows] == [2]


def test_a_database_that_is_empty_for_now_is_a_refusal_like_any_silence(server: World) -> None:
    """Between losing a database and restoring it a console meets one without tables."""
    feed = open_feed(server.store)
    cursor = feed.load().cursor
    feed.close()
    with server.store.write() as connection:
        connection.exec_driver_sql("alter table schema_info rename to aside")
    with pytest.raises(Refused) as caught:
        feed.poll(cursor)
    assert caught.value.key == "schema_missing"
    with server.store.write() as connection:
        connection.exec_driver_sql("alter table aside rename to schema_info")
    assert not feed.poll(cursor).events
    feed.close()


@pytest.mark.parametrize("proven", [False, True])
def test_a_poll_of_very_many_events_gives_them_all(
    town_world: World, feed: Feed, proven: bool
) -> None:
    cursor = feed.load().cursor
    intents = [town_world.intent("caller", "register", changes=LITTER) for _ in range(MOST + 30)]
    made = [answer.subject for answer in town_world.door("caller").submit(intents)]
    batch = feed.prove(cursor)[0] if proven else feed.poll(cursor)
    assert [event.subject for event in batch.events] == made
    assert not feed.poll(batch.cursor).events


def test_a_clock_that_was_ahead_and_is_set_right_hides_no_event(
    server: World, request: pytest.FixtureRequest
) -> None:
    server.later((now_ms() - server.now) / 60_000)
    feed = ServerFeed(server.store)
    request.addfinalizer(feed.close)
    cursor = feed.load().cursor
    ahead = f"{cursor.rpartition('|')[0]}|{server.now + 400 * DAY_MS}"
    case = registered(server)
    assert [event.subject for event in feed.poll(ahead).events] == [case]


def test_a_poll_of_a_long_log_is_planned_once_and_looks_at_no_past_month(
    server: World, request: pytest.FixtureRequest
) -> None:
    feed = ServerFeed(server.store)
    request.addfinalizer(feed.close)
    cursor = feed.load().cursor
    case = registered(server)
    with server.store.write() as connection:
        names = [column.name for column in Event.__table__.columns]
        told = {"seq": "seq + n", "xid": "'3'::xid8"}
        columns = ", ".join(told.get(name, name) for name in names)
        connection.exec_driver_sql(
            f"insert into event ({', '.join(names)}) select {columns}"
            " from event, generate_series(1000000, 1020000) n"
        )
        begun, ended = server.now - 400 * DAY_MS, server.now - 360 * DAY_MS
        connection.exec_driver_sql(
            f"create table event_past partition of event for values from ({begun}) to ({ended})"
        )
        connection.exec_driver_sql("analyze event")
        here = connection.exec_driver_sql("select distinct tableoid::regclass::text from event")
        month = here.scalar_one()
    cursor = feed.poll(cursor).cursor
    for _poll in range(20):
        assert not feed.poll(cursor).events
    with feed._cursor.connection.cursor() as own:
        own.execute(
            "select name, parameter_types, custom_plans from pg_prepared_statements"
            " where statement like '%limit%'"
        )
        ((name, kinds, planned_anew),) = own.fetchall()
        asked = _asked(cursor)
        own.execute(
            f"explain execute {name}({asked['era']}, '{asked['cursor']}', {asked['newest']})"
        )
        plan = "\n".join(line for (line,) in own.fetchall())
    assert len(kinds) == 3
    assert planned_anew == 0
    assert "event_past" not in plan
    assert "Subplans Removed" in plan
    assert f"Index Scan using {month}_era_xid_seq_idx" in plan
    server.act("caller", "accept", case)
    assert [event.command for event in feed.poll(cursor).events] == ["accept"]


@pytest.mark.parametrize(
    ("snapshot", "before", "heard", "known"),
    [
        ("10:14:", "1:1:", (), "10:14:10,11,12,13"),  # a first load that saw none of them
        ("10:14:", "1:1:", (11, 13), "10:14:10,12"),
        ("10:14:", "10:12:10", (12,), "10:14:10,13"),  # 11 was heard before, 10 was not
        ("12:12:", "10:12:10", (10,), "12:12:"),
        ("10:12:", "13:15:13", (), "10:12:"),  # behind what was heard elsewhere
    ],
)
def test_a_standbys_snapshot_names_what_was_not_heard(
    snapshot: str, before: str, heard: tuple[int, ...], known: str
) -> None:
    assert named(snapshot, before, heard) == known


def test_a_connection_that_failed_while_it_was_opened_is_opened_anew(
    server: World, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    feed = ServerFeed(server.store)
    request.addfinalizer(feed.close)
    cursor = feed.load().cursor
    case = registered(server)
    feed.close()
    with monkeypatch.context() as patched:
        patched.setattr(feed_server, "PLANNED_ONCE", "select 1 / 0")
        with pytest.raises(sa.exc.DataError):
            feed.poll(cursor)
    assert [event.subject for event in feed.poll(cursor).events] == [case]
