"""Reports by hour and weekday on one ramp, with a legend in numbers."""

from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QColor, QPainter
from typing_extensions import override

from console.wall.amounts import WEEKDAYS, count_text
from console.wall.figures import Figures, Heat
from console.words import _
from widgets import theme
from widgets.wall import painting
from widgets.wall.painting import CENTRE, RIGHT, write
from widgets.wall.panels.base import WallPanel

HOURS, DAYS = 24, 7
LINE: Final = 1.25
MIDDLE: Final = 0.6
"""Share of the ramp at which `warn` stands."""
TICKS: Final = (1, 2, 3, 4, 6, 12)
STEPS: Final = 5
"""Fields of the legend, at most."""
SWATCH: Final = 2.2
"""Width, in u, of a field of the legend with the gaps beside it."""


class HeatPanel(WallPanel):
    """Seven rows of twenty-four fields; each fill is a number of the legend or between two."""

    kind = "heat"

    @override
    def content_of(self, figures: Figures) -> Any:
        heat = figures.heat
        return heat if any(any(row) for row in heat.counts) else None

    @override
    def shows_period(self) -> bool:
        return False

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        u, heat = self.u, self.content
        gutter = painting.widest([_(day) for day in WEEKDAYS], u) + 0.5 * u
        top = max(1, max(max(row) for row in heat.counts))
        field = QRectF(
            box.x() + gutter, box.y(), box.width() - gutter, box.height() - 2 * LINE * u - 0.3 * u
        )
        self._paint_fields(painter, field, heat, top)
        step = max(1, -(-int(LINE * u) // max(1, int(field.height() / DAYS))))
        for number, row in enumerate(painting.spread(field, DAYS)):
            if number % step == 0:
                spot = QRectF(box.x(), row.y(), gutter - 0.5 * u, row.height())
                write(painter, spot, _(WEEKDAYS[number]), u, tone="text.3")
        hours = QRectF(field.x(), field.bottom(), field.width(), LINE * u)
        self._paint_hours(painter, hours)
        self._paint_legend(
            painter, QRectF(field.x(), hours.bottom() + 0.2 * u, field.width(), LINE * u), top
        )

    def _paint_fields(self, painter: QPainter, box: QRectF, heat: Heat, top: int) -> None:
        """Fields with edges on whole px, so that no line of the ground shows between them."""
        gap = max(1, theme.wall.size("line", self.u) // 2)
        xs = [round(box.x() + box.width() * at / HOURS) for at in range(HOURS + 1)]
        ys = [round(box.y() + box.height() * at / DAYS) for at in range(DAYS + 1)]
        for day, row in enumerate(heat.counts[:DAYS]):
            for hour, count in enumerate(row[:HOURS]):
                spot = QRectF(
                    xs[hour], ys[day], xs[hour + 1] - xs[hour] - gap, ys[day + 1] - ys[day] - gap
                )
                painter.fillRect(spot, ramp(count / top))

    def _paint_hours(self, painter: QPainter, box: QRectF) -> None:
        u, each = self.u, box.width() / HOURS
        needs = painting.width("00", u) + 0.5 * u
        step = next((tick for tick in TICKS if tick * each >= needs), TICKS[-1])
        for hour in range(0, HOURS, step):
            spot = QRectF(box.x() + hour * each, box.y(), step * each, box.height())
            write(painter, spot, str(hour), u, tone="text.3")

    def _legend(self, top: int, width: float) -> list[int]:
        """Numbers of the legend, from none to the most: as many as fit."""
        values: list[int] = [top]
        for steps in range(STEPS, 1, -1):
            values = sorted({round(top * at / (steps - 1)) for at in range(steps)})
            needs = sum(painting.width(count_text(v), self.u) + SWATCH * self.u for v in values)
            if needs <= width:
                break
        return values

    def _paint_legend(self, painter: QPainter, box: QRectF, top: int) -> None:
        """Fields from 0 to the most, each with its number; what they count at the right."""
        u, x = self.u, box.x()
        values = self._legend(top, box.width())
        for value in values:
            swatch = QRectF(x, box.center().y() - 0.4 * u, 1.2 * u, 0.8 * u)
            painter.fillRect(swatch, ramp(value / top))
            painter.setPen(theme.color("line.1"))
            painter.drawRect(swatch)
            words = count_text(value)
            spot = QRectF(
                swatch.right() + 0.3 * u, box.y(), painting.width(words, u) + 2, box.height()
            )
            x = spot.right() + 0.6 * u
            write(painter, spot, words, u, tone="text.2", align=CENTRE)
        said = _("reports in {days} days").format(days=self.content.days)
        if painting.width(said, u) <= box.right() - x:
            rest = QRectF(x, box.y(), box.right() - x, box.height())
            write(painter, rest, said, u, tone="text.3", align=RIGHT)


def ramp(share: float) -> QColor:
    """The colour of a share of the most: one ramp, ever lighter (darker in the light mode)."""
    ground, middle, end = (theme.color(name) for name in ("bg.2", "warn", "heat.top"))
    if share <= MIDDLE:
        return _between(ground, middle, share / MIDDLE)
    return _between(middle, end, (share - MIDDLE) / (1 - MIDDLE))


def _between(one: QColor, other: QColor, at: float) -> QColor:
    part = min(1.0, max(0.0, at))
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * part,
        one.greenF() + (other.greenF() - one.greenF()) * part,
        one.blueF() + (other.blueF() - one.blueF()) * part,
    )
