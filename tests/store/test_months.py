"""The log of a server by months: made ahead by whoever keeps, and what lay elsewhere moves into them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.refusal import Refused
from console.keeper import TASKS, Keeper
from console.store.backup import files
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from console.store.log import audit, months
from console.store.migrations import revisions
from tests.store.attacks import dispatched, filed
from tests.store.world import World, administer, database_uri

PARTS = (
    "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
    " where i.inhparent = 'public.event'::regclass"
)
NEXT = "date_trunc('month', now() at time zone 'UTC') + interval '1 month'"
BARE = (
    "insert into event (era, kind, subject, subject_version, command, command_id, ordinal,"
    " recorded_at, occurred_at, before, after, scope, crossed)"
    " select 1, 'note', n, 1, 'note', 'm-' || n, 0, ({}), 0, '{{}}', '{{}}', '{{}}', false"
    " from generate_series(1, {}) n"
)


def asked(store: Store, sql: str) -> list[str]:
    with store.read() as connection:
        return [str(found) for found in connection.exec_driver_sql(sql).scalars()]


def done(world: World, sql: str) -> None:
    with world.store.write() as connection:
        connection.exec_driver_sql(sql)


def in_default(world: World) -> int:
    return int(asked(world.store, "select count(*) from event_default")[0])


@pytest.fixture
def keeper(server: World) -> Iterator[Store]:
    """A console's own store, which may write no table."""
    store = open_store(server.url, "disp")
    yield store
    store.close()


def keep(store: Store) -> int:
    with store.write() as connection:
        return months.keep(connection)


@pytest.fixture
def next_month(server: World) -> str:
    """The coming month's partition, which nobody made."""
    (name,) = asked(server.store, f"select 'event_' || to_char({NEXT}, 'YYYYMM')")
    done(server, f"drop table {name}")
    return name


def test_any_console_that_keeps_makes_the_coming_months(
    server: World, keeper: Store, next_month: str
) -> None:
    filed(server)
    Keeper(keeper, "a console", tasks=TASKS).turn()
    assert next_month in asked(server.store, PARTS)
    assert keep(keeper) == 0
    with pytest.raises(Refused) as caught:
        asked(keeper, f"select count(*) from {next_month}")
    assert caught.value.key == "rights_changed"


def test_no_month_is_analysed_every_few_seconds(
    server: World, keeper: Store, next_month: str
) -> None:
    """Each time makes all seats plan their poll anew: half a second of two hundred seats' news."""
    assert keep(keeper) == 1
    told = asked(server.store, f"{PARTS} and c.reloptions::text !~ 'analyze_threshold=50000'")
    assert told == []
    every = asked(server.store, f"{PARTS} and c.reloptions::text ~ 'insert_threshold=50000'")
    assert {next_month, "event_default"} <= set(every)


def test_no_login_makes_tables_or_months_as_it_likes(server: World, keeper: Store) -> None:
    for forbidden in ("select public.make_months(0, null)", "create table public.own (n integer)"):
        with pytest.raises(Refused) as caught, keeper.write() as connection:
            connection.exec_driver_sql(forbidden)
        assert caught.value.key == "rights_changed"


def test_a_month_made_ahead_is_as_append_only_as_the_others(
    server: World, keeper: Store, next_month: str
) -> None:
    assert keep(keeper) == 1
    done(server, BARE.format(f"extract(epoch from {NEXT}) * 1000", 3))
    assert asked(server.store, f"select count(*) from {next_month}") == ["3"]
    for table in ("event", next_month, "event_default"):
        for forbidden in (f"update {table} set subject = 9", f"delete from {table}"):
            if table != "event_default":  # where there is nothing to rewrite
                with pytest.raises(Exception, match="is append-only"):
                    done(server, forbidden)
        with pytest.raises(Exception, match="is append-only"):
            done(server, f"truncate {table}")
    owners = "select distinct relowner::regrole::text from pg_class where relname like 'event%%'"
    assert len(asked(server.store, owners + " and relkind in ('r', 'p')")) == 1


def test_entries_that_lay_elsewhere_move_as_they_are(server: World, keeper: Store) -> None:
    """The town's clock stands in a month that no partition was made for."""
    case = dispatched(server)
    with server.store.write() as connection:
        audit.seal(connection, most=2)
    feed = open_feed(server.store)
    cursor = feed.load().cursor
    before = server.rows("event")
    assert in_default(server) == len(before)
    assert keep(keeper) == 1
    assert in_default(server) == 0
    assert "event_202603" in asked(server.store, PARTS)
    assert server.rows("event") == before
    assert not feed.poll(cursor).events
    assert server.act("disp", "note", case, reason="later").done
    assert [event.command for event in feed.poll(cursor).events] == ["note"]
    feed.close()
    assert in_default(server) == 0
    audit.seal_all(server.store)
    assert audit.verify(server.store).broken is None
    with pytest.raises(Exception, match="is append-only"):
        done(server, "delete from event_202603")


def test_two_keepers_at_once_make_a_month_once(server: World, next_month: str) -> None:
    start, made = threading.Barrier(2), []
    Keeper(server.store, "the first").turn()

    def both() -> None:
        store = open_store(server.url, "disp")
        with store.write() as connection:
            start.wait()
            made.append(months.keep(connection))
        store.close()

    threads = [threading.Thread(target=both) for _keeper in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 1]
    assert asked(server.store, PARTS).count(next_month) == 1


@pytest.mark.server_timers
def test_whoever_reads_the_log_is_not_waited_for(
    server: World, keeper: Store, next_month: str
) -> None:
    filed(server)
    with server.store.read() as reading:
        reading.exec_driver_sql("select count(*) from event")
        assert keep(keeper) == 0  # the reader is this very thread: a wait for it would never end
    assert next_month not in asked(server.store, PARTS)
    assert keep(keeper) == 2


def test_more_than_the_keeper_moves_at_once_waits_for_the_owner(
    server: World, keeper: Store, next_month: str
) -> None:
    """An upgrade failed here: the month to be made was in the default partition already."""
    done(server, BARE.format(f"extract(epoch from {NEXT}) * 1000", months.AT_ONCE + 1))
    assert keep(keeper) == 0
    assert in_default(server) == months.AT_ONCE + 1
    revisions.upgrade(server.store)
    assert in_default(server) == 0
    assert asked(server.store, f"select count(*) from {next_month}") == [str(months.AT_ONCE + 1)]


def test_a_restored_log_lies_in_its_months(server: World, server_uri: str, tmp_path: Path) -> None:
    dispatched(server)
    files.backup(server.store, tmp_path / "saved")
    administer(server_uri, "drop database if exists months", "create database months")
    url = database_uri(server_uri, "months")
    files.restore(url, tmp_path / "saved")
    store = open_store(url)
    assert asked(store, "select count(*) from event_default") == ["0"]
    assert int(asked(store, "select count(*) from event_202603")[0]) == len(server.rows("event"))
    store.close()
    administer(server_uri, "drop database months")
