"""`cases list`, `commands` and `act`: cases and commands for scripts."""

import argparse
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.domain.automatic import escape_reason
from console.domain.clocks import Clock, counting
from console.domain.intent import Intent, new_command_id
from console.domain.moment import from_ms
from console.domain.needs import clock_of
from console.domain.refusal import Refused
from console.domain.severity import Severity
from console.domain.stage import Post, Stage
from console.domain.undo import basis
from console.domain.value_checks import plain
from console.domain.workflow import COMMANDS, DIGITS, KEY_TYPES, RULES
from console.domain.worktime import WorkCalendar
from console.live.clock import wall_ms
from console.seat import evidence, noun_tools, offer_tools, people_tools, proposal_tools
from console.seat.opening import opened
from console.store.city import directory
from console.store.city.directory import Directory
from console.store.dialect import database_now
from console.store.door.opening import open_door
from console.store.engine import Store
from console.store.people import operators
from console.store.reading import queries

ToolAnswer = tuple[Any, list[str], int]


def cases(options: argparse.Namespace) -> ToolAnswer:
    """Runs `cases list`, `complainant`, `proposals` and `offered`."""
    if options.act == "complainant":
        return people_tools.complainant(options)
    if options.act == "proposals":
        return proposal_tools.proposals(options)
    if options.act == "offered":
        return offer_tools.offered(options)
    stage = _stage(options.stage) if options.stage else None
    with opened(options, options.actor) as store:
        found = directory.read(store)
        ended = options.ended or (stage is not None and stage.ended)
        rows = queries.cases(store, stage=stage, ended=ended)
        with store.read() as connection:
            now = database_now(connection)
    made = [_shown(row, found, now) for row in rows]
    if options.overdue:
        made = [row for row in made if row["overdue"]]
    made = made[: options.limit]
    lines = [
        f"{row['number']}  {row['stage']:<9} {row['severity']}  {row['deadline'] or '-':<25}"
        f" {row['overdue'] or '-'}  {row['category']}  {row['department'] or '-'}"
        for row in made
    ]
    return made, lines, 0


def _stage(text: str) -> Stage:
    found = next((stage for stage in Stage if stage.word == text), None)
    if found is None:
        raise Refused("stage_unknown", stage=text)
    return found


def _shown(row: Mapping[str, Any], found: Directory, now: int) -> dict[str, Any]:
    category, zone = found.categories[row["category_id"]], ZoneInfo(found.city["zone"])
    clock, tier = _queue_clock(row), 0
    if clock is not None:
        tier = clock.tier(now, WorkCalendar(clock.calendar, found.spans[clock.calendar]))
    return {
        "id": row["id"],
        "number": row["number"],
        "stage": Stage(row["stage"]).word,
        "department": _name(found.departments, row["department_id"]),
        "region": _name(found.regions, row["region_id"]),
        "category": category["code"],
        "scheme": category["scheme"],
        "severity": Severity(row["severity"]).letter,
        "deadline": from_ms(clock.deadline_ms, zone).isoformat() if clock else None,
        "overdue": tier,
        "version": row["version"],
    }


def _queue_clock(row: Mapping[str, Any]) -> Clock | None:
    """The clock that counts for the queue the case stands in."""
    return clock_of(row, counting(Stage(row["stage"])))


def _name(rows: Mapping[int, Mapping[str, Any]], row_id: int | None) -> str | None:
    if row_id is None:
        return None
    return words.both(rows[row_id]["zh"], rows[row_id]["en"])


def commands(_options: argparse.Namespace) -> ToolAnswer:
    """The rule table, one entry a command, those of the nouns after those of cases."""
    made: list[dict[str, Any]] = []
    for command in COMMANDS:
        rules = [rule for rule in RULES if rule.command == command]
        made.append(
            {
                "kind": "case",
                "command": command,
                "from": sorted({Stage(r.stage).word for r in rules if r.stage is not None}),
                "to": sorted({Stage(r.to).word for r in rules}),
                "posts": sorted({str(r.post) for r in rules}),
                "changes": sorted({key for r in rules for key in r.may}),
                "needs": sorted({need for r in rules for need in r.needs}),
            }
        )
    made += noun_tools.command_rows()
    lines = [f"{_spelt(row['kind'], row['command']):<28}{', '.join(row['posts'])}" for row in made]
    return made, lines, 0


def _spelt(kind: str, command: str) -> str:
    """A command as `act` takes it."""
    return command if kind == "case" else f"{kind}:{command}"


def act(options: argparse.Namespace) -> ToolAnswer:
    """One command on some cases, through the door, as `--as NAME`."""
    if ":" in options.command:
        return noun_tools.act(options)
    if options.command not in COMMANDS:
        raise Refused("command_unknown", command=options.command)
    if not options.actor:
        raise Refused("operator_needed")
    with opened(options, options.actor) as store:
        actor, _zh, _en, posts = operators.operator(store, options.actor)
        post = _post(options, [held.post for held in posts], _undone(store, options, actor))
        command_id = options.command_id or new_command_id(wall_ms())
        changes = _changes(options.changes)
        if options.photos and isinstance(changes.setdefault("photos", []), list):
            changes["photos"] = [
                *changes["photos"],
                *evidence.stored(store, options.photos),
            ]
        subjects: list[int | None] = list(options.cases) or [None]
        intents = [
            Intent(
                command_id=command_id,
                ordinal=ordinal,
                command=options.command,
                subject=subject,
                post=post,
                version_seen=options.version_seen,
                changes=changes,
                reason=escape_reason(options.reason),
                on_behalf_of=options.on_behalf_of,
            )
            for ordinal, subject in enumerate(subjects)
        ]
        answers = open_door(store).submit(intents)
    results = [
        {
            "case": answer.subject,
            "outcome": answer.outcome,
            "reason": answer.reason,
            "version": answer.version,
        }
        for answer in answers
    ]
    lines = [f"{a.subject}: {a.outcome} {a.text}".rstrip() for a in answers]
    code = 0 if all(answer.done for answer in answers) else 1
    return {"command_id": command_id, "results": results}, lines, code


def _undone(store: Store, options: argparse.Namespace, actor: int) -> str | None:
    """The post of the operator's own act that `undo` takes back."""
    if options.command != "undo" or not options.cases:
        return None
    told = [event for event in queries.story(store, options.cases[0]) if event["kind"] == "case"]
    found = basis(reversed(told), actor)
    return found["post"] if found is not None and found["actor_id"] == actor else None


def _post(options: argparse.Namespace, held: list[Post], undone: str | None) -> Post:
    """The post named, else that of the undone command, else the operator's first that has the
    command.
    """
    if options.post:
        if options.post not in [str(post) for post in Post]:
            raise Refused("post_not_held", login=options.actor, post=options.post)
        return Post(options.post)
    if undone in held:
        return Post(undone)
    able = {rule.post for rule in RULES if rule.command == options.command}
    return next((post for post in held if post in able), held[0] if held else Post.WALL)


def _changes(pairs: list[str]) -> dict[str, Any]:
    """`key=value` words; values are read as JSON where the key is not text."""
    made: dict[str, Any] = {}
    for pair in pairs:
        key, sep, text = pair.partition("=")
        if not sep:
            raise Refused("change_shape", text=pair)
        made[key] = _value(key, text, pair)
        if not plain(made[key]) or _longer(key, made[key]):
            raise Refused("value_unfit", name=key)
    return made


def _value(key: str, text: str, pair: str) -> Any:
    if KEY_TYPES.get(key) == "string":
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("change_shape", text=pair) from None


def _longer(key: str, value: Any) -> bool:
    """Whether a whole number has more digits than its key takes."""
    return key in DIGITS and isinstance(value, int) and abs(value) >= 10 ** DIGITS[key]
