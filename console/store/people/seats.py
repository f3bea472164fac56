"""Seats: which workstations show life, and who sits at them."""

from typing import Final

from sqlalchemy.engine import Connection

from console.domain.administration import SEATS_MOST
from console.domain.refusal import Refused
from console.store.dialect import database_now, is_embedded, run

ALIVE_MS: Final = 60_000
"""A seat that has shown no life for so long is not counted."""


def show_life(connection: Connection, seat: str, operator: int, post: str) -> None:
    """The seat is manned; the door notes its name with what its operator does.

    A server knows who asks and believes nobody else; there it raises `Refused` for a seat that
    somebody else is at, or too many.
    """
    if not is_embedded(connection):
        no = run(connection, "select public.show_life(?, ?)", (seat, post)).scalar_one()
        if no is not None:
            raise Refused(no, seat=seat, most=SEATS_MOST, login="")
        return
    run(
        connection,
        "insert into seat (name, operator_id, post, seen_at) values (?, ?, ?, ?)"
        " on conflict (name) do update set operator_id = excluded.operator_id,"
        " post = excluded.post, seen_at = excluded.seen_at",
        (seat, operator, post, database_now(connection)),
    )


def leave(connection: Connection, seat: str) -> None:
    """The seat is empty from now on."""
    if not is_embedded(connection):
        run(connection, "select public.leave_seat(?)", (seat,))
        return
    run(connection, "update seat set operator_id = null, seen_at = 0 where name = ?", (seat,))


def on_line(connection: Connection) -> dict[str, int]:
    """Post → how many of its seats have shown life of late."""
    since = database_now(connection) - ALIVE_MS
    sql = "select post, count(*) from seat where seen_at > ? group by post"
    return {post: int(number) for post, number in run(connection, sql, (since,))}
