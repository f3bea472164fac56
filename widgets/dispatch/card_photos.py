"""The pictures before and after. Where there is none, a tile says so; nothing stands in for it."""

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls import Drawn, text

SHARE = 140 / 248
"""Height of a picture's tile for its width."""


class CardPhotos(Drawn):
    """Two tiles, one below the other, or side by side where it is wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Pictures"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(248, 280)

    @override
    def restyle(self) -> None:
        self.setAccessibleName(_("Pictures"))
        super().restyle()

    def boxes(self) -> tuple[QRectF, QRectF]:
        """Tile before, tile after."""
        pad, gap = theme.px("space.12"), theme.px("space.8")
        room = QRectF(self.rect()).adjusted(pad, gap, -pad / 2, -gap)
        if room.width() > room.height() * 1.5:
            width = min((room.width() - gap) / 2, room.height() / SHARE)
            size = width, width * SHARE
            return QRectF(room.x(), room.y(), *size), QRectF(
                room.x() + width + gap, room.y(), *size
            )
        height = min((room.height() - gap) / 2, room.width() * SHARE)
        first = QRectF(room.x(), room.y(), room.width(), height)
        return first, first.translated(0, height + gap)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px("radius.control")
        names = (_("Before · no picture"), _("After · no picture"))
        for box, words in zip(self.boxes(), names, strict=True):
            pen = QPen(theme.color("line.2"), theme.px("hairline"), Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(theme.color("bg.2"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            text.draw(painter, box, words, text.CENTRE)
