"""Severity 紧急程度 of a case, and its default from the handling limit."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from console.domain.limit import Limit
from console.domain.worktime import CONTINUOUS, WORKING
from console.words import _, both, mark


class Severity(IntEnum):
    """E urgent 急, H high 高, M medium 中, L low 低; stored as smallint, most urgent first."""

    E = 1
    H = 2
    M = 3
    L = 4

    @property
    def letter(self) -> str:
        return self.name

    @property
    def character(self) -> str:
        """The Chinese mark, one character."""
        return "急高中低"[self - 1]

    @property
    def sign(self) -> str:
        """Mark in the language in force: the character in zh, the letter in en."""
        return both(self.character, self.letter)

    @property
    def title(self) -> str:
        """The name in the language in force."""
        return _(TITLES[self])


TITLES: Final = {
    Severity.E: mark("Urgent"),
    Severity.H: mark("High"),
    Severity.M: mark("Medium"),
    Severity.L: mark("Low"),
}

Step = tuple[Severity, str, int]
"""Severity of a limit of at most so many minutes of a calendar."""

STEPS: Final[tuple[Step, ...]] = (
    (Severity.E, CONTINUOUS, 2 * 60),
    (Severity.H, WORKING, 4 * 60),
    (Severity.H, CONTINUOUS, 12 * 60),
    (Severity.M, WORKING, 2 * 480),
    (Severity.M, CONTINUOUS, 3 * 24 * 60),
)
"""National default, replaced by a city as data. A longer limit is low."""


def from_limit(limit: Limit, steps: Sequence[Step] = STEPS) -> Severity:
    """Initial severity of a case with this handling limit."""
    for severity, calendar, minutes in steps:
        if limit.calendar == calendar and limit.minutes <= minutes:
            return severity
    return Severity.L
