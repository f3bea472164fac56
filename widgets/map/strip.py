"""The line under the map: scale bar, coordinates under the pointer, age of the data."""

import math
from typing import Final

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.map.projection import Viewport

HEIGHT: Final = 24
_LONGEST: Final = 96  # px a scale bar may have
_SPACE: Final = 12
_NARROW: Final = 320  # px below which the bar is half as long, so that the age stays whole


def scale_bar(metres_per_px: float, longest: int = _LONGEST) -> tuple[int, int]:
    """Returns (metres, px) of the longest bar of 1, 2 or 5 × 10ⁿ m up to `longest` px."""
    most = metres_per_px * longest
    power = 10 ** math.floor(math.log10(max(most, 1)))
    metres = max(step * power for step in (1, 2, 5) if step * power <= max(most, 1))
    return metres, max(1, round(metres / metres_per_px))


class Strip(QWidget):
    """Scale at the left, coordinates beside it, age at the right end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._sight = Viewport()
        self._place: tuple[float, float] | None = None
        self._age, self._age_token = "", "text.3"

    def set_viewport(self, viewport: Viewport) -> None:
        """Sets what the map shows."""
        self._sight = viewport
        self.update()

    def set_place(self, lon: float, lat: float) -> None:
        """Sets the position of the pointer in degrees."""
        self._place = lon, lat
        self.update()

    def set_age(self, text: str, token: str = "text.3") -> None:
        """Sets the age of the data as words, in the colour of `token`."""
        self._age, self._age_token = text, token
        self.update()

    def coordinates(self) -> str:
        """Coordinates of the pointer, else of the centre: `30.12345 N  120.12345 E`."""
        lon, lat = self._place or (self._sight.lon, self._sight.lat)
        north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
        return f"{abs(lat):.5f} {north}  {abs(lon):.5f} {east}"

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("bg.1"))
        painter.setFont(theme.font("caption"))
        x = self._draw_scale(painter) + 2 * _SPACE
        painter.setPen(theme.color("text.3"))
        rest = QRectF(x, 0, self.width() - x - _SPACE, HEIGHT)
        age = painter.fontMetrics().horizontalAdvance(self._age)
        if (
            rest.width()
            > age + painter.fontMetrics().horizontalAdvance(self.coordinates()) + _SPACE
        ):
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), self.coordinates())
        painter.setPen(theme.color(self._age_token))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(rest, int(right), self._age)

    def _draw_scale(self, painter: QPainter) -> float:
        longest = _LONGEST if self.width() >= _NARROW else _LONGEST // 2
        metres, px = scale_bar(self._sight.metres_per_px(), longest)
        base = HEIGHT / 2 + 4
        painter.setPen(theme.color("text.3"))
        left, right = float(_SPACE), float(_SPACE + px)
        painter.drawPolyline(
            [
                QPointF(left, base - 6),
                QPointF(left, base),
                QPointF(right, base),
                QPointF(right, base - 6),
            ]
        )
        text = (
            _("{n} km").format(n=metres // 1000) if metres >= 1000 else _("{n} m").format(n=metres)
        )
        width = painter.fontMetrics().horizontalAdvance(text)
        box = QRectF(right + 8, 0, width + 4, HEIGHT)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
        return right + 8 + width
