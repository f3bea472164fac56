"""`cases offered`: commands available on a case for a post, and the values of their fields.

The same forms as the card's, so that a script can do everything an operator can.
"""

import argparse
from collections.abc import Mapping
from functools import partial
from typing import Any

from console.desk import cases as card
from console.desk.cases import TO_A_TARGET, Move
from console.desk.command_words import request_title, title
from console.desk.desk import Desk, open_desk
from console.desk.ended_cases import EndedDesk, open_ended
from console.desk.form_choices import options as choices
from console.desk.forms import KNOWN, Field
from console.domain.refusal import Refused
from console.domain.stage import Post, RequestState, Stage
from console.live.clock import steady_ms
from console.live.room import Room
from console.live.spans import Calendars
from console.seat import noun_tools
from console.seat.opening import opened
from console.store.city import directory
from console.store.dialect import database_now
from console.store.engine import Store
from console.store.feed.opening import open_feed
from console.words import _

ToolAnswer = tuple[Any, list[str], int]


def offered(options: argparse.Namespace) -> ToolAnswer:
    """The commands of one case or noun for a post of `--as NAME`. Raises `Refused` for none such."""
    if not isinstance(options.case, int):
        return noun_tools.offered(options)
    if not options.actor:
        raise Refused("operator_needed")
    with opened(options, options.actor) as store:
        desk = open_ended(_desk(store, options.post), options.case)
        document = {
            "case": desk.case,
            "stage": desk.stage.word,
            "post": str(desk.post),
            "commands": [_command(desk, move) for move in card.offered(desk, desk.case)],
            "requests": [
                {"request_id": row["id"], "kind": row["kind"], "level": row["level"]}
                for row in desk.all_requests
                if row["state"] == RequestState.OPEN
            ],
        }
    return document, _lines(document), 0


def _desk(store: Store, post: str | None) -> Desk:
    """The operator's desk without a feed; its clock is the database's."""
    if post is not None and post not in [str(known) for known in Post]:
        raise Refused("post_not_held", login=store.actor or "", post=post)
    found = directory.read(store, with_grids=True)
    room = Room(Calendars(found.spans), partial(open_feed, store), _nobody)
    with store.read() as connection:
        asked = steady_ms()
        room.clock.set_from(database_now(connection), asked, steady_ms())
    return open_desk(store, room, found, Post(post) if post else None)


def _nobody() -> None:
    """Wakes nobody: there is no feed."""


def _command(desk: EndedDesk, move: Move) -> dict[str, Any]:
    fields = move.fields
    if move.command in TO_A_TARGET:
        fields = (KNOWN["department_id"], *fields)
    return {
        "command": move.command,
        "title": title(move.command),
        "refused": move.refusal,
        "fields": [_field(desk, one) for one in fields],
    }


def _field(desk: EndedDesk, one: Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "key": one.key,
        "kind": str(one.kind),
        "label": _(one.label),
        "needed": one.needed,
    }
    found = choices(desk, desk.case, one.offers) if one.kind == "choice" else ()
    return {**made, "options": [{"value": o.value, "words": o.words} for o in found]}


def _lines(document: Mapping[str, Any]) -> list[str]:
    stage = next(stage for stage in Stage if stage.word == document["stage"])
    lines = [f"{stage.label} · {Post(document['post']).label}"]
    for command in document["commands"]:
        lines.append(f"{command['command']:<16}{command['title']}  {command['refused']}".rstrip())
        for one in command["fields"]:
            lines.append(f"    {one['key']}: {one['label']}")
            lines += [f"        {o['value']}  {o['words']}" for o in one["options"]]
    lines += [
        f"request_id={row['request_id']}  {request_title(row['kind'])}"
        for row in document["requests"]
    ]
    return lines
