"""Needs of a rule, one check per need word of the rule table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.domain import value_checks
from console.domain.clocks import Clock
from console.domain.intent import HeldPost, Intent, Lookups, Row
from console.domain.stage import Post, RequestState
from console.domain.workflow import Rule

HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
BLANKS: Final = " \t\n\r\f\v\u3000"
"""Characters that count as blank; PostgreSQL trims the same."""


class UnmetNeed(Exception):
    """An unmet need. `reads` are the columns that decided: changed meanwhile → conflict."""

    def __init__(self, key: str, reads: Sequence[str] = (), **detail: Any) -> None:
        super().__init__(key)
        self.key, self.reads, self.detail = key, reads, detail


@dataclass(frozen=True, slots=True)
class CheckContext:
    """Input of a check: one command on one case. `request` is the request to decide."""

    intent: Intent
    rule: Rule
    case: Row
    actor: int
    now: int
    request: Row | None
    requests: Sequence[Row]
    ask: Lookups

    @property
    def department(self) -> int | None:
        """Where the case goes: as asked for, else where it is."""
        chosen: int | None = self.intent.changes.get(
            "department_id", self.case.get("department_id")
        )
        return chosen


def in_scope(
    held: Sequence[HeldPost], region: int, department: int | None, ask: Lookups
) -> list[Post]:
    """The posts among `held` that reach a case in `region` at `department`."""
    regions = ask.region_path(region)
    departments = ask.department_path(department) if department is not None else ()
    return [
        post.post
        for post in held
        if (post.region_id is None or post.region_id in regions)
        and (post.department_id is None or post.department_id in departments)
    ]


def check(question: CheckContext) -> None:
    """Raises `UnmetNeed` for the first need that is not met, in the order of the table."""
    wrong = value_checks.wrong(question.intent, question.ask)
    if wrong is not None:
        raise UnmetNeed(wrong[0], **wrong[1])
    for need in question.rule.needs:
        name, _sep, argument = need.partition(":")
        detail = CHECKS[name](question, argument)
        if detail is not None:
            raise UnmetNeed(KEYS.get(name, name), **detail)


def clock_of(case: Row, which: str) -> Clock | None:
    """The `which` clock ("department", "case", "stage") of a case row; None before it starts."""
    if case.get(f"{which}_deadline") is None:
        return None
    return Clock(
        limit_minutes=case[f"{which}_limit"],
        deadline_ms=case[f"{which}_deadline"],
        calendar=case[f"{which}_calendar"],
        suspended_from=case.get("suspended_from"),
        suspended_until=case.get("suspended_until"),
        stopped_at=case.get(f"{which}_stopped"),
    )


def overdue(case: Row, which: str, now: int, ask: Lookups) -> bool:
    """Whether the clock has used its limit up (tier ≥ 1)."""
    clock = clock_of(case, which)
    return clock is not None and clock.tier(now, ask.calendar(clock.calendar)) >= 1


def suspended(case: Row, now: int) -> bool:
    """Whether the clocks stand still now; suspension ends by itself."""
    until = case.get("suspended_until")
    return until is not None and now < int(until)


Detail = Mapping[str, Any] | None
MET: Final = None
NO: Final[Mapping[str, Any]] = {}


def _reason(q: CheckContext, _argument: str) -> Detail:
    return MET if (q.intent.reason or "").strip(BLANKS) else {"what": "reason"}


def _given(q: CheckContext, key: str) -> Detail:
    return MET if key in q.intent.changes else {"what": key}


def _confirmed(q: CheckContext, key: str) -> Detail:
    return MET if q.intent.changes.get(key) is True else {"what": key}


def _condition(q: CheckContext, _argument: str) -> Detail:
    chosen = q.intent.changes.get("condition_id")
    row = q.ask.condition(chosen) if chosen is not None else None
    if row is None or row["ended_at"] is not None:
        return NO
    return MET if row["category_id"] == q.case["category_id"] else NO


def _area(q: CheckContext, _argument: str) -> Detail:
    """Checks that a condition for an area class is used in a unit grid of that class; unknown
    passes.
    """
    row = q.ask.condition(q.intent.changes["condition_id"])
    wanted = row["area_class"] if row is not None else None
    code = q.case["grid_code"]
    found = q.ask.grid_class(code) if wanted is not None and code else None
    return MET if found in (None, wanted) else {"wanted": wanted, "found": found}


def _department(q: CheckContext, _argument: str) -> Detail:
    if q.department is None:
        raise UnmetNeed("department_none", ("department_id",))
    row = q.ask.department(q.department)
    return MET if row is not None and row["active"] else NO


def _enforcement(q: CheckContext, _argument: str) -> Detail:
    chosen = q.intent.changes.get("department_id")
    row = q.ask.department(chosen) if chosen is not None else None
    return MET if row is not None and row["active"] and row["kind"] == "enforcement" else NO


def _crews(q: CheckContext, _argument: str) -> Detail:
    crews = q.intent.changes.get("crews", ())
    for crew in crews:
        row = q.ask.crew(crew) if isinstance(crew, int) and not isinstance(crew, bool) else None
        if row is None or not row["on_duty"] or crews.count(crew) > 1:
            return NO
        if q.department not in q.ask.department_path(row["department_id"]):
            return NO
    return MET


def _crew(q: CheckContext, _argument: str) -> Detail:
    """Checks that a crew is on the case or is named now."""
    if "crews" in q.intent.changes:
        return MET if q.intent.changes["crews"] else NO
    case = q.case.get("id")
    held = q.ask.assignments(case) if case is not None else ()
    return MET if any(row["ended_at"] is None for row in held) else NO


def _collector(q: CheckContext, _argument: str) -> Detail:
    chosen = q.intent.changes.get("collector_id")
    row = q.ask.collector(chosen) if chosen is not None else None
    return MET if row is not None and row["on_duty"] else NO


def _hours(q: CheckContext, _argument: str) -> Detail:
    most = q.ask.setting("extension_hours_at_most")
    running = q.case.get("department_deadline") is not None
    return MET if running and 1 <= q.intent.changes.get("hours", 0) <= most else {"most": most}


def _until(q: CheckContext, _argument: str) -> Detail:
    most = q.ask.setting("suspension_days_at_most")
    until = q.intent.changes.get("until", 0)
    return MET if q.now < until <= q.now + most * DAY else {"most": most}


def _due(q: CheckContext, _argument: str) -> Detail:
    most = q.ask.setting("supervision_days_at_most")
    due = q.intent.changes.get("due", 0)
    return MET if q.now < due <= q.now + most * DAY else {"most": most}


def _photos(q: CheckContext, _argument: str) -> Detail:
    least = q.ask.setting("photos_for_done")
    return MET if len(q.intent.changes.get("photos", ())) >= least else NO


def _on_behalf(q: CheckContext, _argument: str) -> Detail:
    return MET if (q.intent.on_behalf_of or "").strip(BLANKS) else {"what": "on_behalf_of"}


def _not_suspended(q: CheckContext, _argument: str) -> Detail:
    return NO if suspended(q.case, q.now) else MET


def _not_overdue(q: CheckContext, _argument: str) -> Detail:
    return NO if overdue(q.case, "department", q.now, q.ask) else MET


def _overdue(q: CheckContext, _argument: str) -> Detail:
    late = any(overdue(q.case, which, q.now, q.ask) for which in ("department", "case"))
    return MET if late else NO


def _extensions(q: CheckContext, _argument: str) -> Detail:
    most = q.ask.setting("extensions_at_most")
    return MET if q.case["extensions"] < most else {"most": most}


def _empty(q: CheckContext, column: str) -> Detail:
    return MET if q.case[column] is None else {"what": column}


def _none_open(q: CheckContext, kind: str) -> Detail:
    found = any(r["kind"] == kind and r["state"] == RequestState.OPEN for r in q.requests)
    return {"what": kind} if found else MET


def _none_ever(q: CheckContext, kind: str) -> Detail:
    found = any(r["kind"] == kind and r["state"] != RequestState.WITHDRAWN for r in q.requests)
    return {"what": kind} if found else MET


def _decider(q: CheckContext, _argument: str) -> Detail:
    """A second extension and a long suspension are the command shift lead's to decide."""
    if q.request is None or q.intent.post is not Post.DISPATCHER:
        return MET
    if q.request["kind"] == "extension" and q.request["level"] >= 2:
        return NO
    if q.request["kind"] == "suspension":
        long = q.ask.setting("long_suspension_days") * DAY
        return NO if q.request["until"] - q.request["asked_at"] > long else MET
    return MET


def _not_own(q: CheckContext, _argument: str) -> Detail:
    """Checks that the order is another person's; a seat does not know, the door does."""
    return NO if q.request is not None and q.request.get("asked_by") == q.actor else MET


def _ahead(q: CheckContext, _argument: str) -> Detail:
    assert q.request is not None
    return MET if q.request["until"] > q.now else {"most": q.ask.setting("suspension_days_at_most")}


def _recent_end(q: CheckContext, _argument: str) -> Detail:
    days = q.ask.setting("reopen_days")
    return MET if (q.case["closed_at"] or 0) >= q.now - days * DAY else {"days": days}


def _target(q: CheckContext, _argument: str) -> Detail:
    into = q.intent.changes.get("into")
    row = q.ask.case(into) if into is not None and into != q.case["id"] else None
    if row is None or row["stage"] >= 20 or row["duplicate_of"] is not None:
        return NO
    held = in_scope(q.ask.posts(q.actor), row["region_id"], row["department_id"], q.ask)
    return MET if q.intent.post in held else NO


def _merged(q: CheckContext, _argument: str) -> Detail:
    return MET if q.case["duplicate_of"] is not None else NO


def _main_ended(q: CheckContext, _argument: str) -> Detail:
    """Checks that the main case has ended; one that this seat does not hold is for the door to
    judge.
    """
    main = q.ask.case(q.case["duplicate_of"])
    return NO if main is not None and main["stage"] < 20 else MET


def _free(q: CheckContext, _argument: str) -> Detail:
    grace = q.ask.setting("claim_grace_minutes") * 60_000
    holder = q.case["holder_id"]
    free = holder in (None, q.actor) or (q.case["held_at"] or 0) < q.now - grace
    return MET if free else NO


def _something(q: CheckContext, _argument: str) -> Detail:
    return MET if q.intent.changes else NO


CHECKS: Final[Mapping[str, Callable[[CheckContext, str], Detail]]] = {
    "reason": _reason,
    "given": _given,
    "confirmed": _confirmed,
    "condition": _condition,
    "area": _area,
    "department": _department,
    "enforcement": _enforcement,
    "crews": _crews,
    "crew": _crew,
    "collector": _collector,
    "hours": _hours,
    "until": _until,
    "ahead": _ahead,
    "due": _due,
    "photos": _photos,
    "on_behalf": _on_behalf,
    "not_suspended": _not_suspended,
    "not_overdue": _not_overdue,
    "overdue": _overdue,
    "extensions": _extensions,
    "empty": _empty,
    "none_open": _none_open,
    "none_ever": _none_ever,
    "decider": _decider,
    "not_own": _not_own,
    "recent_end": _recent_end,
    "target": _target,
    "merged": _merged,
    "main_ended": _main_ended,
    "free": _free,
    "something": _something,
}

KEYS: Final[Mapping[str, str]] = {
    "reason": "needs",
    "given": "needs",
    "confirmed": "needs",
    "on_behalf": "needs",
    "not_suspended": "suspended",
    "not_overdue": "overdue",
    "overdue": "not_overdue",
    "empty": "already",
    "none_open": "open_request",
    "none_ever": "once",
    "ahead": "until",
    "merged": "not_merged",
    "main_ended": "main_open",
    "not_own": "own_order",
    "free": "held",
    "recent_end": "too_late",
}
"""Key of the sentence where it is not the need's own name."""
