"""The city's data in an embedded database: rows in bulk, imports. `server` has the same functions."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from console.store.engine import Store
from console.store.schema import Base, Case, Event

NULL: Final = "\\N"
"""As COPY writes it."""
ARRAY: Final = "[]"
"""Brackets of an array in a line."""
TAB: Final = "\t"


def one_moment(_connection: Connection) -> None:
    """A reader sees one moment anyway."""


def wait_for_imports(_connection: Connection) -> None:
    """There is one writer at a time."""


def unhurried(_connection: Connection) -> None:
    """Nothing ends a transaction here."""


def load(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as dicts."""
    connection.execute(insert(Base.metadata.tables[table]), [dict(row) for row in rows])


def load_lines(
    connection: Connection, table: str, columns: Sequence[str], lines: Sequence[str],
    *, frozen: bool,
) -> None:  # fmt: skip
    """Lines as COPY takes them; the columns' own types make numbers of what are numbers."""
    del frozen
    marks = ", ".join("?" * len(columns))
    quoted = ", ".join(f'"{name}"' for name in columns)
    sql = f"INSERT INTO {table} ({quoted}) VALUES ({marks})"  # noqa: S608
    rows = [[None if v == NULL else v for v in line.split(TAB)] for line in lines]
    connection.exec_driver_sql(sql, [tuple(row) for row in rows])


@contextmanager
def indexes_later(_connection: Connection, _tables: Sequence[str]) -> Iterator[None]:
    """The indexes stay."""
    yield


def emptied(_connection: Connection, _table: str) -> bool:
    """Never: it gains nothing here."""
    return False


def settle(store: Store, _tables: Sequence[str]) -> None:
    """The planner's figures."""
    with store.write() as connection:
        connection.exec_driver_sql("ANALYZE")


def number_on(_connection: Connection, _table: str) -> None:
    """SQLite numbers on by itself."""


def number_log_on(_connection: Connection, _last: int) -> None:
    """The one writer looks for himself."""


def case_ids(connection: Connection, count: int) -> list[int]:
    """The ids after the last one."""
    last = connection.scalar(select(func.coalesce(func.max(Case.id), 0))) or 0
    return list(range(last + 1, last + 1 + count))


def log_lines(
    _month: str, columns: Sequence[str], lines: Sequence[str]
) -> tuple[str, Sequence[str], Sequence[str]]:
    """One table, whose one writer numbers its transactions as the entries."""
    return "event", (*columns, "xid"), [f"{line}{TAB}{line.partition(TAB)[0]}" for line in lines]


def number_entries(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """The numbers after the last one, of transactions too."""
    last = connection.scalar(select(func.coalesce(func.max(Event.seq), 0))) or 0
    for number, row in enumerate(rows, last + 1):
        row |= {"seq": number, "xid": number}
