"""One intent on its way through the embedded door: ledger, log and rows, whatever it is about."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from console.domain.intent import Answer, Forged, Intent
from console.store.bare import run
from console.store.door.lookups import EmbeddedLookups


class Passage:
    """What every intent writes, inside a transaction that the caller holds."""

    def __init__(self, connection: Connection, actor: int, now: int) -> None:
        self.connection, self.actor, self.now = connection, actor, now
        self.ask = EmbeddedLookups(connection)

    def answered(self, intent: Intent, digest: str) -> Answer | None:
        """What the ledger holds of a repeated command. Raises `Forged` for another under its id."""
        known = self.ask._one(
            "command",
            "SELECT * FROM command WHERE command_id=? AND ordinal=?",
            intent.command_id,
            intent.ordinal,
        )
        if known is None:
            return None
        if known["arguments"] != digest:
            raise Forged("command_id")
        return Answer(
            known["subject"],
            known["outcome"],
            known["reason"],
            known["detail"] or {},
            known["version"],
        )

    def remember(self, intent: Intent, digest: str, answer: Answer) -> None:
        """The ledger's row for an answer."""
        self.insert(
            "command",
            command_id=intent.command_id,
            ordinal=intent.ordinal,
            actor_id=self.actor,
            arguments=digest,
            outcome=answer.outcome,
            reason=answer.reason,
            detail=json.dumps(dict(answer.detail)),
            subject=answer.subject,
            version=answer.version,
            at=self.now,
        )

    def note(
        self,
        intent: Intent,
        subject: int,
        version: int,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        scope: Sequence[int],
        *,
        case: int | None = None,
        crossed: bool = False,
    ) -> None:
        """The log's entry for what was done."""
        sequence, seat, era = run(
            self.connection,
            "SELECT (SELECT coalesce(max(seq), 0) + 1 FROM event),"
            " (SELECT name FROM seat WHERE operator_id=? ORDER BY seen_at DESC LIMIT 1), era"
            " FROM schema_info",
            (self.actor,),
        ).fetchone()
        self.insert(
            "event",
            seq=sequence,
            xid=sequence,
            era=era,
            kind=intent.kind,
            subject=subject,
            subject_version=version,
            case_id=case,
            command=intent.command,
            command_id=intent.command_id,
            ordinal=intent.ordinal,
            actor_id=self.actor,
            on_behalf_of=intent.on_behalf_of,
            post=str(intent.post),
            seat=seat,
            recorded_at=self.now,
            occurred_at=intent.occurred_at if intent.occurred_at is not None else self.now,
            before=dict(before),
            after=dict(after),
            scope=list(scope),
            crossed=crossed,
            reason=intent.reason,
        )

    def insert(self, table: str, **values: Any) -> int:
        """Inserts a row; answers its id."""
        return self._put("INSERT", table, values)

    def insert_new(self, table: str, **values: Any) -> None:
        """The same unless the row is there."""
        self._put("INSERT OR IGNORE", table, values)

    def _put(self, verb: str, table: str, values: dict[str, Any]) -> int:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        done = run(
            self.connection,
            f"{verb} INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
            tuple(bound(v) for v in values.values()),
        )
        return done.lastrowid or 0

    def update(self, table: str, row_id: int, **values: Any) -> None:
        """Changes columns of one row."""
        sets = ", ".join(f'"{name}"=?' for name in values)
        run(
            self.connection,
            f"UPDATE {table} SET {sets} WHERE id=?",  # noqa: S608
            (*(bound(v) for v in values.values()), row_id),
        )


def bound(value: Any) -> Any:
    """Documents as JSON text, everything else as SQLite takes it."""
    return (
        json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | tuple) else value
    )
