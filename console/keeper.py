"""Housekeeping under a lease: one of all running programs keeps house, by the database's clock.

`main.py keep` or any console may hold it; a keeper that falls silent is followed within seconds.
All its work is idempotent, for two may overlap for a moment.
"""

import logging
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.engine import Connection

from console.domain.refusal import Refused
from console.live.bell import Bell, listening, rest
from console.live.clock import wall_ms
from console.store.engine import Store
from console.store.schema import Lease

LOG = logging.getLogger(__name__)
LEASE: Final = "keeper"
LEASE_MS: Final = 15_000
RENEW_S: Final = 5.0

Task = Callable[[Connection], None]


def database_now(connection: Connection) -> int:
    """The clock of the database (ms): the machine's own where it is embedded."""
    if connection.dialect.name == "sqlite":
        return wall_ms()
    now = "select (extract(epoch from clock_timestamp()) * 1000)::bigint"
    return int(connection.exec_driver_sql(now).scalar_one())


@dataclass(slots=True)
class Keeper:
    """Tries to hold the lease; does its `tasks` while it does."""

    store: Store
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    clock: Callable[[Connection], int] = database_now
    tasks: Sequence[Task] = ()

    def turn(self) -> bool:
        """One try: takes or renews the lease and does the housekeeping; whether it is ours."""
        with self.store.write() as connection:
            if not take(connection, self.name, self.clock(connection)):
                return False
            for task in self.tasks:
                task(connection)
        return True


def take(connection: Connection, name: str, now: int) -> bool:
    """Compare-and-set: ours, free or run out → ours for another `LEASE_MS`."""
    row = connection.execute(select(Lease).where(Lease.name == LEASE)).mappings().one_or_none()
    if row is None:
        values = (LEASE, name, now + LEASE_MS)
        done = _run(
            connection,
            "insert into lease (name, holder, until, version) values (?, ?, ?, 1)"
            " on conflict (name) do nothing",
            values,
        )
        return done == 1
    if row["holder"] != name and row["until"] > now:
        return False
    done = _run(
        connection,
        "update lease set holder=?, until=?, version=version+1 where name=? and version=?",
        (name, now + LEASE_MS, LEASE, row["version"]),
    )
    return done == 1


def _run(connection: Connection, sql: str, values: tuple[Any, ...]) -> int:
    if connection.dialect.name != "sqlite":
        sql = sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, values).rowcount


def who_keeps(store: Store) -> Mapping[str, Any] | None:
    """Holder and end of the lease; None when nobody ever kept."""
    with store.read() as connection:
        row = connection.execute(
            select(Lease.holder, Lease.until).where(Lease.name == LEASE)
        ).mappings()
        found = row.one_or_none()
        return dict(found) if found else None


def run(store: Store, seconds: float | None = None) -> dict[str, Any]:
    """Keeps house for so long (None: until SIGTERM or SIGINT); answers how often it held the lease.

    A database that does not answer is tried again at the next turn; every turn counts.
    """
    keeper, bell = Keeper(store), Bell()
    held = turns = 0
    until = None if seconds is None else time.monotonic() + seconds
    with listening(bell):
        while True:
            turns += 1
            try:
                held += keeper.turn()
            except Refused as no:
                LOG.warning("not kept: %s", no)
            left = RENEW_S if until is None else min(RENEW_S, until - time.monotonic())
            if left <= 0 or not rest(bell, left):
                break
    return {"holder": keeper.name, "turns": turns, "held": held}
