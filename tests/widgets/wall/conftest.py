"""A wall's picture for the tests: time stands still, and nothing fades unless asked."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from tests.wall import samples
from widgets.wall.picture import WallPicture

Hang = Callable[..., WallPicture]


@pytest.fixture
def hang(qtbot: QtBot) -> Hang:
    """Makes a picture of a size; its timer is off: tests call `beat`."""

    def made(width: int = 1920, height: int = 1080, u: int | None = None) -> WallPicture:
        picture = WallPicture(lambda: samples.AT, ZoneInfo("Asia/Shanghai"))
        qtbot.addWidget(picture)
        picture.timer.stop()
        picture.reduced = True
        picture.resize(width, height)
        picture.set_unit(u)
        return picture

    return made
