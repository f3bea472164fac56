"""The door with one check removed, in either database; names are those of the attacks."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from console.domain import judgement, needs, value_checks, workflow
from console.domain.stage import Post, Stage
from console.store.door import embedded, lookups, passage
from console.store.guard.text import guard_sql
from tests.store.world import CLOCK, World

NEEDS = (
    *("target", "decider", "not_overdue", "extensions", "none_open", "reason", "given"),
    *("confirmed", "condition", "department", "enforcement", "crews", "crew", "collector", "hours"),
    *("until", "due", "on_behalf", "not_suspended", "overdue", "empty", "recent_end", "free"),
    *("something", "area", "main_ended", "not_own"),
)
OWN_WORD = {"not_merged": "merged"}

ANY_STAGE = (
    "select o.stage from public.rule o where o.command = asked.command and o.post = asked.post"
    " and o.variant = coalesce(about, '') order by o.stage = coalesce(at_stage, 0) desc limit 1"
)
SQL: dict[str, tuple[str, str]] = {
    "region": ("p.region_id is null or p.region_id", "true or p.region_id"),
    "department_scope": ("p.department_id is null or p.department_id", "true or p.department_id"),
    "post": ("when (new.post = any (seen.posts)) is not true then", "when false then"),
    "stage": (
        "and r.stage = coalesce(at_stage, 0)),\n",
        "and r.stage = (" + ANY_STAGE + ")),\n",
    ),
    "columns": ("when new.changes - rule.may <> '{}' then", "when false then"),
    "types": ("perform public.door_forged('changes.' || word);", "null;"),
    "conflict": ("when rule.touches && touched or new.changes ?| touched then", "when false then"),
    "axis": ("if others is not null and public.door_setting", "if false and public.door_setting"),
    "ledger": ("if known.arguments <> hash or known.actor_id <> who then", "if false then"),
    "merged_away": ("when cur.duplicate_of is not null and not", "when false and not"),
    "undo_actor": ("e.actor_id <> who or e.post <> asked.post", "false"),
    "undo_window": ("or e.recorded_at < at_ms - public.door_setting('undo_minutes')", "or e.recorded_at < 0 * public.door_setting('undo_minutes')"),
    "undo_kind": ("or e.command in (", "or false and e.command in ("),
    "request_state": ("and r.case_id = asked.subject and r.state = 1;", "and r.case_id = asked.subject;"),
    "condition_ended": (" and f.ended_at is null", ""),
    "none_open": ("when 'none_open', 'none_ever' then\n", "when 'none_open', 'none_ever' then\n      return null;\n"),
    "photos": ("or not exists (select 1 from public.blob b where b.hash = p.hash #>> '{}')", ""),
    "source": ("if changes ? 'source' and not", "if false and not"),
    "too_long": ("changes->>word end) > n then", "changes->>word end) > n and false then"),
    "grid_unknown": ("if changes ? 'grid_code' and not", "if false and not"),
    "place": ("if changes ?| '{lon,lat}' and coalesce", "if false and coalesce"),
}  # fmt: skip
"""Text of the guard → what stands there without the check."""


BEHIND: dict[str, tuple[str, ...]] = {
    "photos": ("alter table attachment drop constraint attachment_blob_hash_fkey",),
    "none_open": ("drop index request_open_key",),
}
"""Constraints that would catch what the removed check let through: a second line, taken away too."""


def of_server(name: str) -> tuple[str, str]:
    """The change to the guard's text that removes check `name`."""
    if name in SQL:
        return SQL[name]
    word = OWN_WORD.get(name, name)
    frequent = f"\n      when '{word}' then\n"  # in the loop of door_needs, the others in functions
    if frequent in guard_sql():
        return frequent, f"{frequent}        met := true;\n        continue;\n"
    return f"\n    when '{word}' then\n", f"\n    when '{word}' then\n      return null;\n"


def mutate_server(world: World, guard: str, name: str) -> None:
    """Replaces the guard of one database by one that lacks check `name`."""
    old, new = of_server(name)
    assert old in guard, f"the guard has no such text: {old}"
    replace_guard(world, guard.replace(old, new))
    with world.store.write() as connection:
        for statement in BEHIND.get(name, ()):
            connection.exec_driver_sql(statement)


def replace_guard(world: World, text: str) -> None:
    """Puts another guard into one database, and back the clock that the tests set."""
    with world.store.write() as connection:
        raw: Any = connection.connection.dbapi_connection
        with raw.cursor() as cursor:
            cursor.execute(text)
        connection.exec_driver_sql(CLOCK)


def mutate_embedded(world: World, patch: pytest.MonkeyPatch, name: str) -> None:
    """Takes check `name` out of the embedded door of this process."""
    if name == "none_open":
        with world.store.write() as connection:
            connection.exec_driver_sql(BEHIND[name][0])
    word = OWN_WORD.get(name, name)
    if name in NEEDS or name in OWN_WORD:
        patch.setitem(needs.CHECKS, word, _met)
        return
    EMBEDDED[name](patch)


def _met(_question: Any, _argument: str) -> None:
    return None


def _without_region(patch: pytest.MonkeyPatch) -> None:
    def reach(held: Any, _region: int, department: int | None, ask: Any) -> list[Post]:
        path = ask.department_path(department) if department is not None else ()
        return [p.post for p in held if p.department_id is None or p.department_id in path]

    patch.setattr(judgement, "in_scope", reach)


def _without_department(patch: pytest.MonkeyPatch) -> None:
    def reach(held: Any, region: int, _department: int | None, ask: Any) -> list[Post]:
        path = ask.region_path(region)
        return [p.post for p in held if p.region_id is None or p.region_id in path]

    patch.setattr(judgement, "in_scope", reach)


def _without_post(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(judgement, "in_scope", lambda *_all: list(Post))


def _without_stage(patch: pytest.MonkeyPatch) -> None:
    def anywhere(command: str, variant: str, stage: Stage | None, post: Post) -> Any:
        fitting = [
            r for r in workflow.RULES if (r.command, r.variant, r.post) == (command, variant, post)
        ]
        return next((r for r in fitting if r.stage is stage), fitting[0] if fitting else None)

    patch.setattr(judgement, "find", anywhere)


def _without_types(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(judgement, "check_shape", lambda _intent: None)


def _without_merge(patch: pytest.MonkeyPatch) -> None:
    sound = judgement._matching

    def matching(intent: Any, case: Any, requests: Any, ask: Any) -> Any:
        return sound(intent, {**case, "duplicate_of": None} if case else case, requests, ask)

    patch.setattr(judgement, "_matching", matching)


def _without_value(key: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setitem(value_checks.CHECKS, key, lambda _changes, _ask: None)


def _without_place(patch: pytest.MonkeyPatch) -> None:
    for key in ("lon", "lat"):
        _without_value(key)(patch)


def _undoing(**replaced: Any) -> Callable[[pytest.MonkeyPatch], None]:
    """An undo that believes something else of the last event."""

    def mutate(patch: pytest.MonkeyPatch) -> None:
        sound = judgement._undone

        def undone(at: Any) -> Any:
            class Believing:
                def __getattr__(self, name: str) -> Any:
                    return getattr(at.ask, name)

                def latest_events(self, case: int) -> Any:
                    for event in at.ask.latest_events(case):
                        yield {**event, **{k: v(at, event) for k, v in replaced.items()}}

            return sound(dataclasses.replace(at, ask=Believing()))

        patch.setattr(judgement, "_undone", undone)

    return mutate


def _without_request_state(patch: pytest.MonkeyPatch) -> None:
    sound = judgement.variant_of

    def variant_of(intent: Any, requests: Any) -> Any:
        return sound(intent, [{**row, "state": 1} for row in requests])

    patch.setattr(judgement, "variant_of", variant_of)


def _without_photos(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lookups.EmbeddedLookups, "blob_known", lambda _self, _digest: True)
    patch.setattr(passage.Passage, "insert_new", lambda _self, _table, **_values: None)


def _without_end(patch: pytest.MonkeyPatch) -> None:
    sound = lookups.EmbeddedLookups.condition

    def condition(ask: lookups.EmbeddedLookups, number: int) -> Any:
        row = sound(ask, number)
        return {**row, "ended_at": None} if row is not None else None

    patch.setattr(lookups.EmbeddedLookups, "condition", condition)


def _without_ledger(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(embedded, "arguments_hash", lambda _intent, _actor: "same")


def _no_conflict(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(judgement, "_touched", lambda _intent, _case, _ask: set())


EMBEDDED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "region": _without_region,
    "department_scope": _without_department,
    "post": _without_post,
    "stage": _without_stage,
    "columns": lambda patch: patch.setattr(judgement, "_columns", lambda _i, _r: None),
    "types": _without_types,
    "conflict": _no_conflict,
    "axis": lambda patch: patch.setattr(judgement, "_axis", lambda *_all: False),
    "ledger": _without_ledger,
    "merged_away": _without_merge,
    "undo_actor": _undoing(actor_id=lambda at, _e: at.actor, post=lambda at, _e: at.intent.post),
    "undo_window": _undoing(recorded_at=lambda at, _e: at.now),
    "undo_kind": _undoing(command=lambda _at, _e: "dispatch"),
    "request_state": _without_request_state,
    "condition_ended": _without_end,
    "photos": _without_photos,
    "source": _without_value("source"),
    "too_long": lambda patch: patch.setattr(value_checks, "_longer", lambda _what, _text: None),
    "grid_unknown": _without_value("grid_code"),
    "place": _without_place,
}
