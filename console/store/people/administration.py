"""What administrators do about people: logins, posts, locks, passwords.

One road for both databases: `administer` carries out an act of `domain.administration`, on a server
by the guard's function of the same name, in an embedded database by the same steps here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from console.domain.administration import (
    ACT_POSTS,
    ADMINISTRATORS,
    LEAST,
    MOST_DETAIL,
    alone,
    check_length,
    unfit_login,
    weak,
)
from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store import lease, secrets
from console.store.dialect import is_embedded
from console.store.engine import Store
from console.store.log.embedded import note
from console.store.schema import Operator, OperatorPost


def add_operator(
    store: Store,
    login: str,
    zh: str,
    en: str,
    posts: Sequence[HeldPost],
    password: str | None = None,
) -> int:
    """Adds an operator (and, on a server, his database login) with posts; answers his id.

    Raises `Refused` where the login is taken or not a plain name, the password too short, or an
    administrator would hold another post.
    """
    if no := unfit_login(login):
        raise Refused(no, login=login)
    with store.write() as connection:
        secret = verifier(connection, login, password)
        administer(store, connection, "add", login, {"zh": zh, "en": en, **secret})
        for held in posts:
            administer(store, connection, "give", login, _post(held))
        return int(
            connection.execute(select(Operator.id).where(Operator.login == login)).scalar_one()
        )


def make_logins(store: Store, connection: Connection) -> None:
    """The server's logins of operators that came in otherwise than by `add_operator`."""
    if not store.embedded:
        connection.exec_driver_sql("select public.make_login(o.id, o.login) from public.operator o")


def role_names(store: Store) -> dict[str, str]:
    """The server's roles of this database by kind, and the database's own name as `database`."""
    kinds = ("operators", "wall", "system", "security", "audit")
    asked = ", ".join(f"public.role_of('{kind}')" for kind in kinds)
    with store.read() as connection:
        row = connection.exec_driver_sql(f"select {asked}, current_database()").one()  # noqa: S608
    return dict(zip((*kinds, "database"), map(str, row), strict=True))


def act(store: Store, what: str, login: str, detail: Mapping[str, Any], why: str = "") -> None:
    """One act on one login in a transaction of its own. Raises `Refused`."""
    with store.write() as connection:
        administer(store, connection, what, login, detail, why)
    if what == "lock" and not store.embedded:
        with store.write() as connection:  # whoever came in before the lock was committed
            lease.end_stalled(connection)


def give(store: Store, login: str, *posts: HeldPost, take: bool = False, why: str = "") -> None:
    """Gives posts, or takes them: all or none. Raises `Refused`."""
    with store.write() as connection:
        for held in posts:
            administer(store, connection, "take" if take else "give", login, _post(held), why)


def set_password(store: Store, login: str, password: str) -> None:
    """A new password: one's own, or as the security administrator. Raises `Refused`.

    An embedded database keeps none: whoever has the file has it all.
    """
    if store.actor == login and secrets.password_of(login, store.url) == password:
        raise Refused("password_same")  # it would only begin to age anew
    with store.write() as connection:
        secret = verifier(connection, login, password)
        what = "own-password" if store.actor == login else "password"
        administer(store, connection, what, login, secret)


def verifier(connection: Connection, login: str, password: str | None) -> dict[str, str]:
    """What the server keeps of a password; no statement and no log ever holds the password.

    Raises `Refused` for one that is too short or of too few signs.
    """
    if password is None:
        return {}
    if weak(password):
        raise Refused("password_weak", **LEAST)
    if is_embedded(connection):
        return {}
    raw: Any = connection.connection.dbapi_connection
    made = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return {"verifier": made.decode()}


def _post(held: HeldPost) -> dict[str, Any]:
    where = {"region_id": held.region_id, "department_id": held.department_id}
    return {"post": str(held.post), **where}


def administer(
    store: Store,
    connection: Connection,
    what: str,
    login: str,
    detail: Mapping[str, Any],
    why: str = "",
) -> None:
    """One act of `ACT_POSTS` on `login`, noted in the log. Raises `Refused`."""
    check_length(dict(detail), why)
    if store.embedded:
        no = _Embedded(connection, store.actor).act(what, login, detail, why)
    else:
        from psycopg.types.json import Jsonb

        no = connection.exec_driver_sql(
            "select public.administer(%s, %s, %s, %s)", (what, login, Jsonb(dict(detail)), why)
        ).scalar_one()
    if no is not None:
        known = ", ".join(map(str, Post))
        raise Refused(
            no,
            login=login,
            post=detail.get("post"),
            text=detail.get("post"),
            known=known,
            most=MOST_DETAIL,
        )


class _Embedded:
    """The guard's `administer` for an embedded database. Nobody named is its owner."""

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
    "give": _Embedded._give,
    "take": _Embedded._take,
    "lock": lambda book, who, _detail: book._active(who, False),
    "unlock": lambda book, who, _detail: book._active(who, True),
}
