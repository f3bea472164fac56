"""The keeper's lease: which program runs the maintenance, by the database's clock."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import Connection

from console.store.dialect import database_now, is_embedded, run
from console.store.engine import now_ms

LEASE: Final = "keeper"


@dataclass(frozen=True, slots=True)
class Kept:
    """Who holds the lease until when, and what the database's clock said meanwhile (ms)."""

    holder: str
    until: int
    at: int

    @property
    def held(self) -> bool:
        return self.until > self.at


def who_keeps(connection: Connection) -> Kept | None:
    """The lease as it is; None where nobody ever kept."""
    row = run(connection, "select holder, until from lease where name = ?", (LEASE,)).one_or_none()
    return Kept(row[0], row[1], database_now(connection)) if row is not None else None


def take(connection: Connection, name: str, span_ms: int) -> Kept:
    """Compare-and-set: ours, free or run out → ours for another `span_ms`. Who holds it then.

    An operator of a server may write no lease; there the guard does it for him by its own clock.
    """
    if not is_embedded(connection):
        row = run(connection, "select * from public.keep_house(?, ?)", (name, span_ms)).one()
        return Kept(*row)
    now = now_ms()
    run(
        connection,
        "insert into lease (name, holder, until, version) values (?, ?, ?, 1)"
        " on conflict (name) do update set holder = excluded.holder, until = excluded.until,"
        " version = version + 1 where holder = excluded.holder or until <= ?",
        (LEASE, name, now + span_ms, now),
    )
    kept = who_keeps(connection)
    assert kept is not None
    return kept


def end_stalled(connection: Connection) -> int:
    """Ends what holds everybody up on a server: sessions that idle in a transaction. How many."""
    if is_embedded(connection):
        return 0
    return int(connection.exec_driver_sql("select public.end_stalled()").scalar_one())
