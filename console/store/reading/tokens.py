"""The rows of `token`: what cases are found by, written wherever a case's texts are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.engine import Connection

from console.domain import tokens
from console.store.schema import Token


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
