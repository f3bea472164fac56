"""Operators as they are found: who they are, what they hold, and the places posts are bound to."""

from sqlalchemy import or_, select

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.city import tables
from console.store.engine import Store
from console.store.schema import Department, Operator, OperatorPost, Region


def region_of(store: Store, code: str) -> int:
    """Id of the region with this code. Raises `Refused` for none."""
    with store.read() as connection:
        found = connection.scalar(select(Region.id).where(Region.code == code))
    if found is None:
        raise Refused("region_unknown", code=code)
    return int(found)


def department_of(store: Store, name: str) -> int:
    """Id of the department with this code, or this name in either language.

    Raises `Refused` for none, and for a name that several bear.
    """
    with store.read() as connection:
        codes = tables.setting(connection, tables.CODES) or {}
        if name in codes:
            return int(codes[name])
        called = or_(Department.zh == name, Department.en == name)
        found = connection.scalars(select(Department.id).where(called).limit(2)).all()
    if not found:
        raise Refused("department_unknown", name=name)
    if len(found) > 1:
        raise Refused("department_ambiguous", name=name)
    return int(found[0])


def operator(store: Store, login: str) -> tuple[int, str, str, list[HeldPost]]:
    """Id, names and posts of an operator. Raises `Refused` for nobody we know and who is locked."""
    with store.read() as connection:
        row = connection.execute(
            select(Operator.id, Operator.zh, Operator.en, Operator.active).where(
                Operator.login == login
            )
        ).one_or_none()
        if row is None or not row.active:
            raise Refused("operator_locked" if row else "operator_unknown", login=login)
        held = connection.execute(
            select(OperatorPost.post, OperatorPost.region_id, OperatorPost.department_id)
            .where(OperatorPost.operator_id == row[0], OperatorPost.active)
            .order_by(OperatorPost.id)
        ).all()
    return row[0], row[1], row[2], [HeldPost(Post(p), r, d) for p, r, d in held]
