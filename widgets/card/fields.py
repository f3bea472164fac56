"""The description in full length and, below it, the facts of the case in a grid."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from qtpy.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from qtpy.QtGui import QBrush, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from qtpy.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls import PaintedWidget, text

COLUMN: Final = 150
"""Minimum width of a column (px)."""
MAX_LINES: Final = 3
"""Lines of a value that is too long for a whole row."""
MIN_LINES: Final = 2
"""Lines of the description where it does not fit as a whole."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One label with its value; `hue` is the colour token, `hidden` draws a hatch instead of the value.

    `short` replaces a value that does not fit: a clock is never elided. Values elide at the end, with
    `middle` in the middle (an address ends with the door number). `lead` comes first, over the whole
    width and without its label.
    """

    label: str
    value: str
    hue: str = "text.1"
    hidden: bool = False
    short: str = ""
    middle: bool = False
    lead: bool = False

    @property
    def shown_words(self) -> str:
        return f"{self.label}: {_('protected') if self.hidden else self.value}"


@dataclass(frozen=True, slots=True)
class Cell:
    """Position of a fact: `lines` of its value below the label, or one line `beside` it."""

    fact: Fact
    box: QRectF
    lines: int
    beside: bool


class CardFields(QScrollArea):
    """The facts of a case; they scroll where they do not all fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = FactSheet()
        self.setWidget(self.sheet)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.current().changed.connect(self.fit)

    @property
    def facts(self) -> Sequence[Fact]:
        return self.sheet.facts

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Replaces the facts; texts are in the language in force."""
        if facts != self.facts:
            self.sheet.show_facts(facts)
            self.setAccessibleName("\n".join(fact.shown_words for fact in facts))
            self.fit()

    def fit(self) -> None:
        """Sets the sheet to the width of the viewport and to the height it needs."""
        whole = self.viewport().height()
        bar = self.verticalScrollBar().sizeHint().width()
        for width in (self.width(), self.width() - bar):
            needs = self.sheet.arrange(width, self.height())
            if needs <= self.height():
                break
        self.sheet.resize(width, max(math.ceil(needs), whole))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px("drag.width") // 2, 2 * theme.line_px("body") + theme.px("space.8"))


class FactSheet(PaintedWidget):
    """Paints the facts that have a value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: Sequence[Fact] = ()
        self.cells: Sequence[Cell] = ()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.setAccessibleName("\n".join(fact.shown_words for fact in facts))
        self.update()

    def arrange(self, width: int, height: int) -> float:
        """Places all cells in a sheet of this width and returns the height it needs.

        Labels stand above the values where that fits into `height`, else beside them.
        """
        needs = 0.0
        for beside in (False, True):
            needs = self._place(width, beside, None)
            if needs <= height:
                break
        else:
            half = int(height // 2 // theme.line_px("body"))
            needs = self._place(width, True, max(MIN_LINES, half))
        self.update()
        return needs

    def _place(self, width: int, beside: bool, lead_lines: int | None) -> float:
        pad, top = theme.px("space.12"), float(theme.px("space.8"))
        room, cells = width - 2.0 * pad, list[Cell]()
        for fact in self.facts:
            if fact.lead and fact.value:
                line = theme.line_px("body")
                lines = _lines(fact.value, room, "body")
                lines = min(lines, lead_lines or lines)
                cells.append(Cell(fact, QRectF(pad, top, room, lines * line), lines, False))
                top += lines * line + theme.px("space.4")
        gap = theme.px("space.16")
        columns = max(1, int((room + gap) // COLUMN))
        unit = (room + gap) / columns  # each cell ends with a gap
        for row in self._rows(columns, unit - gap, unit, beside):
            left, most = float(pad), 1
            made = []
            for fact, span in row:
                box = QRectF(left, top, span * unit - gap, 0)
                lines = 1 if beside or fact.short else _lines(fact.value, box.width(), "dense")
                made.append((fact, box, min(lines, MAX_LINES)))
                most = max(most, min(lines, MAX_LINES))
                left += span * unit
            high = most * theme.line_px("dense")
            high += 0 if beside else theme.line_px("caption")
            for fact, box, lines in made:
                box.setHeight(high)
                cells.append(Cell(fact, box, lines, beside))
            top += high + (theme.px("space.2") if beside else theme.px("space.4"))
        self.cells = cells
        return top - theme.px("space.2")  # the last gap holds no ink

    def _rows(
        self, columns: int, one: float, unit: float, beside: bool
    ) -> Sequence[Sequence[tuple[Fact, int]]]:
        """(fact, columns it takes) row by row: long values take several, the last what is left."""
        rows: list[list[tuple[Fact, int]]] = [[]]
        used = 0
        for fact in self.facts:
            if fact.lead or not (fact.value or fact.hidden):
                continue
            over = max(0.0, self._needs(fact, beside) - one)
            span = min(columns, 1 + int(-(-over // unit)))
            if used + span > columns:
                rows[-1][-1] = (rows[-1][-1][0], rows[-1][-1][1] + columns - used)
                rows.append([])
                used = 0
            rows[-1].append((fact, span))
            used += span
        if rows[-1]:
            rows[-1][-1] = (rows[-1][-1][0], rows[-1][-1][1] + columns - used)
        return [row for row in rows if row]

    def _needs(self, fact: Fact, beside: bool) -> float:
        value = QFontMetricsF(theme.font("dense")).horizontalAdvance(fact.value) + 1
        label = QFontMetricsF(theme.font("caption")).horizontalAdvance(fact.label) + 1
        return value + label + theme.px("space.8") if beside else max(value, label)

    def cell_at(self, place: QPointF) -> Cell | None:
        return next((cell for cell in self.cells if cell.box.contains(place)), None)

    @override
    def event(self, event: QEvent) -> bool:
        """Shows the full text of the cell under the pointer."""
        if event.type() is not QEvent.Type.ToolTip:
            return super().event(event)
        asked = cast("QHelpEvent", event)
        cell = self.cell_at(QPointF(asked.pos()))
        words = text.tooltip(cell.fact.shown_words) if cell is not None else ""
        QToolTip.showText(asked.globalPos(), words, self)
        return True

    # how it looks

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for cell in self.cells:
            if cell.fact.lead:
                self._words(painter, cell.box, cell, "body")
                continue
            label, value = _split(cell)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            text.draw(painter, label, cell.fact.label)
            if cell.fact.hidden:
                self._hatch(painter, value)
            else:
                self._words(painter, value, cell, "dense")

    def _words(self, painter: QPainter, box: QRectF, cell: Cell, face: str) -> None:
        """Draws the value whole, else in its short form, else elided."""
        fact = cell.fact
        painter.setFont(theme.font(face))
        painter.setPen(theme.color(fact.hue))
        how = Qt.TextElideMode.ElideMiddle if fact.middle else Qt.TextElideMode.ElideRight
        metrics = QFontMetricsF(painter.font())
        if cell.lines == 1:
            fits = metrics.horizontalAdvance(fact.value) <= box.width()
            words = fact.value if fits else fact.short or fact.value
            text.draw(painter, box, words, text.LEFT, how, may_elide=not fact.short)
            return
        words, flags = fact.value, int(text.TOP) | int(text.WRAPPED)
        while words and metrics.boundingRect(box, flags, words).height() > box.height() + 1:
            room = metrics.horizontalAdvance(words) - 2 * metrics.averageCharWidth()
            words = metrics.elidedText(words, how, room)
        text.draw_wrapped(painter, box, words, text.TOP)

    def _hatch(self, painter: QPainter, box: QRectF) -> None:
        width = min(box.width(), theme.px("crew.width") * 1.5)
        bar = QRectF(box.x(), box.y() + 3, width, theme.line_px("dense") - 6)
        painter.fillRect(bar, theme.color("bg.3"))
        painter.fillRect(bar, QBrush(theme.color("text.3"), Qt.BrushStyle.BDiagPattern))


def _lines(words: str, width: float, face: str) -> int:
    """How many lines the words need in this width."""
    metrics = QFontMetricsF(theme.font(face))
    flags = int(text.TOP) | int(text.WRAPPED)
    high = metrics.boundingRect(QRectF(0, 0, width, 1e6), flags, words).height()
    return max(1, round(high / metrics.lineSpacing()))


def _split(cell: Cell) -> tuple[QRectF, QRectF]:
    """Box of the label, box of the value."""
    label, value = QRectF(cell.box), QRectF(cell.box)
    if cell.beside:
        metrics = QFontMetricsF(theme.font("caption"))
        label.setWidth(metrics.horizontalAdvance(cell.fact.label) + 1)
        value.setLeft(label.right() + theme.px("space.8"))
    else:
        label.setHeight(theme.line_px("caption"))
        value.setTop(label.bottom())
        value.setHeight(cell.lines * theme.line_px("dense"))
    return label, value
