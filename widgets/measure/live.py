"""The child that `measure startup` times: the console's own window, until all cases are painted."""

import argparse
import sys
from typing import Final

from qtpy.QtCore import QObject, QTimer

from console.seat.seat import take_seat
from widgets.application import make
from widgets.listener import Waker
from widgets.measure import empty
from widgets.measure.startup import EMPTY, PAINTED
from widgets.window import Window

PATIENCE_MS: Final = 120_000


def run(options: argparse.Namespace, part: str) -> int:
    """Opens the window on a database and says when the map is painted with all its cases."""
    if part == EMPTY:
        empty.main()
        return 0
    app = make(options)
    waker = Waker()
    watch = Watch(Window(take_seat(part, "li", None, waker.wake), waker))
    app.exec()
    return 0 if watch.painted else 1


class Watch(QObject):
    """Looks at the map after each picture until every open case with a place is on it."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.window = window
        self.painted = False
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._end)
        self._limit.start(PATIENCE_MS)
        self.view = window.workspace.map.view
        self.view.painted.connect(self._look)
        window.resize(1600, 900)
        window.show()

    def _look(self) -> None:
        room = self.window.seat.room
        if self.painted or not room.loaded or self.view.outbox.pending():
            return
        if int(self.view.contents.cases.alive.sum()) and self.view.contents.ground:
            self.painted = True
            sys.stdout.write(f"{PAINTED}\n")
            sys.stdout.flush()
            self._end()

    def _end(self) -> None:
        self._limit.stop()
        self.window.close()
        self.window.deleteLater()
        self.window.destroyed.connect(_quit)


def _quit() -> None:
    from qtpy.QtWidgets import QApplication

    QApplication.quit()
