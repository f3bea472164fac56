"""The strip in which a command's reason is written, below the card's title; hidden until asked."""

from qtpy.QtCore import QRectF, Qt, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from console.desk.command_words import title
from console.words import _
from widgets import theme
from widgets.controls import Button, Drawn, Kind


class ReasonStrip(Drawn):
    """`given(command, reason)` once there is one; Escape leaves and forgets it."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.command = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field = QLineEdit(self)
        self.leave, self.go = Button("", parent=self), Button("", Kind.PRIMARY, self)
        row = QHBoxLayout(self)
        space = theme.px("space.8")
        row.setContentsMargins(2 * space, space, space, space)
        row.setSpacing(space)
        row.addWidget(self.field, 1)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        self.field.returnPressed.connect(self._send)
        self.field.textChanged.connect(self._changed)
        self.go.clicked.connect(self._send)
        self.leave.clicked.connect(self.dismiss)
        self.hide()

    def ask(self, command: str) -> None:
        """Opens for one command."""
        if command != self.command:
            self.field.clear()
        self.command = command
        self.restyle()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def busy(self) -> bool:
        """Whether somebody is writing here."""
        return not self.isHidden()

    def dismiss(self) -> None:
        self.field.clear()
        self.command = ""
        self.hide()
        self.left.emit()

    @override
    def restyle(self) -> None:
        words = _("Decline") if self.command == "decide-" else title(self.command)
        self.go.set_words(words)
        self.leave.set_words(_("Leave it"))
        hint = _("Reason: {command}").format(command=words)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self._changed()
        super().restyle()

    def _changed(self) -> None:
        empty = not self.field.text().strip()
        self.go.forbid(_("A reason is needed.") if empty else "")

    def _send(self) -> None:
        reason = self.field.text().strip()
        if reason:
            self.given.emit(self.command, reason)
            self.dismiss()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.3"))
        bar = QRectF(0, 0, theme.px("bar.select"), self.height())
        painter.fillRect(bar, theme.color("accent"))
