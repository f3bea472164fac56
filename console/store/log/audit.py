"""The log sealed into a hash chain, in the background and over settled transactions only.

An event's digest is made of the text of all its columns as the database gives them; a seal binds the
digests of a stretch of the log, in order of (era, xid, seq), to the seal before it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from sqlalchemy.engine import Connection

from console.store.dialect import is_embedded
from console.store.engine import Store, now_ms
from console.store.schema import Event

COLUMNS: Final = tuple(column.name for column in Event.__table__.columns)
DIGEST_BYTES: Final = 16
AT_ONCE: Final = 2000
"""Events a seal binds: SQLite's writers wait meanwhile, some 40 ms."""
FIRST: Final = "0" * 64
"""The hash before the first seal."""
BEYOND: Final = 2**63 - 1
Place = tuple[int, int, int]
"""Where in the log: (era, xid, seq)."""
BEFORE_ALL: Final[Place] = (-1, -1, -1)
AFTER_ALL: Final[Place] = (2**15 - 1, BEYOND, BEYOND)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk along the chain found. `broken` tells where it first breaks, None: nowhere."""

    events: int
    seals: int
    last: str
    unsealed: int
    broken: dict[str, Any] | None


def seal(connection: Connection, most: int = AT_ONCE) -> int:
    """Seals up to `most` more events; answers how many. Two keepers at once do no harm."""
    if not is_embedded(connection):
        sql = "select public.seal_log(%s)"
        return int(connection.exec_driver_sql(sql, (most,)).scalar_one())
    bound, before = _last(connection)
    rows = list(_events(connection, bound, AFTER_ALL, most))
    if not rows:
        return 0
    digests, end = b"".join(digest(row) for row in rows), dict(zip(COLUMNS, rows[-1], strict=True))
    connection.exec_driver_sql(
        "insert into seal (upto_era, upto_xid, upto_seq, events, digests, hash, at)"
        " values (cast(? as integer), cast(? as integer), cast(? as integer), ?, ?, ?, ?)",
        (
            end["era"],
            end["xid"],
            end["seq"],
            len(rows),
            digests,
            chained(before, digests),
            now_ms(),
        ),
    )
    return len(rows)


def seal_task(connection: Connection) -> None:
    """The keeper's part in it."""
    seal(connection)


def seal_all(store: Store) -> int:
    """Seals everything that is settled; answers how many events that were."""
    made = 0
    while True:
        with store.write() as connection:
            more = seal(connection)
        if not more:
            return made
        made += more


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


def verify(store: Store, known: str | None = None) -> Verified:
    """Walks the whole chain. Blocks; reads every sealed event once.

    `known` is a seal's hash that was written down elsewhere: without one, whoever takes away the last
    seals together with what they sealed is not noticed.
    """
    with store.read() as connection:
        found = connection.exec_driver_sql(
            "select id, upto_era, cast(upto_xid as text), upto_seq, events, digests, hash"
            " from seal order by id"
        ).all()
        before, bound, events, broken = FIRST, BEFORE_ALL, 0, None
        for number, era, xid, seq, count, digests, seal_hash in found:
            end = (int(era), int(xid), int(seq))
            rows = list(_events(connection, bound, end))
            broken = _difference(rows, bytes(digests))
            if broken is None and (len(rows) != count or chained(before, digests) != seal_hash):
                broken = {"seq": None, "case": None, "command": None}
            if broken is not None:
                broken = {"seal": number, **broken}
                break
            before, bound, events = seal_hash, end, events + count
        if broken is None and known is not None and known not in {row[-1] for row in found}:
            broken = {"seal": None, "seq": None, "case": None, "command": None, "known": known}
        unsealed = sum(1 for _row in _events(connection, bound, AFTER_ALL))
    return Verified(events, len(found), before, 0 if broken else unsealed, broken)


def _difference(rows: Sequence[Sequence[str | None]], digests: bytes) -> dict[str, Any] | None:
    """The first event that is another than the one sealed, is missing, or was slipped in."""
    sealed = [digests[i : i + DIGEST_BYTES] for i in range(0, len(digests), DIGEST_BYTES)]
    last: Sequence[str | None] | None = None
    for place, (row, known) in enumerate(zip_longest(rows, sealed)):
        made = digest(row) if row is not None else b""
        if made == known:
            last = row
        elif row is None or made in sealed[place + 1 :]:  # it is sound: one before it is gone
            return {**_named(last), "missing": True} if last else {"seq": None, "missing": True}
        else:
            return _named(row)
    return None


def _named(row: Sequence[str | None]) -> dict[str, Any]:
    told = dict(zip(COLUMNS, row, strict=True))
    case = told["case_id"]
    return {
        "seq": int(told["seq"] or 0),
        "case": int(case) if case is not None else None,
        "command": told["command"],
    }


def _last(connection: Connection) -> tuple[Place, str]:
    """Where the last seal ends, and its hash."""
    row = connection.exec_driver_sql(
        "select upto_era, cast(upto_xid as text), upto_seq, hash from seal order by id desc limit 1"
    ).one_or_none()
    return (BEFORE_ALL, FIRST) if row is None else ((row[0], int(row[1]), row[2]), row[3])


def _events(
    connection: Connection, after: Place, upto: Place, most: int = BEYOND
) -> Iterator[Sequence[str | None]]:
    """Texts of all columns of the events in (after, upto], in order of (era, xid, seq).

    The order is said of the table's columns: PostgreSQL else means the texts, where 10 is before 9.
    """
    columns = ", ".join(f"cast({name} as text)" for name in COLUMNS)
    mark, number = ("?", "?") if is_embedded(connection) else ("%s", "%s::text::xid8")
    sql = (
        f"select {columns} from event where (era, xid, seq) > ({mark}, {number}, {mark})"  # noqa: S608
        f" and (era, xid, seq) <= ({mark}, {number}, {mark})"
        f" order by event.era, event.xid, event.seq limit {mark}"
    )
    low = (after[0], max(after[1], 0), after[2])
    for row in connection.exec_driver_sql(sql, (*low, *upto, most)):
        yield list(row)
