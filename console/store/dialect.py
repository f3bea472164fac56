"""The two kinds of database told apart, and statements that both understand."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection

from console.store.engine import now_ms


def is_embedded(connection: Connection) -> bool:
    """True on SQLite, False on PostgreSQL."""
    return connection.dialect.name == "sqlite"


def run(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    """One statement with `?` for each of `values`, in whichever database; SQLAlchemy's result."""
    if not is_embedded(connection):
        sql = sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, tuple(values))


def database_now(connection: Connection) -> int:
    """The clock of the database (ms): the machine's own where it is embedded."""
    if is_embedded(connection):
        return now_ms()
    return int(connection.exec_driver_sql("select public.door_now()").scalar_one())
