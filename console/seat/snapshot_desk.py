"""Desk over the whole city at one moment, without a feed or a seat.

For command lines that answer a dispatcher's proposals.
"""

from contextlib import closing
from functools import partial

from console.desk.desk import Desk
from console.domain.intent import HeldPost
from console.domain.stage import Post
from console.live.clock import steady_ms
from console.live.first_load import columns_of
from console.live.room import Room
from console.live.spans import Calendars
from console.store.city.directory import Directory
from console.store.door.opening import open_door
from console.store.engine import Store
from console.store.feed.opening import open_feed


def snapshot_desk(store: Store, found: Directory) -> Desk:
    """Reads all open cases and crews that `store` may see. Blocks. Raises `Refused`."""
    calendars = Calendars(found.spans)
    room = Room(calendars, partial(open_feed, store), _nobody)
    room.crews.set_crews([(crew, r["home_lon"], r["home_lat"]) for crew, r in found.crews.items()])
    with closing(open_feed(store)) as feed:
        asked = steady_ms()
        load = feed.load()
        room.clock.set_from(load.at, asked, steady_ms())
        room.cases.load(columns_of(load, calendars))
        room.crews.move(feed.positions(0).rows)
    held = [HeldPost(Post.DISPATCHER, None, None)]
    return Desk(store, open_door(store), found, room, 0, "", "", "", held, Post.DISPATCHER)


def _nobody() -> None:
    """Wakes nobody: there is no feed."""
