"""Opaque version of the city's own data, by which a console notices that it must read them again."""

from typing import Final

from sqlalchemy.engine import Connection

from console.store.dialect import pick

CITY_STATE: Final = "select " + "||'-'||".join(
    (
        *(
            "(select count(*) from main.event"
            f" where kind <> 'case' and kind = '{kind}' and subject = 0)"
            for kind in ("import", "setting", "city")
        ),
        "(select count(*) from main.operator)",
        "(select coalesce(sum(id), 0) from main.operator where active)",
    )
)
"""The traces of what administrators did to the city (store/log/traces.py), and who works there; past what
the asking operator sees of them. Counted, for a trace may be committed after a later one."""


def city_state(connection: Connection) -> str:
    """Opaque version; changes when the city's own data or its operators change.

    A server tells it to everybody, although the changes themselves are for administrators.
    """
    sql = pick(connection, CITY_STATE, "select public.city_state()")
    return str(connection.exec_driver_sql(sql).scalar_one())
