"""One of all running programs is the keeper; who falls silent is followed, by the database's clock."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection

from console import paths
from console.keeper import LEASE_MS, Keeper, current_lease, run
from console.live.clock import wall_ms
from console.store import lock
from console.store.dialect import database_now
from console.store.engine import open_store
from console.store.lock import WriteLock
from console.store.log import audit
from tests.store.attacks import dispatched
from tests.store.world import World


def pass_time(world: World, ms: int) -> None:
    """The lease is older by so much."""
    with world.store.write() as connection:
        connection.exec_driver_sql(f"update lease set until = until - {ms}")


def test_of_two_keepers_one_holds_the_lease(town_world: World) -> None:
    one, other = Keeper(town_world.store, "one"), Keeper(town_world.store, "other")
    kept = one.turn()
    assert one.keeps(kept)
    assert kept.held
    assert 0 < kept.until - kept.at <= LEASE_MS
    assert not other.keeps(other.turn())
    found = current_lease(town_world.store)
    assert found is not None
    assert found.holder == "one"


def test_the_holder_renews_and_stays(town_world: World) -> None:
    one, other = Keeper(town_world.store, "one"), Keeper(town_world.store, "other")
    for _turn in range(5):
        assert one.keeps(one.turn())
        pass_time(town_world, LEASE_MS - 5_000)
        assert not other.keeps(other.turn())


def test_who_falls_silent_is_followed_and_comes_back_as_second(town_world: World) -> None:
    one, other = Keeper(town_world.store, "one"), Keeper(town_world.store, "other")
    assert one.keeps(one.turn())
    pass_time(town_world, LEASE_MS)
    found = current_lease(town_world.store)
    assert found is not None
    assert not found.held
    assert other.keeps(other.turn())
    assert not one.keeps(one.turn())


def test_an_operator_who_may_write_no_table_keeps_as_well(town_world: World) -> None:
    operator = Keeper(open_store(town_world.url, "disp"), "a console")
    try:
        assert operator.keeps(operator.turn())
        assert operator.keeps(operator.turn())
        assert Keeper(town_world.store, "other").turn().holder == "a console"
    finally:
        operator.store.close()


def test_work_is_done_by_the_holder_only(town_world: World) -> None:
    done: list[str] = []

    def first(_connection: Connection) -> None:
        done.append("first")

    def second(_connection: Connection) -> None:
        done.append("second")

    assert Keeper(town_world.store, "one", tasks=(first,)).turn().holder == "one"
    assert Keeper(town_world.store, "other", tasks=(second,)).turn().holder == "one"
    assert done == ["first"]


def test_of_many_who_reach_for_a_free_lease_at_once_one_gets_it(town_world: World) -> None:
    start, got = threading.Barrier(6), []
    stores = [open_store(town_world.url) for _keeper in range(6)]

    def reach(number: int) -> None:
        keeper = Keeper(stores[number], f"keeper {number}")
        start.wait()
        if keeper.keeps(keeper.turn()):
            got.append(number)

    threads = [threading.Thread(target=reach, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    held = current_lease(town_world.store)
    assert held is not None
    assert [f"keeper {number}" for number in got] == [held.holder]


def test_nobody_keeps_a_database_that_nobody_ever_kept(town_world: World) -> None:
    assert current_lease(town_world.store) is None


def test_the_lease_runs_by_the_clock_of_the_database(town_world: World) -> None:
    with town_world.store.read() as connection:
        now = database_now(connection)
    assert abs(now - wall_ms()) < 60_000 if town_world.store.embedded else now == town_world.now


def test_keeping_for_no_time_is_one_turn(town_world: World) -> None:
    assert run(town_world.store, seconds=0.0) | {"holder": ""} == {
        "holder": "",
        "turns": 1,
        "held": 1,
    }


@pytest.mark.expects_log("not kept")
def test_a_locked_database_does_not_end_the_keeper(
    embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_S", 0.05)
    other = WriteLock(embedded.store.path)
    with other:
        assert run(embedded.store, seconds=0.0)["held"] == 0
    other.close()
    assert run(embedded.store, seconds=0.0)["held"] == 1


def keeper_process(world: World) -> subprocess.Popen[bytes]:
    program = [sys.executable, str(Path(paths.root()) / "main.py"), "--database", world.url]
    return subprocess.Popen([*program, "keep", "--json"], stdout=subprocess.PIPE, env=os.environ)


def kept_by(world: World, process: subprocess.Popen[bytes]) -> bool:
    """Within so long the lease is this process's, and lasts."""
    over = time.monotonic() + 60
    while time.monotonic() < over:
        found = current_lease(world.store)
        if found is not None and found.held and found.holder.endswith(f":{process.pid}"):
            return True
        time.sleep(0.05)
    return False


def test_a_keeper_killed_with_nine_is_followed_by_the_other(embedded: World) -> None:
    case = dispatched(embedded)
    first = keeper_process(embedded)
    second = None
    try:
        assert kept_by(embedded, first)
        second = keeper_process(embedded)
        time.sleep(1.0)
        assert kept_by(embedded, first)
        first.kill()
        first.wait()
        assert embedded.act("dept", "done", case).done
        pass_time(embedded, LEASE_MS)
        assert kept_by(embedded, second)
        second.send_signal(signal.SIGTERM)
        second.communicate(timeout=120)
        assert second.returncode == 0
    finally:
        for process in (first, second):
            if process is not None:
                process.kill()
                process.communicate()
    found = audit.verify(embedded.store)
    assert (found.broken, found.unsealed) == (None, 0)  # the second sealed what came meanwhile
    assert found.seals == 2


def test_a_keeper_told_to_stop_stops(embedded: World) -> None:
    child = keeper_process(embedded)
    try:
        waited = threading.Event()
        for _try in range(300):
            if current_lease(embedded.store) is not None:
                break
            waited.wait(0.1)
        child.send_signal(signal.SIGTERM)
        out, _err = child.communicate(timeout=120)
    finally:
        child.kill()
        child.wait()
    assert child.returncode == 0
    assert b'"held": 1' in out
