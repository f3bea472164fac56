"""A whole database into one file and back, while consoles work on it.

* An embedded database: a database file like itself, copied by SQLite's own backup. Never by reading
  the file: closing it would drop SQLite's locks.
* A server's: a zip of `manifest.json` and one member a table in PostgreSQL's COPY text, all from one
  snapshot. With it the operators' logins, and their passwords' verifiers where the owner may read
  them.

A restore goes only into a place where nothing is, all or nothing, and begins another era and a life of
its own there: every cursor of the life before, or of another restore, is lost, so consoles load anew. The
log comes back as it was, transaction numbers too, for the audit's chain covers them; feed and index
look at one era only.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from console.domain.refusal import Refused, unreadable
from console.store.dialect import pick
from console.store.engine import Store

ZIP_BEGINS = b"PK"
SQLITE_BEGINS = b"SQLite format 3\0"


def backup(store: Store, file: Path) -> dict[str, Any]:
    """Writes all of `store` into `file`; answers `{file, era, revision, cases, events}`.

    Raises `Refused` where the file exists or cannot be written; half a file is never left.
    """
    from console.store.backup import embedded, server  # psycopg comes with it, which takes its time

    with _whole(file) as making:
        found = pick(store, embedded.write, server.write)(store, making)
    return {"file": str(file), **found}


def restore(url: str, file: Path) -> dict[str, Any]:
    """Makes the database at `url` from `file`; answers the same with the new era.

    Raises `Refused`, and leaves nothing behind, where there is a database already, the file is
    damaged or another kind of database's, or a newer program wrote it.
    """
    from console.store.address import SERVER, parse
    from console.store.backup import embedded, server

    served = parse(url).drivername == SERVER
    begins = _beginning(file)
    if served != begins.startswith(ZIP_BEGINS) or not (served or begins == SQLITE_BEGINS):
        raise Refused("backup_kind", path=str(file))
    found = (server.read if served else embedded.read)(url, file)
    return {"file": str(file), **found}


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE_BEGINS))
    except OSError as error:
        raise unreadable(file, error.errno) from None


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A file to be filled beside `file`, put in its place when all went well; only its owner reads it."""
    if file.exists():
        raise Refused("backup_exists", path=str(file))
    making = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield making
        with making.open("rb+") as written:
            os.fsync(written.fileno())
        making.rename(file)
    except OSError:
        raise Refused("file_unwritable", path=str(file)) from None
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)
