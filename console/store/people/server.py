"""People on a server, by its guard. `embedded` and `embedded_calls` have the same functions."""

import json
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from console.domain.intent import Answer, Forged
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.door.server import FORGED, said_by

REVEAL: Final = ("reveal", "revealed")
"""The acts that show who complained: told in a later transaction than noted, so that the log has it."""
ROLES: Final = ("operators", "wall", "system", "security", "audit")


def make_logins(connection: Connection) -> None:
    """A login for each operator who has none."""
    connection.exec_driver_sql("select public.make_login(o.id, o.login) from public.operator o")


def role_names(connection: Connection) -> dict[str, str]:
    """The database's roles by kind, and its own name as `database`."""
    asked = ", ".join(f"public.role_of('{kind}')" for kind in ROLES)
    row = connection.exec_driver_sql(f"select {asked}, current_database()").one()  # noqa: S608
    return dict(zip((*ROLES, "database"), map(str, row), strict=True))


def verifier(connection: Connection, login: str, password: str) -> dict[str, str]:
    """SCRAM's verifier, made here."""
    raw: Any = connection.connection.dbapi_connection
    made = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return {"verifier": made.decode()}


def show_life(connection: Connection, seat: str, _operator: int, post: str) -> str | None:
    """Writes that who asks sits there; the refusal where there is one."""
    sql = "select public.show_life(%s, %s)"
    no: str | None = connection.exec_driver_sql(sql, (seat, post)).scalar_one()
    return no


def leave_seat(connection: Connection, seat: str) -> None:
    """Writes that nobody sits there."""
    connection.exec_driver_sql("select public.leave_seat(%s)", (seat,))


def administer(
    connection: Connection,
    _actor: str | None,
    what: str,
    login: str,
    detail: Mapping[str, Any],
    why: str,
) -> str | None:
    """One act on a login; the refusal where there is one."""
    from psycopg.types.json import Jsonb

    no: str | None = connection.exec_driver_sql(
        "select public.administer(%s, %s, %s, %s)", (what, login, Jsonb(dict(detail)), why)
    ).scalar_one()
    return no


def complainant_of(
    connection: Connection,
    _actor: str | None,
    what: str,
    case: int,
    post: Post | None,
    detail: Mapping[str, str | None],
    why: str,
) -> Mapping[str, Any]:
    """One act on a case's complainant; with the key `refused` where it is refused."""
    told = json.dumps(dict(detail), ensure_ascii=False)
    found: Mapping[str, Any] = connection.exec_driver_sql(
        "select public.complainant_of(%s, %s, %s, %s::jsonb, %s)",
        (what, case, str(post) if post else None, told, why),
    ).scalar_one()
    return found


def keep_call(
    connection: Connection, _actor: str | None, post: Post, act: str, command_id: str,
    case: int | None, told: Mapping[str, str | None],
) -> Answer:  # fmt: skip
    """Keeps a call. Raises `Forged`."""
    found = _call_act(connection, act, command_id, post, case, told, None)
    return Answer(found["subject"], found["outcome"], found["reason"], found["detail"])


def ask_for_calls(
    connection: Connection, _actor: str | None, post: Post, act: str, call: int | None,
    told: Mapping[str, Any], why: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """Lists, seeks or erases. Raises `Refused`."""
    found = _call_act(connection, act, None, post, call, told, why)
    if "refused" in found:
        raise Refused(found["refused"], **found["detail"])
    return list(found["calls"])


def answered_since(connection: Connection, since: int) -> dict[str, int]:
    """Calls answered at once, by kind of question."""
    sql = "select public.calls_today(%s)"
    return dict(connection.exec_driver_sql(sql, (since,)).scalar_one())


def _call_act(
    connection: Connection, act: str, command_id: str | None, post: Post, subject: int | None,
    told: Mapping[str, Any], why: str | None,
) -> dict[str, Any]:  # fmt: skip
    values = (act, command_id, str(post), subject, json.dumps(dict(told)), why)
    sql = "select public.call_act(%s, %s, %s, %s, %s::jsonb, %s)"
    try:
        return dict(connection.exec_driver_sql(sql, values).scalar_one())
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == FORGED:
            raise Forged(said_by(error)) from error
        raise
