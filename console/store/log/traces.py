"""What an administrator of the system does about the city leaves a trace in the log.

One road for both databases: a server's guard does it (guard/traces.sql), `embedded` the same by its
own statements. The owner, who is nobody named, may do it too.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from console.domain import city_settings
from console.domain.administration import check_length
from console.domain.refusal import Refused
from console.store.dialect import pick
from console.store.engine import Store
from console.store.log import embedded, server
from console.store.schema import Base, Setting


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
        write = pick(connection, embedded.set_setting, server.set_setting)
        _done(write(connection, store.actor, name, held, value, why))
    return held


def may_keep_city(store: Store, connection: Connection) -> None:
    """Raises `Refused` for everybody but the administrator of the system and the owner."""
    held = pick(connection, embedded.keeps_city, server.keeps_city)(connection, store.actor)
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
    note = pick(connection, embedded.note_import, server.note_import)
    _done(note(connection, store.actor, before, after))


def _done(no: str | None) -> None:
    if no is not None:
        raise Refused(no)
