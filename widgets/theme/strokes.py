"""Path data (`M L A Z`, absolute, circular arcs) as painter paths: one source for Qt and the page."""

import math
import re
from functools import cache
from typing import Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainterPath

_TOKEN: Final = re.compile(r"[MLAZ]|-?\d+(?:\.\d+)?")
_TAKES: Final = {"M": 2, "L": 2, "A": 7, "Z": 0}


@cache
def path(data: str) -> QPainterPath:
    """The path of `data`, cached: do not change it. Raises ValueError for an unknown command."""
    made = QPainterPath()
    words = _TOKEN.findall(data)
    if re.sub(r"[\s,]", "", data) != "".join(words):
        raise ValueError(data)
    at = 0
    while at < len(words):
        command, takes = words[at], _TAKES.get(words[at], -1)
        numbers = [float(word) for word in words[at + 1 : at + 1 + takes]]
        if takes < 0 or len(numbers) != takes:
            raise ValueError(data)
        _add(made, command, numbers)
        at += 1 + takes
    return made


def _add(made: QPainterPath, command: str, numbers: list[float]) -> None:
    if command == "M":
        made.moveTo(*numbers)
    elif command == "L":
        made.lineTo(*numbers)
    elif command == "Z":
        made.closeSubpath()
    else:
        _arc(made, *numbers)


def _arc(
    made: QPainterPath,
    rx: float,
    ry: float,
    _turned: float,
    large: float,
    clockwise: float,
    x: float,
    y: float,
) -> None:
    """An elliptical arc to (x, y), SVG's end-point form; radii grow when the ends lie too far apart."""
    start = made.currentPosition()
    x0, y0, x1, y1 = start.x() / rx, start.y() / ry, x / rx, y / ry
    half = math.hypot(x1 - x0, y1 - y0) / 2
    grown = max(1.0, half)
    rise = math.sqrt(max(0.0, grown**2 - half**2)) * (1 if large == clockwise else -1)
    nx, ny = ((y1 - y0) / (2 * half), (x0 - x1) / (2 * half)) if half else (0.0, 0.0)
    cx, cy = (x0 + x1) / 2 + nx * rise, (y0 + y1) / 2 + ny * rise
    first = -math.degrees(math.atan2(y0 - cy, x0 - cx))
    last = -math.degrees(math.atan2(y1 - cy, x1 - cx))
    sweep = (last - first) % 360
    if clockwise:
        sweep -= 360
    box = QRectF((cx - grown) * rx, (cy - grown) * ry, 2 * grown * rx, 2 * grown * ry)
    made.arcTo(box, first, sweep or -360)
