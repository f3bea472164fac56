"""A wall reads a standby, writes on the primary, and goes on when the one dies and the other leads."""

import time

import pytest

from console.domain.intent import HeldPost
from console.domain.stage import Post
from console.live.follower import LinkState
from console.live.room import Room
from console.seat import wall_seat
from console.seat.wall_seat import WallHeartbeat, WallStart, take_wall_seat
from console.store.door import server as door
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from console.store.people import administration
from tests.faults.debian import Cluster
from tests.faults.screens import agrees, shown, until, waits_for_link
from tests.store import world
from tests.store.attacks import filed
from tests.store.world import World

pytestmark = pytest.mark.timeout(180)
TURN_S = 0.3


def test_a_wall_reads_a_standby_and_goes_on_when_it_leads(
    pair: tuple[Cluster, Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pair
    monkeypatch.setattr(wall_seat, "RENEW_S", TURN_S)
    world.server_template(first.uri())
    made = world.server_world(first.uri(), "faulty")
    everywhere = [HeldPost(Post.WALL, None, None)]
    administration.add_operator(made.store, "screen", "墙", "Wall", everywhere)
    case = filed(made)
    both = f"postgresql://postgres@127.0.0.1:{first.port},127.0.0.1:{second.port}/faulty"
    caught_up(made, second)
    seat = take_wall_seat(WallStart(both, login="screen", name="hall"), lambda: None)
    beat, room = seat.heartbeat, seat.room
    assert isinstance(beat, WallHeartbeat)
    beat.told = lambda: {"server": beat.server}
    room.start()
    until(room, lambda: room.loaded)
    assert room.tallies is not None

    # it reads there, its row is written here
    beat.turn(0)
    at_standby = f"standby 127.0.0.1:{second.port}"
    assert (beat.server, beat.behind_ms, beat.problem) == (at_standby, 0, "")
    assert [row["told"] for row in made.rows("wall_status")] == [{"server": at_standby}]
    hears_what_was_under_way(made, room, case)
    proves_the_same(made, seat.store, second)
    tells_its_delay(beat, second)

    # the primary dies, the standby leads
    made.close()
    first.kill()
    second.promote()
    there = World(second.uri("faulty"), open_store(second.uri("faulty")))
    new = filed(there)
    until(room, lambda: new in shown(room))
    waits_for_link(room, LinkState.LIVE)
    beat.turn(1)  # the connection for writing died with the primary
    until(room, lambda: _turned(beat))
    assert beat.server == f"primary 127.0.0.1:{second.port}"
    beat.turn(3)
    assert [row["told"] for row in there.rows("wall_status")] == [{"server": beat.server}]
    agrees(room, there)
    seat.close()
    there.close()


def _turned(beat: WallHeartbeat) -> bool:
    beat.turn(2)
    return beat.problem == ""


def caught_up(made: World, standby: Cluster) -> None:
    """Waits until the standby has replayed all that the primary has committed."""
    with made.store.read() as connection:
        upto = connection.exec_driver_sql("select pg_current_wal_lsn()::text").scalar_one()
    store = open_store(standby.uri("faulty"))
    over = time.monotonic() + 20
    asked = f"select pg_last_wal_replay_lsn() >= '{upto}'"
    replayed = False
    while not replayed:
        assert time.monotonic() < over
        with store.read() as connection:
            replayed = connection.exec_driver_sql(asked).scalar_one()
    store.close()


def hears_what_was_under_way(made: World, room: Room, case: int) -> None:
    """A commit is heard although a later transaction was heard before it."""
    made.door("disp")
    note = made.intent("disp", "note", case, reason="slow")
    with made.stores["disp"].write() as slow:
        door._answers(slow, [note], [0])
        quick = filed(made)
        until(room, lambda: quick in shown(room))
        assert shown(room)[case] == 3
    heard = until(room, lambda: shown(room)[case] == 4)
    assert heard < 5  # by a poll: the next comparison of digests comes after a minute
    assert room.faults == 0


def proves_the_same(made: World, wall: Store, standby: Cluster) -> None:
    """What the standby proves is what the primary holds."""
    caught_up(made, standby)
    here, there = open_feed(made.store), open_feed(wall)
    proven = there.prove(there.load().cursor)
    assert not proven.batch.events
    assert proven.digest == here.digest()
    assert proven.digest
    here.close()
    there.close()


def tells_its_delay(beat: WallHeartbeat, standby: Cluster) -> None:
    """While the standby replays nothing the wall says so, and no longer than that."""
    world.administer(standby.uri(), "select pg_wal_replay_pause()")
    beat.turn(1)
    time.sleep(3 * TURN_S)
    beat.turn(1)
    assert beat.behind_ms >= 1000 * TURN_S
    world.administer(standby.uri(), "select pg_wal_replay_resume()")
    over = time.monotonic() + 20
    while beat.behind_ms:
        assert time.monotonic() < over
        beat.turn(1)
        time.sleep(TURN_S / 3)
