"""Inside the program that `measure startup` times: says when all its cases are painted, and ends."""

import sys
from typing import Final

from qtpy.QtCore import QObject, QTimer

from widgets.frame.window import Window
from widgets.measure.startup import PAINTED

PATIENCE_MS: Final = 120_000


class Watch(QObject):
    """Looks at what is painted until every open case with a place is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.window: Window | None = None
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._end)
        self._limit.start(PATIENCE_MS)

    def look_at(self, window: Window) -> None:
        """From now on this window is watched."""
        self.window = window
        window.workspace.painted.connect(self._look)

    def _look(self) -> None:
        assert self.window is not None
        if self.window.workspace.settled:
            sys.stdout.write(f"{PAINTED}\n")
            sys.stdout.flush()
            self._end()

    def _end(self) -> None:
        self._limit.stop()
        if self.window is not None:
            self.window.close()  # the last window: the program ends
        else:
            from qtpy.QtWidgets import QApplication

            QApplication.exit(1)
