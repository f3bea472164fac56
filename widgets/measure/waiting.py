"""What measures of a live window share: turning the event loop until something holds."""

import time
from collections.abc import Callable
from typing import Final

from qtpy.QtCore import QTimer
from qtpy.QtWidgets import QApplication

from console.domain.refusal import Refused

PATIENCE_S: Final = 180.0
LOOK_MS: Final = 20


def application() -> QApplication:
    """The one there is; a measure makes none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication must be there")
    return app


def turn(seconds: float) -> None:
    """Lets the event loop run for so long: where no page stands, Chromium ends with the first loop."""
    app = application()
    QTimer.singleShot(round(seconds * 1000), app.exit)  # `quit` would close every window first
    app.exec()


def until(holds: Callable[[], bool], what: str) -> None:
    """Lets the event loop run until this holds. Raises `Refused` where it does not in time."""
    limit = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > limit:
            raise Refused("measure_unpainted", what=what)
        turn(LOOK_MS / 1000)
