"""Buttons of two lines, bold above and plain below, and the scroll area that holds them."""

from collections.abc import Sequence
from typing import Final

from qtpy.QtCore import QRectF, QSize, Qt, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.controls import text
from widgets.controls.painted import PaintedButton, ring

COLUMNS: Final = 3
ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Columns and rows that an arrow key moves by."""


class TwoLineButton(PaintedButton):
    """A button whose `lines` and `figure` a subclass provides, in the language in force.

    `stepped(columns, rows)` is sent by the arrow keys.
    """

    stepped = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def lines(self) -> tuple[str, str]:
        """The upper and the lower line."""
        return "", ""

    def figure(self) -> tuple[str, str]:
        """A number at the right end and its unit; empty unless a subclass provides one."""
        return "", ""

    @override
    def restyle(self) -> None:
        words = (*self.lines(), " ".join(part for part in self.figure() if part))
        self.setText(" · ".join(line for line in words if line))
        self.setAccessibleName(self.text())
        super().restyle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(*step)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px("drag.width") - theme.px("space.32"), theme.px("target.recommended"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px("crew.width"), theme.px("target.recommended"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("line.2" if self.underMouse() else "line.1"))
        painter.setBrush(theme.color("bg.3" if self.isDown() else "bg.2"))
        radius = theme.px("radius.card")
        painter.drawRoundedRect(box, radius, radius)
        pad, line = theme.px("space.12"), theme.line_px("dense")
        words, (upper, lower) = box.adjusted(pad, 0, -pad, 0), self.lines()
        words.setRight(words.right() - self._figure(painter, words))
        top = box.center().y() - line
        painter.setPen(theme.color("text.1"))
        painter.setFont(theme.font("dense", bold=True))
        text.draw(painter, QRectF(words.x(), top, words.width(), line), upper)
        painter.setPen(theme.color("text.2"))
        painter.setFont(theme.font("dense"))
        text.draw(painter, QRectF(words.x(), top + line, words.width(), line), lower)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()))

    def _figure(self, painter: QPainter, box: QRectF) -> float:
        """Draws number and unit at the right end; returns their width."""
        number, unit = self.figure()
        if not number:
            return 0.0
        space, after, used = theme.px("space.8"), QRectF(box), 0.0
        for face, token, part in (("dense", "text.2", unit), ("counter", "text.1", number)):
            painter.setFont(theme.font(face))
            painter.setPen(theme.color(token))
            after.setRight(box.right() - used)
            used += text.draw(painter, after, part, text.RIGHT) + space
        return used


class TwoLineButtonArea(QScrollArea):
    """Buttons in rows of `columns`; the arrow keys move the focus between them."""

    def __init__(self, columns: int = COLUMNS) -> None:
        super().__init__()
        self.columns = columns
        inside, self.grid = QWidget(), QGridLayout()
        inside.setLayout(self.grid)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(theme.px("space.8"))
        self.grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        for column in range(columns):  # one button alone is no wider than one of three
            self.grid.setColumnStretch(column, 1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def show_buttons(self, buttons: Sequence[TwoLineButton]) -> None:
        """Replaces all buttons."""
        while self.grid.count():
            old = self.grid.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.deleteLater()
        for index, button in enumerate(buttons):
            button.stepped.connect(self._step)
            self.grid.addWidget(button, index // self.columns, index % self.columns)

    def take_focus(self) -> None:
        """Moves the focus to the first button."""
        self._focus(0)

    def content_height(self, most: int) -> int:
        """Height of all rows, or of `most` rows and a half one that shows there are more."""
        rows = -(-self.grid.count() // self.columns)
        row, space = theme.px("target.recommended"), self.grid.spacing()
        whole = max(0, rows * (row + space) - space)
        return whole if rows <= most else most * (row + space) + row // 2

    def _step(self, columns: int, rows: int) -> None:
        button = self.sender()
        assert isinstance(button, TwoLineButton)
        self._focus(self.grid.indexOf(button) + columns + rows * self.columns)

    def _focus(self, place: int) -> None:
        found = self.grid.itemAt(place)
        widget = found.widget() if found is not None else None
        if widget is not None:
            widget.setFocus()
