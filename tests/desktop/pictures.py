"""One dispatch window taken in every look and state, with the audit of each picture.

    python -m tests.desktop.pictures URL

One line of JSON: `{"looks": [...], "states": [...], "again": [before, after]}`, where `again` are the
words and places of the window before it spoke another language and after it came back.
"""

import argparse
import json
import re
import sys
from typing import Any

from qtpy.QtCore import QObject, QPoint, QSize, QTimer
from qtpy.QtGui import QImage, QPainter
from qtpy.QtWidgets import QApplication, QWidget
from typing_extensions import override

from console.live.clock import DatabaseClock
from console.seat.seat import take_seat
from tests.widgets.desk import desk_of
from widgets import theme
from widgets.controls import text
from widgets.frame.window import Window
from widgets.program.audit import audit
from widgets.program.qapp import clear_away, make_application
from widgets.program.shot import STATES
from widgets.session.listener import Waker

SETTLE_MS = 500
SIZES = (QSize(1366, 768), QSize(1920, 1080))
LOOKS = [(s, m, w) for s in SIZES for m in ("dark", "light") for w in ("zh", "en")]


class Stopped(DatabaseClock):
    """It stays this late, however long the pictures take."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    @override
    def now(self) -> int:
        return self._at


class Sitting(QObject):
    """Looks, then the journey through the other language, then states; one step per beat."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.window = window
        self.told: dict[str, list[Any]] = {"looks": [], "states": [], "again": []}
        self.steps = [("look", *look) for look in LOOKS]
        self.steps += [("again", SIZES[1], "light", word) for word in ("zh", "en", "zh")]
        self.steps += [("state", SIZES[0], state, "en") for state in STATES]
        self.place = -1
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)  # from the end of one step, however long that took
        self._beat.setInterval(SETTLE_MS)
        self._beat.timeout.connect(self._look)
        self._beat.start()

    def _look(self) -> None:
        if self.place == len(self.steps):
            return
        room, view = self.window.seat.room, desk_of(self.window).map.view
        if self.place < 0:
            if room.loaded and not view.page_queue.pending() and not self.window.jobs.busy:
                desk_of(self.window).queue.table.choose(0)
                self.window.listener.blockSignals(True)  # nothing moves from now on,
                room.clock = Stopped(room.clock.now())  # and no deadline passes
                self._next()
        else:
            self._take()
            self._next()
        self._beat.start()

    def _next(self) -> None:
        self.place += 1
        if self.place == len(self.steps):
            QApplication.quit()
            return
        kind, size, mode, word = self.steps[self.place]
        self.window.resize(size)
        if kind == "state":
            theme.current().choose(mode="light", language=word)
            space = desk_of(self.window)
            for pane in (space.queue, space.card, space.map, *space.targets.panes):
                pane.set_state(STATES[mode]())
        else:
            theme.current().choose(mode=mode, language=word)

    def _take(self) -> None:
        kind, size, mode, word = self.steps[self.place]
        image = QImage(self.window.size(), QImage.Format.Format_RGB32)
        with text.reading() as drawn:
            painter = QPainter(image)
            self.window.render(painter, QPoint())
            painter.end()
        if kind == "again":
            self.told["again"].append(self._laid(drawn))
            return
        name = mode if kind == "state" else f"{size.width()}x{size.height()} {mode} {word}"
        words = " | ".join(one.text for one in drawn)
        self.told[f"{kind}s"].append(
            {
                "name": name,
                "grown": image.size() != size,
                "findings": audit(self.window, image, drawn),
                "words": words,
            }
        )

    def _laid(self, drawn: list[text.DrawnText]) -> list[str]:
        """Every word without its figures, which time moves, and every part's place."""
        words = [re.sub(r"\d+", "", one.text) for one in drawn]
        parts = self.window.findChildren(QWidget)
        places = [str(part.geometry().getRect()) for part in parts if part.isVisible()]
        return words + places


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    options = parser.parse_args(namespace=argparse.Namespace(theme="dark", language="zh"))
    app = make_application(options)
    waker = Waker()
    window = Window(take_seat(options.url, "li", None, waker.wake), waker)
    window.resize(SIZES[0])
    window.show()
    sitting = Sitting(window)
    app.exec()
    sys.stdout.write(json.dumps(sitting.told) + "\n")
    clear_away()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
