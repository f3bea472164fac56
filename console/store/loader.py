"""The owner's way in: rows in bulk, by COPY on PostgreSQL. Never for operators."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Integer, insert
from sqlalchemy.engine import Connection

from console.store.engine import Store, said
from console.store.lookups import DOCUMENTS
from console.store.schema import Base

NULL: Final = "\\N"
LINES: Final = 2_000
"""Rows that are put into text at once."""


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


def load_tuples(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> int:
    """Writes very many rows as the columns take them: documents as JSON text, booleans as 0 and 1.

    A text may hold no backslash, tab or line break: nothing is escaped.
    """
    if not rows:
        return 0
    quoted = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name != "postgresql":
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({quoted}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(sql, [tuple(row) for row in rows])
        return len(rows)
    raw = connection.connection.dbapi_connection
    assert raw is not None
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for first in range(0, len(rows), LINES):
            lines = [
                "\t".join([NULL if v is None else v if v.__class__ is str else str(v) for v in row])
                for row in rows[first : first + LINES]
            ]
            copy.write("\n".join(lines) + "\n")
    return len(rows)


@contextmanager
def indexes_later(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Takes the indexes of these tables away and makes them anew at the end, in one transaction.

    A sorted build costs a third of a million single entries. Unique keys stay, but the tokens'.
    An owner who may leaves references unproved meanwhile: the rows are the program's own, and fewer
    of them go the proved way in the tests. Nothing happens on SQLite.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    run = connection.exec_driver_sql
    found = run(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
        " where i.indrelid = any(%s::regclass[]) and not i.indisunique order by 1",
        (list(tables),),
    ).all()
    for name, _made in found:
        run(f"drop index {name}")
    if run("show is_superuser").scalar_one() == "on":
        run("set local session_replication_role = replica")
    if "token" in tables:
        run("alter table token drop constraint token_pkey")
    yield
    run("set local session_replication_role = default")
    run("set local maintenance_work_mem = '256MB'")
    if "token" in tables:
        run("alter table token add constraint token_pkey primary key (token, case_id)")
    for _name, made in found:
        run(made.replace(" ON ONLY ", " ON "))


def settle(store: Store, tables: Sequence[str]) -> None:
    """After very many rows: the planner's figures and the map of what everybody may see."""
    if store.embedded:
        with store.write() as connection:
            connection.exec_driver_sql("ANALYZE")
        return
    bare = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with said(store.url), bare.connect() as connection:
        connection.exec_driver_sql(f"vacuum (analyze) {', '.join(tables)}")


def load_all(store: Store, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, int]:
    """Several tables in the order given, in one transaction; numbering goes on after them."""
    with store.write() as connection:
        return load_several(connection, tables)


def load_several(
    connection: Connection, tables: Mapping[str, Iterable[Mapping[str, Any]]]
) -> dict[str, int]:
    """The same inside a transaction of the caller's."""
    made = {table: load(connection, table, list(rows)) for table, rows in tables.items()}
    for table in tables:
        number_on(connection, table)
    return made


def number_on(connection: Connection, table: str) -> None:
    """PostgreSQL's sequence follows ids that were given by hand."""
    key = Base.metadata.tables[table].columns.get("id")
    if (
        connection.dialect.name == "postgresql"
        and key is not None
        and isinstance(key.type, Integer)
    ):
        connection.exec_driver_sql(
            f"select setval(s, greatest((select max(id) from {table}), 1))"  # noqa: S608
            f" from pg_get_serial_sequence('{table}', 'id') s where s is not null"
        )
