"""One suite, two databases: a `World` is the town in SQLite or PostgreSQL with a clock of its own."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from console.domain.intent import Answer, Intent, new_command_id
from console.store.door.embedded import EmbeddedDoor
from console.store.door.port import Door
from console.store.door.server import ServerDoor
from console.store.engine import Store, open_store
from console.store.migrations import revisions
from console.store.schema import Base
from tests.store import town

MONDAY = 1_773_624_600_000
"""2026-03-16 09:30 in Shanghai, within working hours."""
CLOCK = (
    "create or replace function public.door_now() returns bigint language sql volatile"
    " set search_path = pg_catalog, pg_temp begin atomic select c.at from public.test_clock c; end"
)


@dataclass
class World:
    """A town under one clock. `act` goes through the door as the named operator."""

    url: str
    store: Store
    now: int = MONDAY
    stores: dict[str, Store] = field(default_factory=dict)

    def later(self, minutes: float) -> None:
        """Lets the database's clock go on."""
        self.now += int(minutes * 60_000)
        if not self.store.embedded:
            with self.store.write() as connection:
                connection.exec_driver_sql("update test_clock set at = %s", (self.now,))

    def door(self, who: str) -> Door:
        if who not in self.stores:
            self.stores[who] = open_store(self.url, who)
        store = self.stores[who]
        return EmbeddedDoor(store, lambda: self.now) if store.embedded else ServerDoor(store)

    def act(self, who: str, command: str, case: int | None = None, **more: Any) -> Answer:
        """One command by one operator, in his own post unless `post` says otherwise."""
        return self.door(who).submit([self.intent(who, command, case, **more)])[0]

    def intent(self, who: str, command: str, case: int | None = None, **more: Any) -> Intent:
        more.setdefault("post", town.WHO[who].post if who in town.WHO else None)
        more.setdefault("command_id", new_command_id(self.now))
        return Intent(command=command, subject=case, **more)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, in order of its key."""
        found = Base.metadata.tables[table]
        with self.store.read() as connection:
            order = sorted(found.primary_key.columns, key=lambda c: c.name)
            return [
                dict(row) for row in connection.execute(found.select().order_by(*order)).mappings()
            ]

    def case(self, case: int) -> Mapping[str, Any]:
        return next(row for row in self.rows("case_") if row["id"] == case)

    def close(self) -> None:
        for store in (*self.stores.values(), self.store):
            store.close()


def _upgrade(store: Store) -> None:
    """The schema, with the noun that only tests have."""
    from tests.store import toys

    toys.TABLES.create_all(store.engine)
    with toys.declared():
        revisions.upgrade(store)


def embedded_template(folder: Path) -> Path:
    """A database file with the town in it, to be copied while nobody has it open."""
    path = folder / "town.db"
    store = open_store(f"sqlite:///{path}", create=True)
    _upgrade(store)
    town.build(store)
    with store.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


def embedded_world(template: Path, folder: Path) -> World:
    path = folder / "world.db"
    shutil.copyfile(template, path)
    url = f"sqlite:///{path}"
    return World(url, open_store(url))


def server_template(uri: str) -> None:
    """The database `town` on a server, with a clock that tests set."""
    administer(uri, "drop database if exists town", "create database town")
    store = open_store(database_uri(uri, "town"))
    _upgrade(store)
    town.build(store)
    with store.write() as connection:
        connection.exec_driver_sql("create table test_clock (at bigint)")
        connection.exec_driver_sql("grant select on test_clock to public")
        connection.exec_driver_sql(f"insert into test_clock values ({MONDAY})")
        connection.exec_driver_sql(CLOCK)
    store.close()


def server_world(uri: str, name: str) -> World:
    administer(uri, f"drop database if exists {name}", f"create database {name} template town")
    url = database_uri(uri, name)
    return World(url, open_store(url))


def database_uri(uri: str, name: str) -> str:
    return uri.replace("/postgres?", f"/{name}?")


def administer(uri: str, *statements: str) -> None:
    """Statements that no transaction may hold."""
    engine = sa.create_engine(
        uri.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
