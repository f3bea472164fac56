"""Records of calls that became no case of their own: kept, listed, sought by number, erased.

On a server by the guard's `call_act`, in an embedded database by the same steps in `embedded_calls`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from console.domain.administration import check_length
from console.domain.calls import LISTED_MOST, check_call
from console.domain.intent import Answer, Row
from console.domain.moment import midnight_before
from console.domain.stage import Post
from console.store import dialect
from console.store.city import tables
from console.store.dialect import pick
from console.store.engine import Store
from console.store.people import embedded_calls as embedded
from console.store.people import server


@dataclass(frozen=True, slots=True)
class Earlier:
    """A case (`act` "case") or call of the same number; `words` its address or what was answered."""

    act: str
    case_id: int | None
    day_number: str | None
    category_id: int | None
    stage: int | None
    at: int
    words: str


def answer(store: Store, command_id: str, post: Post, told: Mapping[str, str | None]) -> Answer:
    """Keeps a call that was answered at once: question, answer, name, phone. Raises `Forged`."""
    return _kept(store, "answer", command_id, post, None, told)


def repeat(
    store: Store, command_id: str, post: Post, case: int, told: Mapping[str, str | None]
) -> Answer:
    """Keeps a call about a case that is there already. Raises `Forged`."""
    return _kept(store, "repeat", command_id, post, case, told)


def earlier(store: Store, post: Post, phone: str) -> Sequence[Earlier]:
    """Cases in the operator's area and calls of this number, the newest first; the log notes that
    somebody looked where there are any. Raises `Refused`.
    """
    found = _asked(store, "seek", post, None, {"phone": phone})
    return [Earlier(**row) for row in found]


def listed(store: Store, post: Post, since: int, most: int = LISTED_MOST) -> Sequence[Row]:
    """Calls since a moment (ms), who called masked, the newest first. Raises `Refused`."""
    return _asked(store, "list", post, None, {"since": since, "most": most})


def erase(store: Store, post: Post, call: int, why: str = "") -> None:
    """Forgets who called; that there was a call stays. Raises `Refused`."""
    check_length(why)
    _asked(store, "erase", post, call, {}, why)


def answered_since(connection: Connection, since: int) -> Mapping[str, int]:
    """How many calls were answered at once since a moment (ms), by kind of question."""
    return pick(connection, embedded.answered_since, server.answered_since)(connection, since)


def answered_today(connection: Connection) -> Mapping[str, int]:
    """The same since midnight by the city's clock."""
    zone = ZoneInfo(tables.zone(connection))
    return answered_since(connection, midnight_before(dialect.database_now(connection), zone))


def _kept(
    store: Store, act: str, command_id: str, post: Post, case: int | None,
    told: Mapping[str, str | None],
) -> Answer:  # fmt: skip
    check_call(told)
    with store.write() as connection:
        keep = pick(connection, embedded.keep_call, server.keep_call)
        return keep(connection, store.actor, post, act, command_id, case, told)


def _asked(
    store: Store, act: str, post: Post, call: int | None, told: Mapping[str, Any], why: str = ""
) -> list[dict[str, Any]]:
    with store.write() if act != "list" else store.read() as connection:
        ask = pick(connection, embedded.ask_for_calls, server.ask_for_calls)
        return ask(connection, store.actor, post, act, call, told, why)
