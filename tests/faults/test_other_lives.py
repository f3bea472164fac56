"""Restart, restore and promotion: the old cursor goes on where it may and is lost where it must."""

import time
from pathlib import Path

import pytest

from console.domain.refusal import Refused
from console.live.follower import LinkState
from console.measure.own_server import OwnServer
from console.store.backup import files
from console.store.engine import open_store
from console.store.feed.opening import open_feed
from console.store.feed.port import CursorLost
from console.store.feed.server import ServerFeed
from tests.faults.debian import Cluster
from tests.faults.history import Hand, a_new_screen_agrees, all_answered, keeps_its_word
from tests.faults.screens import agrees, screen, shown, until, waits_for_link
from tests.store import world
from tests.store.attacks import filed
from tests.store.world import World

pytestmark = pytest.mark.timeout(180)


def test_after_a_restart_the_old_cursor_misses_nothing(own_server: OwnServer) -> None:
    made = world.server_world(own_server.uri, "restarted")
    feed = open_feed(made.store)
    cursor = feed.load().cursor
    feed.close()
    case = filed(made)
    made.close()
    own_server.kill()
    own_server.start()
    made = World(made.url, open_store(made.url))
    assert made.act("disp", "note", case, reason="after").done
    feed = open_feed(made.store)
    heard = feed.poll(cursor)
    assert [event.command for event in heard.events] == ["register", "accept", "file", "note"]
    assert not feed.poll(heard.cursor).events
    feed.close()
    keeps_its_word(made, {})
    a_new_screen_agrees(made)
    made.close()


def test_after_a_restart_no_connection_in_the_pool_fails_first(own_server: OwnServer) -> None:
    """The first case card after a restart said that the database does not answer."""
    made = world.server_world(own_server.uri, "pooled")
    case = filed(made)
    desk = made.door("disp")
    with made.store.read() as one, made.store.read() as two:  # both of the pool
        assert one is not two
    own_server.kill()
    own_server.start()
    for _time in range(3):
        assert [row["id"] for row in made.rows("case_")] == [case]
    assert desk.submit([made.intent("disp", "note", case, reason="after")])[0].done
    made.close()


def test_a_connection_that_was_told_of_its_end_is_not_used_again(server: World) -> None:
    """A server that ends in order says so first: one look found the words, not the end behind them."""
    case = filed(server)
    desk = server.door("disp")
    for _time in range(3):
        with server.store.write() as connection:
            ended = connection.exec_driver_sql(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                " where usename = 'disp' and datname = current_database()"
            ).scalars()
            assert all(ended)
        assert desk.submit([server.intent("disp", "note", case, reason="after")])[0].done


def test_screens_of_a_file_that_is_restored_show_the_restored_one(
    embedded: World, tmp_path: Path
) -> None:
    kept, path = filed(embedded), embedded.store.path
    files.backup(embedded.store, tmp_path / "saved")
    lost = filed(embedded)
    seen = screen(embedded)
    until(seen.room, lambda: shown(seen.room) == {kept: 3, lost: 3})
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).rename(tmp_path / f"aside{suffix}")
    files.restore(embedded.url, tmp_path / "saved")
    until(seen.room, lambda: shown(seen.room) == {kept: 3})
    hand = Hand(embedded.url, "disp", [kept])
    hand.start()
    time.sleep(0.3)
    hand.stop()
    keeps_its_word(embedded, all_answered([hand]))
    agrees(seen.room, embedded)
    seen.close()


def test_a_screen_of_a_server_goes_on_at_the_restored_database(
    own_server: OwnServer, tmp_path: Path
) -> None:
    """The one before is lost, the copy takes its name: same address, another era."""
    made = world.server_world(own_server.uri, "lost")
    kept = filed(made)
    files.backup(made.store, tmp_path / "saved")
    gone = filed(made)
    seen = screen(made)
    until(seen.room, lambda: shown(seen.room) == {kept: 3, gone: 3})
    made.close()
    world.administer(own_server.uri, "drop database lost with (force)", "create database lost")
    files.restore(made.url, tmp_path / "saved")
    made = World(made.url, open_store(made.url))
    until(seen.room, lambda: shown(seen.room) == {kept: 3})
    assert made.act("disp", "note", kept, reason="in the next life").done
    agrees(seen.room, made)
    keeps_its_word(made, {})
    seen.close()
    made.close()


def test_a_promoted_standby_is_followed_and_what_only_the_dead_primary_knew_is_gone(
    pair: tuple[Cluster, Cluster],
) -> None:
    first, second = pair
    world.server_template(first.uri())
    made = world.server_world(first.uri(), "faulty")
    cases = [filed(made) for _case in range(4)]
    both = f"postgresql://postgres@127.0.0.1:{first.port},127.0.0.1:{second.port}/faulty"
    screens = [screen(made, both) for _screen in range(2)]
    hands = [Hand(both, "disp", cases[:2]) for _hand in range(2)]
    feed = ServerFeed(open_store(both))
    old = feed.load().cursor
    wall = screen(made, second.uri("faulty"))  # reads at the standby, which takes no writes
    for hand in hands:
        hand.start()
    time.sleep(1.0)
    for hand in hands:
        hand.stop()
    agrees(wall.room, made)
    wall.close()
    # the standby is cut off; what is written now nobody but the primary has
    second.stop()
    first.wait_for_nobody()
    assert made.act("disp", "note", cases[3], reason="acknowledged, but not on the standby").done
    until(screens[0].room, lambda: shown(screens[0].room)[cases[3]] == 4)
    made.close()
    later = [Hand(both, "disp", cases[:2]) for _hand in range(2)]
    for hand in later:
        hand.start()
        time.sleep(0.2)
    before = len(later[0].answered)
    first.kill()
    second.start()
    second.promote()
    promoted = time.monotonic()
    there = World(second.uri("faulty"), open_store(second.uri("faulty")))
    for seen in screens:
        until(seen.room, lambda room=seen.room: shown(room).get(cases[3]) == 3)  # type: ignore[misc]
        waits_for_link(seen.room, LinkState.LIVE)
    assert time.monotonic() - promoted < 15
    time.sleep(0.5)
    for hand in later:
        hand.stop()
    assert len(later[0].answered) > before
    with pytest.raises(Refused):
        feed.poll(old)  # the connection died with the primary; the next one is to the other
    with pytest.raises(CursorLost):
        feed.poll(old)
    feed.close()
    feed.store.close()
    keeps_its_word(there, all_answered(hands))
    for seen in screens:
        agrees(seen.room, there)
        seen.close()
    a_new_screen_agrees(there)
    there.close()
