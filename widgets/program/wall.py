"""Starts the wall from the command line: `wall`, its test picture, its check, and the demo's city beside it."""

import argparse
import logging
import os
import sys
from typing import Final

from qtpy.QtCore import QTimer
from qtpy.QtWidgets import QApplication

from console import machine
from console.live.garbage import freeze_objects
from console.measure.wall_process import VARIABLE
from console.seat import wall_options
from console.seat.demo import DemoSimulator, ready
from console.seat.opening import database_url
from console.seat.wall_seat import with_password
from widgets.program import wall_check, web_engine
from widgets.program.faults import Faults
from widgets.program.qapp import make_application
from widgets.session.stop_signals import StopSignals
from widgets.wall.pattern_program import PatternProgram
from widgets.wall.program import WallProgram

SETTLE_MS: Final = 10_000
WALL_PAST: Final = 20_000
"""Closed cases behind the figures of the demo's wall."""
LOG = logging.getLogger(__name__)


def run(options: argparse.Namespace) -> int:
    """Runs the wall until it is ended; answers the exit code. Raises `Refused` for a wrong start."""
    _one_system()
    if options.act is not None or options.test:
        return _beside(options)
    web_engine.check()
    wall_options.fill(options, machine.in_force())
    url = with_password(database_url(options), options.password_file, options.actor)
    app = _application(options)
    demo = _demo(options, url)
    program, faults = WallProgram(wall_options.start_of(options, url)), Faults(app)
    faults.begin()
    stopping = StopSignals()
    QTimer.singleShot(SETTLE_MS, freeze_objects)
    if VARIABLE in os.environ:
        from widgets.measure.wall_live import WallReporter

        WallReporter(program)
    try:
        program.begin()
        program.watch()
        code = app.exec()
    finally:
        stopping.end()
        program.close()
        faults.end()
        if demo is not None:
            demo.end()
    return code


def _application(options: argparse.Namespace) -> QApplication:
    app = make_application(options, machine.own())
    app.setQuitOnLastWindowClosed(False)  # a screen that goes away takes its window with it
    if options.seconds is not None:
        QTimer.singleShot(round(options.seconds * 1000), QApplication.quit)
    return app


def _beside(options: argparse.Namespace) -> int:
    """The test picture, or the page of what is wrong."""
    if not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys() and sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    wall_options.fill(options, machine.in_force())
    app = _application(options)
    if options.act == "check":
        return wall_check.run(options)
    program, stopping = PatternProgram(wall_options.start_of(options, "")), StopSignals()
    try:
        program.begin()
        return app.exec()
    finally:
        stopping.end()
        program.close()


def _demo(options: argparse.Namespace, url: str) -> DemoSimulator | None:
    """The demo's city and its life, where no database is named."""
    if options.database is not None:
        return None
    ready(url, WALL_PAST)
    return DemoSimulator(url)


def _one_system() -> None:
    """Under Wayland windows cannot be placed on a screen of one's choice: XWayland is used instead."""
    if sys.platform == "linux" and os.environ.get("WAYLAND_DISPLAY") and os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
        LOG.info("Wayland places windows where it likes: the wall runs under XWayland")
