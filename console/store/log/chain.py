"""The audit's chain: digests of events and where the last seal ends, the same on both databases.

An event's digest is made of the text of all its columns as the database gives them; a seal binds the
digests of a stretch of the log, in order of (era, xid, seq), to the seal before it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy.engine import Connection

from console.store.dialect import pick, run
from console.store.schema import Event

COLUMNS: Final = tuple(column.name for column in Event.__table__.columns)
DIGEST_BYTES: Final = 16
FIRST: Final = "0" * 64
"""The hash before the first seal."""
BEYOND: Final = 2**63 - 1
Place = tuple[int, int, int]
"""Where in the log: (era, xid, seq)."""
BEFORE_ALL: Final[Place] = (-1, -1, -1)
AFTER_ALL: Final[Place] = (2**15 - 1, BEYOND, BEYOND)


def digest(row: Sequence[str | None]) -> bytes:
    """Of the texts of all columns in order; their lengths keep them apart."""
    parts = [_sealed(value) for value in row]
    return hashlib.sha256(b"".join(parts)).digest()[:DIGEST_BYTES]


def _sealed(value: str | None) -> bytes:
    if value is None:
        return b"-;"
    raw = value.encode()
    return f"{len(raw)}:".encode() + raw + b";"


def chained(before: str, digests: bytes) -> str:
    """The hash of a seal."""
    return hashlib.sha256(bytes.fromhex(before) + digests).hexdigest()


def last_seal(connection: Connection) -> tuple[Place, str]:
    """Where the last seal ends, and its hash."""
    row = connection.exec_driver_sql(
        "select upto_era, cast(upto_xid as text), upto_seq, hash from seal order by id desc limit 1"
    ).one_or_none()
    return (BEFORE_ALL, FIRST) if row is None else ((row[0], int(row[1]), row[2]), row[3])


def events(
    connection: Connection, after: Place, upto: Place, most: int = BEYOND
) -> Iterator[Sequence[str | None]]:
    """Texts of all columns of the events in (after, upto], in order of (era, xid, seq).

    The order is said of the table's columns: PostgreSQL else means the texts, where 10 is before 9.
    """
    columns = ", ".join(f"cast({name} as text)" for name in COLUMNS)
    xid = pick(connection, "?", "?::text::xid8")
    sql = (
        f"select {columns} from event where (era, xid, seq) > (?, {xid}, ?)"  # noqa: S608
        f" and (era, xid, seq) <= (?, {xid}, ?)"
        " order by event.era, event.xid, event.seq limit ?"
    )
    low = (after[0], max(after[1], 0), after[2])
    for row in run(connection, sql, (*low, *upto, most)):
        yield list(row)
