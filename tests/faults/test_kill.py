"""kill -9 of the server and of a writer: nothing acknowledged is lost, nothing is done twice."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from console import paths
from console.live.follower import LinkState
from console.live.room import Room
from console.measure.own_server import OwnServer
from tests.faults.history import Hand, a_new_screen_agrees, all_answered, keeps_its_word
from tests.faults.screens import agrees, screen, waits_for_link
from tests.store import world
from tests.store.attacks import filed
from tests.store.world import World

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def watched(own_server: OwnServer) -> Iterator[tuple[World, Room, list[int]]]:
    """A world on the server with cases, and a screen that follows it."""
    made = world.server_world(own_server.uri, "faulty")
    cases = [filed(made) for _case in range(6)]
    seen = screen(made)
    yield made, seen.room, cases
    seen.close()
    made.close()


def test_a_killed_server_loses_nothing_and_doubles_nothing(
    own_server: OwnServer, watched: tuple[World, Room, list[int]]
) -> None:
    made, room, cases = watched
    hands = [Hand(made.url, "disp", cases) for _hand in range(4)]
    for hand in hands:
        hand.start()
    for _time in range(2):
        time.sleep(1.0)
        own_server.kill()
        own_server.start()
    time.sleep(1.0)
    for hand in hands:
        hand.stop()
    made.store.engine.dispose()  # its connections were to the dead server
    told = all_answered(hands)
    assert len(told) > 50
    assert sum(len(hand.silences) for hand in hands) > 0  # they did meet the dead server
    keeps_its_word(made, told)
    agrees(room, made)
    a_new_screen_agrees(made)


def test_a_frozen_server_is_noticed_and_followed_again(
    own_server: OwnServer, watched: tuple[World, Room, list[int]]
) -> None:
    made, room, cases = watched
    waits_for_link(room, LinkState.LIVE)
    hand = Hand(made.url, "disp", cases)
    own_server.signal(signal.SIGSTOP)
    try:
        waits_for_link(room, LinkState.LATE)
    finally:
        own_server.signal(signal.SIGCONT)
    waits_for_link(room, LinkState.LIVE)
    hand.start()
    time.sleep(0.5)
    hand.stop()
    keeps_its_word(made, all_answered([hand]))
    agrees(room, made)


@pytest.fixture
def watcher(embedded: World) -> Iterator[subprocess.Popen[str]]:
    """Another process whose screen follows the file."""
    made = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.watcher", embedded.url],
        cwd=paths.root(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "watching\n"
    yield made
    if made.poll() is None:
        made.kill()
        made.communicate()


def test_killed_writers_of_a_file_lose_nothing_and_leave_no_lock(
    embedded: World, watcher: "subprocess.Popen[str]"
) -> None:
    cases = [filed(embedded), filed(embedded)]
    seen = screen(embedded)
    told: dict[str, int | None] = {}
    for round_ in range(4):
        writers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.faults.writer", embedded.url, "disp", str(case)],
                cwd=paths.root(),
                stdout=subprocess.PIPE,
                text=True,
            )
            for case in cases
        ]
        for writer in writers:
            assert writer.stdout is not None
            told.update(read(writer.stdout.readline()))  # it has begun
        time.sleep(0.15 + 0.07 * round_)
        for writer in writers:
            writer.kill()
        for writer in writers:
            rest, _nothing = writer.communicate()
            for line in rest.splitlines(keepends=True):
                told.update(read(line))
    assert len(told) > 20
    keeps_its_word(embedded, told)
    agrees(seen.room, embedded)
    seen.close()
    committed = json.dumps({row["id"]: row["version"] for row in embedded.rows("case_")})
    assert watcher.communicate(committed + "\n", timeout=120)[0] == "0\n"
    a_new_screen_agrees(embedded)
    with sqlite3.connect(embedded.store.path) as raw:
        assert raw.execute("pragma integrity_check").fetchone() == ("ok",)
    raw.close()
    assert embedded.act("disp", "note", cases[0], reason="the lock is free").done


def read(line: str) -> dict[str, int | None]:
    """A line the writer finished before it died."""
    words = line.split()
    return {words[0]: int(words[1])} if line.endswith("\n") and len(words) == 2 else {}
