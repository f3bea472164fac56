"""The dispatcher's workspace on the demo city, for what depends on how many there are of all.

from tests.widgets.dispatch.demo_desk import demo_file, demo_space  # fixtures
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QObject

from console.seat.seat import take_seat
from tests.city import demo_city
from widgets.dispatch.workspace import DispatchWorkspace
from widgets.map import scheme
from widgets.session.context import Context
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener, Waker
from widgets.session.operations import Operations
from widgets.session.selection import Selection

scheme.register()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_city.build(tmp_path_factory.mktemp("demo-desk"), cases=600)


@pytest.fixture
def demo_space(demo_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[DispatchWorkspace]:
    """At the desk of `li`, who sees the whole district; the keyboard is at the rows."""
    owner, waker = QObject(), Waker()
    seat = take_seat(demo_city.copied(demo_file, tmp_path), "li", None, waker.wake)
    jobs = Jobs(owner)
    operations = Operations(seat, jobs, owner)
    context = Context(seat, jobs, Listener(seat.room, waker, owner), Selection(owner), operations)
    seat.start()
    qtbot.waitUntil(lambda: seat.room.loaded, timeout=10_000)
    made = DispatchWorkspace(context)
    made.resize(1920, 972)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(lambda: not made.map.view.page_queue.pending(), timeout=30_000)
    made.queue.take_focus()
    yield made
    qtbot.waitUntil(lambda: not jobs.busy, timeout=10_000)
    jobs.close()
    made.close_down()
    made.close()
    made.deleteLater()
    seat.close()
    owner.deleteLater()
