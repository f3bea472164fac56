"""Real drags by a real pointer: from the page to Qt, and from Qt onto the page."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.screen import Desktop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and xdotool run on Linux")
TIMEOUT_S = 30.0


class Hand:
    """The desk's process, what it tells, and a pointer on its screen."""

    def __init__(self, screen: Desktop, desk: "subprocess.Popen[str]") -> None:
        self._screen, self._desk = screen, desk
        self._told: queue.Queue[list[Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.places: dict[str, list[int]] = self.wait("ready")[0]

    def _read(self) -> None:
        assert self._desk.stdout is not None
        for line in self._desk.stdout:
            if line.startswith("["):
                self._told.put(json.loads(line))

    def wait(self, kind: str) -> list[Any]:
        """The rest of the next line of this kind; others are passed over."""
        until = time.monotonic() + TIMEOUT_S
        while True:
            what, *rest = self._told.get(timeout=max(0.01, until - time.monotonic()))
            if what == kind:
                return rest

    def do(self, *words: str | float) -> None:
        command = ["xdotool", *(str(word) for word in words)]
        subprocess.run(command, env=self._screen.environment(), check=True, timeout=TIMEOUT_S)

    def drag(self, start: str, end: str) -> None:
        """Presses at `start`, moves in steps as a hand does, lets go at `end`."""
        (x0, y0), (x1, y1) = self.places[start], self.places[end]
        self.do("mousemove", x0, y0, "sleep", 0.3, "mousedown", 1, "sleep", 0.1)
        for step in range(1, 13):
            x, y = x0 + (x1 - x0) * step // 12, y0 + (y1 - y0) * step // 12
            self.do("mousemove", x, y, "sleep", 0.06)
        self.do("mousemove", x1 + 1, y1, "sleep", 0.3, "mouseup", 1)

    def end(self) -> None:
        self._desk.terminate()
        self._desk.wait(TIMEOUT_S)
        self._reader.join(TIMEOUT_S)
        if self._desk.stdout is not None:
            self._desk.stdout.close()


@pytest.fixture
def hand(screen: Desktop) -> Iterator[Hand]:
    desk = subprocess.Popen(
        [sys.executable, "-m", "tests.widgets.map.desk"],
        env=screen.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    made = Hand(screen, desk)
    yield made
    made.end()


def test_a_mark_is_dragged_from_the_map_onto_a_widget(hand: Hand) -> None:
    hand.drag("case", "row")
    assert hand.wait("drag") == [[1]]
    assert hand.wait("list") == [[1]]


def test_a_row_is_dragged_onto_a_crew_on_the_map(hand: Hand) -> None:
    hand.drag("row", "crew")
    assert hand.wait("drag") == [[99]]
    assert hand.wait("map") == [["crew", 1], [99]]


def test_a_mark_is_dragged_onto_a_crew_on_the_same_map(hand: Hand) -> None:
    hand.drag("case", "crew")
    assert hand.wait("drag") == [[1]]
    assert hand.wait("map") == [["crew", 1], [1]]


def test_a_press_that_does_not_move_is_a_click(hand: Hand) -> None:
    x, y = hand.places["case"]
    hand.do("mousemove", x, y, "sleep", 0.3, "mousedown", 1, "sleep", 0.1, "mouseup", 1)
    assert hand.wait("click") == [1]


def test_after_a_drag_the_map_goes_on_as_before(hand: Hand) -> None:
    hand.drag("case", "row")
    assert hand.wait("list") == [[1]]
    hand.drag("case", "crew")
    assert hand.wait("map") == [["crew", 1], [1]]
