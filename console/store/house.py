"""What keeps house: the keeper's lease and the seats that show life, by the database's clock."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.engine import Connection

from console.domain.administration import SEATS_MOST
from console.domain.refusal import Refused
from console.store.engine import now_ms

LEASE: Final = "keeper"
ALIVE_MS: Final = 60_000
"""A seat that has shown no life for so long is not counted."""
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


@dataclass(frozen=True, slots=True)
class Kept:
    """Who holds the lease until when, and what the database's clock said meanwhile (ms)."""

    holder: str
    until: int
    at: int

    @property
    def held(self) -> bool:
        return self.until > self.at


def database_now(connection: Connection) -> int:
    """The clock of the database (ms): the machine's own where it is embedded."""
    if connection.dialect.name == "sqlite":
        return now_ms()
    return int(connection.exec_driver_sql("select public.door_now()").scalar_one())


def who_keeps(connection: Connection) -> Kept | None:
    """The lease as it is; None where nobody ever kept."""
    row = _run(connection, "select holder, until from lease where name = ?", (LEASE,)).one_or_none()
    return Kept(row[0], row[1], database_now(connection)) if row is not None else None


def take(connection: Connection, name: str, span_ms: int) -> Kept:
    """Compare-and-set: ours, free or run out → ours for another `span_ms`. Who holds it then.

    An operator of a server may write no lease; there the guard does it for him by its own clock.
    """
    if connection.dialect.name != "sqlite":
        row = _run(connection, "select * from public.keep_house(?, ?)", (name, span_ms)).one()
        return Kept(*row)
    now = now_ms()
    _run(
        connection,
        "insert into lease (name, holder, until, version) values (?, ?, ?, 1)"
        " on conflict (name) do update set holder = excluded.holder, until = excluded.until,"
        " version = version + 1 where holder = excluded.holder or until <= ?",
        (LEASE, name, now + span_ms, now),
    )
    kept = who_keeps(connection)
    assert kept is not None
    return kept


def end_stalled(connection: Connection) -> int:
    """Ends what holds everybody up on a server: sessions that idle in a transaction. How many."""
    if connection.dialect.name == "sqlite":
        return 0
    return int(connection.exec_driver_sql("select public.end_stalled()").scalar_one())


def show_life(connection: Connection, seat: str, operator: int, post: str) -> None:
    """The seat is manned; the door notes its name with what its operator does.

    A server knows who asks and believes nobody else; there it raises `Refused` for a seat that
    somebody else is at, or too many.
    """
    if connection.dialect.name != "sqlite":
        no = _run(connection, "select public.show_life(?, ?)", (seat, post)).scalar_one()
        if no is not None:
            raise Refused(no, seat=seat, most=SEATS_MOST, login="")
        return
    _run(
        connection,
        "insert into seat (name, operator_id, post, seen_at) values (?, ?, ?, ?)"
        " on conflict (name) do update set operator_id = excluded.operator_id,"
        " post = excluded.post, seen_at = excluded.seen_at",
        (seat, operator, post, database_now(connection)),
    )


def leave(connection: Connection, seat: str) -> None:
    """The seat is empty from now on."""
    if connection.dialect.name != "sqlite":
        _run(connection, "select public.leave_seat(?)", (seat,))
        return
    _run(connection, "update seat set operator_id = null, seen_at = 0 where name = ?", (seat,))


def seats(connection: Connection) -> int:
    """How many seats have shown life of late."""
    since = database_now(connection) - ALIVE_MS
    return int(
        _run(connection, "select count(*) from seat where seen_at > ?", (since,)).scalar_one()
    )


def city_state(connection: Connection) -> str:
    """A word that is another one after anybody has changed the city's own data or its people.

    A server tells it to everybody: what was done is an administrator's to read, that it was is not.
    """
    if connection.dialect.name != "sqlite":
        return str(connection.exec_driver_sql("select public.city_state()").scalar_one())
    return str(connection.exec_driver_sql(CITY_STATE).scalar_one())


def _run(connection: Connection, sql: str, values: tuple[Any, ...]) -> Any:
    if connection.dialect.name != "sqlite":
        sql = sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, values)
