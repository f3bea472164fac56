"""Operators: who may sign on, with which posts."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import insert, or_, select

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store
from console.store.schema import Department, Operator, OperatorPost, Region

LEAST_PASSWORD: Final = 10


def add_operator(
    store: Store,
    login: str,
    zh: str,
    en: str,
    posts: Sequence[HeldPost],
    password: str | None = None,
) -> int:
    """Adds an operator (and, on a server, his database login); answers his id.

    Raises `Refused` where the login is taken or not a plain name, or the password too short.
    """
    if password is not None and len(password) < LEAST_PASSWORD:
        raise Refused("password_weak", least=LEAST_PASSWORD)
    if not login.isascii() or not login.replace("_", "").isalnum() or login != login.lower():
        raise Refused("login_shape", login=login)
    with store.write() as connection:
        if connection.scalar(select(Operator.id).where(Operator.login == login)) is not None:
            raise Refused("login_taken", login=login)
        made = connection.execute(
            insert(Operator).values(login=login, zh=zh, en=en).returning(Operator.id)
        ).scalar_one()
        connection.execute(
            insert(OperatorPost),
            [
                {
                    "operator_id": made,
                    "post": str(held.post),
                    "region_id": held.region_id,
                    "department_id": held.department_id,
                }
                for held in posts
            ],
        )
        if not store.embedded:
            make_login(connection, login, password)
    return int(made)


def make_login(connection: Any, login: str, password: str | None = None) -> None:
    """The database role of an operator, in the group that may use the door.

    The password leaves this machine only as its SCRAM verifier; no statement log ever holds it.
    """
    quoted = '"' + login.replace('"', '""') + '"'
    connection.exec_driver_sql(
        f"do $do$ begin create role {quoted} login; exception"
        " when duplicate_object or unique_violation then null; end $do$"
    )
    connection.exec_driver_sql(f"grant wangge_operators to {quoted}")
    if password is not None:
        raw = connection.connection.dbapi_connection
        secret = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
        connection.exec_driver_sql(f"alter role {quoted} password '{secret.decode()}'")


def region_of(store: Store, code: str) -> int:
    """Id of the region with this code. Raises `Refused` for none."""
    with store.read() as connection:
        found = connection.scalar(select(Region.id).where(Region.code == code))
    if found is None:
        raise Refused("region_unknown", code=code)
    return int(found)


def department_of(store: Store, name: str) -> int:
    """Id of the department with this name, in either language. Raises `Refused` for none."""
    with store.read() as connection:
        found = connection.scalar(
            select(Department.id).where(or_(Department.zh == name, Department.en == name))
        )
    if found is None:
        raise Refused("department_unknown", name=name)
    return int(found)


def operator(store: Store, login: str) -> tuple[int, str, str, list[HeldPost]]:
    """Id, names and posts of an operator. Raises `Refused` for nobody we know."""
    with store.read() as connection:
        row = connection.execute(
            select(Operator.id, Operator.zh, Operator.en).where(
                Operator.login == login, Operator.active
            )
        ).one_or_none()
        if row is None:
            raise Refused("operator_unknown", login=login)
        held = connection.execute(
            select(OperatorPost.post, OperatorPost.region_id, OperatorPost.department_id)
            .where(OperatorPost.operator_id == row[0], OperatorPost.active)
            .order_by(OperatorPost.id)
        ).all()
    return row[0], row[1], row[2], [HeldPost(Post(p), r, d) for p, r, d in held]
