"""Moments: whole milliseconds since 1970-01-01T00:00Z, and their forms for people."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from console.domain.refusal import Refused
from console.words import _

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
MINUTE_MS: Final = 60_000


def to_ms(moment: datetime) -> int:
    """`moment` in ms since the epoch, rounded down. Raises ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment needs its zone: {moment.isoformat()}")
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int, zone: tzinfo = UTC) -> datetime:
    """The moment `ms` milliseconds after the epoch, as a clock in `zone` shows it."""
    return (EPOCH + ms * MILLISECOND).astimezone(zone)


def parse(text: str, zone: tzinfo) -> int:
    """An ISO 8601 moment in ms; without an offset it is meant in `zone`.

    Raises Refused "moment_unreadable" for anything else.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return to_ms(moment if moment.utcoffset() is not None else moment.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        raise Refused("moment_unreadable", text=text) from None


def duration_text(minutes: int) -> str:
    """A duration of either sign: "2 时 14 分" or "2 h 14 m".

    Never in days: a working day is eight hours and a natural one twenty-four.
    """
    hours, rest = divmod(abs(minutes), 60)
    if hours and rest:
        text = _("{hours} h {minutes} m").format(hours=hours, minutes=rest)
    elif hours:
        text = _("{hours} h").format(hours=hours)
    else:
        text = _("{minutes} m").format(minutes=rest)
    return text if minutes >= 0 else f"−{text}"
