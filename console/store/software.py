"""Name and version of the database software."""

from typing import Final, NamedTuple

from sqlalchemy.engine import Connection

from console.store.dialect import pick


def name(connection: Connection) -> str:
    """ "SQLite 3.40.1", "PostgreSQL 15.6" """
    product, sql = pick(
        connection, ("SQLite", "select sqlite_version()"), ("PostgreSQL", "show server_version")
    )
    return f"{product} {connection.exec_driver_sql(sql).scalar_one()}"


class ServerRead(NamedTuple):
    """Which server a connection reads ("" for a file), whether it is a standby, and since when (ms)
    a standby has replayed no commit of its primary."""

    name: str
    standby: bool
    silent_ms: int


READ: Final = """
select coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'localhost'),
  pg_is_in_recovery(), case when pg_is_in_recovery() then coalesce((extract(epoch from
    clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::bigint, 0) else 0 end
"""


def server_read(connection: Connection) -> ServerRead:
    """The server behind a connection."""
    return pick(connection, _file_read, _server_read)(connection)


def _file_read(_connection: Connection) -> ServerRead:
    return ServerRead("", False, 0)


def _server_read(connection: Connection) -> ServerRead:
    return ServerRead(*connection.exec_driver_sql(READ).one())
