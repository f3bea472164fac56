"""What chance decided of a case of the past, as its story is told."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from console.domain.stage import Post


class Place(NamedTuple):
    """A spot as history uses it; `json` holds its columns inside an entry."""

    lon: float
    lat: float
    address: str
    grid: str
    region: int
    collector: int | None
    sign: str | None
    json: str


class FiledCondition(NamedTuple):
    """A filing condition; `urgent` by its severity."""

    id: int
    category: int
    severity: int
    minutes: int
    calendar: str
    text: str
    urgent: bool


class Sent(NamedTuple):
    """To whom a case was dispatched, when, until when, and when that one was done or gave it back."""

    department: int
    crew: int | None
    at: int
    deadline: int
    ended: int


class Pause(NamedTuple):
    """What the department asked for while it handled a case, and what came of it."""

    kind: str
    """"extension" or "suspension"."""
    asked: int
    decided: int
    granted: bool
    by: Post
    hours: int | None
    until: int | None
    deadline: int
    """Of the department's and the case's clock from then on."""


class PastCase(NamedTuple):
    """What chance decided of one case; moments in the order of the seven steps."""

    number: str
    day_number: str
    source: str
    kind: FiledCondition
    place: Place
    fate: str
    registered: int
    accepted: int
    filed: int
    sent: Sequence[Sent]
    pause: Pause | None
    again: tuple[int, int, int] | None
    """Rework: when the check failed, when the department was done again, its deadline then."""
    forwarded: int
    passed: int
    closed: int
    actors: Mapping[str, int]
    reason: str
    complainant: tuple[str, str] | None
