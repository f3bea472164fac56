"""The map pane over a live desk of the small town.

from tests.widgets.live_map.map_desk import pane  # a fixture
"""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.desk import LiveDesk
from widgets.live_map.pane import MapPane
from widgets.map import scheme

scheme.register()


@pytest.fixture
def pane(desk: LiveDesk, qtbot: QtBot) -> Iterator[MapPane]:
    """A map pane over the live desk, its page loaded."""
    made = MapPane(desk.context, desk.dragging)
    made.resize(700, 600)
    made.show()
    made.view.centre_on(116.9, 31.7, 16)
    qtbot.waitUntil(lambda: not made.view.page_queue.pending() and made.view.viewport().width > 0)
    qtbot.waitUntil(lambda: not desk.context.jobs.busy)
    yield made
    made.close()
    made.deleteLater()
