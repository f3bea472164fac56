"""`calls answer|list|erase`: calls answered at once."""

import argparse
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.calls import CALL_POSTS, LISTED_MOST, QUESTIONS, telephone
from console.domain.intent import new_command_id
from console.domain.moment import from_ms, midnight_before, parse
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.clock import wall_ms
from console.seat.opening import opened
from console.store.city import tables
from console.store.dialect import database_now
from console.store.engine import Store
from console.store.people import calls as kept
from console.store.people import operators
from console.words import _

ToolAnswer = tuple[Any, list[str], int]


def calls(options: argparse.Namespace) -> ToolAnswer:
    """The three acts, as `--as NAME`."""
    if not options.actor:
        raise Refused("operator_needed")
    with opened(options, options.actor) as store:
        post = _post(store, options)
        if options.act == "list":
            return _list(store, post, options)
        if options.act == "erase":
            kept.erase(store, post, options.call, options.reason or "")
            return {"call": options.call}, [_("Done.")], 0
        return _answer(store, post, options)


def _post(store: Store, options: argparse.Namespace) -> Post:
    _id, _zh, _en, held = operators.operator(store, options.actor)
    able = [one.post for one in held if one.post in CALL_POSTS[options.act]]
    if not able:
        raise Refused("other_post")
    return able[0]


def _answer(store: Store, post: Post, options: argparse.Namespace) -> ToolAnswer:
    command_id = options.command_id or new_command_id(wall_ms())
    phone = telephone(options.phone) if options.phone else None
    told = {"question": options.question, "answer": options.answer, "name": options.name}
    answer = kept.answer(store, command_id, post, {**told, "phone": phone})
    result = {"call": answer.subject, "outcome": answer.outcome, "reason": answer.reason}
    line = f"{answer.subject or '-'}: {answer.outcome} {answer.text}".rstrip()
    return {"command_id": command_id, "results": [result]}, [line], 0 if answer.done else 1


def _list(store: Store, post: Post, options: argparse.Namespace) -> ToolAnswer:
    with store.read() as connection:
        zone = ZoneInfo(tables.zone(connection))
        today = midnight_before(database_now(connection), zone)
        by_question = kept.answered_today(connection)
    answered = sum(by_question.values())
    since = parse(options.since, zone) if options.since else today
    rows = kept.listed(store, post, since, options.limit or LISTED_MOST)
    made = [{**row, "at": from_ms(row["at"], zone).isoformat()} for row in rows]
    lines = [_("Answered at once today: {count}").format(count=answered)]
    lines += [
        f"{row['id']}  {row['at']}  {_(QUESTIONS.get(row['question'] or '', '-'))}"
        f"  {row['name'] or '-'}  {row['phone'] or '-'}  {row['answer']}"
        for row in made
    ]
    return {"answered_today": answered, "by_question": by_question, "calls": made}, lines, 0
