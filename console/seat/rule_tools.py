"""`rules add|list|end`: standing dispatch rules, as their dispatcher or the command shift lead."""

import argparse
from collections.abc import Mapping
from typing import Any

from console import words
from console.domain.category_codes import CategoryCodes
from console.domain.intent import Answer, Intent, new_command_id
from console.domain.nouns import STANDING_RULE
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.clock import wall_ms
from console.seat.opening import opened
from console.store.city import directory
from console.store.door.opening import open_door
from console.store.engine import Store
from console.store.people import operators
from console.store.reading import nouns, queries
from console.words import _

ToolAnswer = tuple[Any, list[str], int]
MAKERS = (Post.DISPATCHER, Post.COMMAND_LEAD)
BEYOND = 2**63
"""Number above every row of a database."""


def rules(options: argparse.Namespace) -> ToolAnswer:
    """Runs the three verbs. `list` answers rows, the others the same as `act` for one case."""
    if options.act == "list":
        return _list(options)
    if not options.actor:
        raise Refused("operator_needed")
    with opened(options, options.actor) as store:
        actor, _zh, _en, posts = operators.operator(store, options.actor)
        held = [post.post for post in posts]
        intent = Intent(
            command_id=options.command_id or new_command_id(wall_ms()),
            command="end-rule" if options.act == "end" else "make-rule",
            subject=options.rule if options.act == "end" else None,
            post=options.post
            or next((p for p in held if p in MAKERS), held[0] if held else Post.WALL),
            changes={} if options.act == "end" else _rule(store, options, actor),
            reason=options.reason,
            kind=STANDING_RULE.kind,
        )
        if options.act == "end" and not 0 < options.rule < BEYOND:
            raise Refused("rule_unknown")
        (answer,) = open_door(store).submit([intent])
    return _said(intent.command_id, answer)


def _rule(store: Store, options: argparse.Namespace, actor: int) -> Mapping[str, Any]:
    """The columns of the rule asked for. Raises `Refused` for unknown names."""
    owner = operators.operator(store, options.owner)[0] if options.owner else actor
    most = STANDING_RULE.columns["hold_back_s"].most
    if not 0 <= options.hold_back <= most:
        raise Refused("hold_back", most=most)
    return {
        "category_id": _category(store, options),
        "region_id": operators.region_of(store, options.region) if options.region else None,
        "department_id": operators.department_of(store, options.department),
        "hold_back_s": options.hold_back,
        "owner_id": owner,
    }


def _category(store: Store, options: argparse.Namespace) -> int:
    """The category of a code, as an import takes it."""
    codes = CategoryCodes(queries.categories(store))
    return int(codes.resolve(options.category, options.kind, options.scheme)["id"])


def _said(command_id: str, answer: Answer) -> ToolAnswer:
    result = {
        "rule": answer.subject,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "version": answer.version,
    }
    line = f"{answer.subject or '-'}: {answer.outcome} {answer.text}".rstrip()
    return {"command_id": command_id, "results": [result]}, [line], 0 if answer.done else 1


def _list(options: argparse.Namespace) -> ToolAnswer:
    with opened(options, options.actor) as store:
        rows = nouns.all_of(store, STANDING_RULE, ended=options.ended)
        found = directory.read(store)
        owners = {found.operators[row["owner_id"]]["login"] for row in rows}
        able = {login for login in owners if _able(store, login)}
    told = _("{id}: {category} in {region} to {department} after {hold_back_s} s, by {owner}")
    made, lines = [], []
    for row in rows:
        category = found.categories[row["category_id"]]
        body = found.departments[row["department_id"]]
        region = found.regions.get(row["region_id"] or 0)
        made_by = found.operators[row["owner_id"]]["login"]
        made.append(
            {
                "id": row["id"],
                "category": category["code"],
                "kind": category["kind"],
                "region": words.both(region["zh"], region["en"]) if region else None,
                "department": words.both(body["zh"], body["en"]),
                "hold_back_s": row["hold_back_s"],
                "owner": made_by,
                "active": _active(row),
                "carried_out": _active(row) and made_by in able,
                "version": row["version"],
            }
        )
        name = words.both(category["zh"], category["en"])
        place = made[-1]["region"] or _("the whole city")
        line = told.format(**made[-1] | {"category": name, "region": place})
        if not _active(row):
            line = _("{rule} – ended").format(rule=line)
        elif made_by not in able:
            line = _("{rule} – not carried out: {owner} may dispatch no more").format(
                rule=line, owner=made_by
            )
        lines.append(line)
    return made, lines, 0


def _active(row: Mapping[str, Any]) -> bool:
    return bool(row["state"] == STANDING_RULE.state("active"))


def _able(store: Store, login: str) -> bool:
    """Whether a rule's owner still holds a post that may make one; otherwise the rule rests."""
    try:
        _id, _zh, _en, posts = operators.operator(store, login)
    except Refused:
        return False
    return any(held.post in MAKERS for held in posts)
