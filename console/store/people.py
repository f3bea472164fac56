"""Operators: who may sign on, with which posts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store
from console.store.schema import Operator, OperatorPost


def add_operator(store: Store, login: str, zh: str, en: str, posts: Sequence[HeldPost]) -> int:
    """Adds an operator (and, on a server, his database login); answers his id.

    Raises `Refused` where the login is taken or not a plain name.
    """
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
            make_login(connection, login)
    return int(made)


def make_login(connection: Any, login: str) -> None:
    """The database role of an operator, in the group that may use the door."""
    quoted = '"' + login.replace('"', '""') + '"'
    connection.exec_driver_sql(
        f"do $do$ begin create role {quoted} login; exception"
        " when duplicate_object or unique_violation then null; end $do$"
    )
    connection.exec_driver_sql(f"grant wangge_operators to {quoted}")


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
