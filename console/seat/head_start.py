"""Head start: takes the seat and asks for the first load before the window is imported.

A database named on the command line is known before Qt is; SQLite then packs its hundred thousand
cases on one core while Python imports the window on the other.
"""

import argparse
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Final

from console.seat.options import WORKSPACES
from console.seat.seat import Seat, take_seat

PATIENCE_S: Final = 0.3
"""Longest wait of the importing thread: two threads that want the interpreter take five times as
long.
"""


class HeadStart:
    """Takes a seat on a thread of its own and starts listening; `hand_over` sets whom to wake."""

    def __init__(self, url: str, login: str, name: str | None = None) -> None:
        self._wake: Callable[[], None] | None = None
        self._seat: Future[Seat] = Future()
        threading.Thread(
            target=self._take, args=(url, login, name), name="head-start", daemon=True
        ).start()
        wait([self._seat], PATIENCE_S)

    def _take(self, url: str, login: str, name: str | None) -> None:
        try:
            seat = take_seat(url, login, None, self._woke, name)
            seat.start()
        except BaseException as error:  # noqa: BLE001 — told where the seat is asked for
            self._seat.set_exception(error)
        else:
            self._seat.set_result(seat)

    def _woke(self) -> None:
        if self._wake is not None:
            self._wake()

    def hand_over(self, wake: Callable[[], None]) -> Seat:
        """The seat; it wakes `wake` from now on, which has to look once by itself for earlier
        updates.

        Blocks: for worker threads. Raises `Refused`.
        """
        self._wake = wake
        return self._seat.result()


def begin(options: argparse.Namespace) -> HeadStart | None:
    """Head start of a workspace whose database and operator the command line names."""
    if (
        options.verb == "wall"
        or options.verb not in WORKSPACES
        or options.database is None
        or options.actor is None
    ):
        return None
    return HeadStart(options.database, options.actor, options.seat)
