"""Inside the program that `measure startup` times: says when all its cases are painted, and ends."""

import sys
from typing import Final

from qtpy.QtCore import QObject, QTimer

from widgets.measure.startup import PAINTED
from widgets.window import Window

PATIENCE_MS: Final = 120_000


class Watch(QObject):
    """Looks at the map's pictures until one holds every open case with a place."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.window: Window | None = None
        self._drawn = 0
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._end)
        self._limit.start(PATIENCE_MS)

    def look_at(self, window: Window) -> None:
        """From now on this window is watched."""
        self.window = window
        view = window.workspace.map.view
        view.painted.connect(self._painted)
        view.applied.connect(self._applied)

    def _painted(self, revision: int) -> None:
        self._drawn = revision
        self._look()

    def _applied(self, kind: str, _ms: float) -> None:
        if kind == "ground":  # the marks may have been first
            self._look()

    def _look(self) -> None:
        assert self.window is not None
        outbox = self.window.workspace.map.view.outbox
        ground = outbox.sent("ground") > 0 and not outbox.unanswered("ground")
        if ground and self._drawn >= outbox.sent("cases") > 0:
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
