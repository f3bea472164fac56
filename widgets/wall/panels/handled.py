"""Components and events: handled against due, in a sentence with a bar."""

from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter
from typing_extensions import override

from console.wall.amounts import count_text, rate_text
from console.wall.figures import Figures, HandledPart
from console.words import _, mark
from widgets.wall import painting
from widgets.wall.painting import RIGHT, write
from widgets.wall.panels.base import RowsPanel

TITLE: Final = mark("Assets and incidents")
"""What a visitor understands; in Chinese the terms of the standard."""
TALL: Final = 3.1
"""Height of a part, in u: label and rate, sentence and bar."""
STACKED: Final = 7.0
"""Height, in u, from which the rate has a line of its own."""
LINE: Final = 1.3
BAR: Final = 0.6


class HandledPanel(RowsPanel):
    """Each part with its rate in large figures, the sentence "711 of 804 handled" and a bar."""

    kind = "handled"

    @override
    def content_of(self, figures: Figures) -> Any:
        return tuple(figures.handled)

    @override
    def title(self) -> str:
        return _(TITLE)

    @override
    def caption(self) -> str:
        return TITLE

    @override
    def row_px(self) -> float:
        return TALL * self.u

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        for part, row in self.placed(box):
            self._paint_part(painter, row, part)

    def _paint_part(self, painter: QPainter, row: QRectF, part: HandledPart) -> None:
        u = self.u
        if row.height() >= STACKED * u and part.due:
            self._paint_stacked(painter, row, part)
            return
        block = QRectF(row.x(), row.center().y() - 1.7 * u, row.width(), 3.2 * u)
        sentence = _sentence(part)
        rate = rate_text(part.handled / part.due) if part.due else ""
        needs = painting.width(rate, u, "figure", bold=True) + 0.6 * u
        both = max(painting.width(part.label, u), painting.width(sentence, u))
        beside = QRectF(block)
        if rate and both + needs <= block.width():
            figure = QRectF(block.x(), block.y(), block.width(), 2.4 * u)
            write(painter, figure, rate, u, name="figure", bold=True, align=RIGHT)
            beside.setWidth(block.width() - needs)
        label = QRectF(beside.x(), block.y(), beside.width(), LINE * u)
        write(painter, label, part.label, u, tone="text.2", may_elide=True)
        said = label.translated(0, LINE * u)
        if part.due:
            write(painter, said, sentence, u, bold=True, may_elide=True)
        else:
            write(painter, said, _("none due"), u, tone="text.3")
        bar = QRectF(block.x(), block.bottom() - BAR * u, block.width(), BAR * u)
        painting.bar(painter, bar, part.handled / part.due if part.due else 0.0, "info", "bg.3")

    def _paint_stacked(self, painter: QPainter, row: QRectF, part: HandledPart) -> None:
        """Label, rate, bar and sentence one below the other, spread over the row."""
        u = self.u
        heights = [LINE * u, 2.3 * u, 2 * BAR * u, LINE * u]
        between = min(u, (row.height() - sum(heights)) / (len(heights) + 1))
        y = row.center().y() - (sum(heights) + 3 * between) / 2
        boxes = []
        for height in heights:
            boxes.append(QRectF(row.x(), y, row.width(), height))
            y += height + between
        share = part.handled / part.due
        write(painter, boxes[0], part.label, u, tone="text.2", may_elide=True)
        write(painter, boxes[1], rate_text(share), u, name="figure", bold=True)
        painting.bar(painter, boxes[2], share, "info", "bg.3")
        write(painter, boxes[3], _sentence(part), u, bold=True, may_elide=True)


def _sentence(part: HandledPart) -> str:
    return _("{handled} of {due} handled").format(
        handled=count_text(part.handled), due=count_text(part.due)
    )
