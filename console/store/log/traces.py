"""What an administrator of the system does about the city leaves a trace in the log.

One road for both databases: a server's guard does it (guard/traces.sql), an embedded database the
same here. The owner, who is nobody named, may do it too.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from console.domain import city_settings
from console.domain.administration import check_length
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store
from console.store.people import administration
from console.store.schema import Base, Operator, OperatorPost, Setting

CITY: Final = 0
"""The subject of these events: the city as a whole."""


def settings(store: Store) -> dict[str, Any]:
    """Every setting a city may choose, as it is."""
    with store.read() as connection:
        held = connection.execute(select(Setting.name, Setting.value))
        found = {name: value for name, value in held if name in city_settings.KNOWN}
    return {name: found.get(name, known.default) for name, known in city_settings.KNOWN.items()}


def set_setting(store: Store, name: str, value: city_settings.Value, why: str = "") -> Any:
    """Sets it and notes it in the same transaction; answers what it was. Nothing is noted where it
    was so already. Raises `Refused` for a setting or value that there is not, and for everybody
    but the administrator of the system.
    """
    check_length(why)
    wanted = city_settings.known(name)
    if not wanted.takes(value):
        raise Refused("setting_value", name=name, text=value, wanted=wanted.wanted)
    with store.write() as connection:
        may_keep_city(store, connection)
        query = select(Setting.value).where(Setting.name == name)
        held = connection.execute(query).scalar_one_or_none()
        if not store.embedded:
            from psycopg.types.json import Jsonb

            sql = "select public.set_setting(%s, %s, %s)"
            _done(connection.exec_driver_sql(sql, (name, Jsonb(value), why)).scalar_one())
        elif held != value or isinstance(held, bool) != isinstance(value, bool):
            done = connection.execute(
                update(Setting).where(Setting.name == name).values(value=value)
            )
            if not done.rowcount:
                connection.execute(insert(Setting).values(name=name, value=value))
            _note(store, connection, "setting", "set-setting", {name: held}, {name: value}, why)
    return held


def may_keep_city(store: Store, connection: Connection) -> None:
    """Raises `Refused` for everybody but the administrator of the system and the owner."""
    if not store.embedded:
        held = connection.exec_driver_sql("select public.keeps_city()").scalar_one()
    elif store.actor is None:
        held = True
    else:
        held = connection.execute(
            select(OperatorPost.id)
            .join(Operator, Operator.id == OperatorPost.operator_id)
            .where(Operator.login == store.actor, Operator.active, OperatorPost.active)
            .where(OperatorPost.post == str(Post.ADMINISTRATOR))
        ).first()
    if not held:
        raise Refused("other_post")


def count(connection: Connection, table: str) -> int:
    """Rows of one of the city's tables."""
    found = select(func.count()).select_from(Base.metadata.tables[table])
    return int(connection.execute(found).scalar_one())


def note_import(
    store: Store, connection: Connection, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """One event: which file of which kind was taken in, and what that changed."""
    if store.embedded:
        _note(store, connection, "import", "import", before, after, None)
        return
    from psycopg.types.json import Jsonb

    sql = "select public.note_import(%s, %s)"
    _done(connection.exec_driver_sql(sql, (Jsonb(dict(before)), Jsonb(dict(after)))).scalar_one())


def _done(no: str | None) -> None:
    if no is not None:
        raise Refused(no)


def _note(
    store: Store, connection: Connection, kind: str, act: str,
    before: Mapping[str, Any], after: Mapping[str, Any], why: str | None,
) -> None:  # fmt: skip
    actor = connection.scalar(select(Operator.id).where(Operator.login == store.actor))
    post = str(Post.ADMINISTRATOR) if store.actor is not None else None
    administration.note(connection, kind, CITY, act, actor, post, after, why, before)
