"""Painting of one row of the queue, or of those of its cells that have changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QFontMetricsF, QPainter, QPen

from console.desk import queues
from console.desk.clock_words import clock_words
from console.desk.queues import Clocks
from console.domain.stage import Stage
from widgets import marks, theme
from widgets.controls import text
from widgets.queue.model import QueueModel

TOKENS = {"number": "text.1", "category": "text.1", "address": "text.2", "street": "text.2"}


@dataclass(frozen=True, slots=True)
class RowState:
    """State of a row: selected, its card open, under the pointer, new (1.0 … 0.0), or with an open
    form while another row is selected."""

    chosen: bool = False
    current: bool = False
    hovered: bool = False
    fresh: float = 0.0
    draft: bool = False

    @property
    def ground(self) -> str:
        if self.chosen:
            return "select"
        return "bg.2" if self.hovered else "bg.1"


class RowPainter:
    """Paints rows of one table; `columns` are (key → x, width) of the shown ones."""

    def __init__(self, model: QueueModel) -> None:
        self.model = model
        self.columns: Mapping[str, tuple[int, int]] = {}
        self.zone = ZoneInfo(model.desk.directory.city["zone"])
        self.restyle()

    def restyle(self) -> None:
        """Reads the fonts in force, once for all cells."""
        self.dense, self.caption = theme.font("dense"), theme.font("caption")
        self.metrics = QFontMetricsF(self.dense)

    def paint(
        self, painter: QPainter, box: QRectF, row: int, look: RowState, clocks: Clocks, at: int
    ) -> None:
        """Paints the row into `box`; its clock is at index `at` of `clocks`."""
        painter.fillRect(box, theme.color(look.ground))
        line = theme.px("hairline")
        painter.fillRect(
            QRectF(box.x(), box.bottom() - line, box.width(), line), theme.color("line.1")
        )
        if look.fresh > 0:
            self._pulse(painter, box, look.fresh)
        if look.chosen:
            bar = QRectF(box.x(), box.y(), theme.px("bar.select"), box.height())
            painter.fillRect(bar, theme.color("accent"))
        elif look.draft:
            self._draft(painter, box)
        if look.current:
            painter.setPen(QPen(theme.color("accent"), line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -1.5))
        if not self.model.holds(row):
            return
        for key, (x, width) in self.columns.items():
            cell = QRectF(x, box.y(), width, box.height())
            if key == "mark":
                self._mark(painter, cell, row, look.ground)
            elif key == "clock":
                self._clock(painter, cell, clocks, at, look.ground)
            else:
                self._words(painter, cell, key, self.model.cell(row, key))

    def _draft(self, painter: QPainter, box: QRectF) -> None:
        """Draws a dashed bar, where a selected row has a solid one."""
        width = theme.px("bar.select")
        painter.setPen(QPen(theme.color("accent"), width, Qt.PenStyle.DotLine))
        x = box.x() + width / 2
        painter.drawLine(QPointF(x, box.y() + width / 2), QPointF(x, box.bottom()))

    def _pulse(self, painter: QPainter, box: QRectF, fresh: float) -> None:
        """Draws the highlight of a new row: a pulse, or an outline where motion is off."""
        if theme.current().still:
            width = theme.px("focus.ring")
            painter.setPen(QPen(theme.color("accent"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = width / 2
            painter.drawRect(box.adjusted(half, half, -half, -half))
            return
        painter.save()
        painter.setOpacity(painter.opacity() * 0.5 * fresh)
        painter.fillRect(box, theme.color("accent"))
        painter.restore()

    def _mark(self, painter: QPainter, cell: QRectF, row: int, ground: str) -> None:
        """Draws the severity: filled while this centre must act, hollow while others have the case."""
        cases, slot = self.model.desk.room.cases, int(self.model.order[row])
        waits = int(cases.column("stage")[slot]) != Stage.HANDLE
        waits = waits or bool(cases.requests.get(int(self.model.ids[row])))
        side = theme.px("mark")
        box = QRectF(cell.center().x() - side / 2, cell.center().y() - side / 2 - 0.5, side, side)
        severity = int(cases.column("severity")[slot])
        marks.draw_severity(painter, box, severity, filled=waits, ground=ground)

    def _clock(self, painter: QPainter, cell: QRectF, clocks: Clocks, at: int, ground: str) -> None:
        words = clock_words(clocks, at, self.zone)
        if not words:
            return
        used, suspended = float(clocks.used[at]), bool(clocks.until[at])
        width, height = theme.px("clock.width"), theme.px("clock.height")
        space = theme.px("space.8")
        bar = QRectF(cell.x() + space, cell.center().y() - height / 2, width, height)
        marks.draw_clock(painter, bar, used, suspended=suspended, ground=ground)
        painter.setFont(self.caption)
        hue = "text.3" if suspended else marks.words_hue(used)
        painter.setPen(theme.color(hue))
        text.draw(painter, cell.adjusted(width + 2 * space, 0, 0, 0), words)

    def _words(self, painter: QPainter, cell: QRectF, key: str, words: str) -> None:
        if not words:
            return
        painter.setFont(self.dense)
        painter.setPen(theme.color(TOKENS.get(key, "text.3")))
        inner = cell.adjusted(theme.px("space.8"), 0, 0, 0)
        if key == "number":
            text.draw(painter, inner, words, metrics=self.metrics)
            return
        # these columns may elide, addresses in the middle: the door's number is at their end;
        # the cell's tooltip has the whole words
        middle = Qt.TextElideMode.ElideMiddle
        how = middle if key == "address" else Qt.TextElideMode.ElideRight
        text.draw(painter, inner, words, text.LEFT, how, may_elide=True, metrics=self.metrics)


def clocks_of(model: QueueModel, first: int, last: int) -> Clocks:
    """Current clocks of the rows `first` to `last`."""
    slots = model.order[first : last + 1]
    return queues.clocks(model.desk, slots, model.desk.room.clock.now())
