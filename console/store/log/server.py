"""The log of a server's database, by its guard. `embedded` has the same functions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from console.store.engine import Store


def keeps_city(connection: Connection, _actor: str | None) -> bool:
    """Whether who asks is the administrator of the system or the owner."""
    return bool(connection.exec_driver_sql("select public.keeps_city()").scalar_one())


def set_setting(
    connection: Connection, _actor: str | None, name: str, _held: Any, value: Any, why: str
) -> str | None:
    """Writes and notes a setting; the refusal where there is one."""
    from psycopg.types.json import Jsonb

    asked = connection.exec_driver_sql(
        "select public.set_setting(%s, %s, %s)", (name, Jsonb(value), why)
    )
    no: str | None = asked.scalar_one()
    return no


def note_import(
    connection: Connection, _actor: str | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str | None:
    """Notes an import; the refusal where there is one."""
    from psycopg.types.json import Jsonb

    asked = connection.exec_driver_sql(
        "select public.note_import(%s, %s)", (Jsonb(dict(before)), Jsonb(dict(after)))
    )
    no: str | None = asked.scalar_one()
    return no


def seal(connection: Connection, most: int) -> int:
    """The next seal, of `most` events at most; answers how many."""
    return int(connection.exec_driver_sql("select public.seal_log(%s)", (most,)).scalar_one())


def take_lease(
    connection: Connection, _name: str, holder: str, span_ms: int
) -> tuple[str, int, int]:
    """Compare-and-set by the guard, for an operator may write no lease; holder, until when, the clock."""
    sql = "select * from public.keep_house(%s, %s)"
    kept_by, until, at = connection.exec_driver_sql(sql, (holder, span_ms)).one()
    return kept_by, until, at


def end_stalled(store: Store) -> int:
    """Ends sessions that idle in a transaction, in one of its own: what they hold may be asked for next."""
    with store.write() as connection:
        return int(connection.exec_driver_sql("select public.end_stalled()").scalar_one())


def make_months(connection: Connection, since: int | None) -> set[str]:
    """The partitions that were missing."""
    found = connection.exec_driver_sql("select public.make_months(%s, null)", (since,))
    return set(found.scalars())


def keep_months(connection: Connection) -> int:
    """How many coming months were made."""
    return int(connection.exec_driver_sql("select public.keep_months()").scalar_one())


def password_until(store: Store) -> int | None:
    """When the password of who asks ends (ms)."""
    sql = (
        "select (extract(epoch from rolvaliduntil) * 1000)::bigint from pg_roles"
        " where rolname = session_user and isfinite(rolvaliduntil)"
    )
    with store.read() as connection:
        found: Any = connection.exec_driver_sql(sql).scalar_one_or_none()
    return None if found is None else int(found)
