"""A wall that judges itself: when it is to be started again, and what it tells the system's supervisor."""

import logging
import os
import socket
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

LOG = logging.getLogger(__name__)
DEATHS: Final = 3
DEATHS_MS: Final = 10 * 60_000
"""So many ends of a map's process within so long, and the whole program is started again."""
LOOK_EVERY_S: Final = 5.0
TURNS: Final = 6
"""Turns of the watch (30 s) without a look at the scene that is due, after which it is started again."""
UNPAINTED_MS: Final = 20_000
"""Painted lately: no longer ago than this, for the clock is painted each second."""
CEILING_MB: Final = 900
"""Memory of a map's process from which its page is loaded anew."""


class Deaths:
    """Ends of the maps' processes within the last ten minutes."""

    def __init__(self) -> None:
        self._at: deque[int] = deque(maxlen=DEATHS)

    def one_more(self, now_ms: int) -> bool:
        """Notes one; whether they are too many now."""
        self._at.append(now_ms)
        return len(self._at) == DEATHS and now_ms - self._at[0] <= DEATHS_MS


class Watch:
    """A thread that ends a program which has stopped looking, and tells systemd of one that paints.

    `looked` is called at each look, on whatever thread. `unpainted_ms` tells how long ago something was painted,
    `end` ends the program. It counts turns of its own and not the clock, so that a machine that slept, or a
    process that was stopped for a while, is not taken for one that hangs.
    """

    def __init__(self, unpainted_ms: Callable[[], int], end: Callable[[], None]) -> None:
        self._unpainted_ms, self._end = unpainted_ms, end
        self._looks = self._seen = self._turns = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def begin(self) -> None:
        """Starts watching."""
        self._thread.start()

    def close(self) -> None:
        """Ends watching."""
        self._over.set()

    def looked(self) -> None:
        """The program has looked which scene is due."""
        self._looks += 1

    def turn(self) -> bool:
        """One turn: tells the supervisor, or finds that the program hangs (True)."""
        self._turns = 0 if self._looks != self._seen else self._turns + 1
        self._seen = self._looks
        if self._turns >= TURNS:
            return True
        if self._turns <= 1 and self._unpainted_ms() <= UNPAINTED_MS:
            notify("WATCHDOG=1")
        return False

    def _run(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            if self.turn():
                LOG.error("no look for %s s: the wall is started again", TURNS * LOOK_EVERY_S)
                self._end()
                return


def notify(state: str) -> bool:
    """Tells systemd a state as sd_notify does; whether anybody wanted to know."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place or not hasattr(socket, "AF_UNIX"):
        return False
    address = "\0" + place[1:] if place.startswith("@") else place
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.sendto(state.encode(), address)
    except OSError as error:
        LOG.info("systemd was not told %s: %s", state, error)
        return False
    return True
