"""Rows of the city's own tables as an import of them reads, adds and changes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from console.store.city import embedded, loader, server
from console.store.dialect import pick
from console.store.engine import Store
from console.store.schema import Base, SchemaInfo, Setting

Row = Mapping[str, Any]

CODES: Final = "department_codes"
"""The setting in which an import of departments remembers the codes of the city's own files."""
PATIENCE_S: Final = 3_600.0
"""A large file is taken in for minutes, also where an administrator's own login does it."""


@contextmanager
def alone(store: Store) -> Iterator[Connection]:
    """A writing transaction that waits for another import to end; reading goes on beside it."""
    with store.write(PATIENCE_S) as connection:
        pick(connection, embedded.wait_for_imports, server.wait_for_imports)(connection)
        yield connection


def rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    """Every row of a table in order of its key."""
    found = Base.metadata.tables[table]
    order = sorted(found.primary_key.columns, key=lambda column: column.name)
    return [dict(r) for r in connection.execute(found.select().order_by(*order)).mappings()]


def add(connection: Connection, table: str, fresh: Sequence[Row]) -> None:
    """New rows that all have the same keys; ids come from the database."""
    loader.load(connection, table, fresh)


def add_one(connection: Connection, table: str, row: Row) -> int:
    """One new row; its id."""
    found = Base.metadata.tables[table]
    return int(connection.execute(insert(found).values(**row).returning(found.c.id)).scalar_one())


def change(connection: Connection, table: str, key: str, changed: Sequence[Row]) -> None:
    """Writes every value of `changed` into the row with the same `key`."""
    if not changed:
        return
    found = Base.metadata.tables[table]
    names = [name for name in changed[0] if name != key]
    statement = (
        update(found)
        .where(found.c[key] == bindparam("key_"))
        .values({name: bindparam(f"new_{name}", type_=found.c[name].type) for name in names})
    )
    given = [{"key_": row[key]} | {f"new_{n}": row[n] for n in names} for row in changed]
    connection.execute(statement, given)


def close_tree(connection: Connection, kind: str) -> None:
    """Makes the closure `kind`_under say what the tree's parents say."""
    tree, closure = Base.metadata.tables[kind], Base.metadata.tables[f"{kind}_under"]
    found = connection.execute(select(tree.c.id, tree.c.parent_id))
    parents = {row.id: row.parent_id for row in found}
    wanted = {(node, above) for node in parents for above in _line(node, parents)}
    own = closure.c[f"{kind}_id"]
    held = {(n, above) for n, above in connection.execute(select(own, closure.c.ancestor_id))}
    for node, above in sorted(held - wanted):
        connection.execute(delete(closure).where(own == node, closure.c.ancestor_id == above))
    made = [{f"{kind}_id": n, "ancestor_id": a} for n, a in sorted(wanted - held)]
    loader.load(connection, f"{kind}_under", made)


def _line(node: int, parents: Mapping[int, int | None]) -> Iterable[int]:
    above: int | None = node
    while above is not None:
        yield above
        above = parents[above]


def zone(connection: Connection) -> str:
    """The city's time zone, in which dates without one are meant."""
    return connection.scalar(select(SchemaInfo.zone)) or "Asia/Shanghai"


def setting(connection: Connection, name: str) -> Any:
    """A setting's value; None where it is not set."""
    return connection.scalar(select(Setting.value).where(Setting.name == name))


def set_setting(connection: Connection, name: str, value: Any) -> None:
    done = connection.execute(update(Setting).where(Setting.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(insert(Setting).values(name=name, value=value))
