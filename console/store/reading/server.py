"""Reading on a server, by its functions. `embedded` has the same."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.engine import Connection, RowMapping

from console.domain.nouns import Noun
from console.store.reading.tokens import COLUMNS

FOUND: Final = text(
    f"select {COLUMNS} from found_cases(cast(:words as text[]), :most) f"  # noqa: S608
    " join case_ c on c.id = f order by c.id desc"
)


def nouns(
    connection: Connection, one: Noun, _login: str | None, ids: Sequence[int] | None, *, ended: bool
) -> list[dict[str, Any]]:
    """Rows of a noun that who asks sees."""
    found = connection.exec_driver_sql(
        "select public.nouns(%s, %s::bigint[], %s)",
        (one.kind, list(ids) if ids is not None else None, ended),
    )
    return list(found.scalars())


def search(connection: Connection, wanted: Sequence[str], most: int) -> Sequence[RowMapping]:
    """The newest cases with every token."""
    return connection.execute(FOUND, {"words": list(wanted), "most": most}).mappings().all()
