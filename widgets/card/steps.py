"""The seven steps of a case: past ones with their duration, the current one in accent colour."""

from collections.abc import Sequence

from qtpy.QtCore import QRectF, QSize
from qtpy.QtGui import QFontMetricsF, QPainter, QPaintEvent
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.desk.cases import STEPS
from console.domain.moment import MINUTE_MS, duration_text
from console.words import _
from widgets import theme
from widgets.controls import PaintedWidget, text


class StepStrip(PaintedWidget):
    """A strip of 28 px at the bottom of the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.present = -1
        self.spent: Sequence[int | None] = [None] * len(STEPS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, present: int, spent: Sequence[int | None]) -> None:
        """Shows the current step and the ms `spent` in each, None where unknown."""
        self.present, self.spent = present, spent
        self.setAccessibleName(" · ".join(self.words(step) for step in range(len(STEPS))))
        self.setToolTip(text.tooltip(self.accessibleName()))
        self.update()

    def words(self, step: int) -> str:
        """Name and duration of a step so far: "派遣 2 时 14 分"."""
        name, took = _(STEPS[step][0]), self.spent[step]
        if took is None or step > self.present:
            return name
        minutes = took // MINUTE_MS
        if minutes >= 100 * 60:
            minutes -= minutes % 60
        return f"{name} {duration_text(minutes)}"

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px("drag.width"), theme.px("row.dense"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box, line = QRectF(self.rect()), theme.px("hairline")
        painter.fillRect(box, theme.color("bg.2"))
        painter.fillRect(QRectF(0, 0, box.width(), line), theme.color("line.1"))
        x = 0.0
        for step, width in enumerate(self._widths()):
            cell = QRectF(x, 0, width, box.height())
            self._step(painter, cell, step)
            x += width
            if step:
                painter.fillRect(
                    QRectF(cell.x(), cell.y() + 7, line, cell.height() - 14),
                    theme.color("line.1"),
                )

    def _step(self, painter: QPainter, cell: QRectF, step: int) -> None:
        here = step == self.present
        if here:
            height = theme.px("focus.ring")
            painter.fillRect(QRectF(cell.x(), 0, cell.width(), height), theme.color("accent"))
        painter.setFont(theme.font("caption", bold=here))
        ink = "text.1" if here else "text.2" if step < self.present else "text.3"
        painter.setPen(theme.color(ink))
        words = self.words(step)
        if QFontMetricsF(painter.font()).horizontalAdvance(words) > cell.width():
            words = _(STEPS[step][0])  # without room for both the name alone; the rest on hover
        text.draw(painter, cell, words, text.CENTRE)

    def _widths(self) -> list[float]:
        """Widths of the steps: what each needs, and an equal share of the rest."""
        metrics = QFontMetricsF(theme.font("caption", bold=True))
        needs = [metrics.horizontalAdvance(self.words(step)) for step in range(len(STEPS))]
        over = self.width() - sum(needs)
        if over < 0:
            needs = [metrics.horizontalAdvance(_(title)) for title, _stages in STEPS]
            over = self.width() - sum(needs)
        return [need + over / len(needs) for need in needs]
