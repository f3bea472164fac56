"""Measures that need a window: `measure map`, `page`, `startup`, `board`, `stall` and `wall`."""

import argparse
import json
import os
import sys
from typing import Final

from console.domain.refusal import Refused
from console.measure import report


def measure(options: argparse.Namespace) -> int:
    """Runs one measurement, prints it, and returns 0 if it is within its bounds, else 1."""
    part = os.environ.get("WANGGE_MEASURE_STARTUP")
    if part is not None:  # a window that the frozen program is compared with
        from widgets.measure import empty_window

        empty_window.main(part)
        return 0
    figures, bounds = MEASURES[options.measure](options)
    if options.json:
        found = report.document(options.measure, figures, bounds)
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(report.lines(options.measure, figures, bounds)) + "\n")
    return 0 if all(bound.holds(figures[key]) for key, bound in bounds.items()) else 1


def _map(options: argparse.Namespace) -> tuple[report.Figures, report.Bounds]:
    from widgets.map import measure as trial
    from widgets.program.qapp import make_application

    app = make_application(options)
    figures = trial.run(options.cases, options.seconds)
    app.quit()
    wanted = ("layer_ms_p50", "layer_ms_p95", "fps", "fps_empty", "fps_ratio")
    keys = (*wanted, "apply_1000_ms", "first_paint_s")
    return {key: figures[key] for key in keys}, report.map_bounds(options.cases)


def _startup(options: argparse.Namespace) -> tuple[report.Figures, report.Bounds]:
    from widgets.measure import startup

    return startup.measure(options.cases), report.startup_bounds()


def _page(options: argparse.Namespace) -> tuple[report.Figures, report.Bounds]:
    from widgets.program.qapp import make_application

    try:
        from widgets.measure import page
    except ImportError as missing:  # psutil comes with the tests
        raise Refused("measure_no_memory") from missing
    app = make_application(options)
    figures = page.measure(options.minutes, options.rate)
    app.quit()
    return figures, report.page_bounds()


def _board(options: argparse.Namespace) -> tuple[report.Figures, report.Bounds]:
    from widgets.measure import board
    from widgets.program.qapp import make_application

    app = make_application(options)
    figures = board.measure(options.rows, options.selected, options.database)
    app.quit()
    return figures, report.board_bounds()


def _stall(options: argparse.Namespace) -> tuple[report.Figures, report.Bounds]:
    from widgets.measure import stall
    from widgets.program.qapp import make_application

    app = make_application(options)
    figures = stall.measure(options.rate, options.minutes, options.open, options.database)
    app.quit()
    return figures, report.stall_bounds(options.rate)


def _wall(options: argparse.Namespace) -> tuple[report.Figures, report.Bounds]:
    try:
        from widgets.measure import wall
    except ImportError as missing:  # psutil comes with the tests
        raise Refused("measure_no_memory") from missing
    words = (options.scene, options.cases, options.rate, options.seconds, options.database)
    return wall.measure(*words), report.wall_bounds(options.rate)


def _frozen(options: argparse.Namespace) -> tuple[report.Figures, report.Bounds]:
    from widgets.measure import frozen

    figures = frozen.measure(options.cases)
    bounds = report.frozen_bounds()
    return figures, {name: bound for name, bound in bounds.items() if name in figures}


MEASURES: Final = {
    "map": _map,
    "page": _page,
    "startup": _startup,
    "board": _board,
    "stall": _stall,
    "wall": _wall,
    "frozen": _frozen,
}
