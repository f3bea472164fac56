"""Categories of components 部件 and events 事件 by code scheme (CJ/T 214-2007, GB/T 30428.2).

Codes of components and of events overlap, and the two schemes number two event classes the other
way round: a code means something only together with its scheme and kind.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from console import paths
from console.words import both

CJT214: Final = "cjt214-2007"
GBT30428: Final = "gbt30428.2"
SCHEMES: Final = (CJT214, GBT30428)

OWN: Final = "city"
"""The city's own filing standard. A code it shares with a national scheme stays its own."""

CategoryKind = Literal["component", "event"]
Key = tuple[str, CategoryKind, str]
"""scheme, kind, code."""


@dataclass(frozen=True, slots=True)
class Category:
    """Class 大类 and subclass 小类; `code` is the everyday key of four digits."""

    scheme: str
    kind: CategoryKind
    code: str
    class_code: str
    class_zh: str
    class_en: str
    zh: str
    en: str

    @property
    def key(self) -> Key:
        return self.scheme, self.kind, self.code

    @property
    def name(self) -> str:
        """The subclass in the language in force."""
        return both(self.zh, self.en)

    @property
    def class_name(self) -> str:
        """The class in the language in force."""
        return both(self.class_zh, self.class_en)


@dataclass(frozen=True, slots=True)
class CategoryClass:
    """A class 大类 of a scheme, also one whose subclasses each city numbers itself."""

    scheme: str
    kind: CategoryKind
    code: str
    zh: str
    en: str


@cache
def national(scheme: str = CJT214) -> tuple[Category, ...]:
    """The national categories of a scheme, components first, in order of code.

    CJ/T 214-2007 has 85 components and 54 events. GB/T 30428.2 is given here as the same
    subclasses in its own classes. Raises ValueError for an unknown scheme.
    """
    if scheme == CJT214:
        return tuple(_read_2007())
    if scheme != GBT30428:
        raise ValueError(scheme)
    moved = (_in_class(category, row) for row in _class_rows() for category in _of(row))
    return tuple(sorted(moved, key=lambda category: (category.kind, category.code)))


@cache
def classes(scheme: str = CJT214) -> tuple[CategoryClass, ...]:
    """The classes of a scheme, components first, in order of code."""
    if scheme == CJT214:
        seen = dict.fromkeys((c.kind, c.class_code, c.class_zh, c.class_en) for c in national())
        return tuple(CategoryClass(scheme, *row) for row in seen)
    if scheme != GBT30428:
        raise ValueError(scheme)
    return tuple(
        CategoryClass(scheme, _kind(row["kind"]), row["class"], row["zh"], row["en"])
        for row in _class_rows()
    )


@cache
def by_key() -> dict[Key, Category]:
    """Every national category of every scheme by its key."""
    return {category.key: category for scheme in SCHEMES for category in national(scheme)}


def counterpart(category: Category, scheme: str) -> Category | None:
    """The same subclass in another national scheme; None where the other has none."""
    if category.scheme == scheme:
        return category
    old_of_new = {
        (row["kind"], row["class"]): row["from_2007"] for row in _class_rows() if row["from_2007"]
    }
    new_of_old = {(kind, old): new for (kind, new), old in old_of_new.items()}
    table = new_of_old if scheme == GBT30428 else old_of_new
    moved = table.get((category.kind, category.class_code))
    if moved is None:
        return None
    return by_key().get((scheme, category.kind, moved + category.code[2:]))


def _kind(text: str) -> CategoryKind:
    return "component" if text == "component" else "event"


def _rows(name: str) -> list[dict[str, str]]:
    text = paths.resource("standards", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


def _class_rows() -> list[dict[str, str]]:
    return _rows("gbt30428_2_classes.tsv")


def _read_2007() -> Iterator[Category]:
    for row in _rows("cjt214_2007.tsv"):
        large = row["class"], row["class_zh"], row["class_en"]
        yield Category(CJT214, _kind(row["kind"]), row["code"], *large, row["zh"], row["en"])


def _of(row: dict[str, str]) -> Iterator[Category]:
    """The 2007 subclasses that a class of GB/T 30428.2 takes over."""
    for category in national(CJT214):
        if (category.kind, category.class_code) == (row["kind"], row["from_2007"]):
            yield category


def _in_class(category: Category, row: dict[str, str]) -> Category:
    code = row["class"] + category.code[2:]
    return replace(
        category,
        scheme=GBT30428,
        code=code,
        class_code=row["class"],
        class_zh=row["zh"],
        class_en=row["en"],
    )
