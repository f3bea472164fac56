"""Process of seats with real rooms, and bare polls beside them as the reference.

Runs in a child process; talks to its parent over a pipe: (what, value) each way. Moments are
`time.perf_counter_ns`, one clock for all processes of a machine.
"""

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Final

import psycopg

from console.live.garbage import freeze_objects
from console.live.room import Room
from console.live.spans import Calendars
from console.store.city import directory
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from console.store.feed.port import Feed

TICK_MS: Final = 30
"""ms for which differences are merged; the first after a pause is applied at once."""
Mark = tuple[int, int, int]
"""(case or row, version, moment in ns)."""


@dataclass(slots=True)
class Watcher:
    """One seat: its room, and when what was applied to its columns."""

    store: Store
    room: Room
    seen: list[Mark] = field(default_factory=list)

    def apply_updates(self) -> None:
        change = self.room.apply_updates()
        if change is not None:
            now = time.perf_counter_ns()
            self.seen += [(e.subject, e.version, now) for e in change.events if e.kind == "case"]


def open_watcher(url: str, login: str, every_ms: int, wake: Callable[[], None]) -> Watcher:
    """A seat's live half, following the feed from now on."""
    store = open_store(url, login)
    found = directory.read(store)

    def feed() -> Feed:
        return open_feed(store)

    room = Room(Calendars(found.spans), feed, wake, every_ms=every_ms)
    room.start()
    return Watcher(store, room)


def serve(pipe: Connection, url: str, login: str, seats: int, every_ms: int) -> None:
    """Entry of the child: watches until told to stop, then polls bare until told to stop again."""
    woken = threading.Event()
    watchers = [open_watcher(url, login, every_ms, woken.set) for _seat in range(seats)]
    try:
        _watch(pipe, watchers, woken)
    finally:
        for watcher in watchers:
            watcher.room.stop()
            watcher.store.close()
    what, reference = pipe.recv()
    if what == "bare":
        address, table = reference
        _poll(pipe, address, table, seats, every_ms)


def _watch(pipe: Connection, watchers: list[Watcher], woken: threading.Event) -> None:
    told = False
    last = 0.0
    while not (pipe.poll() and pipe.recv()[0] == "stop"):
        woken.wait(0.05)
        wait = last + TICK_MS / 1000 - time.monotonic()
        if woken.is_set() and wait > 0:
            time.sleep(wait)
        woken.clear()
        last = time.monotonic()
        for watcher in watchers:
            watcher.apply_updates()
        if not told and all(watcher.room.loaded for watcher in watchers):
            told = True
            freeze_objects()  # as a console does: else all seats stop for one walk
            gc.enable()
            pipe.send(("ready", None))
    pipe.send(("seen", [watcher.seen for watcher in watchers]))


def _poll(pipe: Connection, address: str, table: str, seats: int, every_ms: int) -> None:
    over = threading.Event()
    seen: list[list[Mark]] = [[] for _seat in range(seats)]
    threads = [
        threading.Thread(target=_poll_one, args=(address, table, every_ms, over, marks))
        for marks in seen
    ]
    for thread in threads:
        thread.start()
    pipe.send(("ready", None))
    pipe.recv()
    over.set()
    for thread in threads:
        thread.join()
    pipe.send(("seen", seen))


def _poll_one(
    address: str, table: str, every_ms: int, over: threading.Event, marks: list[Mark]
) -> None:
    """The least that must be done: ask for rows above the last one, at the same interval."""
    query: Any = f"select id from {table} where id > %s order by id"  # noqa: S608 — our own name
    with psycopg.connect(address, autocommit=True) as connection:
        last = 0
        while not over.wait(every_ms / 1000):
            rows = connection.execute(query, (last,)).fetchall()
            now = time.perf_counter_ns()
            for (row,) in rows:
                last = max(last, row)
                marks.append((row, 0, now))
