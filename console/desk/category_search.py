"""Search of categories by code, Chinese words, pinyin initials and English words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.desk.city_cache import CityCached
from console.desk.desk import Desk
from console.domain.category import SCHEMES
from console.domain.initials import initials
from console.words import both, mark

MOST: Final = 7
KINDS: Final[Mapping[str, str]] = {"component": mark("Component"), "event": mark("Event")}
Row = Mapping[str, Any]


class CategorySearch:
    """Categories a case may be filed under in this city; `find` answers the likeliest first."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def find(self, words: str, most: int = MOST) -> list[Row]:
        """Categories that hold every word; a code from its beginning. Matches at the beginning
        come first.
        """
        parts = words.lower().split()
        if not parts:
            return []
        ranked = []
        for at, (row, names, begin) in enumerate(self._keys):
            if all(_holds(part, names, begin) for part in parts):
                first = parts[0]
                starts = names.startswith(first) or any(key.startswith(first) for key in begin)
                ranked.append((first not in begin, not starts, at, row))
        return [row for *_rank, row in sorted(ranked, key=lambda one: one[:3])[:most]]

    def exact(self, words: str) -> Row | None:
        """The only category of this name or code; None for none and for several."""
        wanted = words.strip().lower()
        same = [r for r, _n, _b in self._keys if wanted in (r["zh"], r["en"].lower(), r["code"])]
        return same[0] if len(same) == 1 else None

    @CityCached
    def _keys(self) -> list[tuple[Row, str, tuple[str, str]]]:
        """(row, names, (code, initials)): events first, of which most calls are."""
        made = []
        for row in sorted(_usable(self.desk), key=_order):
            names = f"{row['zh'].lower()} {row['en'].lower()} {row['class_zh'].lower()}"
            made.append((row, names, (row["code"], initials(row["zh"]))))
        return made


def _holds(part: str, names: str, begin: tuple[str, str]) -> bool:
    """Whether a word is in the initials: `lj` anywhere in 暴露垃圾, one letter only at the start."""
    code, letters = begin
    inside = part in letters if len(part) > 1 else letters.startswith(part)
    return part in names or code.startswith(part) or inside


def _order(row: Row) -> tuple[bool, bool, str]:
    return row["scheme"] in SCHEMES, row["kind"] != "event", row["code"]


def _usable(desk: Desk) -> Sequence[Row]:
    """Categories with a filing condition in force and a body that answers; all where there are
    none.

    Categories of other schemes with the same name belong to imported cases.
    """
    rows, directory = list(desk.directory.categories.values()), desk.directory
    fileable = {r["category_id"] for r in directory.conditions.values() if r["ended_at"] is None}
    answered = {row["category_id"] for row in directory.responsibilities}
    for wanted in (fileable & answered, fileable, answered):
        if found := [row for row in rows if row["id"] in wanted]:
            return found
    return rows


def title(row: Row) -> str:
    """ "暴露垃圾" in the language in force."""
    return both(row["zh"], row["en"])
