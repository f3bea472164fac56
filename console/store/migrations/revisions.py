"""Making, upgrading and checking the schema of a database; the guard of PostgreSQL with it."""

import hashlib
import json
import secrets
from functools import cache
from importlib import resources
from typing import Any, Final

from sqlalchemy import column, delete, insert, select, table, update
from sqlalchemy.engine import Connection

from console.domain.intent import SETTINGS
from console.domain.nouns import DECLARED, declaration
from console.domain.refusal import Refused
from console.store.bare import run
from console.store.dialect import is_embedded
from console.store.door.rule_rows import all_rules
from console.store.engine import Store
from console.store.guard.text import guard_sql
from console.store.log import months
from console.store.schema import Base, NounRow, RuleRow, SchemaInfo, Setting

NEWEST: Final = "0003"
"""The revision this program was built for: Alembic's head, which a test holds it to."""


def config(connection: Connection | None = None) -> Any:
    """Alembic's configuration. It takes a sixth of a second to import, so only who migrates does."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(resources.files("console.store") / "migrations"))
    made.attributes["connection"] = connection
    return made


@cache
def digest() -> str:
    """Hash of tables, rules and guard: tells two programs of one revision apart."""
    shape = [
        (table.name, [(c.name, str(c.type), bool(c.nullable)) for c in table.columns])
        for table in Base.metadata.sorted_tables
    ]
    text = json.dumps(
        [shape, all_rules(), [declaration(noun) for noun in DECLARED], guard_sql()], sort_keys=True
    )
    return hashlib.sha256(text.encode()).hexdigest()


def upgrade(store: Store) -> str:
    """Brings the schema to this program's revision (makes it when there is none); answers it.

    Raises `Refused` for a database of a newer program, and leaves it as it was.
    """
    with store.write() as connection:
        upgrade_on(connection)
    return NEWEST


def upgrade_on(connection: Connection) -> None:
    """The same inside the caller's transaction."""
    from alembic import command

    found = current(connection)
    if found is not None and found > NEWEST:
        raise Refused("schema_newer", found=found, wanted=NEWEST)
    command.upgrade(config(connection), "head")
    _rules(connection)
    _settings(connection)
    if not is_embedded(connection):
        _guard(connection)
    _info(connection)


def check(store: Store) -> dict[str, Any]:
    """Revision found and wanted. Raises `Refused` where this program cannot work on it."""
    with store.read() as connection:
        found = current(connection)
        if found is None:
            raise Refused("schema_missing", path=store.url.database)
        if found != NEWEST:
            key = "schema_newer" if found > NEWEST else "schema_older"
            raise Refused(key, found=found, wanted=NEWEST)
        row = connection.execute(SchemaInfo.__table__.select()).mappings().one()
    return {"revision": found, "era": row["era"], "digest": row["digest"] == digest()}


def fit(store: Store) -> None:
    """`check`, and that tables, rules and guard are those of this very build. Raises `Refused`."""
    if not check(store)["digest"]:
        raise Refused("schema_other")


def fit_rules(connection: Connection) -> None:
    """Before each command of an embedded database, whose rules are this program's own code.

    A console that another version overtook while it was open writes nothing by the old ones (a
    server's guard is renewed with the schema). Raises `Refused`.
    """
    found, made_by = run(connection, "SELECT revision, digest FROM schema_info").fetchone()
    if made_by != digest():
        if found > NEWEST:
            raise Refused("schema_newer", found=found, wanted=NEWEST)
        raise Refused("schema_other")


def current(connection: Connection) -> str | None:
    """The revision of a database; None where there is no schema."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    number: Any = select(column("version_num")).select_from(table("alembic_version"))
    found: str | None = connection.scalar(number)
    return found


def _info(connection: Connection) -> None:
    done = connection.execute(update(SchemaInfo).values(revision=NEWEST, digest=digest()))
    if done.rowcount == 0:
        made = {"id": 1, "revision": NEWEST, "digest": digest(), "life": new_life()}
        connection.execute(insert(SchemaInfo).values(made))


def new_life() -> str:
    """What tells a database, made or restored, from every other one of its cluster."""
    return secrets.token_hex(8)


def _rules(connection: Connection) -> None:
    connection.execute(delete(RuleRow))
    connection.execute(insert(RuleRow), all_rules())
    connection.execute(delete(NounRow))
    connection.execute(insert(NounRow), [declaration(noun) for noun in DECLARED])


def _settings(connection: Connection) -> None:
    held = set(connection.scalars(Setting.__table__.select().with_only_columns(Setting.name)))
    missing = [{"name": n, "value": v} for n, v in SETTINGS.items() if n not in held]
    if missing:
        connection.execute(insert(Setting), missing)


def _guard(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    cursor.execute(guard_sql())
    cursor.close()
    months.make(connection)
