"""What an operator sees of an embedded database: the rules of `reach` as temporary views.

A view of the same name stands before the table on every connection an operator reads by, so every
question asked there is answered with the rows his posts reach. Whoever sees everything has none.
"""

import sqlite3

from console.store.reading import reach


def narrow(raw: sqlite3.Connection, login: str) -> bool:
    """Puts the views before the tables unless the operator sees everything; answers whether."""
    if raw.execute("select 1 from sqlite_master where name = 'operator_post'").fetchone() is None:
        return False  # no schema yet: nothing to see
    quoted = _quoted(login)
    if raw.execute(f"select {reach.whole_sql('main', quoted)}").fetchone()[0]:  # noqa: S608
        return False
    for table, seen in reach.views(quoted).items():
        raw.execute(f"create temp view {table} as select * from main.{table} t where {seen}")  # noqa: S608
    return True


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
