"""Each check of a noun's command, taken out, lets its attack through; with it the attack fails.

Server: the check's text in the guard is replaced. Embedded: the function that makes it.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from console.domain import noun_judgement, nouns
from console.domain.intent import Forged
from console.domain.nouns import DECLARED, Noun
from console.domain.stage import Post
from console.store.door import embedded_nouns
from console.store.door import server as server_door
from console.store.guard.text import guard_sql
from tests.store import mutations, town, toys
from tests.store.test_nouns import KINDS, changing, creating
from tests.store.toys import act, reached, values
from tests.store.world import World

Attack = Callable[[World, Noun], bool]
"""Whether a lawless command gets through."""


@pytest.fixture(autouse=True)
def _toy() -> Iterator[None]:
    with toys.declared():
        yield


def _post(world: World, noun: Noun) -> bool:
    rule = creating(noun)
    changes = values(world, noun, rule)
    if noun.owner:
        changes[noun.owner] = toys.operators(world)["caller"]
    return act(world, noun, rule, None, who="caller", post=rule.post, changes=changes).done


def _scope(world: World, noun: Noun) -> bool:
    rule = next(r for r in noun.rules() if r.stage is None and r.post == Post.DISPATCHER)
    changes = values(world, noun, rule)
    if noun.owner:
        changes[noun.owner] = toys.operators(world)["eastdisp"]
    return act(world, noun, rule, None, who="eastdisp", changes=changes).done


def _sight(world: World, noun: Noun) -> bool:
    made = creating(noun)
    changes = values(world, noun, made) | {noun.region: town.WEST}
    subject = act(world, noun, made, None, changes=changes).subject
    rule = next(r for r in changing(noun) if r.post == Post.DISPATCHER)
    return act(world, noun, rule, subject, who="eastdisp").reason != noun.sentence("unknown")


def _columns(world: World, noun: Noun) -> bool:
    rule = next(r for r in changing(noun) if set(noun.columns) - set(r.may))
    subject = reached(world, noun, rule.stage or 1)
    beyond = next(name for name in noun.columns if name not in rule.may)
    value = values(world, noun, creating(noun)).get(beyond)
    return act(world, noun, rule, subject, changes=values(world, noun, rule) | {beyond: value}).done


def _shape(world: World, noun: Noun) -> bool:
    rule = creating(noun)
    name = next(
        name for name, column in noun.columns.items() if column.kind in ("integer", "object")
    )
    wrong: Any = "1" if noun.columns[name].kind == "integer" else {"long": "x" * 30_000}
    return act(world, noun, rule, None, changes=values(world, noun, rule) | {name: wrong}).done


def _conflict(world: World, noun: Noun) -> bool:
    rule = changing(noun)[0]
    subject = reached(world, noun, rule.stage or 1)
    again = next((r for r in changing(noun) if r.stage == r.to and values(world, noun, r)), None)
    if again is None:  # every command ends it: a second one meets another state
        return act(world, noun, rule, subject, version_seen=9).done
    subject = reached(world, noun, again.stage or 1)
    seen = 1
    assert act(world, noun, again, subject, version_seen=seen, number=5).done
    return act(world, noun, again, subject, version_seen=seen, number=6).done


def _undo(world: World, noun: Noun) -> bool:
    rule = next(r for r in changing(noun) if r.post in (Post.DISPATCHER, Post.COMMAND_LEAD))
    subject = reached(world, noun, rule.stage or 1)
    assert act(world, noun, rule, subject, number=1).done
    return world.act("lead" if noun.city else "both", "undo", subject, kind=noun.kind,
                     post=Post.SUPERVISION_LEAD if noun.city else Post.DISPATCHER).done  # fmt: skip


def _bounds(world: World, noun: Noun) -> bool:
    rule = creating(noun)
    name = next(n for n in rule.may if noun.columns[n].kind == "integer" and not noun.columns[n].of)
    column = noun.columns[name]
    return act(world, noun, rule, None, changes=values(world, noun, rule) | {name: column.most + 1}).done  # fmt: skip


def _need(world: World, noun: Noun) -> bool:
    rule = creating(noun)
    changes = values(world, noun, rule)
    given = next(n for n in rule.needs if n.startswith("given:")).partition(":")[2]
    changes.pop(given)
    return act(world, noun, rule, None, changes=changes).reason != noun.sentence("given")


def _ledger(world: World, noun: Noun) -> bool:
    rule = creating(noun)
    act(world, noun, rule, None, command_id="same")
    return act(world, noun, rule, None, command_id="same", reason="another").outcome == "done"


def _patch_reach(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(noun_judgement, "_reaches", lambda _q, _post: True)


def _patch_post(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(noun_judgement, "_held", lambda q: [q.intent.post])


def _patch_typed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(noun_judgement, "_typed", lambda _column, _value: True)


def _patch_within(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(noun_judgement, "_within", lambda _q, _name, _value: None)


def _patch_need(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(noun_judgement, "_need", lambda _q, _need: None)


def _patch_touched(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(noun_judgement, "_touched", lambda _q: set())


def _patch_sees(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(embedded_nouns._Lookups, "sees", lambda _self, _scope: True)


def _patch_columns(patch: pytest.MonkeyPatch) -> None:
    sound = nouns.find

    def find(one: Noun, command: str, state: int, post: Post) -> Any:
        rule = sound(one, command, state, post)
        return dataclasses.replace(rule, may=tuple(one.columns)) if rule is not None else None

    patch.setattr(noun_judgement, "find", find)


def _patch_undo(patch: pytest.MonkeyPatch) -> None:
    from console.domain.undo import basis as sound

    def basis(events: Any, actor: int) -> Any:
        found = sound(events, actor)
        return {**found, "actor_id": actor, "post": WHOSE[actor]} if found is not None else None

    patch.setattr("console.domain.noun_judgement.basis", basis)


WHOSE: dict[int, Any] = {
    number: Post.DISPATCHER if who == "both" else held.post
    for number, (who, held) in enumerate(town.WHO.items(), 1)
}

CHECKS: dict[str, tuple[Attack, tuple[str, str], Callable[[pytest.MonkeyPatch], None] | None]] = {
    "post": (_post, ("elsif (asked.post = any (posts)) is not true then", "elsif false then"), _patch_post),
    "scope": (_scope, ("or (p.department_id is null and (p.region_id is null", "or (true or p.department_id is null and (p.region_id is null"), _patch_reach),
    "sight": (_sight, ("select 0 = any (scope) or public.is_master()", "select true or public.is_master()"), _patch_sees),
    "columns": (_columns, ("elsif asked.changes - rule.may <> '{}' then", "elsif false then"), _patch_columns),
    "shape": (_shape, ("    perform public.door_forged('changes.' || word);\n  end if;\nend\n$$;\n\n-- A noun's row;", "  end if;\nend\n$$;\n\n-- A noun's row;"), _patch_typed),
    "conflict": (_conflict, ("elsif rule.touches && touched or asked.changes ?| touched then", "elsif false then"), _patch_touched),
    "undo": (_undo, ("or e.actor_id <> who or e.post <> asked.post or e.subject_version = 1", "or e.subject_version = 1"), _patch_undo),
    "bounds": (_bounds, ("not between (told->>'least')::numeric and (told->>'most')::numeric then", "not between 0 and 1e15 then"), _patch_within),
    "need": (_need, ("if not public.noun_met(n, word, asked, old, changed, who, at_ms) then", "if false then"), _patch_need),
    "ledger": (_ledger, ("if known.arguments <> hash or known.actor_id <> who then", "if false then"), None),
}  # fmt: skip
REGIONAL = ("scope", "sight")
NUMBERED = ("bounds",)
CASES = [
    (name, noun)
    for name in CHECKS
    for noun in KINDS
    if (noun.region or name not in REGIONAL)
    and (name not in NUMBERED or any(c.kind == "integer" and not c.of and c.most < 10**9 for c in noun.columns.values()))
    and not (name == "conflict" and noun.kind == "standing_rule")  # its one change ends it
]  # fmt: skip
each = pytest.mark.parametrize(("name", "noun"), CASES, ids=[f"{n}-{k.kind}" for n, k in CASES])


def through(attack: Attack, world: World, noun: Noun) -> bool:
    """Whether it got through; a forgery, or what the tables themselves refuse, did not."""
    try:
        return attack(world, noun)
    except Forged:
        return False


def past(attack: Attack, world: World, noun: Noun) -> bool:
    """Whether it passed the door, if only to be stopped by the tables or the types behind it."""
    try:
        return attack(world, noun)
    except Forged:
        return False
    except Exception:  # noqa: BLE001 — whatever stands behind the door
        return True


def test_every_declared_kind_is_attacked() -> None:
    assert {noun.kind for _name, noun in CASES} == {noun.kind for noun in [*DECLARED, *toys.TOYS]}


@each
def test_without_its_check_the_attack_passes_the_server(
    name: str, noun: Noun, server: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_door.LOG, "exception", lambda *_told: None)  # the tables' own keys
    attack, (old, new), _patch = CHECKS[name]
    guard = guard_sql()
    assert old in guard
    assert not through(attack, server, noun)
    toys.retire_rows(server, noun)
    mutations.replace_guard(server, guard.replace(old, new))
    assert past(attack, server, noun)


@each
def test_without_its_check_the_attack_passes_the_file(
    name: str, noun: Noun, embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack, _sql, patch = CHECKS[name]
    assert not through(attack, embedded, noun)
    if patch is None:
        return  # the ledger is one for all kinds: test_mutations takes it out
    toys.retire_rows(embedded, noun)
    patch(monkeypatch)
    assert past(attack, embedded, noun)
