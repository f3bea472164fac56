"""Form fields of a command, made from the rule table, and checks of their values.

One form serves every command of the card; a new row of the table has its fields at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from console.desk.desk import Desk
from console.desk.foresight import foresee
from console.desk.form_choices import NOTHING, choices, implied
from console.domain.field_words import LABELS
from console.domain.needs import HOUR
from console.domain.verdict import VerdictKind
from console.domain.workflow import CASE_KEYS, Rule
from console.words import _, mark


class FieldKind(StrEnum):
    """Input kind of a field."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MOMENT = "moment"
    PICTURES = "pictures"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Field:
    """`key` is a key of `changes`, or REASON or BEHALF; `wide` ones take a whole line.

    `source` names the options where they are not all values of the key.
    """

    key: str
    kind: FieldKind
    label: str
    wide: bool = False
    needed: bool = True
    source: str = ""

    @property
    def offers(self) -> str:
        """Key of the options."""
        return self.source or self.key


@dataclass(frozen=True, slots=True)
class FormValues:
    """Values of a form. `files` are pictures that are not in the database yet."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    on_behalf_of: str = ""
    files: Sequence[str] = ()


REASON: Final = "reason"
BEHALF: Final = "on_behalf_of"


def _field(key: str, kind: FieldKind, *, wide: bool = False) -> Field:
    return Field(key, kind, LABELS[key], wide=wide)


KNOWN: Final = {
    one.offers: one
    for one in (
        _field("answer", FieldKind.CHOICE),
        _field("condition_id", FieldKind.CHOICE, wide=True),
        _field("closing_confirmed", FieldKind.CHECK, wide=True),
        _field("category_id", FieldKind.CHOICE, wide=True),
        _field("severity", FieldKind.CHOICE),
        _field("department_id", FieldKind.CHOICE, wide=True),
        Field("department_id", FieldKind.CHOICE, mark("Enforcement body"), source="enforcement"),
        _field("crews", FieldKind.CHOICE, wide=True),
        Field("crews", FieldKind.CHOICE, LABELS["crews"], wide=True, source="own_crews"),
        _field("collector_id", FieldKind.CHOICE),
        _field("into", FieldKind.CHOICE, wide=True),
        _field("hours", FieldKind.NUMBER),
        _field("until", FieldKind.MOMENT),
        _field("due", FieldKind.MOMENT),
        _field("address", FieldKind.TEXT, wide=True),
        _field("description", FieldKind.TEXT, wide=True),
        _field("photos", FieldKind.PICTURES),
        _field(BEHALF, FieldKind.TEXT),
        _field(REASON, FieldKind.TEXT, wide=True),
    )
}
"""Fields in the order of a form."""
ASKED_BY: Final = {
    "collector": "collector_id",
    "crew": "own_crews",
    "condition": "condition_id",
    "department": "department_id",
    "enforcement": "enforcement",
    "target": "into",
    "on_behalf": BEHALF,
    **{key: key for key in (REASON, "hours", "until", "due")},
}
"""Need of the rule table → the field of KNOWN that meets it; `given:KEY` and `confirmed:KEY`
name theirs.
"""
DECLINES: Final = "decide-"
"""Command of the form that declines an open request; it is no row of the table and needs a
reason.
"""
CORRECTS: Final = frozenset({"change"})
"""Commands whose fields begin with what the case holds; only what was changed is sent."""
MAY: Final[Mapping[str, frozenset[str]]] = {
    "file": frozenset({"severity"}),
    "redispatch": frozenset({"crews"}),
    "start": frozenset({"own_crews"}),
}
"""Optional keys that the form shows; pictures always are, a correction's all."""


def fields(rule: Rule, photos_needed: bool = False) -> tuple[Field, ...]:
    """Fields of `rule` in order. `photos_needed`: the city wants pictures of work done."""
    needed = {ASKED_BY[need] for need in rule.needs if need in ASKED_BY}
    for need in rule.needs:
        word, _sep, key = need.partition(":")
        if word in ("given", "confirmed"):
            needed.add(key)
    if photos_needed and "photos" in rule.needs:
        needed.add("photos")
    may = set(MAY.get(rule.command, frozenset())) | {"photos"}
    if rule.command in CORRECTS:
        may |= set(CASE_KEYS)
    asked = needed | {name for name, one in KNOWN.items() if name in may and one.key in rule.may}
    return tuple(
        replace(one, needed=name in needed) for name, one in KNOWN.items() if name in asked
    )


def first_missing(asked: Sequence[Field], given: FormValues) -> Field | None:
    """The first needed field that is empty."""
    return next((one for one in asked if one.needed and not _filled(one, given)), None)


def _filled(one: Field, given: FormValues) -> bool:
    if one.key == REASON:
        return bool(given.reason.strip())
    if one.key == BEHALF:
        return bool(given.on_behalf_of.strip())
    if one.kind is FieldKind.PICTURES:
        return bool(given.files or given.changes.get("photos"))
    if one.kind is FieldKind.CHECK:
        return given.changes.get(one.key) is True
    return given.changes.get(one.key) is not None


def objection(
    desk: Desk, command: str, case: int, asked: Sequence[Field], given: FormValues
) -> str:
    """Why the form cannot be sent: a needed field is empty, or the rules refuse. "" where it
    can.
    """
    empty = first_missing(asked, given)
    if empty is not None:
        return _("Still needed: {what}").format(what=_(empty.label))
    if command == DECLINES:
        return ""
    if command in CORRECTS and not given.changes:  # in the words of somebody who is still at it
        return _("Nothing is changed yet.")
    return _refused(desk, command, case, given)


def fixed_objection(desk: Desk, command: str, case: int, asked: Sequence[Field]) -> str:
    """Why the rules refuse the command whatever its values; "" where some would do."""
    changes: dict[str, Any] = {}
    for one in asked:
        found = (
            choices(desk, case, one.offers) if one.kind is FieldKind.CHOICE and one.needed else ()
        )
        if one.kind is FieldKind.CHOICE and one.needed and not found:
            return _(NOTHING[one.offers])
        if one.needed and one.key not in (REASON, BEHALF):
            changes[one.key] = found[0].value if found else _plausible(desk, one)
    if command in CORRECTS:
        changes |= {
            one.key: "…" for one in asked if one.key in CASE_KEYS and one.kind is FieldKind.TEXT
        }
    return _refused(desk, command, case, FormValues(changes, "…", "…"))


def _refused(desk: Desk, command: str, case: int, given: FormValues) -> str:
    changes = {**implied(desk, command, case), **given.changes}
    if given.files:
        changes["photos"] = [*changes.get("photos", ()), *given.files]
    verdict = foresee(desk, command, case, changes, given.reason, given.on_behalf_of)
    return verdict.text if verdict.allowed is VerdictKind.NO else ""


def _plausible(desk: Desk, one: Field) -> Any:
    if one.kind is FieldKind.MOMENT:
        return desk.room.clock.now() + HOUR
    return {FieldKind.NUMBER: 1, FieldKind.CHECK: True, FieldKind.PICTURES: ["…"] * 9}.get(
        one.kind, "…"
    )
