"""Choice of a collector to send, and when one who was sent counts as silent.

Silence is caused by time alone: it is derived, never written.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from console.domain.intent import Row
from console.domain.stage import Stage
from console.domain.worktime import Calendar


@dataclass(frozen=True, slots=True)
class Patrol:
    """A collector on duty as a case sees him.

    `own`: the case's unit grid is in a duty grid of his. `shared`: how many regions of the tree he
    and the case have in common, more is nearer. `metres` from the case to the middle of his duty
    grids, None where that is unknown.
    """

    collector: int
    own: bool
    shared: int
    metres: float | None


def proposed(patrols: Iterable[Patrol], silent: Collection[int] = ()) -> list[Patrol]:
    """Collectors to send, best first: the duty grid's own, then the nearest on duty.

    Those who have been silent on this case are left out.
    """
    able = [patrol for patrol in patrols if patrol.collector not in silent]
    return sorted(able, key=_nearness)


def _nearness(patrol: Patrol) -> tuple[bool, int, float, int]:
    metres = float("inf") if patrol.metres is None else patrol.metres
    return not patrol.own, -patrol.shared, metres, patrol.collector


def sent_at(case: Row) -> int | None:
    """When (ms) the collector on the case was last sent in its present stage; None: nobody was."""
    if case.get("collector_id") is None:
        return None
    since = int(case["stage_since"])
    if case["stage"] == Stage.VERIFY:
        return max(since, int(case.get("verify_sent_at") or 0))
    if case["stage"] == Stage.CHECK:
        sent = int(case.get("check_sent_at") or 0)
        return sent if sent >= since else None
    return None


def silent_from(case: Row, calendar: Callable[[str], Calendar]) -> int | None:
    """Moment (ms) from which the collector counts as silent: the stage's limit after the sending.

    None where nobody was sent or the stage has no limit.
    """
    sent = sent_at(case)
    if sent is None or case.get("stage_limit") is None:
        return None
    return calendar(case["stage_calendar"]).deadline(sent, case["stage_limit"])


def silent(case: Row, now: int, calendar: Callable[[str], Calendar]) -> bool:
    """Whether the collector on the case has let the stage's limit pass without a word."""
    since = silent_from(case, calendar)
    return since is not None and now >= since
