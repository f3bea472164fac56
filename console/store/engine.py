"""Opening a database, SQLite or PostgreSQL, and the two ways to use it: read and write."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from console.domain.refusal import Refused
from console.store import secrets, sight
from console.store.lock import WriteLock, on_network

CHECKPOINT_ABOVE: Final = 4 << 20
"""Bytes of write-ahead log above which the holder of the lock checkpoints."""


@dataclass(slots=True)
class Store:
    """One database as one operator (`actor`, a login) sees it; None is the administrator.

    `read()` and `write()` give connections in a transaction. Errors of the world arrive as
    `Refused` with one clear sentence.
    """

    url: URL
    engine: Engine
    actor: str | None
    lock: WriteLock | None
    reading: Engine
    """Another than `engine` where an operator reads an embedded database: he sees his part of it."""

    @property
    def embedded(self) -> bool:
        return self.lock is not None

    @property
    def path(self) -> Path:
        """The file of an embedded database."""
        assert self.url.database
        return Path(self.url.database)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with said(self.url), self.reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        if self.lock is None:
            with said(self.url), self.engine.begin() as connection:
                yield connection
            return
        with said(self.url), self.lock:
            with self.engine.connect() as bare:
                connection = bare.execution_options(immediate=True)
                with connection.begin():
                    yield connection
            self._checkpoint()

    def _checkpoint(self) -> None:
        log = self.path.with_name(self.path.name + "-wal")
        if log.exists() and log.stat().st_size > CHECKPOINT_ABOVE:
            with self.engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()
        self.reading.dispose()
        if self.lock is not None:
            self.lock.close()


def open_store(url: str, actor: str | None = None, *, create: bool = False) -> Store:
    """Opens the database at `url` as `actor`.

    A missing embedded file is made only when `create`. Raises `Refused` for what cannot be opened.
    """
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError:
        raise Refused("database_url", url=url) from None
    if parsed.drivername.startswith("postgresql"):
        return _open_server(parsed.set(drivername="postgresql+psycopg"), actor)
    if parsed.drivername != "sqlite" or not parsed.database:
        raise Refused("database_url", url=parsed.render_as_string(hide_password=True))
    return _open_embedded(parsed, actor, create)


def _open_embedded(url: URL, actor: str | None, create: bool) -> Store:
    path = Path(url.database or "")
    if not path.parent.is_dir() or (not create and not path.exists()):
        raise Refused("database_missing", path=str(path))
    if on_network(path):
        raise Refused("database_on_network", path=str(path))
    engine = _engine(url)
    store = Store(url, engine, actor, WriteLock(path), _reading(url, actor) if actor else engine)
    try:
        with store.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except Refused:
        store.close()
        raise
    return store


def _engine(url: URL) -> Engine:
    made = sa.create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": 5.0, "isolation_level": None},
        poolclass=sa.pool.QueuePool,
    )
    sa.event.listen(made, "connect", _prepare)
    sa.event.listen(made, "begin", _begin)
    return made


def _reading(url: URL, actor: str) -> Engine:
    """Connections that never write, each with the operator's sight of the tables."""
    made = _engine(url)

    def narrow(raw: sqlite3.Connection, _record: Any) -> None:
        sight.narrow(raw, actor)

    sa.event.listen(made, "connect", narrow)
    return made


def _prepare(raw: sqlite3.Connection, _record: Any) -> None:
    """Every connection: durable, never checkpointing by itself, with foreign keys."""
    cursor = raw.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=0",
        "foreign_keys=ON",
        "busy_timeout=5000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _open_server(url: URL, actor: str | None) -> Store:
    """A server's database. An operator signs on as himself: the door believes `session_user` alone."""
    if actor is not None:
        url = url.set(username=actor, password=secrets.password_of(actor, url))
    engine = sa.create_engine(
        url,
        connect_args={"connect_timeout": 5, "application_name": "wangge-console"},
        pool_size=2,
    )
    store = Store(url, engine, actor, None, engine)
    try:
        with store.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Refused:
        store.close()
        raise
    return store


@contextmanager
def said(url: URL) -> Iterator[None]:
    """Turns the world's database errors into `Refused` with one clear sentence."""
    name = url.database if url.drivername == "sqlite" else url.render_as_string(hide_password=True)
    try:
        yield
    except sa.exc.DBAPIError as error:
        text = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else ""
        for mark, key in WORLD:
            if mark in text:
                raise Refused(key, path=name, detail=text, login=url.username or "") from error
        if isinstance(error, sa.exc.OperationalError) or error.connection_invalidated:
            raise Refused("database_unreachable", path=name, detail=text) from error
        raise


WORLD: Final = (
    ("file is not a database", "database_broken"),
    ("malformed", "database_broken"),
    ("readonly database", "database_read_only"),
    ("read-only transaction", "database_read_only"),
    ("database is locked", "database_locked"),
    ("lock timeout", "database_locked"),
    ("unable to open database", "database_missing"),
    ("disk is full", "database_full"),
    ("disk I/O error", "database_unreachable"),
    ("no such table", "schema_missing"),
    ("password authentication failed", "password_wrong"),
    ("no password supplied", "password_missing"),
    ("is not permitted to log in", "operator_locked"),
    ('FATAL:  role "', "operator_unknown"),
    ("FATAL:  permission denied for database", "operator_unknown"),
    ("permission denied for", "rights_changed"),
)


def now_ms() -> int:
    """The clock of this machine, which is the database's clock where the database is embedded."""
    return time.time_ns() // 1_000_000
