"""The complainant of a case: masked for everybody, shown or erased for one case, and the log knows.

On a server by the guard's `complainant_of`, in an embedded database by the same steps in
`embedded`. Names, telephones and addresses are in no event.
"""

from collections.abc import Mapping
from typing import Any

from console.domain.administration import MASKS, MOST_DETAIL, check_length
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.dialect import pick
from console.store.engine import Store
from console.store.people import embedded, server

FIELDS = tuple(MASKS)


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
    found: Mapping[str, Any] = {}
    for step in pick(store, embedded.REVEAL, server.REVEAL) if what == "reveal" else (what,):
        found = _once(store, step, case, post, detail or {}, why)
    return found


def _once(
    store: Store,
    what: str,
    case: int,
    post: Post | None,
    detail: Mapping[str, str | None],
    why: str,
) -> Mapping[str, Any]:
    with store.write() if what in ("reveal", "tell", "erase") else store.read() as connection:
        ask = pick(connection, embedded.complainant_of, server.complainant_of)
        found = ask(connection, store.actor, what, case, post, detail, why)
        if "refused" in found:
            raise Refused(found["refused"], post=post, most=MOST_DETAIL)
    return dict(found)


def _json(detail: Mapping[str, str | None] | None) -> str:
    import json

    return json.dumps(dict(detail or {}), ensure_ascii=False)
