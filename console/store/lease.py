"""The keeper's lease: which program runs the maintenance, by the database's clock."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import Connection

from console.store.dialect import database_now, pick, run
from console.store.engine import Store
from console.store.log import embedded, server

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
    """Compare-and-set: ours, free or run out → ours for another `span_ms`. Who holds it then."""
    return Kept(
        *pick(connection, embedded.take_lease, server.take_lease)(connection, LEASE, name, span_ms)
    )


def end_stalled(store: Store) -> int:
    """Ends what holds everybody up on a server: sessions that idle in a transaction. How many."""
    return pick(store, embedded.end_stalled, server.end_stalled)(store)
