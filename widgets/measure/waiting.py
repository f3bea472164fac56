"""Waiting for a condition while the event loop runs, shared by the measurements of a live window."""

import time
from collections.abc import Callable
from typing import Final

from qtpy.QtCore import QTimer
from qtpy.QtWidgets import QApplication

from console.domain.refusal import Refused

TIMEOUT_S: Final = 180.0
POLL_MS: Final = 20


def application() -> QApplication:
    """The existing QApplication."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication must be there")
    return app


def turn(seconds: float) -> None:
    """Runs the event loop for a time; without an open page, Chromium ends with the first loop."""
    app = application()
    QTimer.singleShot(round(seconds * 1000), app.exit)  # `quit` would close every window first
    app.exec()


def until(holds: Callable[[], bool], what: str) -> None:
    """Runs the event loop until a condition holds. Raises `Refused` if it does not in time."""
    limit = time.monotonic() + TIMEOUT_S
    while not holds():
        if time.monotonic() > limit:
            raise Refused("measure_unpainted", what=what)
        turn(POLL_MS / 1000)
