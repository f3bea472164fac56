"""Shapes of the marks: one set of path data for Qt, the map page and paper."""

import json
from functools import cache
from typing import Any

from qtpy.QtGui import QPainterPath

from console import paths
from widgets.theme import strokes


@cache
def paths_for_page() -> dict[str, Any]:
    """`{unit, severity, hollow: {1..4: path data}, verdict: {1..3: path data}}`, for SVG and Path2D."""
    table: dict[str, Any] = json.loads(
        paths.resource("themes", "marks.json").read_text(encoding="utf-8")
    )
    return table


def unit() -> float:
    """Side of the square that all shapes are drawn in."""
    return float(paths_for_page()["unit"])


def severity(code: int) -> QPainterPath:
    """▲ ◆ ● ▬ for 1 urgent to 4 low. Raises KeyError for another code."""
    return strokes.path(paths_for_page()["severity"][str(int(code))])


def hollow(code: int) -> QPainterPath:
    """The inner shape of a hollow mark, for a case in hand elsewhere."""
    return strokes.path(paths_for_page()["hollow"][str(int(code))])


def verdict(code: int) -> QPainterPath:
    """✓ ! ⊘ for 1 allowed, 2 confirm, 3 refused. Raises KeyError for another code."""
    return strokes.path(paths_for_page()["verdict"][str(int(code))])
