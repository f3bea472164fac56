"""Process of seats that follow the feed through faults and report their resources.

Runs in a child process and keeps no list that grows. Moments are ms of the machine's clock, which
is the database's too.
"""

import ctypes
import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from console.live.clock import wall_ms
from console.live.garbage import freeze_objects
from console.measure.latency_process import TICK_MS, Watcher, open_watcher

LONGEST_MS: Final = 60_000


def _malloc_trim() -> Callable[[], Any]:
    """The C library's `malloc_trim`, if there is one; looked up once, as each look-up leaks 3 kB."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            trim = ctypes.CDLL(None).malloc_trim
            return lambda: trim(0)
    return lambda: None


GIVE_BACK: Final = _malloc_trim()


@dataclass(slots=True)
class Waits:
    """How long changes took from the door to a seat's columns: a count for every ms, in calm only.

    `schedule` is shared: until when (ms) nothing is counted, and when the last fault was over.
    """

    schedule: Any
    counts: NDArray[Any] = field(default_factory=lambda: np.zeros(LONGEST_MS, np.int64))
    back_ms: int = 0
    _over: int = 0

    def applied(self, recorded_at: int, now: int) -> None:
        if recorded_at > self.schedule[0]:
            self.counts[min(max(now - recorded_at, 0), LONGEST_MS - 1)] += 1

    def record_recovery(self, watchers: list[Watcher], now: int) -> None:
        """Records when the last seat received data again after a fault."""
        over = int(self.schedule[1])
        if over in (0, self._over):
            return
        ages = [watcher.room.feed_thread.age_ms() for watcher in watchers]
        if all(age is not None and now - age >= over for age in ages):
            self._over = over
            self.back_ms = max(self.back_ms, now - over)


def private_memory() -> dict[str, int]:
    """Bytes that are this process's own, after garbage is collected and what was freed given back.

    Else the high water of each burst stays, and a record once in ten minutes looks like a leak; the
    same do the cycles of a fault's traceback, which a console's window collects and nobody does here.
    It takes an allocator that can give back, which `soak` chooses for its clients. Pages of files do
    not count: the system takes them away and gives them back as it likes.
    """
    import psutil

    gc.collect()
    GIVE_BACK()
    held: Any = psutil.Process().memory_info()
    return {"memory": held.private if os.name == "nt" else held.rss - held.shared}


def count() -> dict[str, int]:
    """Descriptors, threads, objects of this process; slow, as garbage is collected first."""
    import psutil

    gc.collect()
    own = psutil.Process()
    return {
        "fds": own.num_handles() if os.name == "nt" else own.num_fds(),
        "threads": own.num_threads(),
        "objects": len(gc.get_objects()),
    }


def serve(pipe: Connection, url: str, login: str, seats: int, every_ms: int, schedule: Any) -> None:
    """Entry of the child: watches until told to stop; weighs itself and tells digests when asked."""
    woken = threading.Event()
    watchers = [open_watcher(url, login, every_ms, woken.set) for _seat in range(seats)]
    try:
        _follow(pipe, watchers, woken, Waits(schedule))
    except EOFError:
        pass  # whoever started it is gone
    finally:
        for watcher in watchers:
            watcher.room.stop()
            watcher.store.close()


def _follow(
    pipe: Connection, watchers: list[Watcher], woken: threading.Event, waits: Waits
) -> None:
    ready, last = False, 0.0
    while True:
        woken.wait(0.05)
        pause = last + TICK_MS / 1000 - time.monotonic()
        if woken.is_set() and pause > 0:
            time.sleep(pause)
        woken.clear()
        last = time.monotonic()
        _take_in(watchers, waits)
        if not ready and all(watcher.room.loaded for watcher in watchers):
            ready = True
            freeze_objects()  # as a console does at its first picture
            gc.enable()
            pipe.send(("ready", None))
        while pipe.poll():
            what, _value = pipe.recv()
            pipe.send((what, _answer(what, watchers, waits)))
            if what == "stop":
                return


def _take_in(watchers: list[Watcher], waits: Waits) -> None:
    for watcher in watchers:
        change = watcher.room.apply_updates()
        if change is not None:
            now = wall_ms()
            for event in change.events:
                waits.applied(event.recorded_at, now)
    waits.record_recovery(watchers, wall_ms())


def _answer(what: str, watchers: list[Watcher], waits: Waits) -> Any:
    if what in ASKED:
        return ASKED[what]()
    if what == "digest":
        return [watcher.room.cases.digest() for watcher in watchers]
    return {
        "faults": sum(watcher.room.faults for watcher in watchers),
        "counts": waits.counts,
        "back_ms": waits.back_ms,
    }


ASKED: Final = {"weigh": private_memory, "count": count}
