"""The owner's way in: rows in bulk, by COPY on PostgreSQL. Never for operators."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.engine import Connection

from console.store.city import embedded, server
from console.store.dialect import pick
from console.store.engine import Store


def unhurried(connection: Connection) -> None:
    """Lets this transaction of the owner's or an administrator's last as long as its file takes."""
    pick(connection, embedded.unhurried, server.unhurried)(connection)


def load(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Writes rows that all have the same keys; answers how many."""
    if rows:
        pick(connection, embedded.load, server.load)(connection, table, rows)
    return len(rows)


def load_lines(
    connection: Connection, table: str, columns: Sequence[str], lines: Sequence[str],
    *, frozen: bool = False,
) -> int:  # fmt: skip
    """Writes very many rows, each a line as COPY takes it: tabs between, documents as JSON text.

    A text may hold no backslash, tab or line break: nothing is escaped. `frozen` rows need no
    vacuum ever, which PostgreSQL allows for a table this transaction made or emptied.
    """
    if lines:
        write = pick(connection, embedded.load_lines, server.load_lines)
        write(connection, table, columns, lines, frozen=frozen)
    return len(lines)


def array_brackets(store: Store) -> str:
    """What such a line writes around an array of numbers."""
    return pick(store, embedded.ARRAY, server.ARRAY)


def log_lines(
    connection: Connection, month: str, columns: Sequence[str], lines: Sequence[str]
) -> tuple[str, Sequence[str], Sequence[str]]:
    """Where lines of a month of the log go, made before: table, columns, lines for `load_lines`."""
    return pick(connection, embedded.log_lines, server.log_lines)(month, columns, lines)


def indexes_later(connection: Connection, tables: Sequence[str]) -> AbstractContextManager[None]:
    """Takes the indexes of these tables away and makes them anew at the end, in one transaction.

    A sorted build costs a third of a million single entries. Unique keys stay, but the tokens'.
    An owner who may leaves references unproved meanwhile: the rows are the program's own,
    and fewer of them go the proved way in the tests. Nothing happens on SQLite.
    """
    return pick(connection, embedded.indexes_later, server.indexes_later)(connection, tables)


def emptied(connection: Connection, table: str) -> bool:
    """Whether a table that nothing refers to holds nothing, and is this transaction's from now on.

    Always False on SQLite, where that gains nothing.
    """
    return pick(connection, embedded.emptied, server.emptied)(connection, table)


def settle(store: Store, tables: Sequence[str]) -> None:
    """After very many rows: the planner's figures and the map of what everybody may see."""
    pick(store, embedded.settle, server.settle)(store, tables)


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
    pick(connection, embedded.number_on, server.number_on)(connection, table)


def number_log_on(connection: Connection, last: int) -> None:
    """The log's numbers go on after `last` on PostgreSQL; SQLite's one writer looks for himself."""
    pick(connection, embedded.number_log_on, server.number_log_on)(connection, last)


def case_ids(connection: Connection, count: int) -> list[int]:
    """So many ids for new cases, from the sequence where there is one."""
    return pick(connection, embedded.case_ids, server.case_ids)(connection, count)
