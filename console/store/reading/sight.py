"""What an operator sees of an embedded database: the rules of `reach` as temporary views.

A view of the same name stands before the table on every connection an operator reads by, so every
question asked there is answered with the rows his posts reach. Whoever sees everything has none, but a
wall: it gets the columns that its views on a server have (`guard.wall_views`).
"""

import sqlite3
from collections.abc import Mapping
from typing import Final

from console.domain.stage import Post
from console.store.guard.wall_views import BESIDE, HIDDEN
from console.store.reading import reach
from console.store.schema import Base

UNSEEN: Final = ("attachment", "blob", "command", "complainant", "phone_call", "request", "token")
"""Tables of which a wall sees no row."""
KEYS: Final = ", ".join(f"'$.{key}'" for key in (*sorted(HIDDEN), *BESIDE))
SHOWN: Final[Mapping[str, Mapping[str, str]]] = {
    "case_": dict.fromkeys(HIDDEN, "''"),
    "event": {
        "after": f"iif(t.kind = 'case', json_remove(t.after, {KEYS}), t.after)",
        "before": "'{}'",
        **dict.fromkeys(("reason", "on_behalf_of", "seat"), "null"),
    },
}
"""Table → what a wall sees in some of its columns."""


def narrow(raw: sqlite3.Connection, login: str) -> bool:
    """Puts the views before the tables unless the operator sees everything; answers whether."""
    if raw.execute("select 1 from sqlite_master where name = 'operator_post'").fetchone() is None:
        return False  # no schema yet: nothing to see
    quoted = _quoted(login)
    whole = raw.execute(f"select {reach.whole_sql('main', quoted)}").fetchone()[0]  # noqa: S608
    seen = {} if whole else reach.views(quoted)
    wall = _is_wall(raw, quoted)
    if wall:
        seen = dict.fromkeys(SHOWN, "true") | seen | dict.fromkeys(UNSEEN, "false")
    for table, rows in seen.items():
        columns = _columns(table) if wall else "*"
        raw.execute(
            f"create temp view {table} as select {columns} from main.{table} t where {rows}"
        )  # noqa: S608
    return bool(seen)


def _is_wall(raw: sqlite3.Connection, quoted: str) -> bool:
    """Whether the login is a wall and nothing else."""
    posts = f"select distinct p.post from {reach.posts_sql('main', quoted)}"  # noqa: S608
    return [row[0] for row in raw.execute(posts)] == [str(Post.WALL)]


def _columns(table: str) -> str:
    shown = SHOWN.get(table, {})
    names = [column.name for column in Base.metadata.tables[table].columns]
    told = {name: shown.get(name, f't."{name}"') for name in names}
    return ", ".join(f'{what} as "{name}"' for name, what in told.items())


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
