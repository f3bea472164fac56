"""A window at a seat of the supervision centre, in the town with its streets.

with at_desk(file, folder, qtbot, "caller") as (window, world): ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from console.live.clock import wall_ms
from console.seat.seat import take_seat
from tests.store import streets
from tests.store.world import World, embedded_world
from widgets.frame.window import Window
from widgets.intake.register_pane import RegisterPane
from widgets.intake.workspace import IntakeWorkspace
from widgets.map import scheme
from widgets.session.listener import Waker

scheme.register()
PATIENCE = 10_000


@contextmanager
def at_desk(file: Path, folder: Path, qtbot: QtBot, login: str) -> Iterator[tuple[Window, World]]:
    made = embedded_world(file, folder)
    streets.lay(made)
    made.now = wall_ms()
    try:
        with opened(made.url, login, qtbot) as window:
            yield window, made
    finally:
        made.close()


@contextmanager
def opened(url: str, login: str, qtbot: QtBot) -> Iterator[Window]:
    """A window on any database, until it has loaded."""
    waker = Waker()
    window = Window(take_seat(url, login, None, waker.wake), waker)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: window.seat.room.loaded, timeout=PATIENCE)
    window.activateWindow()
    try:
        yield window
    finally:
        window.close_for_good()
        window.deleteLater()


def intake_of(window: Window) -> IntakeWorkspace:
    assert isinstance(window.workspace, IntakeWorkspace)
    return window.workspace


def form_of(window: Window, qtbot: QtBot) -> RegisterPane:
    """The register pane, its places read."""
    pane = intake_of(window).register
    qtbot.waitUntil(lambda: pane.form.places is not None, timeout=PATIENCE)
    return pane
