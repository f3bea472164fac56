"""One act by a real hand: a case dragged onto a crew reaches the database and a second console."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.city import demo
from console.domain.stage import Stage
from tests.desktop.hand import Hand, StoryEntry
from tests.screen import Desktop

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and xdotool run on Linux"),
    pytest.mark.timeout(240),
]


@pytest.fixture
def url(tmp_path: Path) -> str:
    made = f"sqlite:///{tmp_path / 'demo.db'}"
    demo.build(made, cases=300)
    return made


@pytest.fixture
def watcher(screen: Desktop, url: str) -> Iterator[StoryEntry]:
    made = StoryEntry(screen, "tests.desktop.watcher", url)
    made.wait("ready")
    yield made
    made.end()


@pytest.mark.parametrize(
    ("pose", "start", "end", "gesture"),
    [
        pytest.param("map-to-tree", "middle", "tree", Hand.fling, id="map-to-tree"),
        pytest.param("queue-to-map", "row", "middle", Hand.drag, id="queue-to-map"),
    ],
)
def test_a_drag_dispatches_and_the_second_console_shows_it(
    screen: Desktop,
    url: str,
    watcher: StoryEntry,
    pose: str,
    start: str,
    end: str,
    gesture: Callable[[Hand, list[int], list[int]], None],
) -> None:
    desk = StoryEntry(screen, "tests.desktop.desk", url, pose)
    try:
        places, chosen = desk.wait("ready")
        gesture(Hand(screen), places[start], places[end])
        fate = desk.wait("fate", "dispatch", "confirmed")
        assert fate[0] == [chosen["case"]]
        stage, crews = watcher.wait("case", chosen["case"])
        assert Stage(stage) is Stage.HANDLE
        assert crews == [chosen["crew"]]
    finally:
        desk.end()


def test_a_case_in_hand_dropped_elsewhere_goes_there_once_the_reason_is_typed(
    screen: Desktop, url: str
) -> None:
    desk = StoryEntry(screen, "tests.desktop.desk", url, "again")
    try:
        places, chosen = desk.wait("ready")
        hand = Hand(screen)
        hand.fling(places["middle"], places["tree"])
        changes, focus = desk.wait("form", "redispatch")
        assert changes == {"department_id": chosen["department"], "crews": [chosen["crew"]]}
        assert focus == ["reason"]
        hand.do("type", "nearer")
        hand.do("key", "Return")
        fate = desk.wait("fate", "redispatch", "confirmed")
        assert fate[0] == [chosen["case"]]
    finally:
        desk.end()
