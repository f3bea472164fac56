"""Sampled facts of one case of the past, as its story is told."""

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


class PastDispatch(NamedTuple):
    """A dispatch: target, moment, deadline, and the moment of completion or return."""

    department: int
    crew: int | None
    at: int
    deadline: int
    ended: int


class Pause(NamedTuple):
    """A department's request while it handled a case, and its result."""

    kind: str
    """"extension" or "suspension"."""
    asked: int
    decided: int
    granted: bool
    by: Post
    hours: int | None
    until: int | None
    deadline: int
    """Deadline of the department's and the case's clock from then on."""


class PastCase(NamedTuple):
    """Sampled facts of one case; moments in the order of the seven steps."""

    number: str
    day_number: str
    source: str
    kind: FiledCondition
    place: Place
    fate: str
    registered: int
    accepted: int
    filed: int
    sent: Sequence[PastDispatch]
    pause: Pause | None
    again: tuple[int, int, int] | None
    """Rework: moments of the failed check and of the second completion, its deadline then."""
    forwarded: int
    passed: int
    closed: int
    actors: Mapping[str, int]
    reason: str
    complainant: tuple[str, str] | None
