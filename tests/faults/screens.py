"""Screens that follow a world through a fault, and the proof that they show what is committed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg.conninfo

from console.live.follower import LinkState
from console.live.room import Room
from console.live.spans import Calendars
from console.store.city import directory
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from tests.store.world import World

PATIENCE_S = 30.0


@dataclass
class Screen:
    """One seat's room over a store of its own."""

    store: Store
    room: Room

    def close(self) -> None:
        self.room.stop()
        self.store.close()


def screen(made: World, url: str | None = None, login: str = "disp", every_ms: int = 20) -> Screen:
    """Follows `url`, the world itself when none is given, from now on."""
    store = open_store(url or made.url, login)
    spans = directory.read(made.store).spans
    room = Room(Calendars(spans), lambda: open_feed(store), lambda: None, every_ms=every_ms)
    room.start()
    return Screen(store, room)


def until(room: Room, holds: Callable[[], bool]) -> float:
    """Takes in until something holds; answers after how many seconds it did."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        room.apply_updates()
        if holds():
            return time.monotonic() - begun
        time.sleep(0.02)
    raise AssertionError("it never held")


def waits_for_link(room: Room, link_state: LinkState) -> float:
    return until(room, lambda: room.link_state() is link_state)


def shown(room: Room) -> dict[int, int]:
    """Case → version, as the screen has it."""
    versions = room.cases.column("version")
    return {case: int(versions[slot]) for case, slot in room.cases.slot_of.items()}


def agrees(room: Room, made: World) -> None:
    """The screen takes in what is committed, without a fault of its own."""
    wanted = {row["id"]: row["version"] for row in made.rows("case_") if row["stage"] < 20}
    until(room, lambda: shown(room) == wanted)
    assert room.faults == 0


def server_socket(uri: str) -> str:
    """The local socket of the server at `uri`."""
    parts: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(uri)
    return f"{parts['host']}/.s.PGSQL.{parts.get('port') or 5432}"


def over_line(made: World, port: int, host: str = "127.0.0.1") -> str:
    """The world's address through a relay."""
    return f"postgresql://postgres@{host}:{port}/{made.store.url.database}"
