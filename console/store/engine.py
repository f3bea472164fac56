"""Opening a database, SQLite or PostgreSQL, and the two ways to use it: read and write."""

import logging
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from console.domain.refusal import Refused
from console.store import address, secrets
from console.store.lock import WriteLock, on_network
from console.store.reading import sight
from console.store.watchdog import Watchdog

LOG = logging.getLogger(__name__)
CHECKPOINT_ABOVE: Final = 4 << 20
"""Bytes of write-ahead log above which the holder of the lock checkpoints."""
CONNECT_S: Final = 3
"""How long each host of a server may take to let a program in."""
PATIENCE_S: Final = 30.0
"""What an operator's console waits for any answer of a server; the door and the feed wait less."""
WALL_PATH: Final = """
select set_config('search_path', 'wall, public', false)
where has_schema_privilege(to_regnamespace('wall'), 'usage')
  and not has_table_privilege(to_regclass('public.case_'), 'select')
"""
"""A wall's login reads views of its own in place of the tables, which it may not read."""
UNACKNOWLEDGED_MS: Final = 3_000
"""How long what was sent may stay without a receipt of the other machine (not on Windows)."""


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
    watchdog: Watchdog | None = None

    @property
    def embedded(self) -> bool:
        return self.lock is not None

    @property
    def kind(self) -> str:
        """ "sqlite" or "postgresql" """
        return self.url.get_backend_name()

    @property
    def has_logins(self) -> bool:
        """Whether the database itself knows its operators, by logins with passwords, as a server does."""
        return not self.embedded

    @property
    def path(self) -> Path:
        """The file of an embedded database."""
        assert self.url.database
        return Path(self.url.database)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._watched(self.reading) as connection:
            yield connection

    @contextmanager
    def write(self, patience_s: float | None = None) -> Iterator[Connection]:
        """A server that stays silent longer than `patience_s` is given up."""
        if self.lock is None:
            with self._watched(self.engine, patience_s) as connection:
                yield connection
            return
        with said(self.url), self.lock:
            with self.engine.connect() as bare:
                connection = bare.execution_options(immediate=True)
                with connection.begin():
                    yield connection
            self._checkpoint()

    @contextmanager
    def _watched(self, engine: Engine, patience_s: float | None = None) -> Iterator[Connection]:
        """A transaction and its commit under the watchdog's eye, where there is one."""
        with said(self.url), engine.connect() as connection, ExitStack() as stack:
            if self.watchdog is not None:
                raw = connection.connection.dbapi_connection
                stack.enter_context(self.watchdog.watching(raw, patience_s))
            with connection.begin():
                yield connection

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
        if self.watchdog is not None:
            self.watchdog.close()


def open_store(url: str, actor: str | None = None, *, create: bool = False) -> Store:
    """Opens the database at `url` as `actor`.

    A missing embedded file is made only when `create`. Raises `Refused` for what cannot be opened.
    """
    parsed = address.parse(url)
    if parsed.drivername == address.SERVER:
        return _open_server(parsed, actor)
    if parsed.drivername != "sqlite" or not parsed.database:
        raise Refused("database_url", url=parsed.render_as_string(hide_password=True))
    return _open_embedded(parsed, actor, create)


def _open_embedded(url: URL, actor: str | None, create: bool) -> Store:
    path = Path(url.database or "")
    if not path.parent.is_dir() or (not create and not path.exists()):
        raise Refused("database_missing", path=str(path))
    if on_network(path):
        raise Refused("database_on_network", path=str(path))
    engine = _engine(url, create)
    reading = _reading(url, actor) if actor else engine
    store = Store(url, engine, actor, WriteLock(path), reading)
    try:
        with store.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except Refused:
        store.close()
        raise
    return store


def _engine(url: URL, create: bool = False) -> Engine:
    made = sa.create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": 5.0, "isolation_level": None},
        poolclass=sa.pool.QueuePool,
    )
    path = Path(url.database or "")
    sa.event.listen(made, "connect", _prepare)
    sa.event.listen(made, "checkout", _same_file(path))
    sa.event.listen(made, "do_connect", _not_made_by_looking(path, create))
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


def file_mark(path: Path) -> tuple[int, int] | None:
    """Which file stands there (never opening it); None for none. A restore puts another in its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _same_file(path: Path) -> Callable[[Any, Any, Any], None]:
    """Connections to a file that lies elsewhere by now are given up before anything is written."""

    def check(_raw: Any, record: Any, _proxy: Any) -> None:
        mark = file_mark(path)
        if record.info.setdefault("file", mark) != mark:
            raise sa.exc.DisconnectionError

    return check


def _not_made_by_looking(path: Path, create: bool) -> Callable[..., None]:
    """SQLite would make an empty file where one was moved away."""

    def check(*_all: Any) -> None:
        if not create and not path.exists():
            raise Refused("database_missing", path=str(path))

    return check


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _open_server(url: URL, actor: str | None) -> Store:
    """A server's database. An operator signs on as himself: the door believes `session_user` alone."""
    if actor is not None:
        url = url.set(username=actor, password=secrets.password_of(actor, url))
    engine = sa.create_engine(
        url,
        connect_args={
            "connect_timeout": CONNECT_S,
            "tcp_user_timeout": UNACKNOWLEDGED_MS,
            "application_name": "wangge-console",
        },
        pool_size=2,
    )
    sa.event.listen(engine, "checkout", _still_there)
    sa.event.listen(engine, "before_cursor_execute", _why_it_ended)
    watchdog = Watchdog(PATIENCE_S) if actor is not None else None
    if watchdog is not None:
        sa.event.listen(engine, "connect", _wall_views_first(watchdog))
    store = Store(url, engine, actor, None, engine, watchdog)
    try:
        with store.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Refused:
        store.close()
        raise
    return store


def _wall_views_first(watchdog: Watchdog) -> Callable[[Any, Any], None]:
    """On every connection of an operator, by one more question, for who is a wall may have changed."""

    def look(raw: Any, _record: Any) -> None:
        raw.autocommit = True
        with watchdog.watching(raw, CONNECT_S):
            raw.execute(WALL_PATH)
        raw.autocommit = False

    return look


def _still_there(raw: Any, _record: Any, _proxy: Any) -> None:
    """A pooled connection whose server ended it meanwhile (a restart) is replaced before it is used.

    What the server said last lies in the socket already: a look costs 0.3 µs and no way there and back.
    The second look finds the end behind the last words, of which the first one made nothing.
    """
    from psycopg import OperationalError

    try:
        raw.pgconn.consume_input()
        raw.pgconn.consume_input()
    except OperationalError:
        raise sa.exc.DisconnectionError from None


def _why_it_ended(
    connection: Connection, cursor: Any, _sql: str, _values: Any, _context: Any, executemany: bool
) -> None:
    """Many rows go by a pipeline, which loses the server's last words: they are asked for before."""
    from psycopg import OperationalError

    if executemany:
        try:
            cursor.execute("select 1")
        except OperationalError as error:
            raise in_words(connection.engine.url, error) from error


@contextmanager
def said(url: URL) -> Iterator[None]:
    """Turns the world's database errors into `Refused` with one clear sentence."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        no = in_words(url, getattr(error, "orig", error))
        worldly = isinstance(error, WORLDLY) or getattr(error, "connection_invalidated", False)
        if worldly or no.key != "database_unreachable":
            raise no from error
        raise


def in_words(url: URL, error: BaseException | None) -> Refused:
    """The refusal that says what a driver's error means."""
    host = address.hosts_of(url)
    path = f"{host}/{url.database or ''}" if host else url.database
    text = str(error).strip().splitlines()[0] if str(error).strip() else ""
    keys = (key for mark, key in WORLD if mark in text)
    key = next(keys, "database_unreachable")
    if key in LOGGED:  # the driver's own words are for whoever looks after the machines
        LOG.info("%s: %s", path, text)
    where = {"path": path, "host": host, "name": url.database or ""}
    named = re.search(r'role "([^"]+)"', text)  # where the address names nobody, the system's user
    option = re.search(r'"([^"]*)"', text)
    return Refused(
        key,
        **where,
        detail=text,
        login=url.username or (named[1] if named else ""),
        option=option[1] if option else "",
    )


WORLDLY: Final = (sa.exc.OperationalError, sqlite3.OperationalError)
LOGGED: Final = frozenset(
    {
        *("database_unreachable", "server_certificate", "server_refuses", "rights_changed"),
        *("transaction_idle", "statement_long"),
    }
)
WORLD: Final = (
    ("file is not a database", "database_broken"),
    ("malformed", "database_broken"),
    ("readonly database", "database_read_only"),
    ("read-only transaction", "database_read_only"),
    ("database is locked", "database_locked"),
    ("lock timeout", "database_locked"),
    ("idle-in-transaction timeout", "transaction_idle"),
    ("statement timeout", "statement_long"),
    ("unable to open database", "database_missing"),
    ("disk is full", "database_full"),
    ("No space left on device", "database_full"),
    ("disk I/O error", "database_unreachable"),
    ("client certificate", "client_certificate"),
    ("certificate required", "client_certificate"),
    ("certificate", "server_certificate"),
    ("invalid connection option", "database_option"),
    ("invalid sslmode value", "database_option"),
    ("invalid target_session_attrs value", "database_option"),
    ("invalid channel_binding value", "database_option"),
    ("no such table", "schema_missing"),
    ('relation "schema_info" does not exist', "schema_missing"),
    ("password authentication failed", "password_wrong"),
    ("no password supplied", "password_missing"),
    ("is not permitted to log in", "operator_locked"),
    ('FATAL:  role "', "operator_unknown"),
    ('FATAL:  database "', "database_missing"),
    ("no pg_hba.conf entry", "server_refuses"),
    ("pg_hba.conf rejects connection", "server_refuses"),
    ("too many clients", "server_full"),
    ("connection slots are reserved", "server_full"),
    ("FATAL:  permission denied for database", "operator_unknown"),
    ("permission denied for", "rights_changed"),
)


def now_ms() -> int:
    """The clock of this machine, which is the database's clock where the database is embedded."""
    return time.time_ns() // 1_000_000
