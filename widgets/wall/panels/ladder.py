"""The overdue ladder: what is due today and within the hour, and what is over once, twice, three times."""

from collections.abc import Sequence
from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter
from typing_extensions import override

from console.wall.amounts import count_text
from console.wall.figures import Figures, LadderStep
from widgets import theme
from widgets.wall import painting
from widgets.wall.painting import CENTRE, write
from widgets.wall.panels.base import WallPanel

GAP: Final = 0.5
COLUMN_LEAST: Final = 4.4
COLUMNS_FROM: Final = 9.0
"""Height of the content, in u, from which the steps stand as columns with large figures."""
ROW_LEAST: Final = 1.3
"""Height of a row, in u, below which there are no bars, only figures side by side."""
LABEL, FIGURE = 2.05, 2.5
GLYPH: Final = 2.6
"""Width, in u, of the clock with its notches."""


class LadderPanel(WallPanel):
    """Columns that rise with the count; rows of bars where it is too low for them."""

    kind = "ladder"

    @override
    def content_of(self, figures: Figures) -> Any:
        return tuple(figures.ladder)

    @override
    def shows_period(self) -> bool:
        return False

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        steps: Sequence[LadderStep] = self.content
        top = max(1, max(step.count for step in steps))
        if self._stands(box):
            self._paint_columns(painter, box, steps, top)
        elif box.height() < len(steps) * ROW_LEAST * self.u:
            self._paint_cells(painter, box, steps)
        else:
            self._paint_rows(painter, box, steps, top)

    def _stands(self, box: QRectF) -> bool:
        u, steps = self.u, self.content
        each = (box.width() - GAP * u * (len(steps) - 1)) / len(steps)
        needs = max(
            COLUMN_LEAST * u,
            painting.widest([step.label for step in steps], u),
            painting.widest([count_text(s.count) for s in steps], u, "figure", bold=True),
        )
        return box.height() >= COLUMNS_FROM * u and each >= needs

    def _paint_columns(
        self, painter: QPainter, box: QRectF, steps: Sequence[LadderStep], top: int
    ) -> None:
        u = self.u
        base = box.bottom() - LABEL * u
        room = box.height() - (LABEL + FIGURE + 0.2) * u
        line = theme.wall.size("line", u)
        for step, column in zip(steps, painting.columns(box, len(steps), GAP * u), strict=True):
            height = max(float(line), room * step.count / top) if step.count else 0.0
            x, across = column.x(), column.width()
            rising = QRectF(x, base - height, across, height)
            painter.fillRect(rising, theme.color(_hue(step, steps) if step.count else "line.1"))
            if step.notches:
                middle = x + across / 2 - GLYPH * u / 2
                self._paint_glyph(painter, QRectF(middle, base + 0.2 * u, GLYPH * u, 0.5 * u), step)
            figure = QRectF(x, base - height - FIGURE * u, across, FIGURE * u)
            words = count_text(step.count)
            tone = _words_hue(step)
            write(painter, figure, words, u, name="figure", tone=tone, bold=True, align=CENTRE)
            label = QRectF(x, base + 0.75 * u, across, (LABEL - 0.75) * u)
            write(painter, label, step.label, u, tone="text.2", align=CENTRE)
        painter.fillRect(QRectF(box.x(), base, box.width(), line), theme.color("line.2"))

    def _paint_glyph(self, painter: QPainter, box: QRectF, step: LadderStep) -> None:
        """The clock of a case on this step: its notches are those of the lists."""
        painting.clock(painter, box, step.notches + 0.1)

    def _paint_cells(self, painter: QPainter, box: QRectF, steps: Sequence[LadderStep]) -> None:
        """Figures over their clocks and names."""
        u, cells = self.u, painting.columns(box, len(steps), 0.0)
        counts = [count_text(step.count) for step in steps]
        each = cells[0].width()
        large = painting.widest(counts, u, "figure", bold=True) <= each
        heights = [(FIGURE if large else 1.3) * u, 0.6 * u, 1.3 * u]
        y = box.center().y() - sum(heights) / 2
        for step, words, cell in zip(steps, counts, cells, strict=True):
            figure = QRectF(cell.x(), y, each, heights[0])
            name, tone = "figure" if large else "label", _words_hue(step)
            write(painter, figure, words, u, name=name, tone=tone, bold=True, align=CENTRE)
            if step.notches:
                glyph = QRectF(cell.center().x() - each * 0.4, figure.bottom(), each * 0.8, 0.5 * u)
                self._paint_glyph(painter, glyph, step)
            label = QRectF(cell.x(), figure.bottom() + heights[1], each, heights[2])
            write(painter, label, step.label, u, tone="text.2", align=CENTRE, may_elide=True)

    def _paint_rows(
        self, painter: QPainter, box: QRectF, steps: Sequence[LadderStep], top: int
    ) -> None:
        u = self.u
        label = painting.widest([step.label for step in steps], u) + GAP * u
        label = min(label, 0.5 * box.width())
        value = painting.widest([count_text(s.count) for s in steps], u, bold=True) + GAP * u
        for step, row in zip(steps, painting.spread(box, len(steps)), strict=True):
            name = QRectF(row.x(), row.y(), label - GAP * u, row.height())
            write(painter, name, step.label, u, tone="text.2")
            start = row.x() + label
            if step.notches:
                self._paint_glyph(
                    painter, QRectF(start, row.center().y() - 0.25 * u, GLYPH * u, 0.5 * u), step
                )
            start += (GLYPH + GAP) * u
            thick = min(1.0 * u, 0.6 * row.height())
            length = (row.right() - value - start) * step.count / top
            strip = QRectF(start, row.center().y() - thick / 2, length, thick)
            painter.fillRect(strip, theme.color(_hue(step, steps)))
            spot = QRectF(strip.right() + GAP * u, row.y(), value, row.height())
            write(painter, spot, count_text(step.count), u, tone=_words_hue(step), bold=True)


def _hue(step: LadderStep, steps: Sequence[LadderStep]) -> str:
    """Overdue is vermilion, the last that is not yet over amber, what is due later calm."""
    if step.notches:
        return "alarm"
    due = [one for one in steps if not one.notches]
    return "warn" if len(due) > 1 and step is due[-1] else "calm"


def _words_hue(step: LadderStep) -> str:
    return "alarm.text" if step.notches and step.count else "text.1"
