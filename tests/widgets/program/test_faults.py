"""An error nobody caught is said once on the screen and goes the way it went before."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from widgets.program.faults import Faults


def test_it_is_told_and_passed_on(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: passed.append(str(error)))
    before = sys.excepthook
    faults = Faults()
    told: list[str] = []
    faults.happened.connect(told.append)
    faults.begin()
    faults.begin()  # as at a second sign-on
    sys.excepthook(LookupError, LookupError("x"), None)
    faults.end()
    assert (passed, told) == (["x"], ["LookupError"])
    assert sys.excepthook is before
