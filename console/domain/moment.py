"""Moments: whole milliseconds since 1970-01-01T00:00Z, and their forms for people."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from console.domain.refusal import Refused
from console.words import _, mark

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
MINUTE_MS: Final = 60_000
FORMS: Final = (mark("{hours} h {minutes} min"), mark("{hours} h"), mark("{minutes} min"))
"""Hours and minutes, whole hours, minutes alone: "m" is left to metres."""
WORKING_FORMS: Final = (
    mark("{hours} work h {minutes} min"),
    mark("{hours} work h"),
    mark("{minutes} work min"),
)
"""The same for working time, which runs out later than a clock says."""


def to_ms(moment: datetime) -> int:
    """`moment` in ms since the epoch, rounded down. Raises ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment needs its zone: {moment.isoformat()}")
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int, zone: tzinfo = UTC) -> datetime:
    """The moment `ms` milliseconds after the epoch, as a clock in `zone` shows it."""
    return (EPOCH + ms * MILLISECOND).astimezone(zone)


def midnight_before(ms: int, zone: tzinfo) -> int:
    """The midnight before a moment, by a clock in `zone`."""
    return to_ms(from_ms(ms, zone).replace(hour=0, minute=0, second=0, microsecond=0))


def parse(text: str, zone: tzinfo) -> int:
    """An ISO 8601 moment in ms; without an offset it is meant in `zone`.

    Raises Refused "moment_unreadable" for anything else.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return to_ms(moment if moment.utcoffset() is not None else moment.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        raise Refused("moment_unreadable", text=text) from None


def duration_text(minutes: int, *, working: bool = False) -> str:
    """A duration of either sign: "2 时 14 分" or "2 h 14 min"; "2 工作时 14 分" of `working` time.

    Never in days: a working day is eight hours and a natural one twenty-four.
    """
    hours, rest = divmod(abs(minutes), 60)
    both, whole, short = WORKING_FORMS if working else FORMS
    form = _(both if hours and rest else whole if hours else short)
    text = form.format(hours=hours, minutes=rest)
    return text if minutes >= 0 else f"−{text}"
