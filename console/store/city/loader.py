"""The owner's way in: rows in bulk, by COPY on PostgreSQL. Never for operators."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Integer, insert
from sqlalchemy.engine import Connection

from console import progress
from console.store.door.lookups import DOCUMENTS
from console.store.engine import Store, said
from console.store.schema import Base

NULL: Final = "\\N"
LINES: Final = 2_000
"""Rows that are handed over at once."""
KEYS: Final = {"token": "token, case_id"}
"""Keys that nothing refers to, so that they can be taken away while very many rows come."""


def unhurried(connection: Connection) -> None:
    """Lets this transaction of the owner's or an administrator's last as long as its file takes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("set local idle_in_transaction_session_timeout = 0")
        connection.exec_driver_sql("set local statement_timeout = 0")


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
        for done, row in enumerate(rows, 1):
            copy.write_row([_copied(table, name, row[name]) for name in names])
            if done % LINES == 0:
                progress.tell(done, len(rows))
    return len(rows)


def _copied(table: str, name: str, value: Any) -> Any:
    document = name in DOCUMENTS[table] and name != "scope"
    return json.dumps(value, ensure_ascii=False) if document and value is not None else value


def load_lines(
    connection: Connection, table: str, columns: Sequence[str], lines: Sequence[str],
    *, frozen: bool = False,
) -> int:  # fmt: skip
    """Writes very many rows, each a line as COPY takes it: tabs between, documents as JSON text.

    A text may hold no backslash, tab or line break: nothing is escaped. `frozen` rows need no
    vacuum ever, which PostgreSQL allows for a table this transaction made or emptied.
    """
    if not lines:
        return 0
    quoted = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name != "postgresql":
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({quoted}) VALUES ({marks})"  # noqa: S608
        # the columns' own types make numbers of what are numbers
        rows = [[None if v == NULL else v for v in line.split("\t")] for line in lines]
        connection.exec_driver_sql(sql, [tuple(row) for row in rows])
        return len(rows)
    raw = connection.connection.dbapi_connection
    assert raw is not None
    sql = f"COPY {table} ({quoted}) FROM STDIN{' WITH (FREEZE)' if frozen else ''}"
    with raw.cursor() as cursor, cursor.copy(sql) as copy:  # type: ignore[attr-defined]
        for first in range(0, len(lines), LINES):
            copy.write("\n".join(lines[first : first + LINES]) + "\n")
    return len(lines)


@contextmanager
def indexes_later(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Takes the indexes of these tables away and makes them anew at the end, in one transaction.

    A sorted build costs a third of a million single entries. Unique keys stay, but the tokens'.
    An owner who may leaves references unproved meanwhile: the rows are the program's own,
    and fewer of them go the proved way in the tests. Nothing happens on SQLite.
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
    keys = {table: KEYS[table] for table in tables if table in KEYS}
    for name, _made in found:
        run(f"drop index {name}")
    if run("show is_superuser").scalar_one() == "on":
        run("set local session_replication_role = replica")
    for table in keys:
        run(f"alter table {table} drop constraint {table}_pkey")
    yield
    run("set local session_replication_role = default")
    run("set local maintenance_work_mem = '256MB'")
    for table, columns in keys.items():
        run(f"alter table {table} add constraint {table}_pkey primary key ({columns})")
    for _name, made in found:
        run(made.replace(" ON ONLY ", " ON "))


def emptied(connection: Connection, table: str) -> bool:
    """Whether a table that nothing refers to holds nothing, and is this transaction's from now on."""
    if connection.dialect.name != "postgresql":
        return False
    run = connection.exec_driver_sql
    if run(f"select exists (select 1 from {table})").scalar_one():  # noqa: S608
        return False
    run(f"truncate {table}")
    return True


def settle(store: Store, tables: Sequence[str]) -> None:
    """After very many rows: the planner's figures and the map of what everybody may see."""
    if store.embedded:
        with store.write() as connection:
            connection.exec_driver_sql("ANALYZE")
        return
    bare = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with said(store.url), bare.connect() as connection:
        connection.exec_driver_sql(f"vacuum {', '.join(tables)}")
        asked = ", ".join(f"{table} ({', '.join(_compared(table))})" for table in tables)
        connection.exec_driver_sql(f"analyze {asked}")


def _compared(table: str) -> list[str]:
    """The columns that questions compare: documents are told apart by nobody and dear to look at."""
    documents = DOCUMENTS[table]
    return [f'"{c.name}"' for c in Base.metadata.tables[table].columns if c.name not in documents]


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


def number_log_on(connection: Connection, last: int) -> None:
    """The log's numbers go on after `last` on PostgreSQL; SQLite's one writer looks for himself."""
    if connection.dialect.name == "postgresql" and last:
        connection.exec_driver_sql("select setval('event_seq', %s)", (last,))
