"""`wall --test`: the test picture on every bound screen, until somebody leaves it."""

import logging
from collections.abc import Callable
from dataclasses import replace

from qtpy.QtCore import QObject, Qt
from qtpy.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from qtpy.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from console import machine
from console.domain.refusal import sentence
from console.seat.wall_seat import WallStart
from console.words import _
from widgets.wall.pattern import Pattern
from widgets.wall.screens import chosen, key_of, united

LOG = logging.getLogger(__name__)


class PatternWindow(QWidget):
    """One screen's test picture. `typed` is given every key."""

    def __init__(self, title: str, start: WallStart, typed: Callable[[QKeyEvent], None]) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(_("Wangge Console · Wall"))
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._typed = typed
        self.pattern = Pattern(title, self)
        self.pattern.seams = (start.seams_x, start.seams_y)
        self.pattern.pitch, self.pattern.distance = start.pitch, start.distance
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pattern)

    def show_on(self, screen: QScreen) -> None:
        """Fills a screen."""
        self.winId()
        handle = self.windowHandle()
        if handle is not None:
            handle.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._typed(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self.pattern.line_px()
        if px != self.pattern.measured.line_px:
            self.pattern.measured = replace(self.pattern.measured, line_px=px)


class PatternProgram(QObject):
    """The test pictures of a wall; what is typed at one of them stands on all."""

    def __init__(self, start: WallStart) -> None:
        super().__init__()
        self.start_ = start
        self.windows: list[PatternWindow] = []

    def begin(self) -> None:
        """Shows them. Raises `Refused` for a screen that is not there."""
        start, picked = self.start_, chosen(self.start_.screens, QGuiApplication.screens())
        if start.over_all:
            window = self._window(" + ".join(screen.name() for screen in picked))
            window.setGeometry(united(picked))
            window.show()
        else:
            for screen in picked:
                window = self._window(key_of(screen))
                if start.size is not None:
                    window.resize(*start.size)
                    window.show()
                else:
                    window.show_on(screen)
        self.windows[0].activateWindow()

    def _window(self, title: str) -> PatternWindow:
        window = PatternWindow(title, self.start_, self.typed)
        self.windows.append(window)
        return window

    def typed(self, event: QKeyEvent) -> None:
        """Digits into the field in use; Tab changes it, Enter saves, Esc leaves."""
        key, measured = event.key(), self.windows[0].pattern.measured
        note = ""
        if key == Qt.Key.Key_Escape:
            QApplication.exit(0)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            note = self._saved()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down):
            measured = measured.other()
        elif key == Qt.Key.Key_Backspace:
            measured = measured.erased()
        elif event.text():
            measured = measured.typed(event.text())
        for window in self.windows:
            line_px = window.pattern.measured.line_px
            window.pattern.measured = replace(measured, line_px=line_px)
            window.pattern.note = note
            window.pattern.update()

    def _saved(self) -> str:
        """Saves what was typed into this machine's settings; answers what is said about it."""
        pattern = next(
            (one.pattern for one in self.windows if one.isActiveWindow()), self.windows[0].pattern
        )
        values = pattern.measured.settings()
        if not values:
            return _("Type the width of the line and the distance first.")
        file = machine.installation_file()
        try:
            machine.write(file, values)
        except OSError as error:
            LOG.warning("%s cannot be written: %s", file, error)
            return sentence("file_unwritable", {"path": str(file)})
        here = machine.in_force()
        if any(here[name].value != value for name, value in values.items()):
            return _("Saved, but {source} wins: {name}.").format(
                source=here["wall_pitch"].place, name="wall_pitch, wall_distance"
            )
        return _("Saved: {pitch} mm, {distance} m, u = {u} px. Esc leaves.").format(
            pitch=values["wall_pitch"], distance=values["wall_distance"], u=pattern.unit
        )

    def close(self) -> None:
        """Closes all windows."""
        for window in self.windows:
            window.close()
