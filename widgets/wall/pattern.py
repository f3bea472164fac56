"""The wall's test picture: screen, grid of units, seams, sizes of type, colours, greys, geometry."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from qtpy.QtCore import QLineF, QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.wall.measured import Measured
from console.words import _, mark
from widgets import theme
from widgets.controls import PaintedWidget
from widgets.wall import painting

SIZES: Final = {
    "label": mark("label"),
    "row": mark("row"),
    "title": mark("title"),
    "figure": mark("figure"),
    "hero": mark("hero"),
}
"""Sizes of `theme.wall` → their names; a row is a height, and its words are labels."""
SAMPLE: Final = "网格 128"
SHORT: Final = "网8"
THICK: Final = 5
LINE_PX: Final = (1000, 500, 250)
"""Device px of the line to be measured: the longest that fits."""
GREYS: Final = 17
WHITE: Final = 255
CIRCLE: Final = 0.94
SEVERITIES: Final = (1, 2, 3, 4)
GRADES: Final = "ABCDE"
LEAST_PART: Final = (20, 12)
"""Width and height in u from which a part between seams has facts of its own."""
ROW: Final = 1.45
"""Height in u of a line of facts."""
TOKEN: Final = (8.0, 1.3, 2.2)
"""Width in u of a patch with its name, its least and its greatest height."""
LOW: Final = 22
"""Rows of a picture below which the steps of grey are lower and the sizes stand side by side."""
FOOT: Final = 6.0
FOOT_LOW: Final = 4.8
"""u of the rows for greys, line and measurements."""


class Pattern(PaintedWidget):
    """Paints the test picture of one window; `title` names its screen."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.measured = Measured(LINE_PX[0])
        self.note = ""
        self.seams: tuple[Sequence[int], Sequence[int]] = ((), ())
        self.pitch: float | None = None
        self.distance: float | None = None

    @property
    def unit(self) -> int:
        """u of what was typed, else of what the wall was started with."""
        pitch = self.measured.pitch or self.pitch
        distance = self.measured.metres or self.distance
        mm = pitch and pitch * self.devicePixelRatioF()
        return theme.wall.unit(self.height(), mm, distance and distance * 1000)

    def line_px(self) -> int:
        """Device px of the line: the longest that fits into the narrowest part with facts."""
        room = min(part.width() for part in self.parts()) * self.devicePixelRatioF()
        return next((px for px in LINE_PX if px <= room), LINE_PX[-1])

    def parts(self) -> list[QRectF]:
        """The areas between seams that have room for facts; the whole where none has."""
        xs = [0.0, *(float(x) for x in sorted(self.seams[0])), float(self.width())]
        ys = [0.0, *(float(y) for y in sorted(self.seams[1])), float(self.height())]
        cells = [QRectF(a, b, c - a, d - b) for b, d in pairwise(ys) for a, c in pairwise(xs)]
        u = self.unit
        wide, high = LEAST_PART[0] * u, LEAST_PART[1] * u
        roomy = [cell for cell in cells if cell.width() >= wide and cell.height() >= high]
        return roomy or [QRectF(self.rect())]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.0"))
        self._grid(painter)
        for part in self.parts():
            self._circle(painter, part)
            PatternFacts(self, painter, part).paint()
        self._seam_lines(painter)

    def _grid(self, painter: QPainter) -> None:
        """A line each u, a thick one each five, and the outermost px all around."""
        u, thick = self.unit, theme.wall.size("line", self.unit)
        for length, upright in ((self.width(), True), (self.height(), False)):
            for number in range(length // u + 1):
                fifth = number % THICK == 0
                at = number * u
                painter.setPen(
                    QPen(theme.color("line.2" if fifth else "line.1"), thick if fifth else 1)
                )
                end = self.height() if upright else self.width()
                painter.drawLine(QLineF(at, 0, at, end) if upright else QLineF(0, at, end, at))
        painter.setPen(QPen(theme.color("text.1"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _circle(self, painter: QPainter, part: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), theme.wall.size("line", self.unit)))
        radius = CIRCLE * min(part.width(), part.height()) / 2
        painter.drawEllipse(part.center(), radius, radius)
        painter.restore()

    def _seam_lines(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("alarm"), theme.wall.size("line", self.unit)))
        for x in self.seams[0]:
            painter.drawLine(QLineF(x, 0, x, self.height()))
        for y in self.seams[1]:
            painter.drawLine(QLineF(0, y, self.width(), y))


class PatternFacts:
    """Paints what one part of the picture tells, from above to below; what finds no room is left out."""

    def __init__(self, pattern: Pattern, painter: QPainter, part: QRectF) -> None:
        self.pattern, self.painter, self.u = pattern, painter, pattern.unit
        self.box = part.adjusted(self.u, self.u, -self.u, -self.u)

    def paint(self) -> None:
        """Everything of this part."""
        u, box = self.u, self.box
        low = self.pattern.height() / u < LOW
        high = (FOOT_LOW if low else FOOT) * u
        foot = QRectF(box.x(), box.bottom() - high, box.width(), high)
        body = QRectF(box.x(), box.y(), box.width(), box.height() - high - 0.3 * u)
        wide = (20.0 if low else 27.0) * u
        left = QRectF(body.x(), body.y(), max(wide, body.width() * 0.3), body.height())
        right = QRectF(left.right() + u, body.y(), body.right() - left.right() - u, body.height())
        below = self._screen(left)
        if low:
            self._sizes_in_line(right)
        else:
            self._sizes(below)
            self._colours(self._marks(right))
        self._foot(foot, greys=high - (FOOT - 2) * u)

    def _say(self, box: QRectF, words: str, **how: object) -> None:
        """Words on a ground of their own, so that the grid does not run through them."""
        name = str(how.get("name", "label"))
        long = painting.width(words, self.u, name, bold=bool(how.get("bold")))
        ground = QRectF(box.x(), box.y(), min(box.width(), long + 0.4 * self.u), box.height())
        self.painter.fillRect(ground, theme.color("bg.0"))
        painting.write(self.painter, box, words, self.u, may_elide=True, **how)  # type: ignore[arg-type]

    def _screen(self, box: QRectF) -> QRectF:
        """Name, size and unit; answers the room below."""
        pattern, u, ratio = self.pattern, self.u, self.pattern.devicePixelRatioF()
        self._say(
            QRectF(box.x(), box.y(), box.width(), 3.2 * u), pattern.title, name="figure", bold=True
        )
        width, height = round(pattern.width() * ratio), round(pattern.height() * ratio)
        pitch = pattern.measured.pitch or pattern.pitch
        distance = pattern.measured.metres or pattern.distance
        measured = (
            _("{pitch} mm from pixel to pixel · {distance} m").format(
                pitch=f"{pitch:g}", distance=f"{distance:g}"
            )
            if pitch and distance
            else _("pitch and distance unknown: measure below")
        )
        lines = (
            _("{width} × {height} px · ratio {ratio}").format(
                width=width, height=height, ratio=f"{ratio:g}"
            ),
            _("u = {u} px · {rows} rows").format(u=u, rows=f"{pattern.height() / u:.1f}"),
            measured,
        )
        top = box.y() + 3.4 * u
        for line in lines:
            self._say(QRectF(box.x(), top, box.width(), ROW * u), line, name="title")
            top += ROW * u
        return QRectF(box.x(), top + 0.5 * u, box.width(), box.bottom() - top - 0.5 * u)

    def _sizes(self, box: QRectF) -> None:
        """Each size of type in its own size, with its px and, where the pitch is known, its mm."""
        pattern, u, top = self.pattern, self.u, box.y()
        pitch = pattern.measured.pitch or pattern.pitch
        for name, label in SIZES.items():
            px = theme.wall.size(name, u)
            height = max(ROW * u, px * 1.2)
            if top + height > box.bottom():
                return
            facts = [_(label), f"{px} px"]
            if pitch:
                facts.append(f"{px * pitch * pattern.devicePixelRatioF():.1f} mm")
            face = "label" if name == "row" else name
            long = painting.width(SAMPLE, u, face)
            row = QRectF(box.x(), top, box.width(), height)
            self._say(
                QRectF(row.x(), row.y(), min(long + u, row.width()), height), SAMPLE, name=face
            )
            if name == "row":  # a height: shown as one
                self.painter.fillRect(
                    QRectF(row.x() - 0.4 * u, row.y(), 0.2 * u, px), theme.color("accent")
                )
            beside = row.adjusted(long + u, 0, 0, 0)
            if beside.width() > 6 * u:
                self._say(beside, " · ".join(facts), tone="text.2")
            top += height

    def _sizes_in_line(self, box: QRectF) -> None:
        """The sizes of type side by side, for a picture of few rows."""
        u, left, top, line = self.u, box.x(), box.y(), 0.0
        for name in SIZES:
            face = "label" if name == "row" else name
            wide = painting.width(SHORT, u, face) + 0.5 * u
            high = 1.15 * theme.wall.size(name, u)
            if left > box.x() and left + wide > box.right():
                left, top, line = box.x(), top + line, 0.0
            if top + high > box.bottom() + 0.5 * u or wide > box.width():
                return
            self._say(QRectF(left, top, wide, high), SHORT, name=face)
            left, line = left + wide, max(line, high)

    def _marks(self, box: QRectF) -> QRectF:
        """Severities and grades; answers the room below."""
        u, left = self.u, box.x()
        for number in range(len(SEVERITIES) + len(GRADES)):
            place = QRectF(left, box.y(), 2 * u, 2 * u)
            if number < len(SEVERITIES):
                painting.severity(self.painter, place, SEVERITIES[number])
            else:
                painting.grade(self.painter, place, GRADES[number - len(SEVERITIES)])
            left += 2.5 * u
        return box.adjusted(0, 2.5 * u, 0, 0)

    def _colours(self, box: QRectF) -> None:
        """A patch of every colour by name; without names where there is no room for them."""
        names, u, (wide, least, most) = list(theme.colours()), self.u, TOKEN
        if box.width() < u or box.height() < u:
            return
        columns = int(box.width() / u // wide)
        named = columns > 0 and columns * int(box.height() / u // least) >= len(names)
        if named:
            deep = math.ceil(len(names) / columns)
            size = wide * u, min(most * u, box.height() / deep)
        else:
            deep = max(1, int(box.height() / u))
            size = u, u
        for number, name in enumerate(names):
            column, row = divmod(number, deep)
            place = QRectF(box.x() + column * size[0], box.y() + row * size[1], *size)
            if place.right() > box.right() + 1:
                return
            patch = QRectF(place.x(), place.y(), 1.6 * u if named else size[0], size[1] - 2)
            self.painter.fillRect(patch, theme.color(name))
            self.painter.setPen(QPen(theme.color("text.3"), 1))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRect(patch)
            if named:
                self._say(place.adjusted(1.9 * u, 0, -0.2 * u, -2), name)

    def _foot(self, box: QRectF, greys: float) -> None:
        """Steps of grey, the line to be measured, and what was typed of it."""
        u, step = self.u, box.width() / GREYS
        for number in range(GREYS):
            value = round(number * WHITE / (GREYS - 1))
            place = QRectF(box.x() + number * step, box.y(), step + 1, greys)
            self.painter.fillRect(place, QColor(value, value, value))
        long = self.pattern.measured.line_px / self.pattern.devicePixelRatioF()
        self._line(box.x(), box.y() + greys + u, long)
        row = QRectF(box.x(), box.y() + greys + 2.2 * u, box.width(), 1.6 * u)
        words = self.pattern.note or measured_words(self.pattern.measured)
        keys = f"{words}    {_('Tab: the other · Enter: save · Esc: leave')}"
        if painting.width(keys, u, "title", bold=True) + 0.4 * u < row.width():
            words = keys
        self._say(row, words, name="title", bold=True, tone="warn.text")

    def _line(self, left: float, middle: float, long: float) -> None:
        """The line with an upright stroke at either end, whose outer edges are its ends."""
        u, painter = self.u, self.painter
        line = theme.wall.size("line", u)
        ground = QRectF(left, middle - 0.7 * u, long, 1.4 * u)
        painter.fillRect(ground, theme.color("bg.0"))
        tone = theme.color("warn.text")
        painter.fillRect(QRectF(left, middle - line / 2, long, line), tone)
        for edge in (left, left + long - line):
            painter.fillRect(QRectF(edge, middle - 0.6 * u, line, 1.2 * u), tone)
        words = f"{self.pattern.measured.line_px} px"
        wide = painting.width(words, u) + 0.6 * u
        middle_box = QRectF(left + (long - wide) / 2, middle - 0.7 * u, wide, 1.4 * u)
        painter.fillRect(middle_box, theme.color("bg.0"))
        painting.write(painter, middle_box, words, u, align=Qt.AlignmentFlag.AlignCenter)


def measured_words(measured: Measured) -> str:
    """What was typed, with a mark where the next digit goes."""
    shown = {"width": measured.width, "distance": measured.distance}
    for name, text in shown.items():
        shown[name] = f"{text}▏" if name == measured.field else text or "—"
    return _("width of this line in mm: {width} · distance in m: {distance}").format(**shown)
