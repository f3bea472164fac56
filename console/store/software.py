"""Name and version of the database software."""

from sqlalchemy.engine import Connection

from console.store.dialect import pick


def name(connection: Connection) -> str:
    """ "SQLite 3.40.1", "PostgreSQL 15.6" """
    product, sql = pick(
        connection, ("SQLite", "select sqlite_version()"), ("PostgreSQL", "show server_version")
    )
    return f"{product} {connection.exec_driver_sql(sql).scalar_one()}"


def server_read(connection: Connection) -> tuple[str, bool]:
    """Which server is read, and whether it is a standby; "" for a file."""
    return pick(connection, _file_read, _server_read)(connection)


def _file_read(_connection: Connection) -> tuple[str, bool]:
    return "", False


def _server_read(connection: Connection) -> tuple[str, bool]:
    name, standby = connection.exec_driver_sql(
        "select coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'localhost'),"
        " pg_is_in_recovery()"
    ).one()
    return str(name), bool(standby)
