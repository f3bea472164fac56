"""Seats: which workstations show life, and who sits at them."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from console.domain.administration import ALIVE_MS, SEATS_MOST, WALL_STATUS_MOST
from console.domain.refusal import Refused
from console.store.dialect import database_now, pick, run
from console.store.documents import read_document
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


def on_line(connection: Connection) -> dict[str, int]:
    """Post → how many of its seats have shown life of late."""
    since = database_now(connection) - ALIVE_MS
    sql = "select post, count(*) from seat where seen_at > ? group by post"
    return {post: int(number) for post, number in run(connection, sql, (since,))}


def wall_life(connection: Connection, name: str, operator: int, told: Mapping[str, Any]) -> None:
    """Writes what a wall tells of itself; of a wall of this name only its own login does.

    Raises `Refused` for the name of another login's wall, and for what is too long to keep.
    """
    write = pick(connection, embedded.wall_life, server.wall_life)
    no = write(connection, name, operator, json.dumps(dict(told), ensure_ascii=False))
    if no is not None:
        raise Refused(no, seat=name, most=WALL_STATUS_MOST, login="")


def walls(connection: Connection) -> list[dict[str, Any]]:
    """Every wall that has told of itself: `name`, `told` and `seen_at` (ms), in order of name."""
    found = run(connection, "select name, told, seen_at from wall_status order by name")
    return [
        {"name": name, "told": read_document(told), "seen_at": seen_at}
        for name, told, seen_at in found
    ]
