"""Reading nouns beside the case: which rows an operator sees.

A server answers by its function `nouns`, which judges sight; an embedded database by the same rules in
`embedded`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection

from console.domain.nouns import Noun
from console.store.dialect import pick
from console.store.engine import Store
from console.store.reading import embedded, server


def all_of(store: Store, one: Noun, *, ended: bool = False) -> list[dict[str, Any]]:
    """The rows of a noun that the store's operator sees, in order of id; `ended` ones too."""
    with store.read() as connection:
        return read(connection, one, store.actor, ended=ended)


def read(
    connection: Connection,
    one: Noun,
    login: str | None,
    ids: Sequence[int] | None = None,
    *,
    ended: bool = False,
) -> list[dict[str, Any]]:
    """Rows that a login sees: those with these ids, else all that are not gone; `ended` ones too.

    No login is the owner, who sees all.
    """
    ask = pick(connection, embedded.nouns, server.nouns)
    return ask(connection, one, login, ids, ended=ended)
