"""Name and version of the database software."""

from sqlalchemy.engine import Connection

from console.store.dialect import pick


def name(connection: Connection) -> str:
    """ "SQLite 3.40.1", "PostgreSQL 15.6" """
    product, sql = pick(
        connection, ("SQLite", "select sqlite_version()"), ("PostgreSQL", "show server_version")
    )
    return f"{product} {connection.exec_driver_sql(sql).scalar_one()}"
