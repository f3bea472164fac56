"""Records of calls that became no case of their own: kept, listed, sought by number, erased.

On a server by the guard's `call_act`, in an embedded database by the same steps here.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from console.domain.administration import MASKS, check_length, masked
from console.domain.calls import CALL_POSTS, EARLIER_MOST, LISTED_MOST, check_call, unfit
from console.domain.intent import Answer, Forged, Row
from console.domain.moment import midnight_before
from console.domain.needs import in_scope
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store import dialect
from console.store.city import tables
from console.store.dialect import is_embedded
from console.store.door.embedded import actor_of
from console.store.door.lookups import EmbeddedLookups
from console.store.door.server import FORGED, said_by
from console.store.engine import Store, now_ms
from console.store.people.administration import note
from console.store.schema import Command, Operator, PhoneCall, Seat

CASES_OF: Final = (
    "select 'case' as act, k.id as case_id, k.day_number, k.category_id, k.stage,"
    " k.registered_at as at, k.address as words, k.region_id, k.department_id"
    " from main.complainant p join main.case_ k on k.id = p.case_id where p.phone = ?"
)
CALLS_OF: Final = (
    "select c.act, c.case_id, null as day_number, null as category_id, null as stage, c.at,"
    " c.answer as words, k.region_id, k.department_id"
    " from main.phone_call c left join main.case_ k on k.id = c.case_id where c.phone = ?"
)
"""The tables themselves: an operator's reading connection has views before them."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A case (`act` "case") or call of the same number; `words` its address or what was answered."""

    act: str
    case_id: int | None
    day_number: str | None
    category_id: int | None
    stage: int | None
    at: int
    words: str


def answer(store: Store, command_id: str, post: Post, told: Mapping[str, str | None]) -> Answer:
    """Keeps a call that was answered at once: question, answer, name, phone. Raises `Forged`."""
    return _kept(store, "answer", command_id, post, None, told)


def repeat(
    store: Store, command_id: str, post: Post, case: int, told: Mapping[str, str | None]
) -> Answer:
    """Keeps a call about a case that is there already. Raises `Forged`."""
    return _kept(store, "repeat", command_id, post, case, told)


def earlier(store: Store, post: Post, phone: str) -> Sequence[Earlier]:
    """Cases in the operator's area and calls of this number, the newest first; the log notes that
    somebody looked where there are any. Raises `Refused`.
    """
    found = _asked(store, "seek", post, None, {"phone": phone})
    return [Earlier(**row) for row in found]


def listed(store: Store, post: Post, since: int, most: int = LISTED_MOST) -> Sequence[Row]:
    """Calls since a moment (ms), who called masked, the newest first. Raises `Refused`."""
    return _asked(store, "list", post, None, {"since": since, "most": most})


def erase(store: Store, post: Post, call: int, why: str = "") -> None:
    """Forgets who called; that there was a call stays. Raises `Refused`."""
    check_length(why)
    _asked(store, "erase", post, call, {}, why)


def answered_since(connection: Connection, since: int) -> Mapping[str, int]:
    """How many calls were answered at once since a moment (ms), by kind of question."""
    if not is_embedded(connection):
        sql = "select public.calls_today(%s)"
        return dict(connection.exec_driver_sql(sql, (since,)).scalar_one())
    sql = (
        "select question, count(*) from main.phone_call where act = 'answer' and at >= ?"
        " group by question"
    )
    return {row[0]: int(row[1]) for row in connection.exec_driver_sql(sql, (since,))}


def answered_today(connection: Connection) -> Mapping[str, int]:
    """The same since midnight by the city's clock."""
    zone = ZoneInfo(tables.zone(connection))
    return answered_since(connection, midnight_before(dialect.database_now(connection), zone))


def _kept(
    store: Store, act: str, command_id: str, post: Post, case: int | None,
    told: Mapping[str, str | None],
) -> Answer:  # fmt: skip
    check_call(told)
    with store.write() as connection:
        if store.embedded:
            return _Embedded(connection, store.actor, post).keep(act, command_id, case, told)
        found = _server(connection, act, command_id, post, case, told, None)
    return Answer(found["subject"], found["outcome"], found["reason"], found["detail"])


def _asked(
    store: Store, act: str, post: Post, call: int | None, told: Mapping[str, Any], why: str = ""
) -> list[dict[str, Any]]:
    with store.write() if act != "list" else store.read() as connection:
        if store.embedded:
            return _Embedded(connection, store.actor, post).ask_for(act, call, told, why)
        found = _server(connection, act, None, post, call, told, why)
    if "refused" in found:
        raise Refused(found["refused"], **found["detail"])
    return list(found["calls"])


def _server(
    connection: Connection, act: str, command_id: str | None, post: Post, subject: int | None,
    told: Mapping[str, Any], why: str | None,
) -> dict[str, Any]:  # fmt: skip
    values = (act, command_id, str(post), subject, json.dumps(dict(told)), why)
    sql = "select public.call_act(%s, %s, %s, %s, %s::jsonb, %s)"
    try:
        return dict(connection.exec_driver_sql(sql, values).scalar_one())
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == FORGED:
            raise Forged(said_by(error)) from error
        raise


class _Embedded:
    """The guard's `call_act` for an embedded database."""

    def __init__(self, connection: Connection, actor: str | None, post: Post) -> None:
        self.connection, self.post = connection, post
        self.me, self.ask = actor_of(connection, actor), EmbeddedLookups(connection)

    def _not_his(self, act: str) -> tuple[str, Mapping[str, Any]] | None:
        if self.post not in [held.post for held in self.ask.posts(self.me)]:
            return "post", {"post": str(self.post)}
        return None if self.post in CALL_POSTS[act] else ("other_post", {})

    def _reaches(self, region: int, department: int | None) -> bool:
        return bool(in_scope(self.ask.posts(self.me), region, department, self.ask))

    def keep(
        self, act: str, command_id: str, case: int | None, told: Mapping[str, str | None]
    ) -> Answer:
        parts = (self.me, act, case, self.post, told.get("question"), told.get("answer"))
        digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        wanted = select(Command.__table__).where(
            Command.command_id == command_id, Command.ordinal == 0
        )
        known = self.connection.execute(wanted).mappings().one_or_none()
        if known is not None:
            if known["arguments"] != digest:
                raise Forged("command_id")
            return Answer(known["subject"], known["outcome"], known["reason"], known["detail"])
        failed = self._not_his(act) or self._no_case(act, case) or unfit(act, told)
        made = None if failed else self._write(act, case, told)
        key, detail = failed or (None, {})
        answer = Answer(made, "refused" if failed else "done", key, detail)
        self.connection.execute(
            insert(Command).values(
                command_id=command_id, ordinal=0, actor_id=self.me, arguments=digest,
                outcome=answer.outcome, reason=key, detail=dict(detail), subject=made, at=now_ms(),
            )
        )  # fmt: skip
        return answer

    def _no_case(self, act: str, case: int | None) -> tuple[str, Mapping[str, Any]] | None:
        if act != "repeat":
            return None
        row = self.ask.case(case) if case is not None else None
        if row is None:
            return "unknown_case", {}
        return None if self._reaches(row["region_id"], row["department_id"]) else ("scope", {})

    def _write(self, act: str, case: int | None, told: Mapping[str, str | None]) -> int:
        seat = select(Seat.name).where(Seat.operator_id == self.me).order_by(Seat.seen_at.desc())
        row = {
            "act": act, "question": told.get("question"), "answer": told.get("answer") or "",
            "case_id": case, "name": told.get("name"), "phone": told.get("phone"),
            "operator_id": self.me, "post": str(self.post), "at": now_ms(),
            "seat": self.connection.scalar(seat.limit(1)),
        }  # fmt: skip
        made = insert(PhoneCall).values(**row).returning(PhoneCall.id)
        call = int(self.connection.execute(made).scalar_one())
        after = {"question": row["question"], "case_id": case}
        self._note(call, act, {key: value for key, value in after.items() if value is not None})
        return call

    def _note(self, call: int, act: str, after: Mapping[str, Any], why: str | None = None) -> None:
        note(self.connection, "call", call, act, self.me, str(self.post), after, why)

    def ask_for(
        self, act: str, call: int | None, told: Mapping[str, Any], why: str
    ) -> list[dict[str, Any]]:
        if (no := self._not_his(act)) is not None:
            raise Refused(no[0], **no[1])
        if act == "list":
            return self._listed(told["since"], told["most"])
        if act == "seek":
            found = self._earlier(told["phone"])
            if found:
                self._note(0, "seek", {"found": len(found)})
            return found
        gone = update(PhoneCall).where(PhoneCall.id == call)
        done = self.connection.execute(gone.values(name=None, phone=None, erased_at=now_ms()))
        if not done.rowcount or call is None:
            raise Refused("unknown_call")
        self._note(call, "erase", {}, why)
        return []

    def _earlier(self, phone: str) -> list[dict[str, Any]]:
        found = []
        for sql in (CASES_OF, CALLS_OF):
            for row in self.connection.exec_driver_sql(sql, (phone,)).mappings():
                one = dict(row)
                region, department = one.pop("region_id"), one.pop("department_id")
                if region is None or self._reaches(region, department):
                    found.append(one)
        return sorted(found, key=lambda one: -one["at"])[:EARLIER_MOST]

    def _listed(self, since: int, most: int) -> list[dict[str, Any]]:
        table = sa.table("phone_call", *(sa.column(c.name) for c in PhoneCall.__table__.columns))
        table.schema = "main"
        wanted = (
            select(table, Operator.login.label("operator"))
            .join(Operator, Operator.id == table.c.operator_id)
            .where(table.c.at >= since)
            .order_by(table.c.id.desc())
            .limit(min(most, LISTED_MOST))
        )
        rows = [dict(row) for row in self.connection.execute(wanted).mappings()]
        for row in rows:
            row |= {key: masked(row[key], *MASKS[key]) for key in ("name", "phone")}
            del row["operator_id"], row["post"]
        return rows
