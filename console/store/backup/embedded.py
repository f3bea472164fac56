"""Backup and restore of an embedded database, by SQLite's own means."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from console.domain.refusal import Refused
from console.store.engine import Store, said
from console.store.migrations import revisions

FILES = ("", "-wal", "-shm")


def write(store: Store, making: Path) -> dict[str, Any]:
    """Copies the database as one reader sees it; writers go on."""
    with (
        said(store.url),
        store.engine.connect() as connection,
        closing(sqlite3.connect(making, isolation_level=None)) as copy,
        _told(making, Refused("database_broken", path=str(store.path))),
    ):
        raw: Any = connection.connection.dbapi_connection
        raw.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        return _figures(copy)


def read(url: str, file: Path) -> dict[str, Any]:
    """Copies `file` beside its place, begins another era in it and moves it there."""
    path = Path(make_url(url).database or "")
    if not path.parent.is_dir():
        raise Refused("database_missing", path=str(path))
    if any(path.with_name(path.name + suffix).exists() for suffix in FILES):
        raise Refused("restore_not_empty", path=str(path))
    making = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with _told(making, Refused("backup_damaged", path=str(file))):
            found = _copied(file, making)
        making.rename(path)
    finally:
        for suffix in FILES:
            with suppress(OSError):
                making.with_name(making.name + suffix).unlink(missing_ok=True)
    return found


def _copied(file: Path, making: Path) -> dict[str, Any]:
    source = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as saved:
        if saved.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Refused("backup_damaged", path=str(file))
        _fitting(saved, file)
        with closing(sqlite3.connect(making, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous=FULL")
            saved.backup(copy)
            copy.execute("UPDATE schema_info SET era = era + 1, life = ?", (revisions.new_life(),))
            copy.execute("DELETE FROM lease")
            copy.execute("UPDATE seat SET operator_id = NULL, seen_at = 0")
            return _figures(copy)


def _fitting(saved: sqlite3.Connection, file: Path) -> None:
    """A database of this program, and of no newer one."""
    known = saved.execute("SELECT count(*) FROM sqlite_master WHERE name = 'schema_info'")
    if known.fetchone() != (1,):
        raise Refused("backup_kind", path=str(file))
    (found,) = saved.execute("SELECT version_num FROM alembic_version").fetchone()
    if found > revisions.NEWEST:
        raise Refused("schema_newer", found=found, wanted=revisions.NEWEST)


def _figures(connection: sqlite3.Connection) -> dict[str, Any]:
    row = connection.execute(
        "SELECT era, (SELECT version_num FROM alembic_version), (SELECT count(*) FROM case_),"
        " (SELECT count(*) FROM event) FROM schema_info"
    ).fetchone()
    return dict(zip(("era", "revision", "cases", "events"), row, strict=True))


@contextmanager
def _told(making: Path, broken: Refused) -> Iterator[None]:
    """What SQLite itself says while it fills `making`, as a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        if any(mark in str(error) for mark in ("full", "I/O", "unable to open", "readonly")):
            raise Refused("file_unwritable", path=str(making)) from error
        raise broken from error
