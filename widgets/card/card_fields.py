"""The facts of a case, label over value; the reporter's stay hatched until somebody asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QBrush, QFontMetricsF, QPainter, QPaintEvent
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls import Drawn, text

COLUMN = 150
"""The least width of a column, px."""

TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
WRAPPED = int(TOP) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Fact:
    """`hue` is the token of the value; `hidden` draws a hatch instead of it.

    `short` stands for a value that has no room: a clock is never elided.
    """

    label: str
    value: str
    hue: str = "text.1"
    hidden: bool = False
    short: str = ""


class CardFields(Drawn):
    """In as many columns as it takes to show all. Long values elide in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: Sequence[Fact] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def tell(self, facts: Sequence[Fact]) -> None:
        """Other facts, in the language in force."""
        if facts != self.facts:
            self.facts = facts
            said = [f"{f.label}: {_('protected') if f.hidden else f.value}" for f in facts]
            self.setAccessibleName("\n".join(said))
            self.setToolTip("\n".join(said))
            self.update()

    @property
    def columns(self) -> int:
        """As few as the height allows, as many as the width does."""
        rows = max(1, int((self.height() - theme.px("space.8")) // self._low_px))
        return max(1, min(-(-len(self.facts) // rows), self.width() // COLUMN))

    @property
    def _low_px(self) -> int:
        return theme.line_px("caption") + theme.line_px("dense") + theme.px("space.4")

    @property
    def _fact_px(self) -> int:
        """With a second line for the value where there is height to spare."""
        rows = -(-len(self.facts) // self.columns)
        tall = self._low_px + theme.line_px("dense")
        fits = rows * tall + theme.px("space.4") <= self.height()  # the last gap holds no ink
        return tall if fits else self._low_px

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px("drag.width") // 2, self._low_px)

    def box_of(self, place: int) -> QRectF:
        """Where a fact is drawn; column by column, as one reads. The last has the height that is left."""
        rows = -(-len(self.facts) // self.columns)
        column, row = divmod(place, max(1, rows))
        pad = theme.px("space.12")
        width = (self.width() - pad) / self.columns
        top = theme.px("space.8") + row * self._fact_px
        last = place == len(self.facts) - 1
        left = self.height() - top + theme.px("space.4")  # the last gap holds no ink
        height = max(self._fact_px, left) if last else self._fact_px
        return QRectF(pad + column * width, top, width - pad, height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, fact in enumerate(self.facts):
            box = self.box_of(place)
            label = theme.line_px("caption")
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            text.draw(painter, QRectF(box.x(), box.y(), box.width(), label), fact.label)
            room = box.height() - label - theme.px("space.4")
            value = QRectF(box.x(), box.y() + label, box.width(), room)
            if fact.hidden:
                self._hatch(painter, value)
            else:
                self._value(painter, value, fact)

    def _value(self, painter: QPainter, box: QRectF, fact: Fact) -> None:
        """In one line or two; what still has no room is elided, and whole in the tooltip."""
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.color(fact.hue))
        metrics, words, line = (
            QFontMetricsF(painter.font()),
            fact.value or "–",
            theme.line_px("dense"),
        )
        middle = Qt.TextElideMode.ElideMiddle
        fits = metrics.horizontalAdvance(words) <= box.width()
        if box.height() < 2 * line or fits:
            words = words if fits else fact.short or words
            place = QRectF(box.x(), box.y(), box.width(), line)
            text.draw(painter, place, words, text.LEFT, middle)
            return
        lines = WRAPPED
        if fact.short and words.endswith(fact.short):  # a clock breaks between date and words
            words = f"{words.removesuffix(fact.short).rstrip(' ·')}\n{fact.short}"
        while words and metrics.boundingRect(box, lines, words).height() > box.height() + 1:
            room = metrics.horizontalAdvance(words) - metrics.averageCharWidth()
            words = metrics.elidedText(words, middle, room)
        text.draw_wrapped(painter, box, words, TOP)

    def _hatch(self, painter: QPainter, box: QRectF) -> None:
        width = min(box.width(), theme.px("crew.width") * 1.5)
        bar = QRectF(box.x(), box.y() + 3, width, theme.line_px("dense") - 6)
        painter.fillRect(bar, theme.color("bg.3"))
        painter.fillRect(bar, QBrush(theme.color("text.3"), Qt.BrushStyle.BDiagPattern))
