"""A watchdog that shuts a silent connection's socket down.

Keepalives do not help a write in flight and `tcp_user_timeout` does nothing against a frozen
server; closing the socket from outside ends every wait, on Windows too.
"""

import contextlib
import math
import socket
import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

IDLE_S: Final = 0.5


class Watchdog:
    """Watches calls from one thread of its own: begun by a call, over when none comes for a while."""

    def __init__(self, patience_s: float) -> None:
        self.patience_s = patience_s
        self.bites = 0
        self._wake = threading.Condition()
        self._calls: dict[int, tuple[float, int]] = {}
        self._numbers = count()
        self._looks_at = math.inf
        self._over = False
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def watching(self, raw: Any, patience_s: float | None = None) -> Iterator[None]:
        """Shuts the socket of psycopg connection `raw` down when the block outlasts the patience."""
        until = time.monotonic() + (self.patience_s if patience_s is None else patience_s)
        with self._wake:
            if self._thread is None:
                self._over = False
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            number = next(self._numbers)
            self._calls[number] = until, raw.fileno()
            if until < self._looks_at:
                self._wake.notify()
        try:
            yield
        finally:
            with self._wake:
                self._calls.pop(number, None)

    def close(self) -> None:
        with self._wake:
            thread, self._thread = self._thread, None
            self._over = True
            self._wake.notify()
        if thread is not None:
            thread.join()

    def _watch(self) -> None:
        with self._wake:
            while not self._over:
                now = time.monotonic()
                for number, (until, handle) in list(self._calls.items()):
                    if until <= now:
                        del self._calls[number]
                        self._bite(handle)
                idle = not self._calls
                untils = [until for until, _handle in self._calls.values()]
                self._looks_at = min([*untils, now + IDLE_S])
                self._wake.wait(self._looks_at - now)
                if idle and not self._calls and time.monotonic() >= now + IDLE_S:
                    break
            self._looks_at = math.inf
            if self._thread is threading.current_thread():
                self._thread = None

    def _bite(self, handle: int) -> None:
        self.bites += 1
        # a duplicate: closing ours must not close psycopg's handle under its feet
        with (
            contextlib.suppress(OSError),
            socket.socket(fileno=socket.dup(handle)) as double,
        ):
            double.shutdown(socket.SHUT_RDWR)
