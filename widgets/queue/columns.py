"""Widths of the queue's columns: fixed ones, clocks as wide as their longest text, the rest for the address."""

from collections.abc import Mapping
from typing import Final

from qtpy.QtGui import QFontMetricsF

from console.desk.clock_words import HOURS_ALONE, WORK_HOURS_ALONE, left_words
from console.domain.source import SOURCES
from console.domain.stage import OPEN_STAGES
from console.words import _, language
from widgets import theme
from widgets.queue.model import KEYS

WIDTHS: Final = {
    "mark": 44,
    "number": 104,
    "category": 148,
    "street": 84,
    "source": 40,
    "stage": 64,
    "department": 112,
    "holder": 76,
}
ENGLISH: Final = {"category": 180, "street": 116, "department": 152}
"""Wider columns for English names."""
CLOCK: Final = 96
ADDRESS: Final = 120
MIN_ADDRESS: Final = 64
MIN_CATEGORY: Final = 72
"""Minimum width once other columns are hidden."""
ENOUGH: Final = 260
"""An address wider than this gives width, in this order, to names that would be cut."""
MORE: Final = {"street": 64, "department": 80, "source": 24, "category": 60, "holder": 40}
HIDE_ORDER: Final = ("source", "street", "holder", "stage", "department")
"""Columns hidden in this order where the row is too narrow; the clock never is."""
LONGEST: Final = (
    (HOURS_ALONE * 60 - 1, False),
    (WORK_HOURS_ALONE * 60 - 1, True),
    (999 * 60, True),
)
"""Minutes with the longest text, and whether they are of working time."""


def widths(
    room: int, *, sent: bool = False, held: bool = True, by_work: bool = True
) -> Mapping[str, int]:
    """Width of every column in a row of `room` px; 0 where it is not shown.

    `sent`: the queue holds cases of several stages, so who has them is shown and how they came is
    not. `held`: somebody holds one of them; a column of holders without any goes first. `by_work`:
    clocks of working time are among them, whose words are longer.
    """
    scale = theme.px("row.dense") / 28
    wanted = WIDTHS | (ENGLISH if language() == "en" else {})
    made = {key: round(width * scale) for key, width in wanted.items()}
    made["clock"] = clock_width(by_work)
    words = [*(_(word) for word in SOURCES.values()), _("From")]
    made["source"] = max(made["source"], *(_as_wide_as("dense", word) for word in words))
    stages = [*(stage.label for stage in OPEN_STAGES), _("Stage")]
    made["stage"] = max(made["stage"], *(_as_wide_as("dense", word) for word in stages))
    made |= dict.fromkeys(("source",) if sent else ("stage", "department"), 0)
    least, spare = round(ADDRESS * scale), made["category"] // 4
    order = HIDE_ORDER if held else ("holder", *HIDE_ORDER)
    for key in order:
        if sum(made.values()) - spare + least <= room:
            break
        made[key] = 0
    over = sum(made.values()) + least - room
    made["category"] -= min(max(0, over), made["category"] - round(MIN_CATEGORY * scale))
    left = room - sum(made.values())
    made["address"] = left if left >= round(MIN_ADDRESS * scale) else 0
    if not made["address"]:  # below the least window the clock still stands whole
        made["category"] += left
    for key, most in MORE.items():
        more = min(round(most * scale), made["address"] - round(ENOUGH * scale))
        if made[key] and more > 0:
            made[key] += more
            made["address"] -= more
    return {key: made[key] for key in KEYS}


def clock_width(by_work: bool) -> int:
    """Bar, gap and the longest words of a clock."""
    words = max(
        _as_wide_as("caption", left_words(minutes, over=over, working=working))
        for minutes, working in LONGEST
        if by_work or not working
        for over in (True, False)
    )
    return max(CLOCK, theme.px("clock.width") + theme.px("space.4") + words)


def _as_wide_as(face: str, words: str) -> int:
    width = QFontMetricsF(theme.font(face)).horizontalAdvance(words)
    return round(width) + 2 * theme.px("space.8")
