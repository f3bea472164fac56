"""Stop flag of long-running work, set by SIGINT, SIGTERM or the end of the parent process."""

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
"""Longest sleep (s) between two looks at the flag."""


@dataclass(slots=True)
class StopFlag:
    """Plain flag without a lock, so that a signal handler may set it at any moment."""

    is_set: bool = False

    def set(self, *_signal: Any) -> None:
        self.is_set = True


@contextmanager
def stop_on_signals(stop_flag: StopFlag, with_parent: bool = False) -> Iterator[None]:
    """Sets the flag on SIGINT and SIGTERM, and `with_parent` when standard input ends."""
    main = threading.current_thread() is threading.main_thread()
    kinds = (signal.SIGINT, signal.SIGTERM) if main else ()
    before = {kind: signal.signal(kind, stop_flag.set) for kind in kinds}
    if with_parent:
        threading.Thread(
            target=_watch_parent, args=(stop_flag,), name="parent", daemon=True
        ).start()
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _watch_parent(stop_flag: StopFlag) -> None:
    """Waits for the end of standard input: the parent closed it or died. Bare reads hold no lock."""
    try:
        while os.read(sys.stdin.fileno(), 1024):
            continue
    finally:
        stop_flag.set()


def pause(
    stop_flag: StopFlag,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Waits `seconds` or until the flag is set; answers False when it is set."""
    until = clock() + seconds
    while not stop_flag.is_set and (left := until - clock()) > 0:
        sleep(min(left, SLICE_S))
    return not stop_flag.is_set
