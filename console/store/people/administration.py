"""What administrators do about people: logins, posts, locks, passwords.

One road for both databases: `administer` carries out an act of `domain.administration`, on a server
by the guard's function of the same name, in an embedded database by the same steps in `embedded`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from console.domain.administration import LEAST, MOST_DETAIL, check_length, unfit_login, weak
from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store import lease, secrets
from console.store.dialect import pick
from console.store.engine import Store
from console.store.people import embedded, server
from console.store.schema import Operator


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
    pick(store, embedded.make_logins, server.make_logins)(connection)


def role_names(store: Store) -> dict[str, str]:
    """The server's roles of this database by kind, and the database's own name as `database`.

    Raises `Refused` for an embedded database, which has none.
    """
    with store.read() as connection:
        return pick(connection, embedded.role_names, server.role_names)(connection)


def act(store: Store, what: str, login: str, detail: Mapping[str, Any], why: str = "") -> None:
    """One act on one login in a transaction of its own. Raises `Refused`."""
    with store.write() as connection:
        administer(store, connection, what, login, detail, why)
    if what == "lock":  # whoever came in before the lock was committed
        lease.end_stalled(store)


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
    return pick(connection, embedded.verifier, server.verifier)(connection, login, password)


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
    carry_out = pick(connection, embedded.administer, server.administer)
    no = carry_out(connection, store.actor, what, login, detail, why)
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
