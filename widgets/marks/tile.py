"""Grade 等级 A–E as a lettered tile, legal warning 预警 and response 响应 as plates."""

from typing import Final

from qtpy.QtCore import QRectF, QSizeF, Qt
from qtpy.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from console.words import _, mark
from widgets import theme

GRADES: Final = "ABCDE"
ROMAN: Final = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"}
WARNINGS: Final = {
    1: mark("Red warning"),
    2: mark("Orange warning"),
    3: mark("Yellow warning"),
    4: mark("Blue warning"),
}
PAD: Final = 10


def draw_grade(
    painter: QPainter, box: QRectF, letter: str, *, tones: theme.Tones = theme.color
) -> None:
    """The letter on its colour; E is hatched as well. Raises KeyError for another letter."""
    name = letter.lower()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _plate(painter, box, tones(f"grade.{name}"), tones("text.1"), 1.0, theme.px("radius.mark"))
    font = theme.font("dense", bold=True)
    font.setPixelSize(max(1, round(box.height() * 0.68)))
    painter.setFont(font)
    painter.setPen(tones(f"on.grade.{name}"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letter)
    painter.restore()


def warning_text(level: int) -> str:
    """ "Ⅱ 橙色预警": the numeral and the colour's name."""
    return f"{ROMAN[level]} {_(WARNINGS[level])}"


def response_text(level: int) -> str:
    """ "Ⅱ级响应" """
    return _("Level {level} response").format(level=ROMAN[level])


def plate_font(height: float) -> QFont:
    """Font of a plate: three fifths of its height."""
    font = theme.font("body", bold=True)
    font.setPixelSize(max(12, round(height * 0.56)))
    return font


def plate_size(text: str, height: float) -> QSizeF:
    """Size of a plate with these words."""
    width = QFontMetricsF(plate_font(height)).horizontalAdvance(text)
    return QSizeF(width + 2 * PAD, height)


def draw_warning(
    painter: QPainter, box: QRectF, level: int, *, tones: theme.Tones = theme.color
) -> None:
    """The legal warning 1 红 to 4 蓝: legal colours, numeral and words, border 2 px."""
    _draw_plate(
        painter,
        box,
        warning_text(level),
        (tones(f"legal.{level}"), tones(f"on.legal.{level}")),
        tones,
    )


def draw_response(
    painter: QPainter, box: QRectF, level: int, *, tones: theme.Tones = theme.color
) -> None:
    """The response level: a neutral plate, so that it is never taken for a warning."""
    _draw_plate(painter, box, response_text(level), (tones("bg.3"), tones("text.1")), tones)


def _draw_plate(
    painter: QPainter,
    box: QRectF,
    text: str,
    colours: tuple[QColor, QColor],
    tones: theme.Tones,
) -> None:
    fill, ink = colours
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    border = theme.px("border.plate")
    _plate(painter, box, fill, tones("text.1"), border, theme.px("radius.control"))
    painter.setFont(plate_font(box.height()))
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def _plate(
    painter: QPainter, box: QRectF, fill: QColor, edge: QColor, width: float, radius: float
) -> None:
    outline = QPainterPath()
    half = width / 2
    outline.addRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
    painter.fillPath(outline, fill)
    painter.strokePath(outline, QPen(edge, width))
