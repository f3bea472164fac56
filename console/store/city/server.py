"""The city's data on a server: rows in bulk by COPY, indexes made anew, sequences that follow, imports.

`embedded` has the same functions.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Integer
from sqlalchemy.engine import Connection

from console import progress
from console.store.documents import DOCUMENTS
from console.store.engine import Store, said
from console.store.schema import Base

LINES: Final = 2_000
"""Rows that are handed over at once."""
KEYS: Final = {"token": "token, case_id"}
"""Keys that nothing refers to, so that they can be taken away while very many rows come."""
ARRAY: Final = "{}"
"""Brackets of an array in a line."""


def one_moment(connection: Connection) -> None:
    """All that this transaction reads is of one moment."""
    connection.exec_driver_sql("set transaction isolation level repeatable read")


def wait_for_imports(connection: Connection) -> None:
    """Until another import has ended; this one may last."""
    unhurried(connection)
    connection.exec_driver_sql("select pg_advisory_xact_lock(hashtext('wangge import'))")


def unhurried(connection: Connection) -> None:
    """No limit on this transaction's time."""
    connection.exec_driver_sql("set local idle_in_transaction_session_timeout = 0")
    connection.exec_driver_sql("set local statement_timeout = 0")


def load(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as dicts, by COPY."""
    names = list(rows[0])
    raw = connection.connection.dbapi_connection
    assert raw is not None
    quoted = ", ".join(f'"{name}"' for name in names)
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for done, row in enumerate(rows, 1):
            copy.write_row([_copied(table, name, row[name]) for name in names])
            if done % LINES == 0:
                progress.tell(done, len(rows))


def _copied(table: str, name: str, value: Any) -> Any:
    document = name in DOCUMENTS[table] and name != "scope"
    return json.dumps(value, ensure_ascii=False) if document and value is not None else value


def load_lines(
    connection: Connection, table: str, columns: Sequence[str], lines: Sequence[str],
    *, frozen: bool,
) -> None:  # fmt: skip
    """Lines as COPY takes them."""
    quoted = ", ".join(f'"{name}"' for name in columns)
    raw = connection.connection.dbapi_connection
    assert raw is not None
    sql = f"COPY {table} ({quoted}) FROM STDIN{' WITH (FREEZE)' if frozen else ''}"
    with raw.cursor() as cursor, cursor.copy(sql) as copy:  # type: ignore[attr-defined]
        for first in range(0, len(lines), LINES):
            copy.write("\n".join(lines[first : first + LINES]) + "\n")


@contextmanager
def indexes_later(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Drops the indexes and makes them anew at the end."""
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
    """Truncates an empty table, so that its rows may come frozen."""
    run = connection.exec_driver_sql
    if run(f"select exists (select 1 from {table})").scalar_one():  # noqa: S608
        return False
    run(f"truncate {table}")
    return True


def settle(store: Store, tables: Sequence[str]) -> None:
    """Vacuums and analyses the tables."""
    bare = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with said(store.url), bare.connect() as connection:
        connection.exec_driver_sql(f"vacuum {', '.join(tables)}")
        asked = ", ".join(f"{table} ({', '.join(_compared(table))})" for table in tables)
        connection.exec_driver_sql(f"analyze {asked}")


def _compared(table: str) -> list[str]:
    """The columns that questions compare: documents are told apart by nobody and dear to look at."""
    documents = DOCUMENTS[table]
    return [f'"{c.name}"' for c in Base.metadata.tables[table].columns if c.name not in documents]


def number_on(connection: Connection, table: str) -> None:
    """The sequence of a table's ids goes on after the last one."""
    key = Base.metadata.tables[table].columns.get("id")
    if key is not None and isinstance(key.type, Integer):
        connection.exec_driver_sql(
            f"select setval(s, greatest((select max(id) from {table}), 1))"  # noqa: S608
            f" from pg_get_serial_sequence('{table}', 'id') s where s is not null"
        )


def number_log_on(connection: Connection, last: int) -> None:
    """The log's sequence goes on after `last`."""
    if last:
        connection.exec_driver_sql("select setval('event_seq', %s)", (last,))


def case_ids(connection: Connection, count: int) -> list[int]:
    """Ids from the sequence."""
    found = connection.exec_driver_sql(
        "select nextval('case__id_seq') from generate_series(1, %s)", (count,)
    )
    return [row[0] for row in found]


def log_lines(
    month: str, columns: Sequence[str], lines: Sequence[str]
) -> tuple[str, Sequence[str], Sequence[str]]:
    """The month's partition, which numbers transactions itself."""
    return f"event_{month}", columns, lines


def number_entries(_connection: Connection, _rows: Sequence[dict[str, Any]]) -> None:
    """The log's sequence does."""
