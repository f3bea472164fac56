"""What the figures of a period count: one definition for wall, reports and evaluation.

Sources: CJ/T 292 / GB/T 30428.4 for the rates; "due to close" 应结案 = closed in the period + open at its
end with the case's deadline before that end.

Every figure is a count of cases by a moment of theirs, or the difference of two such counts, so that
a case that changes moves figures by what it counted before and counts now:

* `reported` 上报, by when it was registered, whatever became of it
* `filed` 立案; `dispatched` 派遣, by the first dispatch
* `handled` 处置, by the department's last word; `handled_on_time` by its own deadline
* `closed` 结案, a merged case and one handled on the spot apart; `on_time` by the case's deadline
* `self_handled` 自处置, closed by the collector on the spot
* `late` and `late_ended`: a case's deadline passes while it is open, and such a case ends
* `undone` and `undone_ended`: the same of the department's deadline while it handles
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, NamedTuple

from console.domain.moment import from_ms, to_ms
from console.domain.stage import Stage

FIGURES: Final = (
    *("reported", "filed", "dispatched", "handled", "handled_on_time", "closed", "on_time"),
    *("self_handled", "late", "late_ended", "undone", "undone_ended"),
)
COUNTED: Final = (
    *("id", "version", "registered_at", "filed_at", "case_since", "case_deadline", "case_stopped"),
    *("department_deadline", "department_stopped", "closed_at", "stage", "region_id"),
    *("department_id", "category_id", "source", "duplicate_of", "self_handled", "overdue_excused"),
)
"""Columns of a case that figures read."""


class Period(NamedTuple):
    """From `since` to before `until` (ms)."""

    since: int
    until: int


def moments(case: Mapping[str, Any]) -> dict[str, int]:
    """Figure → the moment (ms) at which a case counts in it; figures it does not count in are absent.

    The slow and plain form, which the tallies of the live room are tested against.
    """
    found: dict[str, int | None] = {
        "reported": case["registered_at"],
        "filed": case["filed_at"],
        "dispatched": case["case_since"],
    }
    own = case["duplicate_of"] is None and not case["self_handled"]
    if own:
        found |= _handling(case) | _closing(case)
    elif case["self_handled"] and case["stage"] == Stage.CLOSED:
        found["self_handled"] = case["closed_at"]
    return {name: at for name, at in found.items() if at is not None}


def _handling(case: Mapping[str, Any]) -> dict[str, int | None]:
    """A case whose department gave it back is not in hand, and was not handled."""
    if case["department_id"] is None or case["department_deadline"] is None:
        return {}
    done, deadline = case["department_stopped"], case["department_deadline"]
    if done is None:
        ended = case["closed_at"]
        return {"undone": deadline, "undone_ended": ended} if _late(deadline, ended) else {}
    if done <= deadline:
        return {"handled": done, "handled_on_time": done}
    return {"handled": done, "undone": deadline, "undone_ended": done}


def _closing(case: Mapping[str, Any]) -> dict[str, int | None]:
    deadline, ended = case["case_deadline"], case["closed_at"]
    found: dict[str, int | None] = {}
    if case["stage"] == Stage.CLOSED:
        reported_back = case["case_stopped"] if case["case_stopped"] is not None else ended
        found["closed"] = ended
        if case["overdue_excused"] or deadline is None or reported_back <= deadline:
            found["on_time"] = ended
    if deadline is not None and _late(deadline, ended):
        found |= {"late": deadline, "late_ended": ended}
    return found


def _late(deadline: int, ended: int | None) -> bool:
    return ended is None or deadline < ended


def due_to_close(closed: int, late: int, late_ended: int) -> int:
    """应结案 of a period: closed in it, and open at its end with the deadline before that end.

    `late` and `late_ended` count from the beginning of time to before the end of the period.
    """
    return closed + late - late_ended


def day_start(day: datetime, zone: tzinfo) -> int:
    """The moment (ms) a local day begins."""
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=zone))


def running(name: str, now: int, zone: tzinfo) -> Period:
    """The period "today", "week" (from Monday), "month" or "year" that runs at `now`, until `now`."""
    return Period(day_start(_first_day(name, from_ms(now, zone)), zone), now)


def _first_day(name: str, day: datetime) -> datetime:
    if name == "week":
        return day - timedelta(days=day.weekday())
    if name == "month":
        return day.replace(day=1)
    if name == "year":
        return day.replace(month=1, day=1)
    return day


def whole(name: str, now: int, zone: tzinfo) -> Period:
    """The running period to its end."""
    first = _first_day(name, from_ms(now, zone))
    return Period(day_start(first, zone), day_start(_next(name, first), zone))


def _next(name: str, first: datetime) -> datetime:
    if name == "week":
        return first + timedelta(days=7)
    if name == "month":
        return (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    if name == "year":
        return first.replace(year=first.year + 1)
    return first + timedelta(days=1)


def before(name: str, cut: int, zone: tzinfo) -> Period:
    """The period before the running one 环比, until the time into it that `cut` (ms) is into the running
    one; never further than its end."""
    since = running(name, cut, zone).since
    last = from_ms(since, zone) - timedelta(days=1)
    began = day_start(_first_day(name, last), zone)
    return Period(began, min(since, _shifted(cut, since, began, zone)))


def year_ago(name: str, cut: int, zone: tzinfo) -> Period:
    """The like period a year ago 同比: the same date, or for a week the same days of 52 weeks ago."""
    since = running(name, cut, zone).since
    local = from_ms(since, zone)
    first = local - timedelta(days=364) if name == "week" else _same_date(local)
    began = day_start(first, zone)
    ends = day_start(_next(name, first), zone)
    return Period(began, min(ends, _shifted(cut, since, began, zone)))


def _same_date(day: datetime) -> datetime:
    """The date a year ago; 29 February is compared with 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _shifted(cut: int, since: int, began: int, zone: tzinfo) -> int:
    """As many days and as late in the day after `began` as `cut` lies after `since`."""
    at, first, other = from_ms(cut, zone), from_ms(since, zone), from_ms(began, zone)
    days = (at.date() - first.date()).days
    day = other + timedelta(days=days)
    moment = datetime(day.year, day.month, day.day, at.hour, at.minute, at.second, tzinfo=zone)
    return to_ms(moment) + at.microsecond // 1000
