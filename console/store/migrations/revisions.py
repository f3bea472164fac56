"""Making, upgrading and checking the schema of a database; the guard of PostgreSQL with it."""

import hashlib
import json
import re
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
from console.store.dialect import pick
from console.store.door.rule_rows import all_rules
from console.store.engine import Store
from console.store.guard.text import guard_sql
from console.store.log import months
from console.store.schema import Base, NounRow, RuleRow, SchemaInfo, Setting

NEWEST: Final = "0004"
"""The revision this program was built for: Alembic's head, which a test holds it to."""
LEAST: Final = "0004"
"""Programs of this revision and later may go on working on a server's database of this one.

Raise it to `NEWEST` with a revision that takes away or changes what older programs ask for.
"""
SIGNATURE: Final = re.compile(
    r"^create or replace function\s+(public\..*?)\s+(?:language|as)\b",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


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
    return _hash([_shape(), all_rules(), [declaration(one) for one in DECLARED], guard_sql()])


@cache
def interface() -> str:
    """Hash of tables and of the guard's signatures: what a console asks of a server's database."""
    return _hash([_shape(), SIGNATURE.findall(guard_sql())])


def _shape() -> list[Any]:
    return [
        (table.name, [(c.name, str(c.type), bool(c.nullable)) for c in table.columns])
        for table in Base.metadata.sorted_tables
    ]


def _hash(document: Any) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def upgrade(store: Store, installer: str | None = None) -> str:
    """Brings the schema to this program's revision (makes it when there is none); answers it.

    `installer`: where consoles that are too old find the newer program; "" forgets it. Raises
    `Refused` for a database of a newer program, and leaves it as it was.
    """
    with store.write() as connection:
        upgrade_on(connection)
        if installer is not None:
            place = " ".join(installer.split())
            connection.execute(update(SchemaInfo).values(installer=place))
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
    pick(connection, _no_guard, _guard)(connection)
    _info(connection)


def check(store: Store) -> dict[str, Any]:
    """Revision found, era, whether the rules are this build's.

    Raises `Refused` where this program cannot work on it.
    """
    row = _read(store)
    told = {name: row[name] for name in ("revision", "era")}
    return {**told, "digest": row["digest"] == digest()}


def fit(store: Store) -> None:
    """`check`, and that this build may work on it. Raises `Refused`.

    A server's rules are the database's own: another build may work by them that asks the same of it.
    An embedded database has the rules of the program that writes, so they must be this very build's.
    """
    row = _read(store)
    name, own = pick(store, ("digest", digest), ("interface", interface))
    # of a newer one, its least program has decided
    if row["revision"] <= NEWEST and row[name] != own():
        raise Refused("schema_other")


def _read(store: Store) -> dict[str, Any]:
    """`schema_info` with the revision found. Raises `Refused` where this program is too old or too new."""
    with store.read() as connection:
        found = current(connection)
        if found is None:
            raise Refused("schema_missing", path=store.url.database)
        if found < NEWEST:
            raise Refused("schema_older", found=found, wanted=NEWEST)
        row = dict(connection.execute(SchemaInfo.__table__.select()).mappings().one())
    least = pick(store, found, row["least"])  # an embedded one is for the very program that made it
    if found > NEWEST and least > NEWEST:
        raise too_old(found, row["installer"])
    return {**row, "revision": found}


def too_old(found: str, installer: str) -> Refused:
    """This program before a newer database: says where the installer lies, where that is known."""
    if installer:
        return Refused("schema_newer_at", found=found, wanted=NEWEST, place=installer)
    return Refused("schema_newer", found=found, wanted=NEWEST)


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
    done = connection.execute(update(SchemaInfo).values(stamp()))
    if done.rowcount == 0:
        connection.execute(insert(SchemaInfo).values(stamp() | {"id": 1, "life": new_life()}))


def stamp() -> dict[str, str]:
    """What `schema_info` says of the program that made or renewed a database."""
    return {"revision": NEWEST, "digest": digest(), "interface": interface(), "least": LEAST}


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


def _no_guard(_connection: Connection) -> None:
    """An embedded database is guarded by the program's own rules."""


def _guard(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    cursor.execute(guard_sql())
    cursor.close()
    months.make(connection)
