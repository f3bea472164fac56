"""Seats: which workstations show life, and who sits at them."""

from sqlalchemy.engine import Connection

from console.domain.administration import ALIVE_MS, SEATS_MOST
from console.domain.refusal import Refused
from console.store.dialect import database_now, pick, run
from console.store.people import embedded, server


def show_life(connection: Connection, seat: str, operator: int, post: str) -> None:
    """The seat is manned; the door notes its name with what its operator does.

    A server knows who asks and believes nobody else; there it raises `Refused` for a seat that
    somebody else is at, or too many.
    """
    show = pick(connection, embedded.show_life, server.show_life)
    no = show(connection, seat, operator, post)
    if no is not None:
        raise Refused(no, seat=seat, most=SEATS_MOST, login="")


def leave(connection: Connection, seat: str) -> None:
    """The seat is empty from now on."""
    pick(connection, embedded.leave_seat, server.leave_seat)(connection, seat)


def seats(connection: Connection) -> int:
    """How many seats have shown life of late."""
    since = database_now(connection) - ALIVE_MS
    return int(
        run(connection, "select count(*) from seat where seen_at > ?", (since,)).scalar_one()
    )
