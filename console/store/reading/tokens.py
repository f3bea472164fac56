"""The rows of `token`: what cases are found by, written wherever a case's texts are; and how far a
search looks for them, on either database.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import delete, insert
from sqlalchemy.engine import Connection

from console.domain import tokens
from console.store.schema import Case, Token

COLUMNS: Final = ", ".join(f"c.{column.name}" for column in Case.__table__.columns)
"""What a search tells of a case `c`."""
PROBED: Final = 200
"""A token's commonness is told by how far back its newest so many cases reach."""
WALKED: Final = 3_000
"""So many of the newest cases with the rarest token are asked for the others: who types two words
that are common alone and rare together sees the newest of them only."""
WALKED_NARROW: Final = 5_000
"""The same on a server for whoever sees a part only, of which most may be others' cases: each that has
the words is asked for (at 5,000,000 closed 8,000 took 54 ms, 5,000 take 36)."""
FEW: Final = 10
"""Who sees less than one in so many of the rarest word's cases (a district's dispatcher sees one in
six, a department one in a hundred) is asked for those he sees before their words are compared."""


def rows(cases: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The tokens of new cases, for the loader."""
    for case in cases:
        for token in sorted(tokens.of_case(case)):
            yield {"token": token, "case_id": case["id"]}


def write(
    connection: Connection, case: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """The tokens of a case that is new (`before` None) or has another text now."""
    held = set() if before is None else tokens.of_case(before)
    wanted = tokens.of_case(after)
    gone, fresh = sorted(held - wanted), sorted(wanted - held)
    if gone:
        connection.execute(delete(Token).where(Token.case_id == case, Token.token.in_(gone)))
    if fresh:
        connection.execute(insert(Token), [{"token": t, "case_id": case} for t in fresh])
