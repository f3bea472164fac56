"""What every pane says of the link and of itself."""

from datetime import UTC
from types import SimpleNamespace
from typing import Any, cast

import pytest

from console.live.follower import LinkState
from console.live.room import Room
from widgets.controls import states
from widgets.controls.states import State, StateKind
from widgets.session.pane_state import age_words, pane_state

EMPTY, FAILED = states.empty("nothing"), states.failed("broken", "why")


def room(link_state: LinkState, *, loaded: bool = True, age: int | None = 9_000) -> Room:
    feed_thread = SimpleNamespace(reason="another version", age_ms=lambda: age)
    clock = SimpleNamespace(now=lambda: 1_000_000_000)
    made: Any = SimpleNamespace(
        loaded=loaded, feed_thread=feed_thread, clock=clock, link_state=lambda: link_state
    )
    return cast(Room, made)


@pytest.mark.parametrize(
    ("link_state", "loaded", "own", "kind"),
    [
        (LinkState.LIVE, True, states.READY, StateKind.READY),
        (LinkState.LIVE, True, EMPTY, StateKind.EMPTY),
        (LinkState.STARTING, False, EMPTY, StateKind.LOADING),
        (LinkState.LATE, True, states.READY, StateKind.LATE),
        (LinkState.LATE, True, EMPTY, StateKind.EMPTY),
        (LinkState.DISCONNECTED, True, EMPTY, StateKind.DISCONNECTED),
        (LinkState.DISCONNECTED, False, states.READY, StateKind.DISCONNECTED),
        (LinkState.DISCONNECTED, True, FAILED, StateKind.FAILED),
        (LinkState.LIVE, True, states.forbidden("li"), StateKind.FORBIDDEN),
        (LinkState.WRONG_SCHEMA, False, FAILED, StateKind.WRONG_SCHEMA),
    ],
)
def test_the_worst_that_is_true(
    link_state: LinkState, loaded: bool, own: State, kind: StateKind
) -> None:
    assert pane_state(room(link_state, loaded=loaded), UTC, own).kind is kind


def test_age_is_told_from_the_first_news_on() -> None:
    assert age_words(room(LinkState.STARTING, age=None), UTC) == ""
    assert "9" in age_words(room(LinkState.LATE), UTC)
