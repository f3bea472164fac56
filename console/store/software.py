"""Name and version of the database software."""

from sqlalchemy.engine import Connection


def name(connection: Connection) -> str:
    """ "SQLite 3.40.1", "PostgreSQL 15.6" """
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.exec_driver_sql('select sqlite_version()').scalar_one()}"
    return f"PostgreSQL {connection.exec_driver_sql('show server_version').scalar_one()}"
