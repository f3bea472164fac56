"""Age of the data in words, and the pane state that follows from it, for every pane."""

from datetime import tzinfo

from console.domain.moment import from_ms
from console.live.follower import LinkState
from console.live.room import Room
from console.words import _
from widgets.controls import states
from widgets.controls.states import State, StateKind

LINK_INDEPENDENT = frozenset({StateKind.FAILED, StateKind.FORBIDDEN})
"""States that hold whatever the state of the link."""


def clock_words(room: Room, zone: tzinfo) -> str:
    """Time of the last update in the city's time zone: 14:03:06."""
    return f"{from_ms(room.clock.now() - (room.feed_thread.age_ms() or 0), zone):%H:%M:%S}"


def age_words(room: Room, zone: tzinfo) -> str:
    """Time and age of the last update: "14:03:06 · 1 秒前"; "" before the first."""
    age = room.feed_thread.age_ms()
    if age is None:
        return ""
    words = _("{clock} · {seconds} s ago")
    return words.format(clock=clock_words(room, zone), seconds=age // 1000)


def pane_state(room: Room, zone: tzinfo, own: State = states.READY) -> State:
    """The worst state of database, link and pane (`own`).

    A failed or forbidden pane says so whatever the link does; an empty one is reported only while the link
    is up.
    """
    link_state = room.link_state()
    if link_state is LinkState.WRONG_SCHEMA:
        return states.wrong_schema(room.feed_thread.reason)
    if not room.loaded and link_state is not LinkState.DISCONNECTED:
        return states.LOADING
    if own.kind in LINK_INDEPENDENT:
        return own
    if link_state is LinkState.DISCONNECTED:
        return states.disconnected(clock_words(room, zone))
    if own.kind is StateKind.READY and link_state is LinkState.LATE:
        return states.late((room.feed_thread.age_ms() or 0) // 1000)
    return own
