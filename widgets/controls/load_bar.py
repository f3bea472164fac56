"""Load bar of a department or crew: open cases against capacity."""

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QPainter, QPen

from widgets import theme

WIDTH = 48


def draw_load(
    painter: QPainter, box: QRectF, share: float, *, tones: theme.Tones = theme.color
) -> None:
    """Draws a bar into `box`; the part above 1 is set off by a gap at its end."""
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
