"""Every test of a window starts with the same look and leaves it so."""

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from widgets import theme


@pytest.fixture(autouse=True)
def no_other_thread_collects_widgets() -> Iterator[None]:
    """As in the program (widgets/program/garbage.py): between tests the main thread does."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def dressed(qtbot: QtBot) -> Iterator[None]:
    theme.current().choose(mode="dark", comfort=1.0, language="zh", still=False)
    yield
    theme.current().choose(mode="dark", comfort=1.0, language="zh", still=False)
