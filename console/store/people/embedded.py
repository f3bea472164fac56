"""People in an embedded database, by the guard's steps. `server` has the same functions."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.engine import Connection

from console.domain.administration import (
    ACT_POSTS,
    ADMINISTRATORS,
    COMPLAINANT_POSTS,
    MASKS,
    alone,
    masked,
)
from console.domain.needs import in_scope
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.dialect import run
from console.store.door.lookups import EmbeddedLookups
from console.store.engine import now_ms
from console.store.log.embedded import note
from console.store.schema import Complainant, Operator, OperatorPost

REVEAL: Final = ("reveal",)
"""The acts that show who complained: noted and told in one transaction."""
PLACE: Final = "select region_id, department_id from main.case_ where id = ?"
WHOLE: Final = "select name, phone, address, erased_at from main.complainant where case_id = ?"
"""The table itself: an operator's reading connection has an empty view before it."""


def make_logins(_connection: Connection) -> None:
    """There are none."""


def role_names(_connection: Connection) -> dict[str, str]:
    """There are none. Raises `Refused`."""
    raise Refused("needs_server")


def verifier(_connection: Connection, _login: str, _password: str) -> dict[str, str]:
    """Nothing is kept of a password."""
    return {}


def show_life(connection: Connection, seat: str, operator: int, post: str) -> str | None:
    """Writes who sits there."""
    run(
        connection,
        "insert into seat (name, operator_id, post, seen_at) values (?, ?, ?, ?)"
        " on conflict (name) do update set operator_id = excluded.operator_id,"
        " post = excluded.post, seen_at = excluded.seen_at",
        (seat, operator, post, now_ms()),
    )
    return None


def leave_seat(connection: Connection, seat: str) -> None:
    """Writes that nobody sits there."""
    run(connection, "update seat set operator_id = null, seen_at = 0 where name = ?", (seat,))


def administer(
    connection: Connection,
    actor: str | None,
    what: str,
    login: str,
    detail: Mapping[str, Any],
    why: str,
) -> str | None:
    """One act on a login: the guard's function of the same name."""
    return _Administration(connection, actor).act(what, login, detail, why)


class _Administration:
    """The guard's `administer`. Nobody named is the owner."""

    def __init__(self, connection: Connection, actor: str | None) -> None:
        self.connection, self.actor = connection, actor

    def act(self, what: str, login: str, detail: Mapping[str, Any], why: str) -> str | None:
        me, own = self._id(self.actor), ACT_POSTS[what]
        if own is not None and self.actor is not None and own not in self._posts(me):
            return "other_post"
        if what == "add":
            if self._id(login) is not None:
                return "login_taken"
            names = {"login": login, "zh": detail["zh"], "en": detail["en"]}
            self.connection.execute(insert(Operator).values(names))
        who = self._id(login)
        if who is None:
            return "operator_unknown"
        if self.actor is not None and what != "add" and (own is None) != (who == me):
            return "other_post" if own is None else "own_rights"
        if (
            what == "password"
            and self.actor is not None
            and {*self._posts(who)} & {*ADMINISTRATORS}
        ):
            return "administrator_password"
        if what == "give" and self._held(who, detail):
            return None
        no = STEPS[what](self, who, detail) if what in STEPS else None
        if no is None:
            self._note(who, what, me, str(own) if own else None, detail, why)
        return no

    def _id(self, login: str | None) -> int | None:
        found: int | None = self.connection.scalar(
            select(Operator.id).where(Operator.login == login)
        )
        return found

    def _posts(self, who: int | None) -> list[Post]:
        held = select(OperatorPost.post).where(OperatorPost.operator_id == who, OperatorPost.active)
        return [Post(word) for word in self.connection.scalars(held)]

    def _give(self, who: int, detail: Mapping[str, Any]) -> str | None:
        if detail["post"] not in list(Post):
            return "post_unknown"
        if not alone(self._posts(who), Post(detail["post"])):
            return "administrator_alone"
        self.connection.execute(insert(OperatorPost).values(operator_id=who, active=True, **detail))
        return None

    def _held(self, who: int, detail: Mapping[str, Any]) -> Sequence[int]:
        wanted = select(OperatorPost.id).where(
            OperatorPost.operator_id == who,
            OperatorPost.active,
            *(getattr(OperatorPost, name) == value for name, value in detail.items()),
        )
        return self.connection.scalars(wanted).all()

    def _take(self, who: int, detail: Mapping[str, Any]) -> str | None:
        held = self._held(who, detail)
        if not held:
            return "post_not_held"
        self.connection.execute(
            update(OperatorPost).where(OperatorPost.id.in_(held)).values(active=False)
        )
        return None

    def _active(self, who: int, active: bool) -> None:
        self.connection.execute(update(Operator).where(Operator.id == who).values(active=active))

    def _note(
        self,
        who: int,
        what: str,
        me: int | None,
        post: str | None,
        detail: Mapping[str, Any],
        why: str,
    ) -> None:
        note(self.connection, "operator", who, what, me, post, detail, why)


STEPS: Final[Mapping[str, Any]] = {
    "give": _Administration._give,
    "take": _Administration._take,
    "lock": lambda book, who, _detail: book._active(who, False),
    "unlock": lambda book, who, _detail: book._active(who, True),
}


def complainant_of(
    connection: Connection,
    actor: str | None,
    what: str,
    case: int,
    post: Post | None,
    detail: Mapping[str, str | None],
    why: str,
) -> Mapping[str, Any]:
    """One act on a case's complainant: the guard's function of the same name."""
    place = connection.exec_driver_sql(PLACE, (case,)).one_or_none()
    if place is None:
        return {"refused": "unknown_case"}
    me = connection.scalar(select(Operator.id).where(Operator.login == actor, Operator.active))
    if actor is not None:
        ask = EmbeddedLookups(connection)
        held = in_scope(ask.posts(me), place[0], place[1], ask) if me is not None else []
        no = "scope" if not held else "post" if post not in held else None
        if no is None and post not in COMPLAINANT_POSTS[what]:
            no = "other_post"
        if no is not None:
            return {"refused": no}
    row = connection.exec_driver_sql(WHOLE, (case,)).mappings().one_or_none()
    if what in ("tell", "erase"):
        told = {name: detail.get(name) if what == "tell" else None for name in MASKS}
        told_at = {**told, "erased_at": now_ms() if what == "erase" else None}
        if what == "tell" or row is not None:
            made = upsert(Complainant).values(case_id=case, **told_at)
            connection.execute(made.on_conflict_do_update(index_elements=["case_id"], set_=told_at))
    if what != "mask":
        note(connection, "complainant", case, what, me, str(post) if post else None, {}, why)
    if what not in ("mask", "reveal"):
        return {}
    shown = {name: row[name] if row is not None else None for name in MASKS}
    if what == "mask":
        shown = {name: masked(shown[name], *MASKS[name]) for name in MASKS}
    return {**shown, "erased_at": row["erased_at"] if row is not None else None}
