"""Figures of an example, for the preview of a scene: made up, the same each time, of nobody and nowhere."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from console.desk import ladder
from console.desk.cases import STEPS
from console.domain.moment import MINUTE_MS, from_ms
from console.domain.source import SOURCES
from console.domain.stage import Post
from console.wall.figures import (
    Figures,
    FlowStep,
    HandledPart,
    Headline,
    Heat,
    LadderStep,
    NewestCase,
    OneThing,
    People,
    PostPresence,
    Rank,
    Trend,
)
from console.wall.period_figures import HEADLINES, KINDS
from console.wall.scenes import PERIODS
from console.words import _, mark

DAY: Final = (
    3,
    2,
    2,
    1,
    2,
    6,
    18,
    44,
    71,
    80,
    76,
    61,
    40,
    48,
    66,
    70,
    62,
    45,
    31,
    22,
    15,
    10,
    7,
    4,
)
"""Reports of a day by hour."""
COUNTS: Final = {"reported": 784, "filed": 702, "dispatched": 688, "handled": 611, "closed": 590,
                 "overdue": 18, "on_duty": 37}  # fmt: skip
RATE: Final = (540, 590)
FALLING: Final = (96, 81, 74, 60, 52, 47, 33, 28)
STEP_COUNTS: Final = (12, 9, 23, 146, 31, 18, 0)
LADDER_COUNTS: Final = (64, 9, 11, 5, 2)
USED: Final = (0.1, 0.4, 0.85, 1.2, 2.1, 0.6, 0.3, 0.7)


def example_figures(period: str, now: int, zone: tzinfo) -> Figures:
    """Figures of the example at this moment (ms)."""
    hour = from_ms(now, zone).hour
    so_far: list[int | None] = [*DAY[: hour + 1], *[None] * (23 - hour)]
    before: list[int | None] = [*DAY]
    streets = _ranks(mark("Street {number}"), "AABBCDE")
    departments = _ranks(mark("Department {number}"), "ABBCCDE")
    return Figures(
        period=period,
        period_label=_(PERIODS[period]),
        at=now,
        headlines=[_headline(key) for key in HEADLINES],
        trend=Trend("hour", [f"{one:02d}" for one in range(24)], so_far, before, before[::-1]),
        flow=[
            FlowStep(str(at), _(title), count, count // 12, 50 * (at + 1) * MINUTE_MS)
            for at, ((title, _own), count) in enumerate(zip(STEPS, STEP_COUNTS, strict=True))
        ],
        ladder=[
            LadderStep(key, _(title), count, notches)
            for (key, title), count, notches in zip(
                ladder.STEPS.items(), LADDER_COUNTS, (0, 0, 1, 2, 3), strict=True
            )
        ],
        streets=streets,
        departments=departments,
        categories=_ranks(mark("Category {number}"), ""),
        sources=[
            Rank(_(words), count) for words, count in zip(SOURCES.values(), FALLING, strict=False)
        ],
        handled=[HandledPart(key, _(words), 211, 252) for key, words in KINDS.values()],
        heat=Heat([[count // (1 + day // 5) for count in DAY] for day in range(7)], 28),
        newest=[_case(at, now) for at in range(len(USED))],
        people=_people(),
        one=OneThing(_(HEADLINES["closed"]), str(COUNTS["closed"]), _("An example.")),
    )


def _headline(key: str) -> Headline:
    if key == "on_time_rate":
        return Headline(key, _(HEADLINES[key]), RATE[0] / RATE[1], 0.87, 0.85, parts=RATE)
    count = COUNTS[key]
    hue = "alarm" if key == "overdue" else ""
    return Headline(key, _(HEADLINES[key]), count, count * 0.9, count * 1.1, hue=hue)


def _ranks(name: str, grades: str) -> Sequence[Rank]:
    names = [_(name).format(number=number) for number in range(1, len(FALLING))]
    return [
        Rank(name, count, at % 3 - 1, count // 15, grades[at : at + 1])
        for at, (name, count) in enumerate(zip(names, FALLING, strict=False))
    ]


def _case(at: int, now: int) -> NewestCase:
    return NewestCase(
        number=f"{from_ms(now):%m%d}-{100 - at:04}",
        severity=1 + at % 4,
        category=_("Category {number}").format(number=at + 1),
        place=_("Street {number}").format(number=1 + at % 5),
        clock="",
        used=USED[at],
        step=1 + at % 6,
        ended=False,
        reported_ms=now - at * 4 * MINUTE_MS,
    )


def _people() -> People:
    posts = (Post.CALL_TAKER, Post.DISPATCHER, Post.COMMAND_LEAD, Post.DEPARTMENT)
    return People(
        posts=[PostPresence(str(post), post.label, 4 + 2 * at) for at, post in enumerate(posts)],
        crews_busy=38,
        crews_free=21,
        crews_silent=2,
        collectors_out=112,
        collectors_silent=3,
        grids=380,
        grids_uncovered=12,
    )
