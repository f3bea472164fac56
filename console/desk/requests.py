"""Requests on a case: figures, requester, effect of granting, earlier ones, and their words in
the story.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from console.desk import cases as card
from console.desk.case_names import CaseNames
from console.desk.command_words import request_title
from console.desk.desk import Desk
from console.desk.foresight import SeatLookups
from console.domain import effects
from console.domain.intent import Intent
from console.domain.moment import from_ms
from console.domain.stage import RequestState
from console.domain.workflow import RULES
from console.store.reading import queries
from console.words import _

Row = Mapping[str, Any]
MOVES_DEADLINE: Final = frozenset({"extension", "suspension"})
SHOWN: Final = 4
"""Most earlier requests shown; the story has all."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An open request in words of the language in force.

    `what` the request with its figures · `who` requester and moment · `why` · `deadline` before and
    after ("" where granting moves none) · `earlier` requests on this case, newest first.
    """

    request: int
    what: str
    who: str
    why: str
    deadline: str
    earlier: Sequence[str]


def of_case(desk: Desk, case: int) -> Sequence[Row]:
    """Every request on a case, oldest first. Blocks: for worker threads. Raises `Refused`."""
    return queries.requests(desk.store, case)


def pending(desk: Desk, case: int, rows: Sequence[Row], zone: tzinfo) -> Pending | None:
    """The open request that this post decides, else the first one; None where none is open."""
    open_ones = [row for row in rows if row["state"] == RequestState.OPEN]
    if case not in desk.room.cases or not open_ones:
        return None
    mine = card.decidable(desk, case)
    wanted = [row for row in open_ones if mine is not None and row["id"] == mine.request]
    row = (wanted or open_ones)[0]
    case_names = CaseNames(desk)
    body = case_names.name_of("departments", row["department_id"] or 0)
    asker = case_names.name_of("operators", row["asked_by"])
    who = " · ".join(part for part in (body, asker, moment(row["asked_at"], zone)) if part)
    earlier = [one for one in reversed(rows) if one["state"] != RequestState.OPEN]
    told = [_earlier(one, zone) for one in earlier[:SHOWN]]
    return Pending(
        row["id"], what(row, zone), who, row["reason"], _deadline(desk, case, row, zone), told
    )


def what(row: Row, zone: tzinfo) -> str:
    """ "Extension asked for 8 h", "Suspension asked for until 12-03 10:00" """
    title = request_title(row["kind"])
    if row.get("hours"):
        return _("{what}: {hours} h").format(what=title, hours=row["hours"])
    if row.get("until"):
        return _("{what} until {moment}").format(what=title, moment=moment(row["until"], zone))
    return title


def decided(row: Row, zone: tzinfo) -> str:
    """Words for a decided request: "Approved: …", "Declined: …"."""
    told = what(row, zone)
    state = RequestState(row["state"])
    if state is RequestState.GRANTED:
        return _("Approved: {what}").format(what=told)
    if state is RequestState.DECLINED:
        return _("Declined: {what}").format(what=told)
    return _("Taken back: {what}").format(what=told) if state is RequestState.WITHDRAWN else told


def moment(at: int, zone: tzinfo) -> str:
    return f"{from_ms(at, zone):%m-%d %H:%M}"


def _earlier(row: Row, zone: tzinfo) -> str:
    at = row["decided_at"] or row["asked_at"]
    return f"{moment(at, zone)} {decided(row, zone)}"


def _deadline(desk: Desk, case: int, row: Row, zone: tzinfo) -> str:
    """The department's deadline now, and after granting at this moment."""
    if row["kind"] not in MOVES_DEADLINE:
        return ""
    held = {**desk.room.cases.row(case), "departments": []}
    before = held["department_deadline"]
    if before is None:
        return ""
    after = _granted(desk, held, row)["department_deadline"]
    return _("Deadline {before} → {after}").format(
        before=moment(before, zone), after=moment(after, zone)
    )


def _granted(desk: Desk, held: Row, row: Row) -> Mapping[str, Any]:
    """The case's columns once the request is granted, by the rule table's own effects."""
    rule = next(r for r in RULES if r.command == "decide" and r.variant == f"{row['kind']}+")
    changes = {"request_id": row["id"], "approve": True}
    intent = Intent("", "decide", held["id"], rule.post, changes=changes)
    now, ask = desk.room.clock.now(), SeatLookups(desk)
    at = effects.Situation(intent, rule, held, desk.actor, now, row, (row,), ask)
    return effects.apply(at).columns
