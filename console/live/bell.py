"""Told to stop: signals and a parent's end ring a bell that long-running work looks at."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

SLICE_S: Final = 0.2
"""The longest sleep: so soon it is noticed that the bell has rung."""


@dataclass(slots=True)
class Bell:
    """Rung once: stop. A plain flag, so that a signal's handler may ring it at any moment."""

    rung: bool = False

    def ring(self, *_signal: Any) -> None:
        self.rung = True


@contextmanager
def listening(bell: Bell, with_parent: bool = False) -> Iterator[None]:
    """Signals, and the parent's end of standard input, ring the bell."""
    main = threading.current_thread() is threading.main_thread()
    kinds = (signal.SIGINT, signal.SIGTERM) if main else ()
    before = {kind: signal.signal(kind, bell.ring) for kind in kinds}
    if with_parent:
        threading.Thread(target=_hear_parent, args=(bell,), name="parent", daemon=True).start()
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _hear_parent(bell: Bell) -> None:
    """Standard input ends when the parent closes it or dies. Bare reads: they hold no lock."""
    try:
        while os.read(sys.stdin.fileno(), 1024):
            continue
    finally:
        bell.ring()


def rest(
    bell: Bell,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Waits so long or until the bell rings; False when it has rung."""
    until = clock() + seconds
    while not bell.rung and (left := until - clock()) > 0:
        sleep(min(left, SLICE_S))
    return not bell.rung
