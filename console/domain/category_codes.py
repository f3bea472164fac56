"""Category of a code without a scheme: the city's own first, then the national ones.

Codes of components and of events overlap, so do those of schemes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from console.domain.category import SCHEMES
from console.domain.refusal import Refused

Row = Mapping[str, Any]
LONG: Final = 10
"""Digits of a classification code: 6 county, then the everyday key."""


class CategoryCodes:
    """Rows of `category` by code. The one place that chooses among schemes."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self._rows[row["code"]].append(row)

    def resolve(self, code: str, kind: str | None = None, scheme: str | None = None) -> Row:
        """Finds the category of a code of four or ten digits, of `kind` and `scheme` where given.

        Without a scheme the city's own comes first; a national one, 2007 first, only where the own
        has no such code. Raises `Refused` for an unknown code, for one of both a component and an
        event, and for one that two own schemes hold.
        """
        short = code
        if len(code) == LONG and code.isdigit() and code not in self._rows:
            short = code[6:]
        found = [
            row
            for row in self._rows.get(short, [])
            if (not kind or row["kind"] == kind) and (not scheme or row["scheme"] == scheme)
        ]
        if not found:
            raise Refused("category_unknown", code=code)
        if len({row["kind"] for row in found}) > 1:
            raise Refused("category_ambiguous", code=code)
        own = sorted((row for row in found if row["scheme"] not in SCHEMES), key=_scheme)
        if len(own) > 1:
            schemes = ", ".join(map(_scheme, own))
            raise Refused("category_schemes", code=code, schemes=schemes)
        return own[0] if own else min(found, key=_standing)


def _scheme(row: Row) -> str:
    return str(row["scheme"])


def _standing(row: Row) -> int:
    return SCHEMES.index(row["scheme"])
