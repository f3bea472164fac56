"""Making and ending standing dispatch rules: who may, what is written, and the event of it.

On a server the guard does it (`guard/standing.sql`); embedded the same steps stand here.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from console.domain.intent import Answer, Forged, Row
from console.domain.stage import Post
from console.store.door.embedded import actor_of
from console.store.door.lookups import EmbeddedLookups
from console.store.door.server import FORGED, said_by
from console.store.door.standing_due import HOLD_BACK_MOST, KEYS
from console.store.engine import Store, now_ms
from console.store.schema import (
    Command,
    DepartmentUnder,
    DispatchRule,
    Event,
    Operator,
    Region,
    RegionUnder,
    SchemaInfo,
    Seat,
)

MAKERS: Final = (Post.DISPATCHER, Post.COMMAND_LEAD)
MAKE, END = "make-rule", "end-rule"
Failed = tuple[str, Mapping[str, Any]]


def make(store: Store, command_id: str, post: str, rule: Row, reason: str | None = None) -> Answer:
    """A new rule: `rule` holds all of `KEYS` (`region_id` None: everywhere).

    Raises `Forged` for what no console would ask.
    """
    return _submit(store, command_id, MAKE, None, post, rule, reason)


def end(store: Store, command_id: str, post: str, rule: int, reason: str | None = None) -> Answer:
    """Ends a rule: its owner, or the command shift lead of its region."""
    return _submit(store, command_id, END, rule, post, {}, reason)


def rules(store: Store, *, ended: bool = False) -> Sequence[Row]:
    """Rows of `dispatch_rule` in order of id; ended ones too where asked for."""
    wanted = select(DispatchRule.__table__).order_by(DispatchRule.id)
    if not ended:
        wanted = wanted.where(DispatchRule.active)
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def _submit(
    store: Store, command_id: str, command: str, rule: int | None, post: str, changes: Row,
    reason: str | None,
) -> Answer:  # fmt: skip
    if store.embedded:
        with store.write() as connection:
            actor = actor_of(connection, store.actor)
            passage = _Passage(connection, actor, now_ms(), command_id, command, post, reason)
            return passage.go(rule, changes)
    sql = "select public.standing_rule(%s, %s, %s, %s, %s::jsonb, %s)"
    values = (command_id, command, rule, post, json.dumps(dict(changes)), reason)
    with store.write() as connection:
        try:
            told = connection.exec_driver_sql(sql, values).scalar_one()
        except sa.exc.DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == FORGED:
                raise Forged(said_by(error)) from error
            raise
    return Answer(told["subject"], told["outcome"], told["reason"], told["detail"], told["version"])


class _Passage:
    """One making or ending on an embedded database, word by word as `standing_rule` of the guard."""

    def __init__(
        self, connection: Connection, actor: int, now: int, command_id: str, command: str, post: str,
        reason: str | None,
    ) -> None:  # fmt: skip
        self.connection, self.actor, self.now = connection, actor, now
        self.command_id, self.command, self.post, self.reason = command_id, command, post, reason
        self.ask = EmbeddedLookups(connection)

    def go(self, rule: int | None, changes: Row) -> Answer:
        whole = all(v is None or type(v) is int for v in changes.values())
        if set(changes) - set(KEYS) or not whole:
            raise Forged("changes")
        known = self._answered(rule, changes)
        if known is not None:
            return known
        failed = self._failed(rule, changes)
        subject, version = (rule, None) if failed else self._write(rule, changes)
        if failed and self.command == END and (held := self._held(rule)) is not None:
            version = held["version"]
        key, detail = failed or (None, {})
        answer = Answer(subject, "refused" if failed else "done", key, detail, version)
        self._remember(rule, changes, answer)
        return answer

    def _failed(self, rule: int | None, changes: Row) -> Failed | None:
        if self.post not in MAKERS:
            return "other_post", {"command": self.command}
        return self._unmade(changes) if self.command == MAKE else self._unended(self._held(rule))

    def _unmade(self, changes: Row) -> Failed | None:
        """Why a rule may not be made; None where it may."""
        region, owner = changes.get("region_id"), changes.get("owner_id")
        department = changes.get("department_id")
        body = self.ask.department(department) if department is not None else None
        hold_back = changes.get("hold_back_s")
        if (no := self._out_of_reach(region)) is not None:
            return no
        if self.post == Post.DISPATCHER and owner != self.actor:
            return "rule_owner", {}
        if owner is None or not self._reaches(owner, Post.DISPATCHER, region):
            return "rule_dispatcher", {}
        if not self.ask.category_known(changes.get("category_id") or 0):
            return "category", {}
        if body is None or not body["active"]:
            return "department", {}
        if hold_back is None or not 0 <= hold_back <= HOLD_BACK_MOST:
            return "hold_back", {"most": HOLD_BACK_MOST}
        wanted = select(DispatchRule.id).where(
            DispatchRule.active,
            DispatchRule.category_id == changes["category_id"],
            DispatchRule.region_id.is_not_distinct_from(region),
        )
        return ("rule_exists", {}) if self.connection.execute(wanted).first() else None

    def _unended(self, held: Row | None) -> Failed | None:
        if held is None:
            return "rule_unknown", {}
        if (no := self._out_of_reach(held["region_id"])) is not None:
            return no
        if self.post == Post.DISPATCHER and held["owner_id"] != self.actor:
            return "rule_owner", {}
        return None if held["active"] else ("already", {"what": "active"})

    def _out_of_reach(self, region: int | None) -> Failed | None:
        if not self._reaches(self.actor, None, region):
            return "scope", {}
        if not self._reaches(self.actor, self.post, region):
            return "post", {"post": self.post}
        return None

    def _reaches(self, who: int, post: str | None, region: int | None) -> bool:
        """An active operator's post reaches a region that there is; None is everywhere."""
        active = select(Operator.id).where(Operator.id == who, Operator.active)
        if self.connection.execute(active).first() is None:
            return False
        path = self.ask.region_path(region) if region is not None else ()
        known = select(Region.id).where(Region.id == region)
        if region is not None and self.connection.execute(known).first() is None:
            return False
        return any(
            (post is None or held.post == post)
            and held.department_id is None
            and (held.region_id is None or held.region_id in path)
            for held in self.ask.posts(who)
        )

    def _held(self, rule: int | None) -> Row | None:
        wanted = select(DispatchRule.__table__).where(DispatchRule.id == rule)
        found = self.connection.execute(wanted).mappings().one_or_none()
        return dict(found) if found is not None else None

    def _write(self, rule: int | None, changes: Row) -> tuple[int, int]:
        before: dict[str, Any] = {}
        after: dict[str, Any] = {"active": False}
        if self.command == MAKE:
            after = {**changes, "active": True, "began_at": self.now}
            values = {**dict.fromkeys(KEYS), **after, "version": 1}
            made = insert(DispatchRule).values(**values).returning(DispatchRule.id)
            subject, version = int(self.connection.execute(made).scalar_one()), 1
        else:
            held = self._held(rule)
            assert held is not None
            subject, version, before = held["id"], held["version"] + 1, {"active": True}
            self.connection.execute(
                update(DispatchRule)
                .where(DispatchRule.id == subject)
                .values(active=False, version=version)
            )
        self._event(subject, version, before, after)
        return subject, version

    def _event(self, subject: int, version: int, before: Row, after: Row) -> None:
        held = self._held(subject)
        assert held is not None
        scalar = self.connection.scalar
        number = (scalar(select(sa.func.max(Event.seq))) or 0) + 1
        seat = select(Seat.name).where(Seat.operator_id == self.actor).order_by(Seat.seen_at.desc())
        self.connection.execute(
            insert(Event).values(
                seq=number,
                xid=number,
                era=scalar(select(SchemaInfo.era)),
                kind="dispatch_rule",
                subject=subject,
                subject_version=version,
                command=self.command,
                command_id=self.command_id,
                ordinal=0,
                actor_id=self.actor,
                post=self.post,
                seat=scalar(seat.limit(1)),
                recorded_at=self.now,
                occurred_at=self.now,
                before=before,
                after=after,
                scope=self._scope(held["region_id"], held["department_id"]),
                crossed=False,
                reason=self.reason,
            )
        )

    def _scope(self, region: int | None, department: int) -> list[int]:
        """Its region with all above and below, everywhere all regions; its body (negated)."""
        run = self.connection.scalars
        bodies = run(
            select(DepartmentUnder.ancestor_id).where(DepartmentUnder.department_id == department)
        )
        found = {-body for body in bodies}
        if region is None:
            return sorted(found | set(run(select(Region.id))))
        under = RegionUnder
        found |= set(run(select(under.ancestor_id).where(under.region_id == region)))
        return sorted(found | set(run(select(under.region_id).where(under.ancestor_id == region))))

    def _hash(self, rule: int | None, changes: Row) -> str:
        asked = [self.actor, self.command, rule, self.post, dict(changes), self.reason]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def _answered(self, rule: int | None, changes: Row) -> Answer | None:
        wanted = select(Command.__table__).where(
            Command.command_id == self.command_id, Command.ordinal == 0
        )
        row = self.connection.execute(wanted).mappings().one_or_none()
        if row is None:
            return None
        if row["arguments"] != self._hash(rule, changes):
            raise Forged("command_id")
        return Answer(
            row["subject"], row["outcome"], row["reason"], row["detail"] or {}, row["version"]
        )

    def _remember(self, rule: int | None, changes: Row, answer: Answer) -> None:
        self.connection.execute(
            insert(Command).values(
                command_id=self.command_id,
                ordinal=0,
                actor_id=self.actor,
                arguments=self._hash(rule, changes),
                outcome=answer.outcome,
                reason=answer.reason,
                detail=dict(answer.detail),
                subject=answer.subject,
                version=answer.version,
                at=self.now,
            )
        )
