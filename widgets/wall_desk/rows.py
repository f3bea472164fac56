"""Rows of the window of walls: buttons beside each other, and a strip that asks for a name."""

from collections.abc import Sequence

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from console.domain.nouns import SCENE
from console.words import _
from widgets import theme
from widgets.controls import Button, ButtonKind, PaintedWidget


def button_row(buttons: Sequence[QWidget]) -> QHBoxLayout:
    """Buttons beside each other, with the room that a pane leaves around them."""
    row = QHBoxLayout()
    space = theme.px("space.8")
    row.setContentsMargins(space, space, 0, space)
    row.setSpacing(space)
    for button in buttons:
        row.addWidget(button)
    return row


class NameStrip(PaintedWidget):
    """Asks for the name of a scene. Enter gives it, Escape leaves; `given(name)`."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label, self.field = QLabel(), QLineEdit()
        self.field.setMaxLength(SCENE.columns["name"].most)
        self.leave, self.go = Button(""), Button("", ButtonKind.PRIMARY)
        row = QHBoxLayout(self)
        space = theme.px("space.8")
        row.setContentsMargins(theme.px("space.12"), space, space, space)
        row.setSpacing(space)
        row.addWidget(self.label)
        row.addWidget(self.field, 1)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        self.field.textChanged.connect(self._changed)
        self.leave.clicked.connect(self.hide)
        self.go.clicked.connect(self._give)
        self.hide()

    def ask(self, label: str, verb: str, name: str = "") -> None:
        """Shows the question with a name to begin with."""
        self.label.setText(label)
        self.go.set_words(verb)
        self.leave.set_words(_("Cancel"))
        self.field.setAccessibleName(label)
        self.field.setText(name)
        self.field.selectAll()
        self._changed(name)
        self.show()
        self.field.setFocus()

    def _changed(self, words: str) -> None:
        self.go.forbid("" if words.strip() else _("A name is missing."))

    def _give(self) -> None:
        name = self.field.text().strip()
        if name:
            self.hide()
            self.given.emit(name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.3"))
        bar = self.rect()
        bar.setWidth(theme.px("bar.select"))
        painter.fillRect(bar, theme.color("accent"))
