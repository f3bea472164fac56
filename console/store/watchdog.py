"""A watchdog that shuts a silent connection's socket down (LIVE.md 10).

Keepalives do not help a write in flight and `tcp_user_timeout` does nothing against a frozen
server; closing the socket from outside ends every wait, on Windows too.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any


class Watchdog:
    """Watches one call at a time from one thread of its own, which `close` ends."""

    def __init__(self, patience_s: float) -> None:
        self.patience_s = patience_s
        self.bites = 0
        self._wake = threading.Condition()
        self._until: float | None = None
        self._handle = -1
        self._over = False
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def watching(self, raw: Any) -> Iterator[None]:
        """Shuts the socket of psycopg connection `raw` down when the block outlasts the patience."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
            self._thread.start()
        with self._wake:
            self._handle = raw.fileno()
            idle = self._until is None
            self._until = time.monotonic() + self.patience_s
            if idle:
                self._wake.notify()
        try:
            yield
        finally:
            with self._wake:
                self._until = None

    def close(self) -> None:
        with self._wake:
            self._over = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._over = False

    def _watch(self) -> None:
        with self._wake:
            while not self._over:
                if self._until is None:
                    self._wake.wait()
                    continue
                left = self._until - time.monotonic()
                if left > 0:
                    self._wake.wait(left)
                else:
                    self._until = None
                    self._bite()

    def _bite(self) -> None:
        self.bites += 1
        # a duplicate: closing ours must not close psycopg's handle under its feet
        with (
            contextlib.suppress(OSError),
            socket.socket(fileno=socket.dup(self._handle)) as double,
        ):
            double.shutdown(socket.SHUT_RDWR)
