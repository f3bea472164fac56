"""The complainant of a case: masked for everybody, shown or erased for one case, and the log knows.

On a server by the guard's `complainant_of`, in an embedded database by the same steps here. Names,
telephones and addresses are in no event.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from console.domain.administration import (
    COMPLAINANT_POSTS,
    MASKS,
    MOST_DETAIL,
    check_length,
    masked,
)
from console.domain.needs import in_scope
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.door.lookups import EmbeddedLookups
from console.store.engine import Store, now_ms
from console.store.log.embedded import note
from console.store.schema import Complainant, Operator

FIELDS = tuple(MASKS)
PLACE = "select region_id, department_id from main.case_ where id = ?"
WHOLE = "select name, phone, address, erased_at from main.complainant where case_id = ?"
"""The table itself: an operator's reading connection has an empty view before it."""


def act(
    store: Store,
    what: str,
    case: int,
    post: Post | None = None,
    detail: Mapping[str, str | None] | None = None,
    why: str = "",
) -> Mapping[str, Any]:
    """`mask`, `reveal`, `tell` (with name, phone, address) or `erase`; the data for the first two.

    `post` is the post it is done in; nobody (the database's owner) needs none. Raises `Refused`.
    """
    check_length(_json(detail), why)
    found = _once(store, what, case, post, detail, why)
    if what == "reveal" and not store.embedded:  # the log has it: now it is told
        found = _once(store, "revealed", case, post, None, why)
    return found


def _once(
    store: Store,
    what: str,
    case: int,
    post: Post | None,
    detail: Mapping[str, str | None] | None,
    why: str,
) -> Mapping[str, Any]:
    with store.write() if what in ("reveal", "tell", "erase") else store.read() as connection:
        if store.embedded:
            found = _embedded(connection, store.actor, what, case, post, detail or {}, why)
        else:
            found = connection.exec_driver_sql(
                "select public.complainant_of(%s, %s, %s, %s::jsonb, %s)",
                (what, case, str(post) if post else None, _json(detail), why),
            ).scalar_one()
        if "refused" in found:
            raise Refused(found["refused"], post=post, most=MOST_DETAIL)
    return dict(found)


def _json(detail: Mapping[str, str | None] | None) -> str:
    import json

    return json.dumps(dict(detail or {}), ensure_ascii=False)


def _embedded(
    connection: Connection,
    actor: str | None,
    what: str,
    case: int,
    post: Post | None,
    detail: Mapping[str, str | None],
    why: str,
) -> Mapping[str, Any]:
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
        told = {name: detail.get(name) if what == "tell" else None for name in FIELDS}
        told_at = {**told, "erased_at": now_ms() if what == "erase" else None}
        if what == "tell" or row is not None:
            made = insert(Complainant).values(case_id=case, **told_at)
            connection.execute(made.on_conflict_do_update(index_elements=["case_id"], set_=told_at))
    if what != "mask":
        note(connection, "complainant", case, what, me, str(post) if post else None, {}, why)
    if what not in ("mask", "reveal"):
        return {}
    shown = {name: row[name] if row is not None else None for name in FIELDS}
    if what == "mask":
        shown = {name: masked(shown[name], *MASKS[name]) for name in FIELDS}
    return {**shown, "erased_at": row["erased_at"] if row is not None else None}
