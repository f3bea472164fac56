"""A process with a screen that follows a database, until it shows what it is told is committed.

python -m tests.faults.watcher URL — reads a line of JSON, case → version; answers how many faults
its screen had.
"""

import json
import sys

from console.live.room import Room
from console.live.spans import Calendars
from console.store.city import directory
from console.store.engine import open_store
from console.store.feed.opening import open_feed
from tests.faults.screens import shown, until

if __name__ == "__main__":
    store = open_store(sys.argv[1])
    spans = directory.read(store).spans
    room = Room(Calendars(spans), lambda: open_feed(store), lambda: None, every_ms=20)
    room.start()
    until(room, lambda: room.loaded)
    sys.stdout.write("watching\n")
    sys.stdout.flush()
    room.apply_updates()
    wanted = {int(case): version for case, version in json.loads(sys.stdin.readline()).items()}
    until(room, lambda: shown(room) == wanted)
    sys.stdout.write(f"{room.faults}\n")
    room.stop()
    store.close()
