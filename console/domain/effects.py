"""Effects of an allowed command, one function per effect word of the rule table.

An `Effect` is data: the case's new columns and the rows written with it. The door writes it and
records the difference as one event.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from console.domain.intent import Intent, Lookups, Row
from console.domain.stage import AssignmentState, RequestState
from console.domain.workflow import CASE_KEYS, Rule


@dataclass(frozen=True, slots=True)
class Situation:
    """Input of an effect: command, rule, case, requests and lookups."""

    intent: Intent
    rule: Rule
    case: Row | None
    actor: int
    now: int
    request: Row | None
    requests: Sequence[Row]
    ask: Lookups


@dataclass(slots=True)
class Effect:
    """`columns` of the case after the command (changed or not), and rows written beside it.

    `assignments` and `requests` map id → changed columns; `new_*` are rows without an id yet.
    """

    columns: dict[str, Any]
    created: bool = False
    new_assignments: list[dict[str, Any]] = field(default_factory=list)
    assignments: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_requests: list[dict[str, Any]] = field(default_factory=list)
    requests: dict[int, dict[str, Any]] = field(default_factory=dict)
    attach: list[tuple[str, str]] = field(default_factory=list)
    detach: list[tuple[str, str]] = field(default_factory=list)
    unite_axes_with: int | None = None


BLANK: Final[Mapping[str, Any]] = {
    "source": "hotline", "address": "", "description": "", "severity": 3, "lon": None, "lat": None,
    "grid_code": None, "department_id": None, "departments": [], "condition_id": None,
    "holder_id": None, "held_at": None, "duplicate_of": None, "collector_id": None,
}  # fmt: skip
"""A case that does not exist yet."""


def apply(at: Situation) -> Effect:
    """Computes the effect of an allowed command other than undo."""
    effect = Effect(columns=dict(at.case) if at.case is not None else dict(BLANK))
    for key, value in at.intent.changes.items():
        if key in CASE_KEYS:
            effect.columns[key] = value
    for word in at.rule.does:
        name, _sep, argument = word.partition(":")
        EFFECTS[name](at, effect, argument)
    if at.case is None or at.rule.to != at.case["stage"]:
        _enter(at, effect)
    return effect


def _enter(at: Situation, effect: Effect) -> None:
    """A new stage: its clock starts, nobody holds the case."""
    columns = effect.columns
    columns["stage"] = int(at.rule.to)
    columns["stage_since"] = at.now
    columns["holder_id"] = columns["held_at"] = None
    urgent = columns["severity"] == 1
    limit = at.ask.stage_limit(int(at.rule.to), urgent, columns["grid_code"])
    columns["stage_limit"] = limit["minutes"] if limit else None
    columns["stage_calendar"] = limit["calendar"] if limit else None
    columns["stage_deadline"] = (
        at.ask.calendar(limit["calendar"]).deadline(at.now, limit["minutes"]) if limit else None
    )


def _create(at: Situation, effect: Effect, _argument: str) -> None:
    effect.created = True
    effect.columns["registered_at"] = at.now


def _file(at: Situation, effect: Effect, _argument: str) -> None:
    chosen = at.intent.changes["condition_id"]
    condition = at.ask.condition(chosen)
    assert condition is not None
    effect.columns["condition_id"] = chosen
    if "severity" not in at.intent.changes:
        effect.columns["severity"] = condition["severity"]


def _dispatch(at: Situation, effect: Effect, _argument: str) -> None:
    effect.columns["department_id"] = at.intent.changes.get(
        "department_id", effect.columns["department_id"]
    )


def _start(at: Situation, effect: Effect, clock: str) -> None:
    """The department's clock restarts per department; the case's starts once."""
    columns = effect.columns
    if clock == "department":
        tried = columns["departments"]
        same = bool(tried) and tried[-1] == columns["department_id"]
        if not same:
            columns["departments"] = [*tried, columns["department_id"]]
        elif columns["department_since"] is not None:
            _resume(at, effect, clock)
            return
    elif columns["case_since"] is not None:
        _resume(at, effect, clock)
        return
    condition = at.ask.condition(columns["condition_id"]) if columns["condition_id"] else None
    if condition is None:
        return
    calendar = at.ask.calendar(condition["calendar"])
    columns[f"{clock}_since"] = at.now
    columns[f"{clock}_limit"] = condition["limit_minutes"]
    columns[f"{clock}_calendar"] = condition["calendar"]
    columns[f"{clock}_deadline"] = calendar.deadline(at.now, condition["limit_minutes"])
    columns[f"{clock}_stopped"] = None


def _stop(at: Situation, effect: Effect, clock: str) -> None:
    if effect.columns[f"{clock}_since"] is not None and effect.columns[f"{clock}_stopped"] is None:
        effect.columns[f"{clock}_stopped"] = at.now


def _resume(at: Situation, effect: Effect, clock: str) -> None:
    """A stopped clock runs on; the department is not charged for what others took meanwhile."""
    stopped = effect.columns[f"{clock}_stopped"]
    if stopped is None:
        return
    effect.columns[f"{clock}_stopped"] = None
    if clock == "department":
        _shift(at, effect, clock, stopped, at.now)


def _shift(at: Situation, effect: Effect, clock: str, since: int, until: int) -> None:
    """Moves the deadline by the working time between two moments."""
    columns = effect.columns
    if columns[f"{clock}_deadline"] is None:
        return
    calendar = at.ask.calendar(columns[f"{clock}_calendar"])
    added = calendar.position(until) - calendar.position(since)
    if added:
        position = calendar.position(columns[f"{clock}_deadline"])
        columns[f"{clock}_deadline"] = calendar.moment(position + added)


def _extend(at: Situation, effect: Effect, _argument: str) -> None:
    assert at.request is not None
    columns, hours = effect.columns, at.request["hours"]
    for clock in ("department", "case"):
        if columns[f"{clock}_deadline"] is not None:
            calendar = at.ask.calendar(columns[f"{clock}_calendar"])
            position = calendar.position(columns[f"{clock}_deadline"])
            columns[f"{clock}_deadline"] = calendar.moment(position + hours * 3_600_000)
            columns[f"{clock}_limit"] += hours * 60


def _suspend(at: Situation, effect: Effect, _argument: str) -> None:
    assert at.request is not None
    until = at.request["until"]
    for clock in ("department", "case"):
        _shift(at, effect, clock, at.now, until)
    effect.columns["suspended_from"], effect.columns["suspended_until"] = at.now, until


def _now(at: Situation, effect: Effect, column: str) -> None:
    effect.columns[column] = at.now


def _first(at: Situation, effect: Effect, column: str) -> None:
    if effect.columns[column] is None:
        effect.columns[column] = at.now


def _inc(_at: Situation, effect: Effect, column: str) -> None:
    effect.columns[column] += 1


def _set(_at: Situation, effect: Effect, column: str) -> None:
    effect.columns[column] = True


def _unset(_at: Situation, effect: Effect, column: str) -> None:
    effect.columns[column] = False


def _clear(_at: Situation, effect: Effect, column: str) -> None:
    effect.columns[column] = None


def _copy(at: Situation, effect: Effect, argument: str) -> None:
    column, _sep, key = argument.partition(":")
    effect.columns[column] = at.intent.changes[key]


def _assign(at: Situation, effect: Effect, state: str) -> None:
    for crew in at.intent.changes.get("crews", ()):
        effect.new_assignments.append(
            {
                "crew_id": crew,
                "state": int(state or AssignmentState.SENT),
                "sent_at": at.now,
                "ended_at": None,
            }
        )


def _live(at: Situation) -> list[Row]:
    return (
        []
        if at.case is None
        else [a for a in at.ask.assignments(at.case["id"]) if a["ended_at"] is None]
    )


def _assignment(at: Situation, effect: Effect, state: str) -> None:
    for row in _live(at):
        if row["id"] not in effect.assignments and row["state"] < int(state):
            effect.assignments[row["id"]] = {"state": int(state)}


def _release(at: Situation, effect: Effect, state: str) -> None:
    for row in _live(at):
        effect.assignments[row["id"]] = {"state": int(state), "ended_at": at.now}


def _unassign(at: Situation, effect: Effect, _argument: str) -> None:
    """Other crews are named: those that were on the case are free."""
    if "crews" in at.intent.changes:
        _release(at, effect, str(int(AssignmentState.RELEASED)))


def _request(at: Situation, effect: Effect, kind: str) -> None:
    changes = at.intent.changes
    effect.new_requests.append(
        {
            "kind": kind,
            "level": effect.columns["extensions"] + 1 if kind == "extension" else 1,
            "state": int(RequestState.OPEN),
            "asked_by": at.actor,
            "asked_at": at.now,
            "department_id": effect.columns["department_id"],
            "hours": changes.get("hours"),
            "until": changes.get("until", changes.get("due")),
            "reason": at.intent.reason,
        }
    )


def _settle(at: Situation, effect: Effect, _argument: str) -> None:
    assert at.request is not None
    granted = at.intent.command == "answer" or at.intent.changes["approve"]
    effect.requests[at.request["id"]] = {
        "state": int(RequestState.GRANTED if granted else RequestState.DECLINED),
        "decided_by": at.actor,
        "decided_at": at.now,
        "decision": at.intent.reason,
    }


def _raise(at: Situation, effect: Effect, _argument: str) -> None:
    assert at.request is not None
    effect.requests[at.request["id"]] = {"level": at.request["level"] + 1}


def _withdraw(at: Situation, effect: Effect, _argument: str) -> None:
    """Withdraws the department's open requests once the case moves on; an order stays due."""
    for row in at.requests:
        settled = row["id"] in effect.requests
        if row["state"] == RequestState.OPEN and row["kind"] != "supervision" and not settled:
            effect.requests[row["id"]] = {"state": int(RequestState.WITHDRAWN)}


def _attach(at: Situation, effect: Effect, role: str) -> None:
    effect.attach += [(digest, role) for digest in at.intent.changes.get("photos", ())]


def _claim(at: Situation, effect: Effect, _argument: str) -> None:
    effect.columns["holder_id"], effect.columns["held_at"] = at.actor, at.now


def _merge(at: Situation, effect: Effect, _argument: str) -> None:
    effect.columns["duplicate_of"] = effect.unite_axes_with = at.intent.changes["into"]


def _unmerge(_at: Situation, effect: Effect, _argument: str) -> None:
    effect.columns["duplicate_of"] = None


def _end(at: Situation, effect: Effect, _argument: str) -> None:
    effect.columns["closed_at"] = at.now
    if at.case is not None:
        _stop(at, effect, "department")
        _stop(at, effect, "case")
        _release(at, effect, str(int(AssignmentState.RELEASED)))
        _withdraw(at, effect, "")


def restore(at: Situation, event: Row) -> Effect:
    """Restores the values an event replaced and removes the rows it created."""
    assert at.case is not None
    effect = Effect(columns=dict(at.case))
    before, after = event["before"], event["after"]
    parts = ("assignments", "requests", "attachments")
    effect.columns.update({k: v for k, v in before.items() if k not in parts})
    released = {"state": int(AssignmentState.RELEASED), "ended_at": at.now}
    effect.assignments = _restored("assignments", before, after, released)
    withdrawn = {"state": int(RequestState.WITHDRAWN)}
    effect.requests = _restored("requests", before, after, withdrawn)
    for text in after.get("attachments", []):
        digest, _sep, role = text.partition(":")
        effect.detach.append((digest, role))
    return effect


def _restored(
    kind: str, before: Row, after: Row, gone: Mapping[str, Any]
) -> dict[int, dict[str, Any]]:
    """Rows of one kind with their former values; those that the event made come first.

    A crew is on a case once, and a request of a kind is open once: the newer row makes room.
    """
    old = before.get(kind, {})
    order = sorted(map(int, after.get(kind, {})), key=lambda row: (str(row) in old, row))
    return {row: dict(old.get(str(row), gone)) for row in order}


EFFECTS: Final[Mapping[str, Callable[[Situation, Effect, str], None]]] = {
    "create": _create,
    "file": _file,
    "dispatch": _dispatch,
    "start": _start,
    "stop": _stop,
    "resume": _resume,
    "extend": _extend,
    "suspend": _suspend,
    "now": _now,
    "first": _first,
    "inc": _inc,
    "set": _set,
    "unset": _unset,
    "clear": _clear,
    "copy": _copy,
    "assign": _assign,
    "assignment": _assignment,
    "release": _release,
    "unassign": _unassign,
    "request": _request,
    "settle": _settle,
    "raise": _raise,
    "withdraw": _withdraw,
    "attach": _attach,
    "claim": _claim,
    "merge": _merge,
    "unmerge": _unmerge,
    "end": _end,
}
