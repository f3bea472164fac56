"""`measure latency`, `dispatch` and `soak` of the command line."""

import argparse
from collections.abc import Sequence
from typing import Any

from console.domain.refusal import Refused
from console.measure import report


def latency(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The document, its lines, and 0 when all is within bounds, else 1."""
    from console.measure import latency as way  # late: processes, PostgreSQL, the demo city

    figures = way.measure(options.seats, options.rate, options.seconds, options.database)
    bounds = report.latency_bounds(options.seats)
    found = report.document("latency", figures, bounds)
    return found, report.lines("latency", figures, bounds), 0 if found["within"] else 1


def dispatch(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The same for commands a second."""
    from console.measure import dispatching

    figures = dispatching.measure(options.clients, options.seconds, options.database)
    bounds = report.dispatch_bounds()
    found = report.document("dispatch", figures, bounds)
    return found, report.lines("dispatch", figures, bounds), 0 if found["within"] else 1


def soak(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The same for a long run with faults, on a server of its own only. Raises `Refused` for another."""
    if options.database:
        raise Refused("measure_own_server")
    from console.measure import soak as way

    figures = way.measure(options.minutes, options.seats, options.rate)
    bounds = report.soak_bounds(options.seats)
    found = report.document("soak", figures, bounds)
    return found, report.lines("soak", figures, bounds), 0 if found["within"] else 1
