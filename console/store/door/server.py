"""The door of PostgreSQL: rows for the view `intent`, answered by the guard in one round trip."""

import json
import logging
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from console.domain.intent import INTENTS_MOST, Answer, Forged, Intent
from console.domain.value_checks import check_plain
from console.store.door.port import in_lock_order, in_pieces
from console.store.engine import Store

LOG: Final = logging.getLogger(__name__)
COLUMNS: Final = (
    "command_id, ordinal, command, kind, subject, version_seen, post, changes, reason,"
    " on_behalf_of, occurred_at"
)
ROW: Final = "(%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s)"
FORGED: Final = "WG001"
PATIENCE_S: Final = 2.0
"""When a command without an answer is unknown and asked again."""
EACH_S: Final = 0.02
"""What each further row of a long command may add."""


class ServerDoor:
    """`Door` of PostgreSQL: the database decides, this only asks."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def submit(self, intents: Sequence[Intent]) -> list[Answer]:
        if not intents:
            return []
        if len(intents) > INTENTS_MOST:
            return in_pieces(self, intents)
        for intent in intents:
            check_plain(intent)
        order = in_lock_order(intents)
        patience = PATIENCE_S + EACH_S * len(order)
        try:
            with self.store.write(patience) as connection:
                answers = _answers(connection, intents, order)
        except sa.exc.IntegrityError:
            with self.store.write(patience) as connection:
                answers = _one_by_one(connection, intents, order)
        return [answers[index] for index in range(len(intents))]


def _answers(
    connection: Connection, intents: Sequence[Intent], order: Sequence[int]
) -> dict[int, Answer]:
    """The guard's answers to intents that it takes in this order, by index. Raises `Forged`."""
    sql = (
        f"INSERT INTO intent ({COLUMNS}) VALUES {', '.join([ROW] * len(order))}"  # noqa: S608
        " RETURNING subject, outcome, refusal, detail, version"
    )
    values = [value for index in order for value in _values(intents[index])]
    try:
        found = connection.exec_driver_sql(sql, tuple(values)).all()
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == FORGED:
            raise Forged(said_by(error)) from error
        raise
    return {index: Answer(*row) for index, row in zip(order, found, strict=True)}


def _one_by_one(
    connection: Connection, intents: Sequence[Intent], order: Sequence[int]
) -> dict[int, Answer]:
    """The same where a key of the tables refuses a row: only the case it belongs to is left out."""
    answers: dict[int, Answer] = {}
    for index in order:
        one = intents[index]
        try:
            with connection.begin_nested():
                answers |= _answers(connection, intents, [index])
        except sa.exc.IntegrityError:
            LOG.exception("case %s, %s: refused by a key", one.subject, one.command)
            answers[index] = Answer(one.subject, "refused", "inconsistent")
    return answers


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


def keep_standing(connection: Connection, _now: int | None, most: int) -> int:
    """Dispatches what standing rules say is due by the server's clock; answers how many cases."""
    return int(connection.exec_driver_sql("select public.keep_standing(%s)", (most,)).scalar_one())
