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

from console.domain import city_settings, given, initials
from console.domain.administration import (
    ACT_POSTS,
    COMPLAINANT_POSTS,
    GROUPS,
    KEPT_LOGINS,
    LOGIN,
    MOST_DETAIL,
    SEATS_MOST,
)
from console.domain.calls import CALL_POSTS, EARLIER_MOST, LISTED_MOST, PHONE, QUESTIONS, TEXTS
from console.domain.effects import BLANK
from console.domain.intent import SETTINGS
from console.domain.refusal import Refused
from console.domain.source import SOURCES
from console.domain.stage import Post, Stage
from console.domain.workflow import CASE_KEYS, DIGITS, KEY_TYPES, MERGED_TOO, NOT_UNDOABLE, RULES
from console.store.bare import run
from console.store.city.tables import CODES
from console.store.door import blobs
from console.store.door.rule_rows import row_of
from console.store.door.standing_due import (
    HOLD_BACK_MOST,
    KEYS,
    REASON,
    due_sql,
)
from console.store.engine import Store
from console.store.house import ALIVE_MS, CITY_STATE
from console.store.log import months
from console.store.reading import reach
from console.store.reading.archive import (
    FEW,
    PROBED,
    WALKED,
    WALKED_NARROW,
)
from console.store.schema import Base, Case, Event, RuleRow, SchemaInfo, Setting

GUARD: Final = (
    *("calendar.sql", "roles.sql", "needs.sql", "effects.sql", "tokens.sql", "answers.sql"),
    *("door.sql", "append_only.sql", "months.sql", "keeping.sql", "reading.sql", "seats.sql"),
    *(
        "search.sql",
        "people.sql",
        "traces.sql",
        "complainant.sql",
        "calls.sql",
        "standing.sql",
        "grants.sql",
    ),
)
CITY_TABLES: Final = (
    *("region", "unit_grid", "duty_grid", "collector", "place", "component", "category"),
    *("filing_condition", "stage_limit", "department", "crew", "contact", "resource", "contractor"),
    *("plan", "scene", "evaluation_scheme"),
)
"""What the system administrator keeps."""
CITY_LISTS: Final = ("work_span", "responsibility", "region_under", "department_under")
"""The same, of which rows may go again."""
FOR_EVERYBODY: Final = (
    *("door_now", "keep_house", "seal_log", "my_id", "my_posts", "my_whole", "my_regions"),
    *("my_departments", "my_corners", "administer", "complainant_of"),
    *("keep_standing", "keep_months", "standing_rule", "found_cases", "keeps_city", "set_setting"),
    *(
        "call_act",
        "calls_today",
        "note_import",
        "show_life",
        "leave_seat",
        "end_stalled",
        "city_state",
    ),
)
"""Functions that a login may call; each asks for itself who calls."""

NEWEST: Final = "0003"
"""The revision this program was built for: Alembic's head, which a test holds it to."""
LEAST: Final = "0003"
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
    return _hash([_shape(), [row_of(rule) for rule in RULES], guard_sql()])


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
    if connection.dialect.name != "sqlite":
        _guard(connection)
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
    if store.embedded:
        fits = row["digest"] == digest()
    else:  # of a newer one, its least program has decided
        fits = row["revision"] > NEWEST or row["interface"] == interface()
    if not fits:
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
    if found > NEWEST and (store.embedded or row["least"] > NEWEST):
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
    connection.execute(insert(RuleRow), [row_of(rule) for rule in RULES])


def _settings(connection: Connection) -> None:
    held = set(connection.scalars(Setting.__table__.select().with_only_columns(Setting.name)))
    missing = [{"name": n, "value": v} for n, v in SETTINGS.items() if n not in held]
    if missing:
        connection.execute(insert(Setting), missing)


def plain_changes() -> str:
    """Pattern of the text of `changes` that hold integers and booleans under their own keys only."""
    kinds = [
        ("|".join(key for key, held in DIGITS.items() if held == most), rf"-?[0-9]{{1,{most}}}")
        for most in sorted({*DIGITS.values()})
    ]
    flags = "|".join(key for key, kind in KEY_TYPES.items() if kind == "boolean")
    pairs = "|".join(f'"({keys})": {value}' for keys, value in (*kinds, (flags, "(true|false)")))
    return rf"^\{{(({pairs})(, )?)*\}}$"


def guard_sql() -> str:
    """The guard with its lists filled from the schema and the rule table."""
    folder = resources.files("console.store") / "guard"
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in GUARD)
    for name, value in (_of_the_door() | _of_people()).items():
        text = text.replace(f"%({name})s", value)
    return text


def _of_the_door() -> dict[str, str]:
    """What stands in the guard of cases and their commands."""
    columns = [c.name for c in Case.__table__.columns if c.name != "id"]
    defaults = {
        c.name: json.loads(str(c.server_default.arg).strip("'"))
        for c in Case.__table__.columns
        if c.server_default is not None and str(c.server_default.arg) in ("0", "false", "'[]'")
    }
    return {
        "key_types": json.dumps(dict(KEY_TYPES)),
        "digits": json.dumps(dict(DIGITS)),
        "too_large": str(given.TOO_LARGE),
        "looked_at": ",".join(given.CHECKS),
        "longest": json.dumps(dict(given.LONGEST)),
        "longest_reason": str(given.LONGEST["reason"]),
        "longest_name": str(given.LONGEST["on_behalf_of"]),
        "sources": ",".join(SOURCES),
        "known_sources": ", ".join(SOURCES),
        "plain_changes": plain_changes(),
        "case_keys": ", ".join(f"'{key}'" for key in CASE_KEYS),
        "not_undoable": ", ".join(f"'{name}'" for name in sorted(NOT_UNDOABLE)),
        "merged_too": ", ".join(f"'{name}'" for name in MERGED_TOO),
        "stage_words": json.dumps({str(int(stage)): stage.word for stage in Stage}),
        "blank": json.dumps(dict(BLANK)),
        "defaults": json.dumps(defaults),
        "setting_defaults": json.dumps(dict(SETTINGS)),
        "initials": initials.table(),
        "sealed_columns": " || ".join(
            f"public.sealed_text(e.{c.name}::text)" for c in Event.__table__.columns
        ),
        "case_columns": ", ".join(columns),
        "cur_columns": ", ".join(f"cur.{name}" for name in columns),
    }


def _of_people() -> dict[str, str]:
    """What stands in the guard of people, the city and keeping."""
    return {
        "administrators": reach.HIDDEN_POSTS,
        "whole": reach.WHOLE,
        "scope": reach.SCOPE,
        "beside": ", ".join(f"('{table}', with_case)" for table in reach.BESIDE),
        "private_kinds": reach.PRIVATE_KINDS,
        "posts": json.dumps([str(post) for post in Post]),
        "act_posts": json.dumps(dict(ACT_POSTS)),
        "group_of_post": json.dumps(dict(GROUPS)),
        "complainant_posts": json.dumps({k: list(v) for k, v in COMPLAINANT_POSTS.items()}),
        "call_posts": json.dumps({k: list(v) for k, v in CALL_POSTS.items()}),
        "call_texts": json.dumps(dict(TEXTS)),
        "questions": ",".join(QUESTIONS),
        "known_questions": ", ".join(QUESTIONS),
        "phone_shape": PHONE,
        "earlier_most": str(EARLIER_MOST),
        "listed_most": str(LISTED_MOST),
        "city_tables": ", ".join(f"public.{name}" for name in CITY_TABLES),
        "city_lists": ", ".join(f"public.{name}" for name in CITY_LISTS),
        "for_everybody": ", ".join(f"'{name}'" for name in FOR_EVERYBODY),
        "standing_due": due_sql().replace(":at_ms", "at_ms").replace(":most", "most"),
        "standing_reason": REASON,
        "sees": reach.SEES,
        "settings": json.dumps(city_settings.table()),
        "city_administrator": str(Post.ADMINISTRATOR),
        "codes_setting": CODES,
        "login_shape": LOGIN,
        "login_kept": KEPT_LOGINS,
        "detail_most": str(MOST_DETAIL),
        "alive_ms": str(ALIVE_MS),
        "city_state": CITY_STATE.replace(" main.", " public."),
        "seats_most": str(SEATS_MOST),
        "blob_most": str(blobs.MOST),
        "thumbnail_most": str(blobs.MOST_THUMBNAIL),
        "moved_at_once": str(months.AT_ONCE),
        "walked": str(WALKED),
        "walked_narrow": str(WALKED_NARROW),
        "probed": str(PROBED),
        "few": str(FEW),
        "rule_keys": ", ".join(f"'{key}'" for key in KEYS),
        "hold_back_most": str(HOLD_BACK_MOST),
    }


def _guard(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    cursor.execute(guard_sql())
    cursor.close()
    months.make(connection)
