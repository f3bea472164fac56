"""The newest cases: mark, time, category, place, running clock, and how far each has come."""

from datetime import UTC, tzinfo
from typing import Any, Final

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QPainter
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.domain.moment import from_ms
from console.wall.figures import Figures, NewestCase
from widgets import marks, theme
from widgets.wall import painting
from widgets.wall.painting import RIGHT, write
from widgets.wall.panels.base import RowsPanel

MARK: Final = 1.1
GAP: Final = 0.55
CLOCK: Final = 2.4
DOT, DOT_STEP, DOTS = 0.38, 0.52, 7
ONE_LINE: Final = 24.0
"""Width, in u, from which a case may take one line instead of two."""
TWO_LINES: Final = 2.8
WORDS: Final = 11.8
"""Width, in u, of all that stands beside category and place."""
CATEGORY_MOST: Final = 0.6
"""Share that categories may take of what they and the places take together."""


class NewestPanel(RowsPanel):
    """Rows of the newest cases, newest first."""

    kind = "newest"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone: tzinfo = UTC

    @override
    def content_of(self, figures: Figures) -> Any:
        return tuple(figures.newest)

    @override
    def shows_period(self) -> bool:
        return False

    @override
    def row_px(self) -> float:
        return super().row_px() if self._one_line() else TWO_LINES * self.u

    def _one_line(self) -> bool:
        """Whether a case takes one line: on a wide panel whose categories leave room for the place."""
        u, across = self.u, self.box().width()
        longest = painting.widest([case.category for case in self.rows()], u)
        return across >= ONE_LINE * u and longest <= CATEGORY_MOST * (across - WORDS * u)

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        clock = painting.widest([case.clock for case in self.rows()], self.u)
        for case, row in self.placed(box):
            if self._one_line():
                self._paint_line(painter, row, case, clock)
            else:
                self._paint_two_lines(painter, row, case)

    def _paint_line(self, painter: QPainter, row: QRectF, case: NewestCase, clock: float) -> None:
        u, gap = self.u, GAP * self.u
        x = self._paint_mark(painter, row, case)
        right = row.right() - DOTS * DOT_STEP * u
        self._paint_steps(painter, QPointF(right, row.center().y()), case)
        right -= gap
        if clock and row.width() >= 2 * ONE_LINE * u:
            spot = QRectF(right - clock, row.y(), clock, row.height())
            write(painter, spot, case.clock, u, tone=_clock_tone(case), align=RIGHT)
            right -= clock + gap
        right -= CLOCK * u
        self._paint_clock(
            painter, QRectF(right, row.center().y() - 0.28 * u, CLOCK * u, 0.56 * u), case
        )
        right -= gap
        room = right - x
        tone = "text.3" if case.ended else "text.1"
        category = painting.width(case.category, u) + 1
        column = self._column(room)
        category = min(category, column)
        spot = QRectF(x, row.y(), category, row.height())
        write(painter, spot, case.category, u, tone=tone, may_elide=True)
        spot = QRectF(x + column + gap, row.y(), room - column - gap, row.height())
        write(
            painter, spot, case.place, u, tone="text.3" if case.ended else "text.2", may_elide=True
        )

    def _column(self, room: float) -> float:
        """Width of the categories' column: what the longest needs, within its share."""
        longest = painting.widest([case.category for case in self.rows()], self.u) + 1
        return min(longest, CATEGORY_MOST * room)

    def _paint_two_lines(self, painter: QPainter, row: QRectF, case: NewestCase) -> None:
        u, gap = self.u, GAP * self.u
        top = QRectF(row.x(), row.center().y() - 1.4 * u, row.width(), 1.4 * u)
        below = top.translated(0, 1.4 * u)
        x = self._paint_mark(painter, top, case)
        tone = "text.3" if case.ended else "text.1"
        spot = QRectF(x, top.y(), top.right() - x, top.height())
        write(painter, spot, case.category, u, tone=tone, may_elide=True)
        right = below.right() - DOTS * DOT_STEP * u
        self._paint_steps(painter, QPointF(right, below.center().y()), case)
        right -= gap + CLOCK * u
        self._paint_clock(
            painter, QRectF(right, below.center().y() - 0.28 * u, CLOCK * u, 0.56 * u), case
        )
        if case.used is None or case.ended:
            right += CLOCK * u
        x = row.x() + (MARK + GAP) * u
        spot = QRectF(x, below.y(), right - gap - x, below.height())
        write(
            painter, spot, case.place, u, tone="text.3" if case.ended else "text.2", may_elide=True
        )

    def _paint_mark(self, painter: QPainter, row: QRectF, case: NewestCase) -> float:
        """Mark and time of reporting; where the words begin."""
        u, side = self.u, MARK * self.u
        box = QRectF(row.x(), row.center().y() - side / 2, side, side)
        painting.severity(painter, box, case.severity)
        x = box.right() + GAP * u
        time = f"{from_ms(case.reported_ms, self.zone):%H:%M}"
        spot = QRectF(x, row.y(), painting.width("00:00", u) + 1, row.height())
        write(painter, spot, time, u, tone="text.3")
        return spot.right() + GAP * u

    def _paint_clock(self, painter: QPainter, box: QRectF, case: NewestCase) -> None:
        if case.used is not None and not case.ended:
            painting.clock(painter, box, case.used)

    def _paint_steps(self, painter: QPainter, at: QPointF, case: NewestCase) -> None:
        """Seven dots: those reached are filled, the present one in the accent."""
        u, side = self.u, DOT * self.u
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(DOTS):
            tone = "line.1"
            if number < case.step:
                tone = "accent" if number == case.step - 1 and not case.ended else "calm"
            painter.setBrush(theme.color(tone))
            x = at.x() + number * DOT_STEP * u
            painter.drawEllipse(QRectF(x, at.y() - side / 2, side, side))
        painter.restore()


def _clock_tone(case: NewestCase) -> str:
    return "text.3" if case.used is None or case.ended else marks.words_hue(case.used)
