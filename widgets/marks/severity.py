"""Severity 紧急程度: shape and hue, filled when the case waits for an action of this centre."""

from typing import Final

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen

from widgets import theme
from widgets.marks import shapes

HUES: Final = {1: "alarm", 2: "warn", 3: "info", 4: "calm"}


def draw_severity(
    painter: QPainter,
    box: QRectF,
    code: int,
    *,
    filled: bool = True,
    ground: str = "bg.1",
    tones: theme.Tones = theme.color,
) -> None:
    """Draws the mark in the middle of `box`; hollow shows `ground` inside a ring of its hue."""
    side = min(box.width(), box.height())
    scale = side / shapes.unit()
    line = theme.fraction("outline") / scale
    shape, hue = shapes.severity(code), tones(HUES[int(code)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(scale, scale)
    # twice the outline: the fill covers its inner half, so the shape keeps its size
    painter.strokePath(shape, _pen(tones("outline"), 2 * line))
    painter.fillPath(shape, hue)
    if not filled:
        painter.fillPath(shapes.hollow(code), tones(ground))
    painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
