"""Lock of the seat after a time without input: the picture goes on, commands stop.

An overlay on the window takes pointer and keyboard until the operator's password unlocks it.
"""

from typing import Final

from qtpy.QtCore import QEvent, QObject, QRectF, QTimer, Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from console.words import _
from widgets import icons, theme
from widgets.controls import Button, ButtonKind
from widgets.controls.ink import ink

ACTIVITY_EVENTS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QWidget):
    """Overlay that locks the window.

    Signals: `locked_changed(bool)`, `unlock_requested(password)`, `left()` to sign on as somebody else. It locks after
    `timeout_ms` without input (0: never by itself), or by `lock`; `open` unlocks.
    """

    locked_changed = Signal(bool)
    unlock_requested = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget, name: str, *, secret: bool) -> None:
        super().__init__(parent)
        self.name, self.secret = name, secret
        self.since = ""
        self.words, self.failure = QLabel(), QLabel()
        self.password = QLineEdit()
        self.unlock, self.leave = Button("", ButtonKind.PRIMARY), Button("")
        self.card = _Card(self)
        self._before: QWidget | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        self._lay_out()
        self.unlock.clicked.connect(self._try)
        self.password.returnPressed.connect(self._try)
        self.leave.clicked.connect(self.left)
        theme.current().changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.card)
        pad = theme.px("space.12")
        row.setContentsMargins(2 * pad + theme.px("icon"), 0, pad, 0)
        row.setSpacing(pad)
        for part in (self.words, self.failure, self.password, self.unlock, self.leave):
            row.addWidget(part)
        self.password.setFixedWidth(theme.px("command.width") // 3)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setVisible(self.secret)
        self.failure.hide()

    @property
    def locked(self) -> bool:
        return not self.isHidden()

    def set_timeout(self, timeout_ms: int) -> None:
        """Sets the time without input after which it locks; 0: never by itself."""
        self._idle.setInterval(timeout_ms)
        if timeout_ms:
            self._idle.start()
        else:
            self._idle.stop()

    def install_on(self, handle: QObject) -> None:
        """Watches for input at the window system's window, where only real input arrives.

        A filter on the whole application would call Python for every event of Chromium's, and crashed there.
        """
        handle.installEventFilter(self)

    def restyle(self) -> None:
        self.password.setPlaceholderText(_("Password"))
        self.password.setAccessibleName(_("Password"))
        self.unlock.set_words(_("Unlock"))
        self.leave.set_words(_("Sign off"))
        self.words.setFont(theme.font("body", bold=True))
        told = _("{name} · locked since {clock}; the picture goes on, commands are stopped")
        self.words.setText(told.format(name=self.name, clock=self.since))
        self.failure.setFont(theme.font("body"))
        ink(self.failure, "alarm.text")
        self.setAccessibleName(self.words.text())
        self.place()

    def lock(self, clock: str = "") -> None:
        """Locks at once. `since` says when; the window sets it on `locked_changed`."""
        if self.locked:
            return
        self.since = clock
        self._idle.stop()
        self._before = QApplication.focusWidget()
        self.locked_changed.emit(True)
        self.restyle()
        self.show()
        self.raise_()
        (self.password if self.secret else self.unlock).setFocus()

    def open(self) -> None:
        """Unlocks and gives the focus back."""
        self.password.clear()
        self._tell("")
        self.hide()
        self.locked_changed.emit(False)
        if self._before is not None:
            self._before.setFocus()
        self._before = None
        self.set_timeout(self._idle.interval())

    def refuse(self, sentence: str) -> None:
        """Shows why the password did not unlock."""
        self.setEnabled(True)
        self._tell(sentence)
        self.password.selectAll()
        self.password.setFocus()

    def _tell(self, failure: str) -> None:
        """Shows a failure in place of the lock's words; "" shows the words again."""
        self.failure.setText(failure)
        self.failure.setVisible(bool(failure))
        self.words.setVisible(not failure)
        self.place()

    def _try(self) -> None:
        self.unlock_requested.emit(self.password.text())

    def place(self) -> None:
        """Covers the whole window; the card lies in the top bar, which shows nothing live but the clock."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.card.adjustSize()
        width = self.card.sizeHint().width()
        self.card.setGeometry((self.width() - width) // 2, 0, width, theme.px("toolbar"))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in ACTIVITY_EVENTS and self._idle.isActive():
            self._idle.start()
        return False


class _Card(QWidget):
    """Background of the lock's words."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.2"))
        painter.setPen(theme.color("line.2"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        side = theme.px("icon")
        pad = theme.px("space.12")
        top = (self.height() - side) / 2
        icons.draw(painter, "lock", QRectF(pad, top, side, side), theme.color("text.1"))
