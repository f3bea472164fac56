"""Lateness of an event loop: for each moment an event was due, the time until the loop turned.

A loop that is held up once is late for everything that was due meanwhile, not once.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from console.domain.refusal import Refused
from console.measure.report import Figures


def lateness(beats: Sequence[float], every: float) -> Any:
    """Of an event due each `every` from the first beat to the last: until the first beat after it."""
    at = np.asarray(beats, np.float64)
    if len(at) < 2:
        return np.zeros(0)
    due = np.arange(at[0], at[-1], every)
    return at[np.searchsorted(at, due)] - due


def figures(beats: Sequence[float], every: float) -> Figures:
    """`p99_ms p999_ms worst_ms` of beats in seconds. Raises `Refused` where there are none."""
    late = lateness(beats, every) * 1000
    if not len(late):
        raise Refused("measure_nothing", missed=0)
    p99, p999 = np.percentile(late, (99, 99.9))
    return {
        "p99_ms": round(float(p99), 1),
        "p999_ms": round(float(p999), 1),
        "worst_ms": round(float(late.max()), 1),
    }
