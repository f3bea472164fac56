"""The door of PostgreSQL: rows for the view `intent`, answered by the guard in one round trip."""

import json
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from console.domain.given import check_plain
from console.domain.intent import Answer, Forged, Intent
from console.store.door import in_lock_order
from console.store.engine import Store

COLUMNS: Final = (
    "command_id, ordinal, command, kind, subject, version_seen, post, changes, reason,"
    " on_behalf_of, occurred_at"
)
ROW: Final = "(%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s)"
FORGED: Final = "WG001"
PATIENCE_S: Final = 2.0
"""When a command without an answer is unknown and asked again (LIVE.md 8)."""
EACH_S: Final = 0.02
"""What each further row of a long command may add."""


class ServerDoor:
    """`Door` of PostgreSQL: the database decides, this only asks."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def submit(self, intents: Sequence[Intent]) -> list[Answer]:
        if not intents:
            return []
        for intent in intents:
            check_plain(intent)
        order = in_lock_order(intents)
        values = [value for index in order for value in _values(intents[index])]
        sql = (
            f"INSERT INTO intent ({COLUMNS}) VALUES {', '.join([ROW] * len(order))}"  # noqa: S608
            " RETURNING subject, outcome, refusal, detail, version"
        )
        with self.store.write(PATIENCE_S + EACH_S * len(order)) as connection:
            try:
                found = connection.exec_driver_sql(sql, tuple(values)).all()
            except sa.exc.DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) == FORGED:
                    raise Forged(said_by(error)) from error
                raise
        answers = {index: Answer(*row) for index, row in zip(order, found, strict=True)}
        return [answers[index] for index in range(len(intents))]


def _values(intent: Intent) -> list[Any]:
    return [
        intent.command_id,
        intent.ordinal,
        intent.command,
        intent.kind,
        intent.subject,
        intent.version_seen,
        str(intent.post),
        json.dumps(dict(intent.changes)),
        intent.reason,
        intent.on_behalf_of,
        intent.occurred_at,
    ]


def said_by(error: sa.exc.DBAPIError) -> str:
    """What the guard said when it raised."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(getattr(diagnosis, "message_primary", "") or error.orig)
