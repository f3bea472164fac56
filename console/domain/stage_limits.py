"""Default limits of the centre's own stages, replaceable per city."""

from collections.abc import Mapping
from typing import Final

from console.domain.limit import Limit, parse_limit
from console.domain.refusal import Refused
from console.domain.stage import Stage
from console.domain.worktime import CONTINUOUS

ANYWHERE: Final = 0
"""The area class of a limit that holds wherever a grid's own class has none."""
MOST_MINUTES: Final = 30 * 24 * 60
RURAL: Final = 3
"""Area class 三类区域, with long ways for collectors."""


def stage_limit(text: str) -> Limit:
    """A limit as a city writes it for a stage: plain hours and days run day and night, as the centre
    works. Raises `Refused` as `parse_limit` does, and for one that nobody can mean."""
    limit = parse_limit(text, plain=CONTINUOUS)
    if not 1 <= limit.minutes <= MOST_MINUTES:
        raise Refused("stage_limit_bounds", text=text, days=MOST_MINUTES // 24 // 60)
    return limit


def _minutes(minutes: int) -> Limit:
    """The centre works around the clock, so its own limits run through."""
    return Limit(minutes, CONTINUOUS, f"{minutes}分钟", "")


STAGE_LIMITS: Final[Mapping[tuple[Stage, bool], Limit]] = {
    (stage, urgent): _minutes(fast if urgent else usual)
    for stage, fast, usual in (
        (Stage.INTAKE, 15, 15),
        (Stage.VERIFY, 60, 60),
        (Stage.FILE, 10, 30),
        (Stage.DISPATCH, 10, 30),
        (Stage.FORWARD, 10, 30),
        (Stage.CHECK, 60, 60),
        (Stage.CLOSE, 30, 30),
        (Stage.VOID, 30, 30),
    )
    for urgent in (True, False)
}
"""By stage and urgency (severity E). Handling has the filing condition's limit instead."""
RURAL_LIMITS: Final[Mapping[tuple[Stage, bool], Limit]] = {
    (stage, urgent): _minutes(120)
    for stage in (Stage.VERIFY, Stage.CHECK)
    for urgent in (True, False)
}
"""Limits that differ in unit grids of class `RURAL`."""
