"""Meaning of the columns of a city's file: aliases and words as data, one table per kind."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from console import paths
from console.domain.refusal import Refused
from console.words import both

SHORT: Final = 10
"""Bytes of a column's name that a shapefile keeps."""
LEAST: Final = 4
"""Characters of an alias that is recognised at the end of a longer name."""
MARKS: Final = re.compile(r"[*:;,'\"“”‘’、。·#!?/\\-]")
BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|《[^》]*》|〔[^〕]*〕")


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """Our name → the file's. `alike` are those known by the end of a longer name only, `unused`
    the file's columns that are none of ours."""

    columns: Mapping[str, str]
    alike: Mapping[str, str]
    unused: Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Our name → the names cities use; words of a column → ours.

    `needed` columns must be there; of `a|b` one is enough. Where `placed_by` names a column, only
    rows that fill it have a position. `identifiers` are digits that a spreadsheet may have spoilt,
    `dates` columns that it may have turned into days.
    """

    kind: str
    columns: Mapping[str, list[str]]
    needed: list[str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    placed_by: str = ""
    identifiers: Sequence[str] = ()
    dates: Sequence[str] = ()

    def score(self, header: Sequence[str]) -> int:
        """How many of our columns a row names, were it the header; needed ones count most."""
        found = self._known(header)
        needed = sum(bool(found.keys() & set(either.split("|"))) for either in self.needed)
        return len(found) + len(self.columns) * needed

    def found(self, header: Iterable[str], path: str) -> ColumnMatch:
        """What each column is. Raises `Refused` where a needed column is missing."""
        names = list(header)
        known = self._known(names)
        alike = self._alike([n for n in names if n not in known.values()], known)
        missing = [
            both(" 或 ", " or ").join(map(self.shown_name, either.split("|")))
            for either in self.needed
            if not (known.keys() | alike.keys()) & set(either.split("|"))
        ]
        if missing:
            columns = both("、", ", ").join(missing)
            raise Refused("columns_missing", path=path, columns=columns)
        taken = {*known.values(), *alike.values()}
        return ColumnMatch(known | alike, alike, [n for n in names if n and n not in taken])

    def _known(self, header: Sequence[str]) -> dict[str, str]:
        """Our name → the file's: by an alias, by one that means the same, without brackets."""
        found: dict[str, str] = {}
        for form in (plain, meaning, _bare):
            names = {form(name): name for name in reversed(header) if form(name)}
            for ours, aliases in self.columns.items():
                wanted = (form(cut) for alias in aliases for cut in _cuts(alias))
                hits = [names[word] for word in wanted if word in names]
                fresh = [hit for hit in hits if hit not in found.values()]
                if ours not in found and fresh:
                    found[ours] = fresh[0]
        return found

    def _alike(self, names: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
        """Columns of which only the end is one of our names: 主要责任单位 is a 责任单位."""
        found: dict[str, str] = {}
        for ours, aliases in self.columns.items():
            ends = [w for w in map(meaning, aliases) if len(w) >= LEAST and not w.isascii()]
            hits = [n for n in names if _bare(n).endswith(tuple(ends)) and n not in found.values()]
            if ours not in known and len(hits) == 1 and ends:
                found[ours] = hits[0]
        return found

    def shown_name(self, ours: str) -> str:
        """The first of a column's names that is of the language in force."""
        names = self.columns[ours]
        zh = next((name for name in names if not name.isascii()), names[0])
        return both(zh, next((name for name in names if name.isascii()), names[0]))

    def word(self, ours: str, text: str) -> str:
        """A word of the file in our words; an unknown one stays as it is."""
        table = self.words.get(ours, {})
        plain = unicodedata.normalize("NFKC", text).lower()
        known = plain if plain in table.values() else text
        return table.get(text, table.get(plain, known))


@cache
def of(kind: str) -> Columns:
    """The table of one kind of import."""
    return Columns(kind, **_resource(kind))


@cache
def _synonyms() -> list[tuple[str, str]]:
    """(word, what it stands for), the longest word first."""
    pairs = [(word, one) for one, words in _resource("synonyms").items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@cache
def _resource(name: str) -> dict[str, Any]:
    text = paths.resource("intake", "columns", f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def plain(name: str) -> str:
    """A column's name without marks, capitals and widths."""
    text = unicodedata.normalize("NFKC", name).replace("_", " ").lower()
    return " ".join(MARKS.sub(" ", text).split())


@cache
def meaning(name: str) -> str:
    """The same in the words that stand for their synonyms: 监管机构代码 is 主管部门编码."""
    text = plain(name)
    if text.isascii():
        known = dict(_synonyms())
        return " ".join(known.get(word, word) for word in text.split())
    text = text.replace(" ", "")
    for word, one in _synonyms():
        if (
            one == "编码" or one == "名称"
        ):  # what a name ends with; 门牌号 within one is another thing
            text = f"{text.removesuffix(word)}{one}" if _ends(text, word, one) else text
        elif not word.isascii():
            text = text.replace(word, one)
    return text


def _ends(text: str, word: str, one: str) -> bool:
    return text.endswith(word) and not text.endswith(one)


def _bare(name: str) -> str:
    """The meaning of a name without what stands in brackets: 处置时限（小时）."""
    return meaning(BRACKETS.sub("", unicodedata.normalize("NFKC", name)))


def _cuts(alias: str) -> Iterator[str]:
    """An alias whole, and as a shapefile cuts it off."""
    yield alias
    for encoding in ("utf-8", "gb18030"):
        raw = alias.encode(encoding)
        if len(raw) > SHORT:
            yield raw[:SHORT].decode(encoding, "ignore")
