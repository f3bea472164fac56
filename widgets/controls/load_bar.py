"""Load of a department or crew: open cases against what it can carry."""

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from widgets import theme
from widgets.controls.drawn import Drawn

WIDTH = 48


def draw_load(
    painter: QPainter, box: QRectF, share: float, *, tones: theme.Tones = theme.color
) -> None:
    """A bar over `box`; above 1 the part that is too much stands out behind a gap at its end."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(box, tones("bg.3"))
    full = min(1.0, max(0.0, share))
    filled = QRectF(box.x(), box.y(), box.width() * full, box.height())
    painter.fillRect(filled, tones("calm" if share <= 1 else "warn"))
    if share > 1:
        edge = box.right() - box.width() * min(0.5, (share - 1) / share)
        painter.fillRect(QRectF(edge - 1, box.y(), 2, box.height()), tones("outline"))
    painter.setPen(QPen(tones("line.2"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


class LoadBar(Drawn):
    """48×8; the figure stands beside it, never inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0

    def set_load(self, open_cases: int, capacity: int) -> None:
        """Open cases and how many this one can carry (0: nobody has said)."""
        self.share = open_cases / capacity if capacity else 0.0
        self.setAccessibleName(f"{open_cases} / {capacity}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(WIDTH, theme.px("space.8"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = theme.px("space.8")
        draw_load(
            painter, QRectF(0, (self.height() - height) / 2, self.width(), height), self.share
        )
