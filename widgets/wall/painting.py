"""Words and marks painted in sizes of the wall's unit `u`.

Every face comes from `face` by one of the names of `theme.wall`, so that none is smaller than the viewing
distance asks for.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from console.words import language
from widgets import marks, theme
from widgets.controls import text

LEFT, RIGHT, CENTRE = text.LEFT, text.RIGHT, text.CENTRE
FACES: Final = ("label", "title", "figure", "hero")
RISE: Final = 0.06
"""Share of the face by which a line stands higher, so that digits and characters are centred."""
CLOCK_BASE: Final = (32.0, 6.0)
PLATE_BASE: Final = 28.0


def face(name: str, u: int, *, bold: bool = False) -> QFont:
    """The font of a size of `theme.wall` at unit `u`, in the language in force."""
    return _font(theme.wall.size(name, u), bold, language())


@lru_cache(maxsize=64)
def _font(px: int, bold: bool, _language: str) -> QFont:
    font = QFont(theme.font("body", bold=bold))
    font.setPixelSize(px)
    return font


@lru_cache(maxsize=64)
def _metrics(px: int, bold: bool, language_: str) -> QFontMetricsF:
    return QFontMetricsF(_font(px, bold, language_))


def width(words: str, u: int, name: str = "label", *, bold: bool = False) -> float:
    """Px that the words take."""
    metrics = _metrics(theme.wall.size(name, u), bold, language())
    return metrics.horizontalAdvance(words)


def widest(all_words: Sequence[str], u: int, name: str = "label", *, bold: bool = False) -> float:
    """Px of the longest of these words, 0 where there are none."""
    return max((width(words, u, name, bold=bold) for words in all_words), default=0.0)


def write(
    painter: QPainter,
    box: QRectF,
    words: str,
    u: int,
    *,
    name: str = "label",
    tone: str = "text.1",
    align: Qt.AlignmentFlag = LEFT,
    bold: bool = False,
    may_elide: bool = False,
) -> float:
    """One line of words centred over the height of `box`, which may be lower than the font's line."""
    px = theme.wall.size(name, u)
    metrics = _metrics(px, bold, language())
    more = max(0.0, metrics.height() - box.height()) / 2 + 1
    line = box.adjusted(0, -more, 0, more).translated(0, -RISE * px)
    painter.setFont(_font(px, bold, language()))
    painter.setPen(theme.color(tone))
    return text.draw(painter, line, words, align, may_elide=may_elide, metrics=metrics)


def words_tone(hue: str) -> str:
    """The token for words of a hue: its text variant where it has one; "" is plain text."""
    if not hue:
        return "text.1"
    return f"{hue}.text" if f"{hue}.text" in theme.colours() else hue


def severity(painter: QPainter, box: QRectF, code: int) -> None:
    """The mark of a severity over `box`, with an outline that grows with it."""
    base = float(theme.px("mark"))
    _scaled(painter, box, base, base)
    marks.draw_severity(painter, QRectF(0, 0, base, base), code)
    painter.restore()


def clock(painter: QPainter, box: QRectF, used: float) -> None:
    """The clock's bar over `box`, with notches that grow with it."""
    _scaled(painter, box, *CLOCK_BASE)
    marks.draw_clock(painter, QRectF(0, 0, *CLOCK_BASE), used)
    painter.restore()


def grade(painter: QPainter, box: QRectF, letter: str) -> None:
    """The lettered tile over `box`."""
    base = float(theme.px("tile"))
    _scaled(painter, box, base, base)
    marks.draw_grade(painter, QRectF(0, 0, base, base), letter)
    painter.restore()


def _scaled(painter: QPainter, box: QRectF, width_: float, height: float) -> None:
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width() / width_, box.height() / height)


def bar(painter: QPainter, box: QRectF, share: float, tone: str = "info", ground: str = "") -> None:
    """A bar of `share` of the box's width, on `ground` over the whole of it."""
    painter.setPen(Qt.PenStyle.NoPen)
    if ground:
        painter.fillRect(box, theme.color(ground))
    length = box.width() * min(1.0, max(0.0, share))
    painter.fillRect(QRectF(box.x(), box.y(), length, box.height()), theme.color(tone))


def arrow(painter: QPainter, box: QRectF, *, up: bool, tone: str = "text.2") -> None:
    """A small triangle up or down in the middle of `box`."""
    side = min(box.width(), box.height())
    left, middle = box.center().x() - side / 2, box.center().x()
    top, bottom = box.center().y() - side * 0.43, box.center().y() + side * 0.43
    base, tip = (bottom, top) if up else (top, bottom)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(tone))
    painter.drawPolygon(
        QPolygonF([QPointF(left, base), QPointF(left + side, base), QPointF(middle, tip)])
    )
    painter.restore()


def rounded(painter: QPainter, box: QRectF, u: int, tone: str, edge: str = "") -> None:
    """A filled box with the corners of the wall, and an edge where one is named."""
    radius, line = theme.wall.size("radius", u), theme.wall.size("line", u)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color(tone))
    painter.setPen(QPen(theme.color(edge), line) if edge else QPen(Qt.PenStyle.NoPen))
    half = line / 2 if edge else 0.0
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def spread(box: QRectF, count: int, gap: float = 0.0) -> list[QRectF]:
    """`count` rows of like height over the whole of `box`."""
    height = (box.height() - gap * (count - 1)) / max(1, count)
    return [
        QRectF(box.x(), box.y() + at * (height + gap), box.width(), height) for at in range(count)
    ]


def columns(box: QRectF, count: int, gap: float = 0.0) -> list[QRectF]:
    """`count` columns of like width over the whole of `box`."""
    each = (box.width() - gap * (count - 1)) / max(1, count)
    return [QRectF(box.x() + at * (each + gap), box.y(), each, box.height()) for at in range(count)]
