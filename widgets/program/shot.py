"""`shot WORKSPACE FILE.png`: a picture of the window with a demo city of its own, and its audit.

The same options give the same city, cases and time, so that two pictures can be compared.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from typing import Any, Final

from qtpy.QtCore import QElapsedTimer, QObject, QPoint, QTimer
from qtpy.QtGui import QImage, QPainter
from qtpy.QtWidgets import QApplication, QWidget

from console.city import demo
from console.domain.refusal import Refused
from console.seat.arrival import arrive
from console.seat.opening import database_url
from console.seat.seat import players, take_seat
from console.words import _
from widgets.controls import states, text
from widgets.frame.sign_on import SignOn
from widgets.frame.window import Window
from widgets.program.audit import audit
from widgets.program.qapp import make_application
from widgets.session.listener import Waker
from widgets.workspaces import PLANNED, named

TIMEOUT_MS: Final = 20_000
POLL_MS: Final = 100
SETTLE_MS: Final = 700
CASES: Final = {"": 3000, "overfull": 20_000}

STATES: Final[dict[str, Callable[[], states.State]]] = {
    "loading": lambda: states.LOADING,
    "empty": lambda: states.empty(_("Nothing to dispatch")),
    "filtered": lambda: states.filtered(312),
    "late": lambda: states.late(8),
    "deaf": lambda: states.disconnected("14:03:07"),
    "read-only": lambda: states.read_only(),
    "forbidden": lambda: states.forbidden(_("Dispatcher")),
    "failed": lambda: states.failed(_("The list could not be drawn."), "detail"),
}


POSES: Final = ("keys", "chosen", "locked", "arrival", "form", "register", "answer")
"""States that are no pane's state: overlays, or pages before the window."""


def take_shot(options: argparse.Namespace, taken_by: "type[Screenshot] | None" = None) -> int:
    """Takes the picture, saves it if a file is named, prints the audit; returns the exit code."""
    if options.workspace in PLANNED:
        raise Refused("workspace_planned", name=_(PLANNED[options.workspace]))
    known = (*STATES, *POSES, "overfull")
    if options.state and options.state not in known:
        raise Refused("state_unknown", name=options.state, known=", ".join(known))
    app = make_application(options)
    with tempfile.TemporaryDirectory(prefix="wangge-shot-") as folder:
        url = database_url(options) if options.database else f"sqlite:///{folder}/demo.db"
        if not options.database:
            past = taken_by.past if taken_by is not None else 0
            demo.build(url, seed=1, cases=CASES.get(options.state, 3000), history=past)
        camera = (taken_by or Screenshot)(options, url)
        camera.start()
        app.exec()
        camera.close()
    if camera.image is None:
        raise Refused("shot_failed", reason=camera.reason)
    if options.file and not camera.image.save(options.file):
        raise Refused("file_unwritable", path=options.file)
    return _say(options, camera)


def _say(options: argparse.Namespace, camera: "Screenshot") -> int:
    found = camera.findings
    document = {"workspace": options.workspace, "size": list(options.size), "findings": found}
    if options.json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    elif options.audit:
        lines = [f"{f['kind']}: {f['what']}" for f in found] or [_("The audit found nothing.")]
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if options.audit and found else 0


class Screenshot(QObject):
    """Opens the window, waits until everything is painted, and takes the picture."""

    past = 0
    """Closed cases of the demo city behind the open ones."""

    def __init__(self, options: argparse.Namespace, url: str) -> None:
        super().__init__()
        self.options, self.url = options, url
        self.image: QImage | None = None
        self.findings: list[dict[str, Any]] = []
        self.reason = _("the window was not painted; the log says why")
        self.widget: QWidget | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        if self.options.workspace == "sign-on":
            sign_on = SignOn()
            sign_on.show_players(players(self.url))
            if self.options.state == "arrival":
                sign_on.show_arrival(arrive(self.url, self.options.actor or "li"))
            self.widget = sign_on
        else:
            waker = Waker()
            entry = named(self.options.workspace)
            login = self.options.actor or (entry.demo if entry is not None else "li")
            seat = take_seat(self.url, login, None, waker.wake)
            window = Window(seat, waker, workspace=self.options.workspace)
            self.widget = window
        self.widget.resize(*(round(side / self.options.scale) for side in self.options.size))
        self.widget.show()
        self._since.start()
        self._timer.start()

    def settled(self) -> bool:
        """Whether everything was read and painted."""
        window = self.widget
        return not isinstance(window, Window) or self._still(window)

    def close(self) -> None:
        if self.widget is not None:
            self.widget.close()
            self.widget.deleteLater()

    def _still(self, window: Window) -> bool:
        """Whether everything was read and painted."""
        return window.seat.room.loaded and not window.jobs.busy and window.workspace.settled

    def _look(self) -> None:
        """Takes the picture shortly after the room is loaded and the map painted."""
        if self.settled():
            self._timer.stop()
            QTimer.singleShot(SETTLE_MS, self._take)
            self._pose()
        elif self._since.elapsed() > TIMEOUT_MS:
            self._timer.stop()
            self.reason = _("the window was not painted in time")
            QApplication.quit()

    def _pose(self) -> None:
        """Selects the first case and sets the requested state of the panes."""
        window = self.widget
        if not isinstance(window, Window):
            return
        space, wanted = window.workspace, self.options.state
        space.pose(wanted)
        if wanted in STATES:
            window.listener.ticked.emit()
            window.listener.blockSignals(True)  # else the panes tell their own state each second
            for pane in space.panes:
                pane.set_state(STATES[wanted]())
        elif wanted == "keys":
            window.keys.toggle()
        elif wanted == "locked":
            window.idle_lock.lock()

    def _take(self) -> None:
        """Paints and audits; an error in a painter ends it without a picture."""
        try:
            self.image = self._paint()
        finally:
            if isinstance(self.widget, Window):
                self.widget.close_for_good()  # a posed draft would ask whether it may be lost
            QApplication.quit()

    def _paint(self) -> QImage:
        assert self.widget is not None
        ratio = self.widget.devicePixelRatioF()
        image = QImage(self.widget.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        with text.reading() as drawn:
            painter = QPainter(image)
            try:
                self.widget.render(painter, QPoint())
            finally:
                painter.end()
        if self.options.audit:
            self.findings = audit(self.widget, image, drawn)
        return image
