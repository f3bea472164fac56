"""Clock 时限: a bar of the used share, with one notch for each whole limit it is over."""

import math

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QBrush, QColor, QPainter, QPen

from widgets import theme

SOON, OVER = 0.8, 1.0
MAX_NOTCHES = 3


def hue(used: float) -> str:
    """Token of the bar's fill: calm below 80 %, warn to 100 %, alarm beyond."""
    if used > OVER:
        return "alarm"
    return "warn" if used >= SOON else "calm"


def words_hue(used: float) -> str:
    """Token of the words beside the bar; grey while the clock is calm."""
    if used > OVER:
        return "alarm.text"
    return "warn.text" if used >= SOON else "text.3"


def notches(used: float) -> int:
    """Number of notches: 1, 2 or 3 for one, two, three times the limit or more; 0 in time."""
    return min(MAX_NOTCHES, math.floor(used)) if used > OVER else 0


def draw_clock(
    painter: QPainter,
    box: QRectF,
    used: float,
    *,
    suspended: bool = False,
    ground: str = "bg.1",
    tones: theme.Tones = theme.color,
) -> None:
    """Draws a bar over the whole of `box` (32×6 by default); hatched while the clock is suspended."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = QPen(tones("line.2"), 1)
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.fillRect(box, tones("bg.3"))
    if suspended:
        painter.fillRect(box, QBrush(tones("text.3"), Qt.BrushStyle.BDiagPattern))
    else:
        share = min(1.0, max(0.0, used))
        painter.fillRect(
            QRectF(box.x(), box.y(), box.width() * share, box.height()), tones(hue(used))
        )
    painter.setPen(edge)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(inner)
    _cut(painter, box, notches(used) if not suspended else 0, tones(ground))
    painter.restore()


def _cut(painter: QPainter, box: QRectF, count: int, ground: QColor) -> None:
    """Cuts gaps into the bar from its right end, a fifth of its width apart."""
    step = box.width() / 5
    for number in range(count):
        x = box.right() - step * (number + 1)
        painter.fillRect(QRectF(x - 1, box.y() - 1, 2.5, box.height() + 2), ground)
