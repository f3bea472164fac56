"""Sessions that hold everybody up are ended by the keeper, those of a locked login at once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.keeper import Keeper
from console.store.engine import open_store
from console.store.people import administration
from tests.store.attacks import filed
from tests.store.world import World, administer


@contextmanager
def holding(world: World, login: str, *statements: str) -> Iterator[psycopg.Connection[Any]]:
    """A transaction of this login's that is left open, with no time-outs of its own."""
    options = "-c idle_in_transaction_session_timeout=0 -c statement_timeout=0"
    uri = world.url.replace("postgres:@", f"{login}:@")
    connection = psycopg.connect(uri, options=options)
    try:
        for statement in statements:
            connection.execute(statement)
        yield connection
    finally:
        connection.close()


def alive(connection: psycopg.Connection[Any]) -> bool:
    try:
        connection.execute("select 1")
    except psycopg.OperationalError:
        return False
    return True


def ended(world: World, idle: str | None = None, long: str | None = None) -> int:
    with world.store.write() as connection:
        sql = "select public.end_sessions(null, %s, %s)"
        return int(connection.exec_driver_sql(sql, (idle, long)).scalar_one())


def told(world: World) -> list[dict[str, Any]]:
    return [e["after"] for e in world.rows("event") if e["command"] == "end-sessions"]


def impatient(world: World) -> None:
    """The keeper waits for nobody."""
    with world.store.write() as connection:
        body = "select public.end_sessions(null, interval '0', null)"
        connection.exec_driver_sql(
            "create or replace function public.end_stalled() returns integer language sql"
            f" security definer set search_path = pg_catalog, pg_temp begin atomic {body}; end"
        )


@pytest.mark.parametrize(
    "held",
    [
        "select public.keep_house('mine', 60000)",
        "select public.keep_months()",
        "select public.seal_log(1000)",
    ],
)
def test_the_keeper_gets_past_sessions_that_hold_its_locks(server: World, held: str) -> None:
    filed(server)
    impatient(server)
    Keeper(server.store, "before").turn()
    server.later(1)
    with holding(server, "disp", held) as open_one:
        time.sleep(0.02)  # it is idle from now on, and by the server's clock for some time
        keeper = Keeper(open_store(server.url, "cmdlead"), "a console")
        assert keeper.keeps(keeper.turn())
        keeper.store.close()
        assert not alive(open_one)
    assert [(one["login"], one["sessions"]) for one in told(server)] == [("disp", 1)]


def test_only_who_stalls_is_ended(server: World) -> None:
    with holding(server, "disp") as at_rest, holding(server, "disp", "select 1") as idle:
        at_rest.autocommit = True
        at_rest.execute("select 1")
        assert ended(server, "1 hour", "1 hour") == 0
        with server.store.read() as masters:
            masters.exec_driver_sql("select 1")
            time.sleep(0.02)
            assert ended(server, "0") == 1
            masters.exec_driver_sql("select 1")
        assert not alive(idle)
        assert alive(at_rest)
    with holding(server, "cmdlead", "select 1") as long:
        time.sleep(0.02)
        assert ended(server, long="1 hour") == 0
        assert ended(server, long="10 ms") == 1
        assert not alive(long)


def test_an_owner_who_may_not_ends_nobody(server: World) -> None:
    with server.store.read() as connection:
        owner = connection.exec_driver_sql("select public.role_of('owner')").scalar_one()
    administer(server.url, f"revoke pg_signal_backend from {owner}")
    try:
        with holding(server, "disp", "select 1") as idle:
            time.sleep(0.02)
            assert ended(server, "0") == 0
            assert alive(idle)
    finally:
        administer(server.url, f"grant pg_signal_backend to {owner}")


def test_a_lock_ends_what_its_login_holds_and_waits_for_none_of_it(server: World) -> None:
    """His own row, his own role and the log's chain, all held in one open transaction."""
    officer = [HeldPost(Post.SECURITY_ADMINISTRATOR, None, None)]
    administration.add_operator(server.store, "sec_locks", "安", "S", officer)
    store = open_store(server.url, "sec_locks")
    own = "select public.administer('sign-on', 'disp', '{}', '')"
    try:
        with holding(server, "disp", own, "alter role disp password 'x'",
                     "select public.seal_log(1000)") as open_one:  # fmt: skip
            administration.act(store, "lock", "disp", {}, "离职")
            assert not alive(open_one)
        with pytest.raises(Refused) as no:
            open_store(server.url, "disp")
        assert no.value.key == "operator_locked"
    finally:
        administration.act(store, "unlock", "disp", {}, "试毕")
        store.close()
    assert [(one["login"], one["sessions"]) for one in told(server)] == [("disp", 1)]


def test_who_came_in_while_the_lock_was_written_is_ended_too(server: World) -> None:
    with holding(server, "disp") as late:
        with server.store.write() as connection:
            connection.exec_driver_sql("update operator set active = false where login = 'disp'")
        assert ended(server, "1 hour", "1 hour") == 1
        assert not alive(late)
