"""Confirmation: a strip in the pane, never a box over the work."""

from qtpy.QtCore import QRectF, Qt, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls.button import Button, Kind
from widgets.controls.drawn import Drawn


class ConfirmStrip(Drawn):
    """Object, consequence and count in words; buttons named by the verb. Hidden until asked.

    Enter presses the button that has the focus: the verb's, or for danger the one that leaves.
    """

    confirmed = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.danger = False
        self.had_keyboard = False
        """Whether the keyboard was here when it was answered: somebody must take it then."""
        self.what = QLabel(self)
        self.what.setWordWrap(True)
        self.what.setTextFormat(Qt.TextFormat.PlainText)  # it may name what people wrote
        self.leave, self.go = Button("", parent=self), Button("", Kind.PRIMARY, self)
        row = QHBoxLayout(self)
        space = theme.px("space.12")
        row.setContentsMargins(
            theme.px("space.16"), theme.px("space.8"), space, theme.px("space.8")
        )
        row.setSpacing(theme.px("space.8"))
        row.addWidget(self.what, 1)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        self.leave.clicked.connect(self._dismiss)
        self.go.clicked.connect(self._confirm)
        self.hide()

    def ask(self, what: str, consequence: str, verb: str, *, danger: bool = False) -> None:
        """Show the question. `what` names object and count, `verb` the button."""
        self.danger = danger
        self.what.setText(f"{what}\n{consequence}" if consequence else what)
        self.go.kind = Kind.DANGER if danger else Kind.PRIMARY
        self.go.set_words(verb)
        self.leave.set_words(_("Cancel"))
        self.setAccessibleName(self.what.text())
        self.show()
        (self.leave if danger else self.go).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def restyle(self) -> None:
        self.leave.set_words(_("Cancel"))
        super().restyle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.go if self.go.hasFocus() else self.leave).click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.3"))
        bar = QRectF(0, 0, theme.px("bar.select"), self.height())
        painter.fillRect(bar, theme.color("alarm" if self.danger else "accent"))

    def _put_away(self) -> None:
        self.had_keyboard = self.go.hasFocus() or self.leave.hasFocus()
        self.hide()

    def _confirm(self) -> None:
        self._put_away()
        self.confirmed.emit()

    def withdraw(self) -> None:
        """What was asked about has changed: as if it had been left."""
        if not self.isHidden():
            self._dismiss()

    def _dismiss(self) -> None:
        self._put_away()
        self.dismissed.emit()
