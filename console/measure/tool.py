"""`measure latency`, `dispatch`, `soak`, `archive` and `resync` of the command line."""

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
    from console.measure import dispatch_rate

    figures = dispatch_rate.measure(options.clients, options.seconds, options.database)
    bounds = report.dispatch_bounds(options.clients)
    found = report.document("dispatch", figures, bounds)
    return found, report.lines("dispatch", figures, bounds), 0 if found["within"] else 1


def soak(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The same for a long run with faults, on a server of its own only. Raises `Refused` for another.

    With `--wall` it is a wall that runs, without faults, and any server will do.
    """
    if options.wall:
        return _wall_soak(options)
    if options.database:
        raise Refused("measure_own_server")
    from console.measure import soak as way

    figures = way.measure(options.minutes, options.seats, options.rate, page=True)
    bounds = report.soak_bounds(options.seats)
    if "renderer_mb" in figures:  # a machine without a screen's libraries shows no page
        bounds = {**bounds, **report.page_bounds()}
    found = report.document("soak", figures, bounds)
    return found, report.lines("soak", figures, bounds), 0 if found["within"] else 1


def _wall_soak(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The document has also `objects`: by how many those of each type grew."""
    try:
        import psutil  # noqa: F401 — said now, not after the city is built
    except ImportError as missing:
        raise Refused("measure_no_memory") from missing
    from console.measure import wall_soak as way

    figures, objects = way.measure(options.minutes, options.rate, options.database)
    bounds = report.wall_soak_bounds()
    found = report.document("soak", figures, bounds) | {"objects": dict(objects)}
    lines = report.lines("soak", figures, bounds)
    lines += [f"soak object {name} +{count}" for name, count in objects.items()]
    return found, lines, 0 if found["within"] else 1


def archive(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The same for the questions that screens ask of very many closed cases."""
    from console.measure import archive as way

    figures = way.measure(options.closed, options.database)
    bounds = report.archive_bounds()
    found = report.document("archive", figures, bounds)
    return found, report.lines("archive", figures, bounds), 0 if found["within"] else 1


def resync(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The same for a screen that proves itself, mends a few cases, and loads everything."""
    from console.measure import resync as way

    figures = way.measure(options.open, options.database)
    bounds = report.resync_bounds(options.open)
    found = report.document("resync", figures, bounds)
    return found, report.lines("resync", figures, bounds), 0 if found["within"] else 1
