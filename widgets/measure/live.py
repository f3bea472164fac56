"""Part of the program that `measure startup` times: tells when all its cases are painted, and quits."""

import sys
from typing import Final

from qtpy.QtCore import QObject, QTimer

from widgets.frame.window import Window
from widgets.measure.startup import PAINTED_LINE

TIMEOUT_MS: Final = 120_000


class PaintWatcher(QObject):
    """Waits until every open case with a place is painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.window: Window | None = None
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._end)
        self._limit.start(TIMEOUT_MS)

    def look_at(self, window: Window) -> None:
        """Starts watching a window."""
        self.window = window
        window.workspace.painted.connect(self._look)

    def _look(self) -> None:
        assert self.window is not None
        if self.window.workspace.settled:
            sys.stdout.write(f"{PAINTED_LINE}\n")
            sys.stdout.flush()
            self._end()

    def _end(self) -> None:
        self._limit.stop()
        if self.window is not None:
            self.window.close()  # the last window: the program ends
        else:
            from qtpy.QtWidgets import QApplication

            QApplication.exit(1)
