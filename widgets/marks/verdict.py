"""Verdict 可否 on a drop: outline and sign, never colour alone."""

from enum import IntEnum

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QPainter, QPen

from widgets import theme
from widgets.marks import shapes


class Verdict(IntEnum):
    """Verdicts on a drop. The numbers are those of the map page."""

    ALLOWED = 1
    CONFIRM = 2
    REFUSED = 3


HUES = {Verdict.ALLOWED: "accent", Verdict.CONFIRM: "warn.text", Verdict.REFUSED: "text.3"}
LINES = {Verdict.ALLOWED: "accent", Verdict.CONFIRM: "warn.text", Verdict.REFUSED: "line.2"}


def draw_outline(
    painter: QPainter, box: QRectF, verdict: int, *, tones: theme.Tones = theme.color
) -> None:
    """Draws the outline of a target: solid teal, dashed amber, or a plain line."""
    kind = Verdict(verdict)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(tones(LINES[kind]), 1 if kind is Verdict.REFUSED else 2)
    if kind is Verdict.CONFIRM:
        pen.setStyle(Qt.PenStyle.DashLine)
    half = pen.widthF() / 2
    radius = theme.px("radius.control")
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def draw_sign(
    painter: QPainter, box: QRectF, verdict: int, *, tones: theme.Tones = theme.color
) -> None:
    """Draws ✓ ! ⊘ in the middle of `box`."""
    kind = Verdict(verdict)
    side = min(box.width(), box.height())
    scale = side / shapes.unit()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(scale, scale)
    pen = QPen(tones(HUES[kind]), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(shapes.verdict(kind), pen)
    painter.restore()


def opacity(verdict: int) -> float:
    """Opacity inside the outline: refused targets fade."""
    return theme.fraction("refused.opacity") if verdict == Verdict.REFUSED else 1.0
