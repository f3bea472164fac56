"""The months of a server's log: PostgreSQL keeps each in a partition of its own (guard/months.sql).

An entry of a month that nobody made in time lies in a partition for all others; that is no fault,
only slower to read past, and it moves when its month is made.
"""

from typing import Final

from sqlalchemy.engine import Connection

from console.store.dialect import pick
from console.store.log import embedded, server

AT_ONCE: Final = 20_000
"""Entries the keeper moves into their month while nobody can read the log; more wait for
`db upgrade`."""


def make(connection: Connection, since: int | None = None) -> set[str]:
    """As the owner: a partition for each month from `since` (ms; None: now) to the next two, and for
    those whose entries lie among all others; answers those it had to make (none on SQLite).
    """
    return pick(connection, embedded.make_months, server.make_months)(connection, since)


def keep(connection: Connection) -> int:
    """Makes the coming months; answers how many it did. Whoever reads the log is not waited for."""
    return pick(connection, embedded.keep_months, server.keep_months)(connection)


def keep_task(connection: Connection) -> None:
    """The keeper's part in it: the last of its turn, for it keeps everybody from the log until then."""
    keep(connection)
