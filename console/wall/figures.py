"""Shapes of what the panels of a wall paint; `console.wall.board` fills them.

Moments are ms, shares lie between 0 and 1. None stands for "no data", never for zero. Names are in the
language in force, with no person, door number or telephone among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Headline:
    """One cell of the head: a figure with its comparisons.

    `value` is a count, or a rate of `parts` (numerator, denominator). `before` is the figure of the
    period before 环比, `year_ago` that of the same period a year ago 同比; `compared` is the figure that
    both are compared with: of the running period up to the last whole quarter-hour.
    """

    key: str
    label: str
    value: float | None
    before: float | None = None
    year_ago: float | None = None
    parts: tuple[int, int] | None = None
    hue: str = ""
    """Colour token of the figure where it asks for a look ("alarm"), else ""."""
    caption: str = ""
    """The label in the other language, for walls that show both."""
    compared: float | None = None


TELLING: Final = (
    *("reported", "on_time_rate", "overdue", "closed"),
    *("filed", "on_duty", "handled", "dispatched"),
)
"""Headlines in the order of what a room needs most."""


def most_telling(headlines: Sequence[Headline], most: int) -> list[Headline]:
    """As many headlines as there is room for, in their own order; unknown ones yield first."""
    order = {key: place for place, key in enumerate(TELLING)}
    ranked = sorted(headlines, key=lambda one: order.get(one.key, len(order)))
    kept = {one.key for one in ranked[:most]}
    return [one for one in headlines if one.key in kept]


@dataclass(frozen=True, slots=True)
class Trend:
    """Counts by hour, day or month of the period; None is still to come or was never recorded."""

    unit: str
    labels: Sequence[str]
    now: Sequence[int | None]
    before: Sequence[int | None]
    year_ago: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One of the seven steps: cases in it, those late by its own clock, age of the oldest (ms)."""

    key: str
    label: str
    count: int
    late: int
    oldest_ms: int | None


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A column of the overdue ladder: due today later, due within the hour, or overdue n times."""

    key: str
    label: str
    count: int
    notches: int


@dataclass(frozen=True, slots=True)
class Rank:
    """A row of a ranking: a street, department, category or source.

    `change` is the difference from the period before, `late` how many of `value` are overdue, `grade`
    a letter A–E where the row is evaluated.
    """

    name: str
    value: int
    change: int | None = None
    late: int = 0
    grade: str = ""


@dataclass(frozen=True, slots=True)
class HandledPart:
    """Components or events: handled against due to be handled in the period."""

    key: str
    label: str
    handled: int
    due: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Reports by weekday (7 rows, Monday first) and hour (24), over so many days."""

    counts: Sequence[Sequence[int]]
    days: int


@dataclass(frozen=True, slots=True)
class NewestCase:
    """A row of the newest cases. `step` (0–7) of the seven is reached; `ended` ones stay 30 minutes.

    `clock` is the text of its running clock, `used` the share of its limit (None: no clock).
    """

    number: str
    severity: int
    category: str
    place: str
    clock: str
    used: float | None
    step: int
    ended: bool
    reported_ms: int


@dataclass(frozen=True, slots=True)
class PostPresence:
    """A post with the seats that are signed on to it now."""

    post: str
    label: str
    on_line: int


@dataclass(frozen=True, slots=True)
class People:
    """Who works: seats by post, crews out and free, ages of positions, grids without a collector."""

    posts: Sequence[PostPresence]
    crews_busy: int
    crews_free: int
    crews_silent: int
    collectors_out: int
    collectors_silent: int
    grids: int
    grids_uncovered: int


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """A closed case's pictures before and after (paths of local files) with the time it took (ms)."""

    category: str
    place: str
    before: str
    after: str
    took_ms: int


@dataclass(frozen=True, slots=True)
class DutyPost:
    """A row of today's roster: a post of the duty, who has it, from when until when ("08:00–20:00")."""

    label: str
    name: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class OneThing:
    """One figure or sentence that a whole panel stands for; `value` is shown as it is."""

    title: str
    value: str
    sentence: str = ""
    hue: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a scene's panels may ask for, of one period, at one moment."""

    period: str
    period_label: str
    at: int
    headlines: Sequence[Headline]
    trend: Trend
    flow: Sequence[FlowStep]
    ladder: Sequence[LadderStep]
    streets: Sequence[Rank]
    departments: Sequence[Rank]
    categories: Sequence[Rank]
    sources: Sequence[Rank]
    handled: Sequence[HandledPart]
    heat: Heat
    newest: Sequence[NewestCase]
    people: People
    pairs: Sequence[PhotoPair] = ()
    duty: Sequence[DutyPost] = ()
    one: OneThing | None = None


class ModeKind(StrEnum):
    """What a wall stands in: the day's work, an incident, or what is not real."""

    ROUTINE = "routine"
    EMERGENCY = "emergency"
    DRILL = "drill"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Mode:
    """The mode of the wall's plate; a legal `warning` 1 red to 4 blue, a `response` level 1 to 4, or 0."""

    kind: ModeKind = ModeKind.ROUTINE
    warning: int = 0
    response: int = 0
    incident: str = ""
