"""Records of calls in an embedded database, by the guard's steps. `server` has the same functions."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from console.domain.administration import MASKS, masked
from console.domain.calls import CALL_POSTS, EARLIER_MOST, LISTED_MOST, unfit
from console.domain.intent import Answer, Forged
from console.domain.needs import in_scope
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.door.embedded import actor_of
from console.store.door.lookups import EmbeddedLookups
from console.store.engine import now_ms
from console.store.log.embedded import note
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
ANSWERED: Final = (
    "select question, count(*) from main.phone_call where act = 'answer' and at >= ?"
    " group by question"
)


def keep_call(
    connection: Connection, actor: str | None, post: Post, act: str, command_id: str,
    case: int | None, told: Mapping[str, str | None],
) -> Answer:  # fmt: skip
    """Keeps a call. Raises `Forged`."""
    return _Calls(connection, actor, post).keep(act, command_id, case, told)


def ask_for_calls(
    connection: Connection, actor: str | None, post: Post, act: str, call: int | None,
    told: Mapping[str, Any], why: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """Lists, seeks or erases. Raises `Refused`."""
    return _Calls(connection, actor, post).ask_for(act, call, told, why)


def answered_since(connection: Connection, since: int) -> dict[str, int]:
    """Calls answered at once, by kind of question."""
    return {row[0]: int(row[1]) for row in connection.exec_driver_sql(ANSWERED, (since,))}


class _Calls:
    """The guard's `call_act`."""

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
