"""The trend: now solid, the period before dashed, a year ago dotted, each named at its end."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyqtgraph
from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QBrush, QPainter, QPen, QResizeEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.wall.amounts import count_text
from console.wall.figures import Figures, Trend
from console.words import _, mark
from widgets import theme
from widgets.wall import painting
from widgets.wall.painting import CENTRE, RIGHT, write
from widgets.wall.panels.base import WallPanel

NAMES: Final = {
    "today": (mark("Today"), mark("Yesterday"), mark("Year ago")),
    "week": (mark("This week"), mark("Last week"), mark("Year ago")),
    "month": (mark("This month"), mark("Last month"), mark("Year ago")),
    "year": (mark("This year"), mark("Last year"), mark("Year ago")),
}
SOLID, DASH, DOT = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
STYLES: Final = (SOLID, DASH, DOT)
TONES: Final = ("accent", "text.3", "text.3")
WORDS: Final = ("accent", "text.2", "text.2")
WIDE: Final = 1.5
"""Width of the present line by that of the others."""
SAMPLE: Final = 1.7
LINE: Final = 1.25
CHART_LEAST: Final = 8.0
"""Width, in u, that names beside the chart must leave it; else they stand above it."""
TICK_ROOM: Final = 1.3
TICKS: Final = 4
NICE: Final = (1, 2, 2.5, 3, 4, 5, 10)
POINT: Final = 0.55
EDGE: Final = 0.02
"""Share of the chart's width that the last figure keeps from its ends; else it stands beside its point."""
ABOVE: Final = 1.04
HEADROOM: Final = 2.0
"""Height above the highest point, in u, for its figure."""


class _Chart(pyqtgraph.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """The curves alone: a view box without axes, menu or mouse, which a plot would make first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, useOpenGL=False)
        self.field = pyqtgraph.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self.setCentralItem(self.field)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ticks = [pyqtgraph.InfiniteLine(angle=0, movable=False) for _at in range(TICKS)]
        for tick in self.ticks:
            self.field.addItem(tick)
        self.curves = [pyqtgraph.PlotCurveItem(connect="finite") for _style in STYLES]
        for curve in reversed(self.curves):
            self.field.addItem(curve)
        self.point = pyqtgraph.ScatterPlotItem(pen=None)
        self.value = pyqtgraph.TextItem(anchor=(0.5, 1.15))
        self.field.addItem(self.point)
        self.field.addItem(self.value, ignoreBounds=True)


class TrendPanel(WallPanel):
    """Curves in a chart; ticks, hours and names are painted around it."""

    kind = "trend"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = _Chart(self)
        self.chart.hide()
        self._steps: list[int] = []
        self._names: Sequence[str] = NAMES["today"]

    @override
    def content_of(self, figures: Figures) -> Any:
        trend = figures.trend
        told = any(v is not None for line in _lines(trend) for v in line)
        return (trend, NAMES.get(figures.period, NAMES["today"])) if told else None

    @override
    def restyle(self) -> None:
        super().restyle()
        self.content_changed()

    @override
    def content_changed(self) -> None:
        """Sets curves, range and pens in place."""
        self.chart.setVisible(bool(self.content))
        if not self.content:
            return
        trend, self._names = self.content
        lines = _lines(trend)
        top = max((v for line in lines for v in line if v is not None), default=0)
        self._steps = steps_to(top, int(self._field().height() / (TICK_ROOM * self.u)))
        count = max(2, *(len(line) for line in lines))
        field = self._field()
        room = max(0.2, 1 - HEADROOM * self.u / field.height())
        last = next((v for v in reversed(lines[0]) if v is not None), 0)
        high = max(self._steps[-1] * ABOVE, max(1, top) * ABOVE, last / room)
        self.chart.field.setRange(xRange=(0, count - 1), yRange=(0, high), padding=0)
        self.chart.setBackground(theme.color("bg.1"))
        for number, (curve, line) in enumerate(zip(self.chart.curves, lines, strict=True)):
            heights = np.array([np.nan if v is None else v for v in line], dtype=float)
            curve.setData(
                x=np.arange(len(heights)), y=heights, pen=self._pen(number), antialias=True
            )
        for number, tick in enumerate(self.chart.ticks):
            tick.setVisible(number < len(self._steps))
            if number < len(self._steps):
                tick.setPos(self._steps[number])
                tick.setPen(QPen(theme.color("line.1" if number else "line.2"), 0 if number else 2))
        self._mark_last(lines[0])
        self._place()

    def _mark_last(self, line: Sequence[int | None]) -> None:
        """A point and its figure where the present line ends."""
        chart, last = (
            self.chart,
            max((i for i, v in enumerate(line) if v is not None), default=None),
        )
        chart.point.setVisible(last is not None)
        chart.value.setVisible(last is not None)
        if last is None:
            return
        tone = theme.color(TONES[0])
        chart.point.setData(
            x=[last], y=[line[last]], size=POINT * self.u, brush=tone, antialias=True
        )
        chart.value.setFont(painting.face("label", self.u, bold=True))
        chart.value.fill = QBrush(theme.color("bg.1"))
        words = count_text(line[last])
        chart.value.setText(words, color=tone)
        share = last / max(1, len(line) - 1)
        edge = EDGE + painting.width(words, self.u, bold=True) / 2 / max(1, chart.width())
        chart.value.setAnchor((0.0 if share < edge else 1.0 if share > 1 - edge else 0.5, 1.3))
        chart.value.setPos(last, line[last])

    def _pen(self, number: int) -> QPen:
        width = theme.wall.size("line", self.u) * (WIDE if number == 0 else 1.0)
        pen = QPen(theme.color(TONES[number]), width, STYLES[number])
        pen.setCosmetic(True)
        return pen

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.content_changed()

    def _place(self) -> None:
        self.chart.setGeometry(self._field().toAlignedRect())

    def _field(self) -> QRectF:
        """Where the curves lie: beside the ticks, above the hours, before the names."""
        u, box = self.u, self.box()
        left = painting.widest([count_text(step) for step in self._steps], u) + 0.5 * u
        names, above = self._gutter(), 0.4 * u
        if not names:
            above = len(self._name_lines()) * LINE * u + 0.3 * u
        return QRectF(
            box.x() + left, box.y() + above, max(1.0, box.width() - left - names),
            max(1.0, box.height() - LINE * u - above),
        )  # fmt: skip

    def _gutter(self) -> float:
        """Width of the names at the right; 0 where they stand above the chart instead."""
        names = painting.widest([_(name) for name in self._names], self.u) + (SAMPLE + 0.9) * self.u
        left = painting.width("0,000", self.u)
        return names if self.box().width() - left - names >= CHART_LEAST * self.u else 0.0

    def _name_lines(self) -> list[list[int]]:
        """Numbers of the curves whose names share a line above the chart."""
        u, across = self.u, self.box().width()
        lines: list[list[int]] = [[]]
        x = 0.0
        for number, name in enumerate(self._names):
            needs = painting.width(_(name), u, bold=number == 0) + (SAMPLE + 1.2) * u
            if x and x + needs > across:
                lines.append([])
                x = 0.0
            lines[-1].append(number)
            x += needs
        return lines

    def _y(self, field: QRectF, value: float) -> float:
        low, high = self.chart.field.viewRange()[1]
        return float(field.bottom() - (value - low) / max(1e-9, high - low) * field.height())

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        u, field = self.u, self._field()
        trend: Trend = self.content[0]
        for step in self._steps:
            y = self._y(field, step)
            spot = QRectF(box.x(), y - 0.6 * u, field.x() - 0.5 * u - box.x(), 1.2 * u)
            write(painter, spot, count_text(step), u, tone="text.3", align=RIGHT)
        self._paint_labels(
            painter, QRectF(field.x(), box.bottom() - LINE * u, field.width(), LINE * u), trend
        )
        if self._gutter():
            self._paint_names(painter, field, box, trend)
        else:
            self._paint_names_above(painter, box)

    def _paint_labels(self, painter: QPainter, box: QRectF, trend: Trend) -> None:
        """Every so many labels of the axis as fit, the first at its left end."""
        u, count = self.u, max(2, len(trend.labels))
        each = box.width() / (count - 1)
        needs = painting.widest(list(trend.labels), u) + 0.8 * u
        step = next((n for n in (1, 2, 3, 4, 6, 7, 12) if n * each >= needs), count)
        for at in range(0, len(trend.labels), step):
            middle = box.x() + at * each
            spot = QRectF(middle - needs / 2, box.y(), needs, box.height())
            write(painter, spot, trend.labels[at], u, tone="text.3", align=CENTRE)

    def _paint_names(self, painter: QPainter, field: QRectF, box: QRectF, trend: Trend) -> None:
        """Names at the right, near the ends of their lines, each with a piece of its line."""
        u, wanted = self.u, []
        for number, line in enumerate(_lines(trend)):
            known = [v for v in line if v is not None]
            if known:
                wanted.append((self._y(field, known[-1]), number))
        y = field.y() - 0.6 * u
        low = field.bottom() - len(wanted) * LINE * u + 0.6 * u
        for middle, number in sorted(wanted):
            y = max(y, min(middle - LINE * u / 2, low))
            x = field.right() + 0.4 * u
            self._paint_name(painter, QRectF(x, y, box.right() - x, LINE * u), number)
            y += LINE * u
            low += LINE * u

    def _paint_names_above(self, painter: QPainter, box: QRectF) -> None:
        for row, numbers in enumerate(self._name_lines()):
            x = box.x()
            for number in numbers:
                spot = QRectF(x, box.y() + row * LINE * self.u, box.right() - x, LINE * self.u)
                x += self._paint_name(painter, spot, number) + 0.8 * self.u

    def _paint_name(self, painter: QPainter, spot: QRectF, number: int) -> float:
        """A piece of the line, then its name; the width of both."""
        u, middle = self.u, spot.center().y()
        painter.setPen(self._pen(number))
        painter.drawLine(QPointF(spot.x(), middle), QPointF(spot.x() + SAMPLE * u, middle))
        before = (SAMPLE + 0.4) * u
        words, bold = QRectF(spot.adjusted(before, 0, 0, 0)), number == 0
        name = _(self._names[number])
        return before + write(painter, words, name, u, tone=WORDS[number], bold=bold)


def _lines(trend: Trend) -> tuple[Sequence[int | None], ...]:
    return trend.now, trend.before, trend.year_ago


def steps_to(top: int, most: int = TICKS) -> list[int]:
    """Round numbers from 0, at most `most` and four, the last at `top` or below it."""
    most = min(TICKS, max(2, most))
    least = max(1, -(-top // most))
    power = 10 ** (len(str(least)) - 1)
    whole = (int(nice * power) for nice in NICE if nice * power % 1 == 0)
    each = next(step for step in whole if step >= least)
    return list(range(0, max(top, each) + 1, each))[:most]
