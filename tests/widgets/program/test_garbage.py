"""A widget's garbage goes on the window's thread, whatever other threads are doing."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QObject

from widgets.program.garbage import EVERY_MS, GarbageCollector


class Circle:
    """Refers to itself; tells the thread that collects it."""

    def __init__(self, told: list[int]) -> None:
        self.itself, self.told = self, told

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


@pytest.fixture
def automatic_again() -> Iterator[None]:
    gc.enable()  # as a program begins that has no collector of its own
    yield
    gc.disable()


@pytest.mark.usefixtures("automatic_again")
def test_circles_go_on_the_thread_that_paints(qtbot: QtBot) -> None:
    told: list[int] = []
    owner = QObject()
    collector = GarbageCollector(owner)
    Circle(told)
    made: list[list[int]] = []
    worker = threading.Thread(target=lambda: made.extend([number] for number in range(200_000)))
    worker.start()
    worker.join()
    assert not told
    collector.look()
    while not told:  # the youngest go first, what has outlived them later
        made.extend([number] for number in range(20_000))
        collector.look()
    assert set(told) == {threading.get_ident()}


@pytest.mark.usefixtures("automatic_again")
def test_it_looks_by_itself(qtbot: QtBot) -> None:
    told: list[int] = []
    owner = QObject()
    GarbageCollector(owner)
    Circle(told)
    kept = [[number] for number in range(10_000)]
    qtbot.waitUntil(lambda: bool(told), timeout=20 * EVERY_MS)
    assert kept
