"""The door of an embedded database: the eight steps inside one BEGIN IMMEDIATE."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from console.domain.effects import Effect
from console.domain.intent import INTENTS_MOST, Answer, Intent, Row
from console.domain.judgement import Declined, Judgement, judge
from console.domain.moment import from_ms
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.domain.value_checks import check_plain
from console.store.bare import run
from console.store.door.embedded_nouns import NounPassage
from console.store.door.passage import Passage, bound
from console.store.door.port import arguments_hash, in_lock_order, in_pieces
from console.store.door.standing_due import REASON, due_sql
from console.store.engine import Store, now_ms
from console.store.migrations import revisions
from console.store.reading import tokens
from console.store.schema import Case

LOG: Final = logging.getLogger(__name__)
CASE_COLUMNS: Final = tuple(c.name for c in Case.__table__.columns if c.name != "id")
OWN: Final = frozenset({"id", "number", "day_number", "version"})


class EmbeddedDoor:
    """`Door` of SQLite. `clock` is the database's clock (ms); tests give their own."""

    def __init__(self, store: Store, clock: Callable[[], int] = now_ms) -> None:
        self.store, self.clock = store, clock

    def submit(self, intents: Sequence[Intent]) -> list[Answer]:
        answers: dict[int, Answer] = {}
        if len(intents) > INTENTS_MOST:
            return in_pieces(self, intents)
        with self.store.write() as connection:
            revisions.fit_rules(connection)
            actor = actor_of(connection, self.store.actor)
            for index in in_lock_order(intents):
                answers[index] = answer(connection, actor, self.clock(), intents[index])
        return [answers[index] for index in range(len(intents))]


def actor_of(connection: Connection, login: str | None) -> int:
    """The id of the operator with this login. Raises `Refused` for nobody we know and who is locked."""
    found = run(connection, "SELECT id, active FROM operator WHERE login=?", (login or "",))
    known = found.fetchone()
    if known is None or not known[1]:
        raise Refused("operator_locked" if known else "operator_unknown", login=login or "")
    return int(known[0])


def answer(connection: Connection, actor: int, now: int, intent: Intent) -> Answer:
    """One intent of one operator inside a writing transaction that its caller holds."""
    passage = _CasePassage if intent.kind == "case" else NounPassage
    return passage(connection, actor, now).go(intent)


def keep_standing(connection: Connection, now: int | None, most: int) -> int:
    """Dispatches what standing rules say is due; answers how many cases."""
    held = connection.exec_driver_sql("select 1 from dispatch_rule where state = 1 limit 1").first()
    if held is None:
        return 0
    at = now_ms() if now is None else now
    sql = due_sql().replace("public.", "")
    found = connection.exec_driver_sql(sql, {"at_ms": at, "most": most}).mappings().all()
    done = 0
    for row in found:
        intent = Intent(
            command_id=row["command_id"],
            command="dispatch",
            subject=row["case_id"],
            version_seen=row["case_version"],
            post=Post.DISPATCHER,
            changes={"department_id": row["department_id"]},
            reason=f"{REASON}{row['rule_id']}",
        )
        done += answer(connection, row["owner_id"], at, intent).done
    return done


class _CasePassage(Passage):
    """One intent on a case on its way through the door."""

    def go(self, intent: Intent) -> Answer:
        check_plain(intent)
        digest = arguments_hash(intent, self.actor)
        known = self.answered(intent, digest)
        if known is not None:
            return known
        case = self.ask.case(intent.subject) if intent.subject is not None else None
        try:
            judged = judge(intent, case, self.actor, self.now, self.ask)
        except Declined as no:
            version = case["version"] if case else None
            answer = Answer(intent.subject, no.outcome, no.key, no.detail, version)
        except Refused as no:
            version = case["version"] if case else None
            answer = Answer(intent.subject, "refused", no.key, no.values, version)
        else:
            answer = self._write_whole(intent, case, judged)
        self.remember(intent, digest, answer)
        return answer

    def _write_whole(self, intent: Intent, case: Row | None, judged: Judgement) -> Answer:
        """Writes one command, or none of it where the tables' own keys refuse a row."""
        run(self.connection, "SAVEPOINT one")
        try:
            return self._write(intent, case, judged)
        except sqlite3.IntegrityError:
            LOG.exception("case %s, %s: refused by a key", intent.subject, intent.command)
            run(self.connection, "ROLLBACK TO one")
            version = case["version"] if case else None
            return Answer(intent.subject, "refused", "inconsistent", {}, version)
        finally:
            run(self.connection, "RELEASE one")

    def _write(self, intent: Intent, case: Row | None, judged: Judgement) -> Answer:
        effect = judged.effect
        columns = effect.columns
        if case is None:
            columns.update(version=1, **self._number())
            values = {k: bound(v) for k, v in columns.items() if k in CASE_COLUMNS}
            subject = self.insert("case_", **values)
            tokens.write(self.connection, subject, None, columns)
            before: dict[str, Any] = {}
            after = {k: v for k, v in columns.items() if k != "version" and v not in (None, "", [])}
        else:
            subject = case["id"]
            changed = {k: v for k, v in columns.items() if k not in OWN and case[k] != v}
            before = {k: case[k] for k in changed}
            after = dict(changed)
            columns["version"] = case["version"] + 1
            self.update("case_", subject, version=columns["version"], **changed)
            if changed.keys() & {"address", "description"}:
                tokens.write(self.connection, subject, case, columns)
        self._parts(subject, effect, before, after)
        if judged.rule.axis is not None:
            self._acted(subject, self.actor, judged.rule.axis)
        self.note(
            intent,
            subject,
            columns["version"],
            before,
            after,
            self._scope(case, columns),
            case=subject,
            crossed=judged.crossed,
        )
        return Answer(subject, "done", version=columns["version"])

    def _parts(
        self, case: int, effect: Effect, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """Assignments, requests and attachments: written, and recorded by id."""
        for table, fresh, changed in (
            ("assignment", effect.new_assignments, effect.assignments),
            ("request", effect.new_requests, effect.requests),
        ):
            old: dict[str, Any] = {}
            new: dict[str, Any] = {}
            for row_id, patch in changed.items():
                row = self.ask._one(table, f"SELECT * FROM {table} WHERE id=?", row_id)  # noqa: S608
                assert row is not None
                old[str(row_id)] = {k: row[k] for k in patch}
                new[str(row_id)] = patch
                self.update(table, row_id, version=row["version"] + 1, **patch)
            for row in fresh:
                row_id = self.insert(table, case_id=case, version=1, **row)
                new[str(row_id)] = row
            if new:
                after[f"{table}s"] = new
            if old:
                before[f"{table}s"] = old
        if effect.attach:
            after["attachments"] = [f"{digest}:{role}" for digest, role in effect.attach]
        if effect.detach:
            after["detached"] = [f"{digest}:{role}" for digest, role in effect.detach]
        for digest, role in effect.attach:
            self.insert_new(
                "attachment",
                case_id=case,
                blob_hash=digest,
                role=role,
                at=self.now,
                actor_id=self.actor,
            )
        for digest, role in effect.detach:
            run(
                self.connection,
                "DELETE FROM attachment WHERE case_id=? AND blob_hash=? AND role=?",
                (case, digest, role),
            )
        if effect.unite_axes_with is not None:
            self._unite(case, effect.unite_axes_with)

    def _unite(self, case: int, into: int) -> None:
        for one, other in ((case, into), (into, case)):
            run(
                self.connection,
                "INSERT OR IGNORE INTO case_axis SELECT ?, actor_id, axis FROM case_axis WHERE case_id=?",
                (one, other),
            )

    def _acted(self, case: int, actor: int, axis: str) -> None:
        self.insert_new("case_axis", case_id=case, actor_id=actor, axis=str(axis))

    def _scope(self, *states: Row | None) -> list[int]:
        """Regions and (negated) departments, old and new, with all their ancestors."""
        found: set[int] = set()
        for state in states:
            if state is not None:
                found.update(self.ask.region_path(state["region_id"]))
                if state["department_id"] is not None:
                    found.update(-d for d in self.ask.department_path(state["department_id"]))
        return sorted(found)

    def _number(self) -> dict[str, str]:
        (zone,) = self.ask._column("SELECT zone FROM schema_info")
        day = from_ms(self.now, ZoneInfo(zone)).strftime("%Y%m%d")
        (count,) = self.ask._column(
            "INSERT INTO day_counter VALUES (?, 1) ON CONFLICT (day)"
            " DO UPDATE SET last = last + 1 RETURNING last",
            day,
        )
        return {"number": f"{day}{count:05d}", "day_number": f"{day[4:]}-{count:04d}"}
