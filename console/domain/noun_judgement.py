"""Judges a command on a noun beside the case: whether it is allowed, and what it changes.

The steps are those of `judgement`, without what only cases have: axes, clocks and requests. Pure:
the store answers through `NounLookups`. `store/guard/nouns.sql` is the same in PL/pgSQL.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from console.domain.intent import Forged, HeldPost, Intent, Row
from console.domain.judgement import JSON_TYPES, Declined
from console.domain.needs import BLANKS
from console.domain.nouns import Column, Noun, find
from console.domain.stage import Post
from console.domain.undo import basis
from console.domain.value_checks import LONGEST
from console.domain.workflow import Rule

PART: Final = {"object": dict}


class NounLookups(Protocol):
    """Questions of the rules of nouns to the store."""

    def posts(self, actor: int) -> Sequence[HeldPost]: ...
    def region_path(self, region: int) -> Collection[int]: ...
    def there(self, table: str, row_id: int) -> bool: ...
    def row_of(self, kind: str, subject: int) -> Row | None: ...
    def sees(self, scope: Collection[int]) -> bool: ...
    def scope_of(self, noun: Noun, row: Row) -> Collection[int]: ...
    def touched_of(self, kind: str, subject: int, version: int) -> Collection[str]: ...
    def latest_of(self, kind: str, subject: int) -> Sequence[Row]: ...
    def parent_place(self, noun: Noun, parent: int) -> tuple[int | None, int] | None: ...
    def number_on(self, key: str) -> int: ...
    def setting(self, name: str) -> Any: ...


@dataclass(slots=True)
class NounChange:
    """An allowed command: its rule and the columns that it sets."""

    rule: Rule
    columns: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _CheckInput:
    noun: Noun
    intent: Intent
    row: Row | None
    actor: int
    now: int
    ask: NounLookups

    def value(self, name: str) -> Any:
        """A column as the command would leave it."""
        held = self.row.get(name) if self.row is not None else None
        return self.intent.changes.get(name, held)

    @property
    def parent(self) -> int | None:
        found: int | None = self.value(f"{self.noun.parent}_id")
        return found


def check_noun(noun: Noun, intent: Intent) -> None:
    """Raises `Forged` for keys, types or sizes that no console would write."""
    for key, value in sorted(intent.changes.items()):
        column = noun.columns.get(key)
        if column is None or not _typed(column, value):
            raise Forged(f"changes.{key}")


def _typed(column: Column, value: Any) -> bool:
    if value is None:
        return column.null
    wanted = PART.get(column.kind) or JSON_TYPES[column.kind]
    if not isinstance(value, wanted) or (isinstance(value, bool) and column.kind != "boolean"):
        return False
    if column.kind == "integer":
        return isinstance(value, int) and abs(value) < 10**15
    if isinstance(value, str):
        return len(value) <= column.most
    if column.kind in ("object", "array"):
        return len(json.dumps(value, ensure_ascii=False).encode()) <= column.most
    return True


def judge_noun(
    noun: Noun, intent: Intent, row: Row | None, actor: int, now: int, ask: NounLookups
) -> NounChange:
    """Judges `intent` on `row` (None: a command that creates it).

    What is hidden is answered as what is not there. Raises `Declined` where a rule says no and
    `Forged` where no console would ask.
    """
    q = _CheckInput(noun, intent, row, actor, now, ask)
    hidden = row is not None and not ask.sees(ask.scope_of(noun, row))
    if intent.subject is not None and (row is None or hidden):
        raise Declined(noun.sentence("unknown"))
    for what in ("reason", "on_behalf_of"):
        if len(getattr(intent, what) or "") > LONGEST[what]:
            raise Declined("too_long", what=what, most=LONGEST[what])
    held = _held(q)
    if not held:
        raise Declined("scope")
    if intent.post not in held:
        raise Declined("post", post=str(intent.post))
    touched = _touched(q)
    rule = _rule(q, touched)
    beyond = set(intent.changes) - set(rule.may)
    if beyond:
        raise Forged(f"changes.{min(beyond)}")
    if touched & {*rule.touches, *intent.changes}:
        raise Declined("changed", "changed")
    for name in sorted(intent.changes, key=rule.may.index):
        _within(q, name, intent.changes[name])
    for need in rule.needs:
        _need(q, need)
    return NounChange(rule, _undone(q) if "undo" in rule.does else _effects(q, rule))


def _held(q: _CheckInput) -> list[Post]:
    """The actor's posts that reach where the noun is; a city's noun everywhere."""
    posts = q.ask.posts(q.actor)
    if q.noun.city:
        return [post.post for post in posts]
    return [post.post for post in posts if _reaches(q, post)]


def _reaches(q: _CheckInput, post: HeldPost) -> bool:
    region: int | None
    if q.noun.region:
        region = q.value(q.noun.region)
    else:
        found = q.ask.parent_place(q.noun, q.parent) if q.parent is not None else None
        if found is None:
            return False
        region = found[0]
    path = q.ask.region_path(region) if region is not None else ()
    return post.department_id is None and (post.region_id is None or post.region_id in path)


def _touched(q: _CheckInput) -> set[str]:
    """Columns changed since the version that the operator saw."""
    seen = q.intent.version_seen
    if q.row is None or seen is None or seen == q.row["version"]:
        return set()
    if seen > q.row["version"]:
        raise Declined("changed", "changed")
    return set(q.ask.touched_of(q.noun.kind, q.row["id"], seen))


def _rule(q: _CheckInput, touched: Collection[str]) -> Rule:
    state = int(q.row["state"]) if q.row is not None else 0
    rule = find(q.noun, q.intent.command, state, q.intent.post)
    if rule is not None:
        return rule
    rules = [one for one in q.noun.rules() if one.command == q.intent.command]
    if not any(one.post == q.intent.post for one in rules):
        raise Declined("other_post", command=q.intent.command)
    if "state" in touched:
        raise Declined("changed", "changed")
    if any((one.stage or 0) == state for one in rules):
        raise Declined("other_post", command=q.intent.command)
    raise Declined("state", state=q.noun.word(state))


def _within(q: _CheckInput, name: str, value: Any) -> None:
    """Checks the bounds of a value, and the row that it names."""
    column = q.noun.columns[name]
    if value is None:
        return
    if column.kind == "integer" and not column.least <= value <= column.most:
        raise Declined(column.refusal, what=name, least=column.least, most=column.most)
    if column.of and not q.ask.there(column.of, value):
        raise Declined(column.refusal, what=name)


def _need(q: _CheckInput, need: str) -> None:
    name, _sep, argument = need.partition(":")
    column, _sep, post = argument.partition(":")
    held = q.row.get(argument) if q.row is not None else None
    if name == "reason":
        met = bool((q.intent.reason or "").strip(BLANKS))
    elif name == "given":
        given = q.intent.changes.get(argument)
        met = given is not None and (not isinstance(given, str) or bool(given.strip(BLANKS)))
    elif name == "empty":
        met = held is None
    elif name == "own":
        met = q.value(q.noun.owner) == q.actor
    elif name == "holds":
        met = any(
            held_post.post == post and _reaches(q, held_post)
            for held_post in q.ask.posts(q.value(column) or 0)
        )
    elif name == "after":
        met = (q.intent.changes.get(argument) or 0) > q.now
    elif name == "parent":
        place = q.ask.parent_place(q.noun, q.parent) if q.parent is not None else None
        met = place is not None and place[1] == _parent_state(q.noun, argument)
    else:
        raise ValueError(need)
    if not met:
        detail = {"what": "reason" if name == "reason" else column}
        raise Declined(q.noun.sentence(name), **detail)


def _parent_state(noun: Noun, word: str) -> int:
    from console.domain.nouns import noun as known
    from console.domain.stage import Stage

    parent = known(noun.parent)
    return parent.state(word) if parent is not None else int(Stage[word.upper()])


def _effects(q: _CheckInput, rule: Rule) -> dict[str, Any]:
    columns: dict[str, Any] = {**q.intent.changes, "state": int(rule.to)}
    for word in rule.does:
        name, _sep, argument = word.partition(":")
        column, _sep, key = argument.partition(":")
        if name in FILLS:
            columns[column] = FILLS[name]
        elif name == "now" or (name == "first" and (q.row is None or q.row[column] is None)):
            columns[column] = q.now
        elif name == "inc":
            columns[column] = ((q.row[column] if q.row is not None else None) or 0) + 1
        elif name == "copy":
            columns[column] = q.intent.changes.get(key)
        elif name == "actor":
            columns[column] = q.actor
        elif name == "number":
            columns[column] = q.ask.number_on(f"{q.noun.kind}:{q.parent or 0}")
        elif name != "first":
            raise ValueError(word)
    return columns


FILLS: Final[Mapping[str, Any]] = {"set": True, "unset": False, "clear": None}


def _undone(q: _CheckInput) -> dict[str, Any]:
    """Restores the values replaced by the actor's last event, unless a later one depends on it."""
    assert q.row is not None
    event = basis(q.ask.latest_of(q.noun.kind, q.row["id"]), q.actor)
    window = q.ask.setting("undo_minutes") * 60_000
    lawful = (
        event is not None
        and event["actor_id"] == q.actor
        and event["post"] == q.intent.post
        and event["subject_version"] > 1
        and event["recorded_at"] >= q.now - window
        and q.intent.version_seen in (None, q.row["version"])
    )
    if not lawful or event is None:
        raise Declined("undo")
    return dict(event["before"])
