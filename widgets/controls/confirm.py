"""Confirmation strip in a pane; no dialog covers the work."""

from qtpy.QtCore import QRectF, Qt, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls.button import Button, ButtonKind
from widgets.controls.painted import PaintedWidget


class ConfirmStrip(PaintedWidget):
    """A question with object, consequence and count; the button is named by the verb.

    Hidden until `ask`. Enter presses the focused button: the verb's, or for danger the one that cancels.
    """

    confirmed = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.danger = False
        self.had_focus = False
        """Whether the strip had the focus when it was answered; the owner then moves it on."""
        self.what = QLabel(self)
        self.what.setWordWrap(True)
        self.what.setTextFormat(Qt.TextFormat.PlainText)  # it may name what people wrote
        self.leave, self.go = Button("", parent=self), Button("", ButtonKind.PRIMARY, self)
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
        """Shows the question. `what` names object and count, `verb` the button."""
        self.danger = danger
        self.what.setText(f"{what}\n{consequence}" if consequence else what)
        self.go.kind = ButtonKind.DANGER if danger else ButtonKind.PRIMARY
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

    def _hide(self) -> None:
        self.had_focus = self.go.hasFocus() or self.leave.hasFocus()
        self.hide()

    def _confirm(self) -> None:
        self._hide()
        self.confirmed.emit()

    def withdraw(self) -> None:
        """Cancels the question because its object has changed."""
        if not self.isHidden():
            self._dismiss()

    def _dismiss(self) -> None:
        self._hide()
        self.dismissed.emit()
