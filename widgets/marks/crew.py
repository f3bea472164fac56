"""Crew 处置班组: a label of 64×20 with a tick in its heading; hollow when old, dashed when lost."""

import math
from enum import IntEnum

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from widgets import theme

OLD_SECONDS, LOST_SECONDS = 5 * 60, 30 * 60


class Heard(IntEnum):
    """How long ago the crew's place was heard."""

    FRESH = 0
    OLD = 1
    LOST = 2


def heard(seconds: float) -> Heard:
    """Hollow after 5 minutes, dashed after 30."""
    if seconds > LOST_SECONDS:
        return Heard.LOST
    return Heard.OLD if seconds > OLD_SECONDS else Heard.FRESH


def draw_crew(
    painter: QPainter,
    box: QRectF,
    text: str,
    *,
    busy: bool,
    seconds: float,
    heading: float | None = None,
    tones: theme.Tones = theme.color,
) -> None:
    """The call sign in its frame; `heading` in degrees clockwise from north, None while it stands."""
    state = heard(seconds)
    hue = "text.3" if state is Heard.LOST or busy else "accent"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QPainterPath()
    frame.addRoundedRect(box.adjusted(1, 1, -1, -1), box.height() / 2, box.height() / 2)
    solid = state is Heard.FRESH and not busy
    painter.fillPath(frame, tones(hue if solid else "bg.2"))
    pen = QPen(tones(hue), 1.5)
    if state is Heard.LOST:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.strokePath(frame, pen)
    if heading is not None and state is Heard.FRESH:
        _tick(painter, box, heading, tones)
    painter.setFont(theme.font("caption"))
    painter.setPen(tones("on.accent" if solid else "text.1"))
    inner = box.adjusted(6, 0, -6, 0)
    short = QFontMetricsF(painter.font()).elidedText(
        text, Qt.TextElideMode.ElideMiddle, inner.width()
    )
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), short)
    painter.restore()


def _tick(painter: QPainter, box: QRectF, heading: float, tones: theme.Tones) -> None:
    """A short line from the frame outwards."""
    angle = math.radians(heading - 90)
    across, down = math.cos(angle), math.sin(angle)
    reach = min(box.width() / 2 / max(abs(across), 1e-6), box.height() / 2 / max(abs(down), 1e-6))
    middle = box.center()
    near = QPointF(middle.x() + across * (reach - 1), middle.y() + down * (reach - 1))
    far = QPointF(middle.x() + across * (reach + 5), middle.y() + down * (reach + 5))
    pen = QPen(tones("text.1"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(near, far)
