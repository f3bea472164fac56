"""Icons as drawn lines in any colour; no font glyphs and no bitmaps.

icons.draw(painter, "search", QRectF(...), theme.color("text.2"))
button.setIcon(icons.icon("lock"))            does not follow the theme: ask again when it changes
"""

import json
from functools import cache
from typing import Final

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from console import paths
from widgets import theme
from widgets.theme.strokes import path

WIDTH: Final = 1.4  # of 16: crisp at 16 px, clear at 24


@cache
def _table() -> tuple[float, dict[str, str]]:
    raw = json.loads(paths.resource("icons", "icons.json").read_text(encoding="utf-8"))
    return float(raw["unit"]), dict(raw["lines"])


def names() -> tuple[str, ...]:
    """Names of all icons."""
    return tuple(_table()[1])


def draw(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Draws the icon in the middle of `box`, as large as the smaller side."""
    unit, lines = _table()
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(side / unit, side / unit)
    pen = QPen(colour, WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path(lines[name]))
    painter.restore()


def icon(name: str, token: str = "text.2", size: int | None = None) -> QIcon:
    """The icon for menus and actions, with its disabled look."""
    made = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, token), (QIcon.Mode.Disabled, "text.off")):
        made.addPixmap(pixmap(name, colour, size or theme.px("icon")), mode)
    return made


def pixmap(name: str, token: str, size: int, ratio: float = 2.0) -> QPixmap:
    """The icon as a picture of `size` logical px at `ratio` device px each."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, QRectF(0, 0, size, size), theme.color(token))
    painter.end()
    return made
