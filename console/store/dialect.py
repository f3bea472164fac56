"""The two kinds of database told apart, and statements that both understand."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from console.store.engine import Store, now_ms

Adapter = TypeVar("Adapter")


def pick(of: Store | Connection, embedded: Adapter, server: Adapter) -> Adapter:
    """Whichever of the two is this database's: a function of `embedded.py` or the one of the same
    name in `server.py` beside it, or one of two statements that ask the same.

    Operations never ask which database they have; whoever differs is told here.
    """
    return embedded if _is_embedded(of) else server


def _is_embedded(of: Store | Connection) -> bool:
    return of.embedded if isinstance(of, Store) else of.dialect.name == "sqlite"


def run(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    """One statement with `?` for each of `values`, in whichever database; SQLAlchemy's result."""
    if not _is_embedded(connection):
        sql = sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, tuple(values))


def database_now(connection: Connection) -> int:
    """The clock of the database (ms): the machine's own where it is embedded."""
    if _is_embedded(connection):
        return now_ms()
    return int(connection.exec_driver_sql("select public.door_now()").scalar_one())
