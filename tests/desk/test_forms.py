"""The fields of a command's form come from the rule table, none is missing, and all have choices."""

from console.desk.form_choices import NOTHING, OFFERS
from console.desk.forms import (
    ASKED_BY,
    BEHALF,
    KNOWN,
    REASON,
    Field,
    FieldKind,
    FormValues,
    fields,
    first_missing,
)
from console.domain.workflow import KEY_TYPES, RULES, Rule

BY_THE_CASE = frozenset(
    {
        *("not_suspended", "not_overdue", "overdue", "extensions", "empty", "none_open"),
        *("none_ever", "decider", "ahead", "recent_end", "merged", "free", "crews", "photos"),
        *("area", "not_own"),
        "something",  # one field, whichever
    }
)
"""Needs that the case itself meets or does not, whatever anybody fills in."""
OF_A_CASE = [rule for rule in RULES if rule.stage is not None and not rule.variant]


def rule(command: str) -> Rule:
    return next(one for one in OF_A_CASE if one.command == command)


def asked(command: str, *, photos_needed: bool = False) -> dict[str, bool]:
    return {one.key: one.needed for one in fields(rule(command), photos_needed)}


def test_every_need_that_can_be_filled_in_is_asked_for() -> None:
    for one in OF_A_CASE:
        needed = {field.key for field in fields(one) if field.needed}
        for need in one.needs:
            word, _sep, key = need.partition(":")
            if word not in BY_THE_CASE and one.command != "dispatch":  # which names a target
                assert KNOWN[ASKED_BY.get(word, key)].key in needed, (one.command, need)


def test_only_keys_that_the_door_takes_are_asked_for() -> None:
    for one in OF_A_CASE:
        keys = {field.key for field in fields(one)} - {REASON, BEHALF}
        assert keys <= set(one.may), one.command
        assert keys <= set(KEY_TYPES)


def test_every_choice_has_something_to_offer_and_every_needed_one_a_sentence() -> None:
    choices = {name: one for name, one in KNOWN.items() if one.kind is FieldKind.CHOICE}
    assert set(choices) == set(OFFERS)
    always = {"answer", "severity", "category_id", "crews"}  # they have one for every case and city
    assert set(NOTHING) == set(choices) - always


def test_what_some_commands_ask_for() -> None:
    assert asked("urge") == {}
    assert asked("note") == {"reason": True}
    assert asked("supervise") == {"due": True, "reason": True}
    assert asked("file") == {"condition_id": True, "severity": False}
    assert asked("close") == {"closing_confirmed": True}
    assert asked("merge") == {"into": True}
    assert asked("attach") == {"photos": True}
    assert asked("redispatch") == {"department_id": True, "crews": False, "reason": True}
    assert asked("done") == {"photos": False}
    assert asked("done", photos_needed=True) == {"photos": True}
    assert asked("change") == {
        "category_id": False, "severity": False, "address": False, "description": False,
    }  # fmt: skip


def test_the_first_empty_field_is_named() -> None:
    due, reason = fields(rule("supervise"))
    assert first_missing((due, reason), FormValues()) == due
    assert first_missing((due, reason), FormValues({"due": 1}, reason=" ")) == reason
    assert first_missing((due, reason), FormValues({"due": 1}, reason="why")) is None
    (photos,) = fields(rule("attach"))
    assert first_missing((photos,), FormValues()) == photos
    assert first_missing((photos,), FormValues(files=("a.jpg",))) is None
    check = Field("closing_confirmed", FieldKind.CHECK, "")
    assert first_missing((check,), FormValues({"closing_confirmed": False})) == check
