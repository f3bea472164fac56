"""Zoom below which the map shows one count per 街道 (a region) instead of cells and cases."""

import math
from typing import Final

import numpy as np

from widgets.map.arrays import Outlines
from widgets.map.projection import FINEST, TILE, world

WIDE_PX: Final = 200
"""Width of a 街道 on the screen that has room for the marks of its cases."""


def zoom_of(regions: Outlines) -> float:
    """Zoom below which half of the regions are narrower than `WIDE_PX`; 0 if there is none."""
    x, y = world(regions.points[:, 0], regions.points[:, 1])
    part = np.repeat(regions.owner, np.diff(regions.starts))
    sides = []
    for shape in range(len(regions.ids)):
        mine = part == shape
        if mine.any():
            sides.append(math.sqrt(float(np.ptp(x[mine]) * np.ptp(y[mine]))))
    typical = float(np.median(sides)) if sides else 0.0
    if typical <= 0:
        return 0.0
    return math.ceil(math.log2(WIDE_PX / typical / TILE) / FINEST) * FINEST
