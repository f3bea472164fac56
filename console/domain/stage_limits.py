"""How long a case may wait in each stage of the centre itself: defaults of DOMAIN §4, per city."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.domain.limit import Limit, parse_limit
from console.domain.stage import Stage
from console.domain.worktime import CONTINUOUS

ANYWHERE: Final = 0
"""The area class of a limit that holds wherever a grid's own class has none."""
RURAL: Final = 3
"""三类区域, where a collector has far to go."""


def stage_limit(text: str) -> Limit:
    """A limit as a city writes it for a stage: it runs day and night, as the centre works, unless
    工作时 or 工作日 says otherwise. Raises `Refused` as `parse_limit` does."""
    counted = "工作" in text and "紧急" not in text
    if counted:
        return parse_limit(text)
    return replace(parse_limit(text, day_minutes=24 * 60), calendar=CONTINUOUS)


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
"""What differs in unit grids of class `RURAL`."""
