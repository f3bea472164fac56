"""`act KIND:COMMAND`, `cases offered KIND:ID` and `nouns list`: nouns beside the case, by scripts."""

import argparse
import json
from typing import Any, Final

from console.domain.automatic import escape_reason
from console.domain.intent import Intent, new_command_id
from console.domain.nouns import DECLARED, Column, Noun, find, noun
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.domain.value_checks import plain_document
from console.live.clock import wall_ms
from console.seat.opening import opened
from console.store.door.opening import open_door
from console.store.engine import Store
from console.store.people import operators
from console.store.reading import nouns as reading

ToolAnswer = tuple[Any, list[str], int]
BEYOND: Final = 2**63
"""Number above every row of a database."""


def known(kind: str) -> Noun:
    """The noun of a kind. Raises `Refused` with the kinds that there are."""
    found = noun(kind)
    if found is None:
        raise Refused("kind_unknown", kind=kind, known=", ".join(one.kind for one in DECLARED))
    return found


def act(options: argparse.Namespace) -> ToolAnswer:
    """One command on some nouns of a kind, through the door, as `--as NAME`."""
    kind, _colon, command = options.command.partition(":")
    one = known(kind)
    posts = {rule.post for rule in one.rules() if rule.command == command}
    if not posts:
        raise Refused("command_unknown", command=options.command)
    if not options.actor:
        raise Refused("operator_needed")
    if options.photos:
        raise Refused("photos")
    if any(not 0 < subject < BEYOND for subject in options.cases):
        raise Refused(one.sentence("unknown"))
    with opened(options, options.actor) as store:
        held = [post.post for post in operators.operator(store, options.actor)[3]]
        command_id = options.command_id or new_command_id(wall_ms())
        intents = [
            Intent(
                command_id=command_id,
                ordinal=ordinal,
                command=command,
                subject=subject,
                post=_post(options, held, posts),
                version_seen=options.version_seen,
                changes=changes_of(one, options.changes),
                reason=escape_reason(options.reason),
                on_behalf_of=options.on_behalf_of,
                kind=kind,
            )
            for ordinal, subject in enumerate(options.cases or [None])
        ]
        answers = open_door(store).submit(intents)
    results = [
        {
            "kind": kind,
            "subject": answer.subject,
            "outcome": answer.outcome,
            "reason": answer.reason,
            "version": answer.version,
        }
        for answer in answers
    ]
    lines = [f"{kind} {a.subject or '-'}: {a.outcome} {a.text}".rstrip() for a in answers]
    code = 0 if all(answer.done for answer in answers) else 1
    return {"command_id": command_id, "results": results}, lines, code


def _post(options: argparse.Namespace, held: list[Post], able: set[Post]) -> Post:
    """The post named, else the operator's first that has the command."""
    if options.post:
        if options.post not in [str(post) for post in Post]:
            raise Refused("post_not_held", login=options.actor, post=options.post)
        return Post(options.post)
    return next((post for post in held if post in able), held[0] if held else Post.WALL)


def changes_of(one: Noun, pairs: list[str]) -> dict[str, Any]:
    """`key=value` words; values are read as JSON where the column is no text."""
    made: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise Refused("change_shape", text=pair)
        column = one.columns.get(key)
        made[key] = text if column is not None and column.kind == "string" else _json(text, pair)
        if not plain_document(made[key]):
            raise Refused("value_unfit", name=key)
    return made


def _json(text: str, pair: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("change_shape", text=pair) from None


def command_rows() -> list[dict[str, Any]]:
    """The commands of every noun, as `commands` lists those of cases."""
    return [
        {
            "kind": one.kind,
            "command": command,
            "from": sorted({one.word(r.stage or 0) for r in rules if r.stage}),
            "to": sorted({one.word(r.to) for r in rules}),
            "posts": sorted({str(r.post) for r in rules}),
            "changes": sorted({key for r in rules for key in r.may}),
            "needs": sorted({need for r in rules for need in r.needs}),
        }
        for one in DECLARED
        for command in dict.fromkeys(move[0] for move in one.moves)
        if (rules := [rule for rule in one.rules() if rule.command == command])
    ]


def listed(options: argparse.Namespace) -> ToolAnswer:
    """`nouns list KIND`: rows that `--as NAME` sees, those that are gone with `--all`."""
    one = known(options.kind)
    with opened(options, options.actor) as store:
        rows = reading.all_of(store, one, ended=options.ended)
    made = [{**row, "state": one.word(row["state"])} for row in rows]
    lines = [
        f"{row['id']}: {row['state']} "
        + " ".join(f"{k}={json.dumps(row[k], ensure_ascii=False)}" for k in one.columns)
        for row in made
    ]
    return made, lines, 0


def offered(options: argparse.Namespace) -> ToolAnswer:
    """`cases offered KIND:ID`: the commands of one noun for a post of `--as NAME`."""
    kind, number = options.case
    one = known(kind)
    if not options.actor:
        raise Refused("operator_needed")
    with opened(options, options.actor) as store:
        row = _row(store, one, number)
        held = [post.post for post in operators.operator(store, options.actor)[3]]
    posts = [post for post in held if options.post in (None, str(post))]
    if not posts:
        raise Refused("post_not_held", login=options.actor, post=options.post or "")
    commands: list[dict[str, Any]] = [
        {
            "command": command,
            "post": str(post),
            "needs": list(rule.needs),
            "fields": [_field(key, one.columns[key]) for key in rule.may],
        }
        for command in dict.fromkeys(move[0] for move in one.moves)
        for post in posts[:1]
        if (rule := find(one, command, row["state"], post)) is not None
    ]
    document = {
        "kind": kind,
        "subject": number,
        "state": one.word(row["state"]),
        "version": row["version"],
        "commands": commands,
    }
    lines = [f"{kind} {number} · {document['state']}"]
    for item in commands:
        fields = " ".join(str(one_field["key"]) for one_field in item["fields"])
        lines.append(f"{item['command']:<16}{fields}".rstrip())
    return document, lines, 0


def _row(store: Store, one: Noun, number: int) -> dict[str, Any]:
    """A row that the operator sees. Raises `Refused`."""
    if 0 < number < BEYOND:
        with store.read() as connection:
            found = reading.read(connection, one, store.actor, [number])
        if found:
            return found[0]
    raise Refused(one.sentence("unknown"))


def _field(key: str, column: Column) -> dict[str, Any]:
    return {"key": key, "kind": column.kind, "least": column.least, "most": column.most}
