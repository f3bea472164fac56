"""Rows of an embedded database as plain values: documents parsed, flags as bool."""

import json
from typing import Any, Final

from sqlalchemy.engine import Connection

from console.store.bare import run
from console.store.schema import Base

TABLES: Final = Base.metadata.tables


def _kinds(table: str, kind: str) -> frozenset[str]:
    return frozenset(c.name for c in TABLES[table].columns if type(c.type).__name__ == kind)


BOOLEANS: Final = {name: _kinds(name, "Boolean") for name in TABLES}
DOCUMENTS: Final = {name: _kinds(name, "JSON") | _kinds(name, "ARRAY") for name in TABLES}


NONE: Final[frozenset[str]] = frozenset()


def rows(connection: Connection, table: str, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of `table` as plain dicts: JSON parsed, booleans as bool."""
    found = run(connection, sql, values)
    names = [column[0] for column in found.description]
    return [read_row(table, zip(names, row, strict=True)) for row in found]


def read_row(table: str, row: Any) -> dict[str, Any]:
    """A raw row of SQLite with its JSON parsed and its booleans as bool."""
    made = dict(row)
    for name in BOOLEANS.get(table, NONE) & made.keys():
        made[name] = None if made[name] is None else bool(made[name])
    for name in DOCUMENTS.get(table, NONE) & made.keys():
        made[name] = read_document(made[name])
    return made


def read_document(stored: Any) -> Any:
    """A JSON value as stored: SQLite gives a bare number back as a number."""
    return json.loads(stored) if isinstance(stored, str) else stored
