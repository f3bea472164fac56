"""The owner's way in: rows in bulk, by COPY on PostgreSQL. Never for operators."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, insert
from sqlalchemy.engine import Connection

from console.store.engine import Store
from console.store.lookups import DOCUMENTS
from console.store.schema import Base


def load(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Writes rows that all have the same keys; answers how many."""
    if not rows:
        return 0
    if connection.dialect.name != "postgresql":
        connection.execute(insert(Base.metadata.tables[table]), [dict(row) for row in rows])
        return len(rows)
    names = list(rows[0])
    raw = connection.connection.dbapi_connection
    assert raw is not None
    quoted = ", ".join(f'"{name}"' for name in names)
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row([_copied(table, name, row[name]) for name in names])
    return len(rows)


def _copied(table: str, name: str, value: Any) -> Any:
    document = name in DOCUMENTS[table] and name != "scope"
    return json.dumps(value, ensure_ascii=False) if document and value is not None else value


def load_all(store: Store, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, int]:
    """Several tables in the order given, in one transaction; numbering goes on after them."""
    with store.write() as connection:
        made = {table: load(connection, table, list(rows)) for table, rows in tables.items()}
        if not store.embedded:
            for table in tables:
                number_on(connection, table)
    return made


def number_on(connection: Connection, table: str) -> None:
    """PostgreSQL's sequence follows ids that were given by hand."""
    key = Base.metadata.tables[table].columns.get("id")
    if key is not None and isinstance(key.type, Integer):
        connection.exec_driver_sql(
            f"select setval(s, greatest((select max(id) from {table}), 1))"  # noqa: S608
            f" from pg_get_serial_sequence('{table}', 'id') s where s is not null"
        )
