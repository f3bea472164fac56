"""Backup and restore of a server's database: every table by COPY, out of one snapshot."""

import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from console.domain.refusal import Refused
from console.store.city import loader
from console.store.engine import Store, in_words, now_ms, open_store
from console.store.log import months
from console.store.migrations import revisions
from console.store.schema import Base

FORMAT: Final = "wangge-backup 1"
MANIFEST: Final = "manifest.json"
PIECE: Final = 1 << 20
MADE_ANEW: Final = frozenset({"noun", "rule", "lease"})
"""Tables that a restore does not take over: the program's own rules, and the keeper's lease."""
TABLES: Final = "select count(*) from pg_tables where schemaname = 'public'"
VERIFIER: Final = "(select a.rolpassword from pg_authid a where a.oid = r.oid)"
LOGINS: Final = (
    "select o.login, case when r.rolcanlogin then 'login' else 'nologin' end,"
    " coalesce(r.rolvaliduntil::text, 'infinity'), {verifier}"
    " from public.operator o join pg_roles r on r.rolname = o.login"
)
AS_BEFORE: Final = (
    "select format('alter role %%I %%s valid until %%L', %s::text, %s::text, %s::text)"
    " || case when %s::text is null then '' else format(' password %%L', %s::text) end"
)


def write(store: Store, making: Path) -> dict[str, Any]:
    """Every table and the manifest, which counts them."""
    with _sound(store, making), store.read() as connection:
        run = connection.exec_driver_sql
        run("set transaction isolation level repeatable read, read only")
        run("set local row_security = off")  # all of it, or a refusal
        manifest = _manifest(connection)
        with zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as zipped:
            for table in Base.metadata.sorted_tables:
                if table.name not in MADE_ANEW:
                    names = [column.name for column in table.columns]
                    rows = _copy_out(connection, table.name, names, zipped)
                    manifest["tables"][table.name] = {"columns": names, "rows": rows}
            manifest["log_begins"] = run("select min(recorded_at) from event").scalar_one()
            zipped.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False))
    return _figures(manifest)


def _manifest(connection: Connection) -> dict[str, Any]:
    row = connection.exec_driver_sql("select revision, era, digest from schema_info").one()
    return {
        "format": FORMAT,
        "made_at": now_ms(),
        "revision": row[0],
        "era": row[1],
        "digest": row[2],
        "logins": _logins(connection),
        "tables": {},
    }


def _logins(connection: Connection) -> list[list[str | None]]:
    """[login, login|nologin, until, the password's verifier as far as the owner may read these]."""
    run = connection.exec_driver_sql
    may = run("select has_table_privilege('pg_authid', 'select')").scalar_one()
    found = run(LOGINS.format(verifier=VERIFIER if may else "null")).all()
    return [list(row) for row in found]


def _let_in(connection: Connection, logins: Sequence[Sequence[str | None]]) -> None:
    """Logins for the operators; those the cluster has already keep password and all."""
    run = connection.exec_driver_sql
    held = set(run("select rolname from pg_roles").scalars())
    run("select public.make_login(o.id, o.login) from public.operator o")
    for login, may, until, verifier in logins:
        if login not in held:
            run(run(AS_BEFORE, (login, may, until, verifier, verifier)).scalar_one())


def _copy_out(
    connection: Connection, table: str, names: Sequence[str], zipped: zipfile.ZipFile
) -> int:
    sql = f"copy (select {_quoted(names)} from public.{table}) to stdout"  # noqa: S608
    with _cursor(connection) as cursor:
        with (
            zipped.open(f"{table}.copy", "w", force_zip64=True) as member,
            cursor.copy(sql) as copy,
        ):
            for piece in copy:
                member.write(piece)
        return int(cursor.rowcount)


def read(url: str, file: Path) -> dict[str, Any]:
    """Schema, tables, logins and the next era, in one transaction."""
    store = open_store(url)
    try:
        with _sound(store, file), zipfile.ZipFile(file) as zipped, store.write() as connection:
            manifest = json.loads(zipped.read(MANIFEST))
            _fitting(manifest, file)
            if connection.exec_driver_sql(TABLES).scalar_one():
                name = store.url.render_as_string(hide_password=True)
                raise Refused("restore_not_empty", path=name)
            revisions.upgrade_on(connection)
            months.make(connection, manifest["log_begins"])
            _fill(connection, manifest, zipped, file)
            manifest["era"] += 1
            done = sa.update(Base.metadata.tables["schema_info"]).values(
                era=manifest["era"], life=revisions.new_life(), **revisions.stamp()
            )
            connection.execute(done)
            connection.exec_driver_sql("update seat set operator_id = null, seen_at = 0")
            _let_in(connection, manifest["logins"])
    finally:
        store.close()
    return _figures(manifest)


def _fitting(manifest: dict[str, Any], file: Path) -> None:
    if manifest.get("format") != FORMAT:
        raise Refused("backup_kind", path=str(file))
    if manifest["revision"] > revisions.NEWEST:
        raise Refused("schema_newer", found=manifest["revision"], wanted=revisions.NEWEST)
    tables = Base.metadata.tables
    for name, told in manifest["tables"].items():
        if name not in tables or not set(told["columns"]) <= set(tables[name].columns.keys()):
            raise Refused("backup_other", path=str(file))


def _fill(
    connection: Connection, manifest: dict[str, Any], zipped: zipfile.ZipFile, file: Path
) -> None:
    for made in ("setting", "schema_info"):  # what making the schema wrote
        connection.exec_driver_sql(f"delete from public.{made}")  # noqa: S608
    for table in Base.metadata.sorted_tables:
        told = manifest["tables"].get(table.name)
        if told is None:
            continue
        with zipped.open(f"{table.name}.copy") as member:
            if _copy_in(connection, table.name, told["columns"], member) != told["rows"]:
                raise Refused("backup_damaged", path=str(file))
        loader.number_on(connection, table.name)
    connection.exec_driver_sql(
        "select setval('event_seq', greatest((select max(seq) from public.event), 1))"
    )


def _copy_in(connection: Connection, table: str, names: Sequence[str], member: IO[bytes]) -> int:
    with _cursor(connection) as cursor:
        with cursor.copy(f"copy public.{table} ({_quoted(names)}) from stdin") as copy:
            while piece := member.read(PIECE):
                copy.write(piece)
        return int(cursor.rowcount)


def _cursor(connection: Connection) -> psycopg.Cursor[Any]:
    raw: Any = connection.connection.dbapi_connection
    made: psycopg.Cursor[Any] = raw.cursor()
    return made


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _figures(manifest: dict[str, Any]) -> dict[str, Any]:
    rows = {table: told["rows"] for table, told in manifest["tables"].items()}
    return {
        "era": manifest["era"],
        "revision": manifest["revision"],
        "cases": rows["case_"],
        "events": rows["event"],
    }


@contextmanager
def _sound(store: Store, file: Path) -> Iterator[None]:
    """What a cut or changed file, or a server that fails in the middle, leads to, as a sentence."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused("backup_rights", path=store.url.database or "") from error
    except psycopg.OperationalError as error:
        raise in_words(store.url, error) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, psycopg.Error) as error:
        raise Refused("backup_damaged", path=str(file)) from error
