"""The map's legend: meaning of filled and hollow marks, arc, ring and plate. It folds to its title."""

from collections.abc import Callable
from typing import Final

from qtpy.QtCore import QPointF, QRectF, QSize, Qt, Signal
from qtpy.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.words import _, mark
from widgets import icons, marks, theme
from widgets.controls import text
from widgets.controls.painted import PaintedButton, ring

Sign = Callable[[QPainter, QRectF], None]

SIGN: Final = 40
"""Width of the column of signs (px), enough for a crew's plate."""
ROW: Final = 22
HOURS: Final = 90 * 16
"""A quarter turn, where the arc of a clock begins, in Qt's sixteenths of a degree."""


def _filled(painter: QPainter, box: QRectF) -> None:
    marks.draw_severity(painter, _square(box, "mark"), 2)


def _hollow(painter: QPainter, box: QRectF) -> None:
    marks.draw_severity(painter, _square(box, "mark"), 2, filled=False, ground="bg.2")


def _soon(painter: QPainter, box: QRectF) -> None:
    marks.draw_severity(painter, _square(box, "space.8"), 3)
    _arc(painter, _square(box, "icon"), 0.9, "warn")


def _late(painter: QPainter, box: QRectF) -> None:
    marks.draw_severity(painter, _square(box, "space.8"), 3)
    _arc(painter, _square(box, "icon"), 1.0, "alarm")


def _many(painter: QPainter, box: QRectF) -> None:
    round_ = _square(box, "icon")
    painter.setPen(QPen(theme.color("line.2"), theme.px("hairline")))
    painter.setBrush(theme.color("bg.2"))
    painter.drawEllipse(round_)
    _arc(painter, round_, 0.25, "alarm")


def _plate(painter: QPainter, box: QRectF) -> None:
    """Draws a crew's plate with its status: ▸ under way."""
    plate = QRectF(0, 0, box.width() - theme.px("space.4"), theme.px("icon"))
    plate.moveCenter(box.center())
    painter.setPen(QPen(theme.color("line.2"), theme.fraction("outline")))
    painter.setBrush(theme.color("bg.3"))
    radius = theme.px("radius.control")
    painter.drawRoundedRect(plate, radius, radius)
    for place, form in enumerate((_free, _under_way, _handling)):
        middle = QPointF(plate.left() + plate.width() * (2 * place + 1) / 6, plate.center().y())
        painter.setPen(QPen(theme.color("calm"), theme.fraction("outline")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        form(painter, middle)


def _free(painter: QPainter, at: QPointF) -> None:
    painter.drawEllipse(at, 3, 3)


def _under_way(painter: QPainter, at: QPointF) -> None:
    wedge = QPainterPath(QPointF(at.x() - 3, at.y() - 4))
    wedge.lineTo(at.x() + 4, at.y())
    wedge.lineTo(at.x() - 3, at.y() + 4)
    wedge.closeSubpath()
    painter.fillPath(wedge, theme.color("calm"))


def _handling(painter: QPainter, at: QPointF) -> None:
    painter.fillRect(QRectF(at.x() - 3, at.y() - 3, 6, 6), theme.color("calm"))


def _old(painter: QPainter, box: QRectF) -> None:
    plate = QRectF(0, 0, box.width() - theme.px("space.4"), theme.px("icon") - 2)
    plate.moveCenter(box.center())
    painter.setPen(QPen(theme.color("line.2"), theme.fraction("outline"), Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = theme.px("radius.control")
    painter.drawRoundedRect(plate, radius, radius)


def _square(box: QRectF, token: str) -> QRectF:
    side = theme.px(token)
    return QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)


def _arc(painter: QPainter, box: QRectF, share: float, token: str) -> None:
    painter.setPen(QPen(theme.color(token), theme.px("halo")))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(box, HOURS, round(-4 * HOURS * share))


ROWS: Final[tuple[tuple[Sign, str], ...]] = (
    (_filled, mark("Filled: this centre has to act")),
    (_hollow, mark("Hollow: with a department or crew")),
    (_soon, mark("Amber arc: 80 % of the time used")),
    (_late, mark("Red arc: overdue; a notch each time over")),
    (_many, mark("Figure: cases here; red arc: share overdue")),
    (_plate, mark("Crew: free, under way, at work")),
    (_old, mark("Dashed plate: no position for 30 minutes")),
)


OF_A_DEPARTMENT: Final = {
    ROWS[0][1]: mark("Filled: with the centre"),
    ROWS[1][1]: mark("Hollow: with your department or a crew"),
}
"""Wording for departments in place of a centre's."""


class Legend(PaintedButton):
    """Checked while unfolded. `resized` is sent when its size changes.

    `of_department`: wording for a department. `scope` names the queue shown, in the language in force.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of_department, self.scope = False, ""
        self.setCheckable(True)
        self.setChecked(True)
        self.toggled.connect(self._folded)
        self.restyle()

    @override
    def restyle(self) -> None:
        self.setText(" · ".join(filter(None, (_("Legend"), self.scope))))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription("\n".join(words for _sign, words in self.rows()))
        super().restyle()
        self.adjustSize()
        self.resized.emit()

    def rows(self) -> list[tuple[Sign, str]]:
        """Each sign with its meaning, in the language in force."""
        other = OF_A_DEPARTMENT if self.of_department else {}
        return [(sign, _(other.get(words, words))) for sign, words in ROWS]

    def show_scope(self, scope: str) -> None:
        """Names the queue that the map shows."""
        if scope != self.scope:
            self.scope = scope
            self.restyle()

    def _folded(self) -> None:
        self.setToolTip("" if self.isChecked() else _("What the marks mean"))
        self.adjustSize()
        self.resized.emit()

    @override
    def sizeHint(self) -> QSize:
        return self.unfolded() if self.isChecked() else self._title()

    def _title(self) -> QSize:
        words = QFontMetricsF(theme.font("caption")).horizontalAdvance(self.text())
        return QSize(round(words) + theme.px("icon") + theme.px("space.24"), theme.px("target"))

    def unfolded(self) -> QSize:
        """Size with every row."""
        pad, metrics = theme.px("space.8"), QFontMetricsF(theme.font("caption"))
        widest = max(metrics.horizontalAdvance(words) for _sign, words in self.rows())
        width = max(self._title().width(), round(widest) + SIGN + 2 * pad)
        return QSize(width, theme.px("target") + ROW * len(ROWS) + pad // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, pad = theme.px("radius.control"), theme.px("space.8")
        painter.setPen(QPen(theme.color("line.1"), theme.px("hairline")))
        painter.setBrush(theme.color("bg.2"))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, radius, radius)
        head = QRectF(pad, 0, self.width() - 2 * pad, theme.px("target"))
        side = theme.px("icon") - 4
        place = QRectF(head.left(), head.center().y() - side / 2, side, side)
        icons.draw(painter, "down" if self.isChecked() else "right", place, theme.color("text.2"))
        head.setLeft(head.left() + side + pad)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        text.draw(painter, head, self.text())
        for row, (sign, words) in enumerate(self.rows() if self.isChecked() else ()):
            line = QRectF(pad / 2, head.bottom() + row * ROW, self.width() - 1.5 * pad, ROW)
            painter.save()
            sign(painter, QRectF(line.left(), line.top(), SIGN, ROW))
            painter.restore()
            painter.setPen(theme.color("text.2"))
            text.draw(painter, line.adjusted(SIGN + 2, 0, 0, 0), words)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()))
