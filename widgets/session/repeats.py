"""Suppression of accidental repeats: the second half of a double click, a bouncing Enter.

A command changes the screen: the next button appears under a pointer or a focus that has not moved.
For `QUIET_MS` after a command its place takes no click, and Enter and Space do nothing until another
key is pressed: the next row's own keys (`1` Enter) count at once.
"""

from typing import Final

from qtpy.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, Qt
from qtpy.QtGui import QCursor, QKeyEvent, QMouseEvent
from qtpy.QtWidgets import QApplication
from typing_extensions import override

from widgets.controls import PaintedButton
from widgets.session.sent_command import CommandStatus, SentCommand

QUIET_MS: Final = 800
PLACE_PX: Final = 48
"""Side of the square around the pointer that is the place of a command without a button."""
CLICK_EVENTS: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
KEY_EVENTS: Final = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
CONFIRM_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
MODIFIER_KEYS: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)


class RepeatGuard(QObject):
    """Filters the events of one window after each command, see `Operations.status_changed`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._place = QRect()
        self._keys_quiet = False
        self._by_pointer = False

    def install_on(self, handle: QObject) -> None:
        """Filters at the window system's window, where only this window's own input arrives."""
        handle.installEventFilter(self)

    def status_changed(self, sent: SentCommand) -> None:
        """Starts the pause after a command that has just been sent."""
        if sent.status is CommandStatus.SENDING:
            self.begin()

    def begin(self) -> None:
        self._since.start()
        self._keys_quiet = not self._by_pointer
        self._place = _place(QCursor.pos()) if self._by_pointer else QRect()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in CLICK_EVENTS and isinstance(event, QMouseEvent):
            self._by_pointer = True
            return self._quiet and self._place.contains(event.globalPosition().toPoint())
        if kind in KEY_EVENTS and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in MODIFIER_KEYS:
            return False
        self._by_pointer = False
        if event.key() not in CONFIRM_KEYS:
            self._keys_quiet = False
        return self._keys_quiet and self._quiet

    @property
    def _quiet(self) -> bool:
        return self._since.isValid() and self._since.elapsed() < QUIET_MS


def _place(point: QPoint) -> QRect:
    """Area of the button under the pointer, else a square around it, in global pixels."""
    under = QApplication.widgetAt(point)
    if isinstance(under, PaintedButton):
        return QRect(under.mapToGlobal(QPoint(0, 0)), under.size())
    half = PLACE_PX // 2
    return QRect(point.x() - half, point.y() - half, PLACE_PX, PLACE_PX)
