"""How long a case may wait in each stage of the centre itself: defaults of DOMAIN §4, per city."""

from collections.abc import Mapping
from typing import Final

from console.domain.limit import Limit
from console.domain.stage import Stage
from console.domain.worktime import CONTINUOUS


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
