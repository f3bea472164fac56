"""How old the map is, in words, and the state that follows from it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from console.live.follower import Hearing
from console.live.room import Room
from console.words import _
from widgets.controls import State, states
from widgets.controls.states import Kind


def clock(room: Room, zone: ZoneInfo) -> str:
    """The moment of the last news, in the city's time: 14:03:06."""
    at = room.clock.now() - (room.listening.age_ms() or 0)
    return f"{datetime.fromtimestamp(at / 1000, zone):%H:%M:%S}"


def words(room: Room, zone: ZoneInfo) -> tuple[str, str]:
    """("14:03:06 · 1 秒前", colour token) for the strip below the map."""
    hearing, age = room.hearing(), room.listening.age_ms()
    if age is None:
        return _("no data yet"), "text.3"
    said = _("{clock} · {seconds} s ago").format(clock=clock(room, zone), seconds=age // 1000)
    token = {Hearing.LATE: "warn.text", Hearing.DEAF: "alarm.text"}.get(hearing, "text.3")
    return said, token


def state(room: Room, zone: ZoneInfo, shown: NDArray[Any] | None, failure: str) -> State:
    """What the pane is: the worst that is true of it."""
    hearing = room.hearing()
    if hearing is Hearing.WRONG_SCHEMA:
        return states.wrong_schema(_("The database is of another version than this console."))
    if not room.loaded and hearing is not Hearing.DEAF:
        return states.LOADING
    if failure:
        return states.failed(_("The map's ground could not be read."), failure)
    if hearing is Hearing.DEAF:
        return states.deaf(clock(room, zone))
    if hearing is Hearing.LATE:
        return states.late((room.listening.age_ms() or 0) // 1000)
    if not len(room.cases):
        return states.empty(_("No open cases"))
    if shown is not None and not np.any(shown):
        return State(Kind.FILTERED, _("No case of this queue has a place on the map."))
    return states.READY
