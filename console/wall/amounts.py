"""Figures of a wall as text: counts, rates, changes, ages. None becomes "", which panels show as no data."""

from datetime import datetime
from typing import Final

from console.wall.figures import Headline
from console.words import _, language, mark

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
FOLD: Final = 10
"""From so many times as much on a change is told by the factor."""
MINUS: Final = "\N{MINUS SIGN}"
WEEKDAYS: Final = (
    mark("Mon"),
    mark("Tue"),
    mark("Wed"),
    mark("Thu"),
    mark("Fri"),
    mark("Sat"),
    mark("Sun"),
)


def count_text(count: float | None) -> str:
    """ "1,284" """
    return "" if count is None else f"{round(count):,}".replace("-", MINUS)


def short_count(count: float) -> str:
    """A large count in ten thousands (zh) or thousands and millions (en), where the whole does not fit."""
    if language() == "zh":
        return f"{count / 10_000:.1f}万" if count >= 10_000 else count_text(count)
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= 10 * unit:
            return f"{count / unit:.0f}{letter}"
    return count_text(count)


def rate_text(share: float | None) -> str:
    """A share of one as "88.4%"; a whole percentage without its decimal."""
    return "" if share is None else f"{100 * share:.1f}".removesuffix(".0") + "%"


def value_text(headline: Headline) -> str:
    """The figure of a headline, "" where there is none."""
    if headline.parts is None:
        return count_text(headline.value)
    return rate_text(headline.value)


def change_text(now: float | None, before: float | None, *, rate: bool) -> str:
    """The change since `before`: per cent of a count, points of a rate; "" where none can be told."""
    if now is None or before is None:
        return ""
    if rate:
        points = round(100 * (now - before), 1)
        return _("{signed} pts").format(signed=_signed(f"{abs(points):g}", points))
    if not before:
        return ""
    if now / before >= FOLD:  # a percentage of five digits tells nobody anything
        return f"×{now / before:.0f}"
    percent = round(100 * (now - before) / before)
    return _signed(f"{abs(percent)}%", percent)


def _signed(text: str, of: float) -> str:
    return f"+{text}" if of > 0 else f"{MINUS}{text}" if of < 0 else f"±{text}"


def short_age(ms: int | None) -> str:
    """An age in its largest unit alone: "18 min", "3 h", "2 d"; "" for None."""
    if ms is None:
        return ""
    if ms < HOUR:
        return _("{minutes} min").format(minutes=ms // MINUTE)
    if ms < 2 * DAY:
        return _("{hours} h").format(hours=ms // HOUR)
    return _("{days} d").format(days=ms // DAY)


def day_text(moment: datetime) -> str:
    """ "3月14日 星期六", "Sat 14 Mar" """
    weekday = _(WEEKDAYS[moment.weekday()])
    if language() == "zh":
        return f"{moment.month}月{moment.day}日 {weekday}"
    return f"{weekday} {moment.day} {moment:%b}"
