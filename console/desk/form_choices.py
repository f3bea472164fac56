"""Options and initial values of the fields of a command's form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from console.desk import collectors, responsibility
from console.desk.case_names import CaseNames
from console.desk.desk import Desk
from console.desk.nearby import duplicates, nearby
from console.desk.recommendation import responsible
from console.domain.collectors import sent_at
from console.domain.moment import duration_text
from console.domain.needs import DAY, HOUR
from console.domain.severity import Severity
from console.domain.worktime import CONTINUOUS
from console.words import _, both, mark


@dataclass(frozen=True, slots=True)
class Option:
    """One value and its words in the language in force."""

    value: Any
    words: str


NOTHING: Final = {
    "condition_id": mark("This category has no filing condition in force."),
    "collector_id": mark("No collector is on duty."),
    "own_crews": mark("This department has no crew on duty."),
    "department_id": mark("The city has no department."),
    "enforcement": mark("The city has no enforcement body."),
    "into": mark("No open case lies within 300 m."),
}
"""Sentence shown where a needed field has no options."""


DAYS_AT_MOST: Final = {
    "until": "suspension_days_at_most",
    "due": "supervision_days_at_most",
}
"""Moment of a form → the city's setting of how far ahead it may lie."""


def choices(desk: Desk, case: int, key: str) -> Sequence[Option]:
    """Options of a key; none for a case that is not open."""
    return OFFERS[key](desk, case) if case in desk.room.cases else ()


def options(desk: Desk, case: int, key: str) -> Sequence[Option]:
    """The same options, those proposed by the rules first, with the reason."""
    found, why = choices(desk, case, key), {}
    if found and key == "collector_id":
        why = {one.collector: one.why for one in collectors.of_desk(desk, case)}
    elif found and key == "department_id":
        category = int(desk.room.cases.column("category_id")[desk.room.cases.slot_of[case]])
        say = partial(responsibility.words, desk.directory, category)
        why = {one.department: say(one) for one in responsible(desk, case)}
    if not why:
        return list(found)
    words = {option.value: option.words for option in found}
    return [
        *(Option(one, f"{words[one]} · {told}") for one, told in why.items() if one in words),
        *(option for option in found if option.value not in why),
    ]


def implied(desk: Desk, command: str, case: int) -> Mapping[str, Any]:
    """Values that need no input: the order that is answered."""
    if command != "answer":
        return {}
    held = desk.room.cases.requests.get(case, {})
    found = [request for request, (kind, _level) in held.items() if kind == "supervision"]
    return {"request_id": found[0]} if found else {}


def initial_value(desk: Desk, case: int, key: str) -> Any:
    """Initial value of a field; None for none."""
    if case not in desk.room.cases:
        return None
    slot, now = desk.room.cases.slot_of[case], desk.room.clock.now()
    if key in ("severity", "category_id"):
        return int(desk.room.cases.column(key)[slot])
    if key in ("address", "description"):
        return desk.room.cases.texts[key][slot]
    if key == "on_behalf_of":  # he who was sent is who calls in
        row = desk.room.cases.row(case)
        return None if sent_at(row) is None else CaseNames(desk).call_sign(row["collector_id"])
    moments = {"due": now + 2 * HOUR, "until": now + DAY}
    return moments.get(key, 2 if key == "hours" else None)


def bounds(desk: Desk, key: str) -> tuple[int, int]:
    """Least and most of a number or a moment (ms)."""
    if key == "hours":
        return 1, int(desk.setting("extension_hours_at_most"))
    now = desk.room.clock.now()
    return now, now + int(desk.setting(DAYS_AT_MOST[key])) * DAY


def _answers(_desk: Desk, _case: int) -> Sequence[Option]:
    return [Option(True, _("It is as reported")), Option(False, _("It is not as reported"))]


def _conditions(desk: Desk, case: int) -> Sequence[Option]:
    cases = desk.room.cases
    slot = cases.slot_of[case]
    category, grid = int(cases.column("category_id")[slot]), cases.texts["grid_code"][slot]
    return [
        Option(row["id"], f"{both(row['zh'], row['en'])} · {limit_words(row)}")
        for row in desk.directory.choices(category, grid)
    ]


def limit_words(row: Mapping[str, Any]) -> str:
    """The handling limit of a filing condition: as the standard writes it, or in English."""
    working = row["calendar"] != CONTINUOUS
    return both(row["limit_text"], duration_text(row["limit_minutes"], working=working))


def _categories(desk: Desk, _case: int) -> Sequence[Option]:
    rows = sorted(desk.directory.categories.values(), key=_code)
    return [Option(row["id"], f"{row['code']} {both(row['zh'], row['en'])}") for row in rows]


def _code(row: Mapping[str, Any]) -> str:
    return str(row["code"])


def _severities(_desk: Desk, _case: int) -> Sequence[Option]:
    return [Option(int(one), one.title) for one in Severity]


def _departments(desk: Desk, _case: int) -> Sequence[Option]:
    rows = [row for row in desk.directory.departments.values() if row["active"]]
    return [Option(row["id"], both(row["zh"], row["en"])) for row in rows]


def crews_of(desk: Desk, department: int | None) -> Sequence[Option]:
    """Crews on duty of a department and those below it, and the option of none: it chooses
    itself.
    """
    rows, paths = desk.directory.crews.values(), desk.directory.department_paths
    held = [
        row for row in rows if row["on_duty"] and department in paths.get(row["department_id"], ())
    ]
    named = [Option([row["id"]], row["call_sign"]) for row in sorted(held, key=_call_sign)]
    return [Option(None, _("The department chooses")), *named]


def _own_crews(desk: Desk, case: int) -> Sequence[Option]:
    """Crews on duty of the department that has the case."""
    cases = desk.room.cases
    department = int(cases.column("department_id")[cases.slot_of[case]])
    return crews_of(desk, department)[1:]


def _crews(desk: Desk, _case: int) -> Sequence[Option]:
    """No options before a department is named."""
    return crews_of(desk, None)


def _enforcers(desk: Desk, _case: int) -> Sequence[Option]:
    rows = desk.directory.departments.values()
    return [
        Option(row["id"], both(row["zh"], row["en"]))
        for row in rows
        if row["active"] and row["kind"] == "enforcement"
    ]


def _collectors(desk: Desk, _case: int) -> Sequence[Option]:
    rows = [row for row in desk.directory.collectors.values() if row["on_duty"]]
    return [Option(row["id"], row["call_sign"]) for row in sorted(rows, key=_call_sign)]


def _call_sign(row: Mapping[str, Any]) -> str:
    return str(row["call_sign"])


def _targets(desk: Desk, case: int) -> Sequence[Option]:
    """Cases to merge into: possible duplicates first, then all that are near."""
    case_names, cases = CaseNames(desk), desk.room.cases
    found = dict.fromkeys((*duplicates(desk, case), *nearby(desk, case)))
    merged = cases.column("duplicate_of")
    made = []
    for near in found:
        slot = cases.slot_of[near.case]
        if not merged[slot]:
            metres = _("{metres} m").format(metres=round(near.metres))
            words = f"{case_names.number(slot)} {case_names.category(slot)} · {metres}"
            made.append(Option(near.case, words))
    return made


OFFERS: Final[Mapping[str, Callable[[Desk, int], Sequence[Option]]]] = {
    "answer": _answers,
    "condition_id": _conditions,
    "category_id": _categories,
    "severity": _severities,
    "department_id": _departments,
    "enforcement": _enforcers,
    "crews": _crews,
    "own_crews": _own_crews,
    "collector_id": _collectors,
    "into": _targets,
}
