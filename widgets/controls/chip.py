"""Chips: a filter in force, removable by its ×, or a word of state such as 迟 8 秒."""

from enum import Enum

from qtpy.QtCore import QRectF, QSize, Signal
from qtpy.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.words import _
from widgets import icons, theme
from widgets.controls import text
from widgets.controls.painted import PaintedButton, ring


class Tone(Enum):
    """Colours of a chip, each (fill, words, border) tokens."""

    PLAIN = ("bg.3", "text.1", "line.2")
    ACTIVE = ("select", "text.1", "accent")
    WARN = ("warn", "on.warn", "outline")
    ALARM = ("alarm", "on.alarm", "outline")
    SPECIAL = ("special", "on.special", "outline")


class Chip(PaintedButton):
    """A chip of 24 px height. `removable` adds a ×, which sends `removed`."""

    removed = Signal()

    def __init__(
        self,
        words: str,
        tone: Tone = Tone.PLAIN,
        parent: QWidget | None = None,
        *,
        removable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.tone, self.removable = tone, removable
        self.set_words(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._pressed)

    def set_words(self, words: str, tone: Tone | None = None) -> None:
        """Replaces the words and, if given, the tone."""
        self.tone = tone or self.tone
        self.setText(words)
        name = _("Remove {what}").format(what=words) if self.removable else words
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    @override
    def restyle(self) -> None:
        self.set_words(self.text())

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetricsF(theme.font("dense")).horizontalAdvance(self.text())
        width += 2 * theme.px("space.8") + (theme.px("icon") if self.removable else 0)
        return QSize(round(width + 1), theme.px("chip"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, edge = self.tone.value
        radius = theme.px("radius.control")
        painter.setPen(QPen(theme.color(edge), theme.px("hairline")))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        pad = theme.px("space.8")
        inner = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        if self.removable:
            side = theme.px("icon") - 4
            place = QRectF(inner.right() - side, inner.center().y() - side / 2, side, side)
            icons.draw(painter, "close", place, theme.color("text.2"))
            inner.setRight(place.left() - theme.px("space.4"))
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.color(ink))
        text.draw(painter, inner, self.text())
        if self.hasFocus():
            ring(painter, QRectF(self.rect()))

    def _pressed(self) -> None:
        if self.removable:
            self.removed.emit()
