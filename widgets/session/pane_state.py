"""How old a pane's content is, in words, and the state that follows from it: the same for every pane."""

from datetime import tzinfo

from console.domain.moment import from_ms
from console.live.follower import LinkState
from console.live.room import Room
from console.words import _
from widgets.controls import states
from widgets.controls.states import Kind, State

FIRST = frozenset({Kind.FAILED, Kind.FORBIDDEN})
"""Stay true whatever the link does."""


def clock_words(room: Room, zone: tzinfo) -> str:
    """The moment of the last news, in the city's time: 14:03:06."""
    return f"{from_ms(room.clock.now() - (room.listening.age_ms() or 0), zone):%H:%M:%S}"


def age_words(room: Room, zone: tzinfo) -> str:
    """ "14:03:06 · 1 秒前"; nothing before the first news."""
    age = room.listening.age_ms()
    if age is None:
        return ""
    words = _("{clock} · {seconds} s ago")
    return words.format(clock=clock_words(room, zone), seconds=age // 1000)


def pane_state(room: Room, zone: tzinfo, own: State = states.READY) -> State:
    """The worst that is true: of the database, of the link, of the pane itself (`own`).

    A pane that failed or that the post may not see says so whatever the link does; that it is empty
    is worth nothing while nothing is heard.
    """
    link_state = room.link_state()
    if link_state is LinkState.WRONG_SCHEMA:
        return states.wrong_schema(room.listening.reason)
    if not room.loaded and link_state is not LinkState.DEAF:
        return states.LOADING
    if own.kind in FIRST:
        return own
    if link_state is LinkState.DEAF:
        return states.deaf(clock_words(room, zone))
    if own.kind is Kind.READY and link_state is LinkState.LATE:
        return states.late((room.listening.age_ms() or 0) // 1000)
    return own
