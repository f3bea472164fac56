"""The log sealed into a hash chain, in the background and over settled transactions only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from sqlalchemy.engine import Connection

from console.store.dialect import pick
from console.store.engine import Store
from console.store.log import embedded, server
from console.store.log.chain import (
    AFTER_ALL,
    BEFORE_ALL,
    COLUMNS,
    DIGEST_BYTES,
    FIRST,
    chained,
    digest,
    events,
)

AT_ONCE: Final = 2000
"""Events a seal binds: SQLite's writers wait meanwhile, some 40 ms."""


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
    return pick(connection, embedded.seal, server.seal)(connection, most)


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
        before, bound, sealed, broken = FIRST, BEFORE_ALL, 0, None
        for number, era, xid, seq, count, digests, seal_hash in found:
            end = (int(era), int(xid), int(seq))
            rows = list(events(connection, bound, end))
            broken = _difference(rows, bytes(digests))
            if broken is None and (len(rows) != count or chained(before, digests) != seal_hash):
                broken = {"seq": None, "case": None, "command": None}
            if broken is not None:
                broken = {"seal": number, **broken}
                break
            before, bound, sealed = seal_hash, end, sealed + count
        if broken is None and known is not None and known not in {row[-1] for row in found}:
            broken = {"seal": None, "seq": None, "case": None, "command": None, "known": known}
        unsealed = sum(1 for _row in events(connection, bound, AFTER_ALL))
    return Verified(sealed, len(found), before, 0 if broken else unsealed, broken)


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
