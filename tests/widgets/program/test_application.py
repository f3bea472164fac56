"""From sign-on to sign-on: what one seat has started ends with it."""

import argparse
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.police import top_level_windows
from tests.store import world
from tests.widgets.desk import town_file
from widgets.frame.window import Window
from widgets.map import scheme
from widgets.program import application
from widgets.program.qapp import clear_away

__all__ = ["town_file"]
scheme.register()


class DemoSimulator:
    """Counts the lives of the demo city that are lived at once."""

    lived = 0

    def __init__(self, url: str) -> None:
        DemoSimulator.lived += 1

    def end(self) -> None:
        DemoSimulator.lived -= 1


def test_signed_off_and_on_again_the_demo_city_lives_once(
    town_file: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.embedded_world(town_file, tmp_path)
    monkeypatch.setattr(application, "SETTLE_MS", 0)  # a timer that would outlive the test
    monkeypatch.setattr(application, "freeze_objects", str)
    monkeypatch.setattr(application, "DemoSimulator", DemoSimulator)
    monkeypatch.setattr(application, "ready", str)
    monkeypatch.setattr(application, "database_url", lambda options: made.url)
    options = argparse.Namespace(
        verb="demo", database=None, actor="disp", seconds=None, seat=None, json=False
    )
    program = application.Program(options)
    windows: list[Window] = []
    program.opened.connect(windows.append)
    program.start()
    qtbot.waitUntil(lambda: len(windows) == 1, timeout=10_000)
    assert DemoSimulator.lived == 1
    windows[0].top.setting.emit("sign_off", "")
    qtbot.waitUntil(lambda: program.simulator is not None, timeout=10_000)
    assert DemoSimulator.lived == 1
    assert program.sign_on is not None
    with qtbot.waitSignal(program.opened, timeout=10_000):
        program.sign_on.played.emit("disp", "dispatcher")
    assert not [w for w in top_level_windows() if isinstance(w, Window) and w is not windows[1]]
    program.close()
    assert DemoSimulator.lived == 0
    clear_away()
    made.close()
