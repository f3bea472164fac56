"""Which column of a city's file means what: aliases and words as data, one table per kind."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from console import paths
from console.domain.refusal import Refused
from console.words import both

SHORT: Final = 10
"""Bytes of a column's name that a shapefile keeps."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Our name → the names cities use; words of a column → ours.

    `needed` columns must be there; of `a|b` one is enough. Where `placed_by` names a column, only
    rows that fill it have a position.
    """

    kind: str
    columns: Mapping[str, list[str]]
    needed: list[str]
    words: Mapping[str, Mapping[str, str]]
    placed_by: str = ""

    def found(self, header: Iterable[str], path: str) -> dict[str, str]:
        """Our name → the file's. Raises `Refused` where a needed column is missing."""
        names = {_plain(name): name for name in reversed(list(header))}
        found: dict[str, str] = {}
        for ours, aliases in self.columns.items():
            hits = [names[form] for alias in aliases for form in _forms(alias) if form in names]
            fresh = [hit for hit in hits if hit not in found.values()]
            if fresh:
                found[ours] = fresh[0]
        missing = [
            both(" 或 ", " or ").join(map(self.told, either.split("|")))
            for either in self.needed
            if not found.keys() & set(either.split("|"))
        ]
        if missing:
            columns = both("、", ", ").join(missing)
            raise Refused("columns_missing", path=path, columns=columns)
        return found

    def told(self, ours: str) -> str:
        """The first of a column's names that is of the language in force."""
        names = self.columns[ours]
        zh = next((name for name in names if not name.isascii()), names[0])
        return both(zh, next((name for name in names if name.isascii()), names[0]))

    def word(self, ours: str, text: str) -> str:
        """A word of the file in our words; one we do not know stands as it is."""
        table = self.words.get(ours, {})
        plain = unicodedata.normalize("NFKC", text).lower()
        known = plain if plain in table.values() else text
        return table.get(text, table.get(plain, known))


@cache
def of(kind: str) -> Columns:
    """The table of one kind of import."""
    text = paths.resource("intake", "columns", f"{kind}.json").read_text(encoding="utf-8")
    return Columns(kind, **{"words": {}, **json.loads(text)})


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().split())


def _forms(alias: str) -> Iterable[str]:
    """An alias whole, and as a shapefile cuts it off."""
    yield _plain(alias)
    for encoding in ("utf-8", "gb18030"):
        raw = alias.encode(encoding)
        if len(raw) > SHORT:
            yield _plain(raw[:SHORT].decode(encoding, "ignore"))
