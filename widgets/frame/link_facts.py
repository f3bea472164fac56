"""Facts in the status bar about the link to the database and about its keeper."""

from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.moment import from_ms
from console.live.clock import SKEW_WORTH_SAYING_MS
from console.live.follower import LinkState
from console.seat.heartbeat import SILENCE_MS
from console.seat.seat import Seat
from console.words import _


def city_time(seat: Seat) -> datetime:
    """Current time by the database's clock, in the city's time zone."""
    return from_ms(seat.room.clock.now(), ZoneInfo(seat.desk.directory.city["zone"]))


def link_words(state: LinkState, seconds: int) -> str:
    """Words for the state of the link, `seconds` after the last update."""
    return {
        LinkState.STARTING: _("starting"),
        LinkState.LIVE: _("synced"),
        LinkState.LATE: _("{seconds} s late").format(seconds=seconds),
        LinkState.DISCONNECTED: _("no connection"),
        LinkState.WRONG_SCHEMA: _("other version"),
    }[state]


def facts(seat: Seat) -> list[str]:
    """Age, round trip and seats, in order of importance."""
    room = seat.room
    link_state, age = room.link_state(), room.feed_thread.age_ms()
    made = [f"{city_time(seat):%H:%M:%S} · {link_words(link_state, (age or 0) // 1000)}"]
    trip = _("round trip {ms} ms").format(ms=round(room.clock.round_trip_ms))
    made.append(trip)
    if abs(room.clock.skew_ms) > SKEW_WORTH_SAYING_MS:
        seconds = round(room.clock.skew_ms / 1000)
        made.append(_("this clock is {seconds} s off").format(seconds=seconds))
    made.append(_("{count} open").format(count=len(room.cases)))
    heartbeat, lease = seat.heartbeat, seat.heartbeat.keeper_lease
    made.append(_("seats {count}").format(count=heartbeat.seats))
    if lease is not None and lease.held and not alarm(seat):
        who = _("this seat") if heartbeat.holds_lease else lease.holder.rpartition(":")[0]
        made.append(_("keeper: {who}").format(who=who))
    return made


def alarm(seat: Seat) -> str:
    """The alarm that stands before the facts: a seat taken over, or a database without a keeper."""
    if seat.heartbeat.seat_refusal is not None:
        return str(seat.heartbeat.seat_refusal)
    silent = seat.heartbeat.without_keeper_ms()
    if silent < SILENCE_MS:
        return ""
    return _("no keeper for {minutes} min").format(minutes=silent // 60_000)
