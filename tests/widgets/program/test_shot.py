"""A picture that cannot be painted ends, too."""

from argparse import Namespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtWidgets import QApplication, QWidget
from typing_extensions import override

from widgets.program.shot import Screenshot


class Broken(QWidget):
    """A window whose painter has a bug."""

    @override
    def render(self, *_anything: Any) -> None:
        raise ZeroDivisionError


def test_a_bug_in_a_painter_ends_the_picture(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: ended.append(True))
    camera = Screenshot(Namespace(audit=False), "")
    camera.widget = Broken()
    qtbot.addWidget(camera.widget)
    with pytest.raises(ZeroDivisionError):
        camera._take()
    assert ended
    assert camera.image is None
    assert camera.reason
