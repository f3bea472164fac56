"""Growth of a figure: its slope with a 95 % interval."""

from collections.abc import Sequence
from typing import Final

import numpy as np

BLOCKS: Final = 20
"""Stretches whose means are compared; samples a few seconds apart resemble each other."""


def slope(samples: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """(low, high) of the slope per unit of time of (time, figure); (0, 0) for fewer than five.

    Memory moves in steps, so what lies about a straight line is no noise and least squares would
    find a trend in any single step. Here each of twenty stretches has its own slope to the next, and
    the interval is that of their mean: what grows for ever grows in all of them. Student's quantile
    by 1.96 + 2.4 / f + 3 / f² for f degrees of freedom, right to 3 % from three on.
    """
    if len(samples) < 5:
        return 0.0, 0.0
    blocks = np.array_split(np.array(samples, float), min(BLOCKS, len(samples)))
    at, figure = np.array([block.mean(axis=0) for block in blocks]).T
    steps = np.diff(figure) / np.diff(at)
    free = len(steps) - 1
    reach = (1.96 + 2.4 / free + 3 / free**2) * float(steps.std(ddof=1)) / len(steps) ** 0.5
    return float(steps.mean()) - reach, float(steps.mean()) + reach
