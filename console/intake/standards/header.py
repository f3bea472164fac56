"""Header of a filing standard: columns found by the words above them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from console.domain.refusal import Refused
from console.intake.files import columns
from console.intake.files.columns import Columns
from console.intake.files.sheets import Sheet

DEEPEST: Final = 30
"""Filled rows among which the header is looked for."""
BEFORE: Final = re.compile("^(城市管理|城市|部件|事件|案件|问题)+")
MARKS: Final = re.compile(r"[\s_()（）\[\]【】:：,，*/、]")
UNIT: Final = re.compile("(单位)?((紧急)?(工作|自然)?(小时|时|日|天|分钟))")
BARE: Final = ("编码", "代码", "分类代码", "分类编码", "名称")
"""Said twice, of the class and of the subclass, they mean neither."""


@dataclass(frozen=True, slots=True)
class Header:
    """Our name → column; `limits` are (column, area class or "", unit or ""), one or more.

    `names` are the columns' names as they stand there, `words` without marks.
    """

    last: int
    found: dict[str, int]
    limits: list[tuple[int, str, str]]
    words: dict[int, str]
    names: dict[int, str]

    def unused(self) -> list[str]:
        """Columns that have a name and are none of ours."""
        return [name for column, name in self.names.items() if column not in self.used()]

    def used(self) -> set[int]:
        return {*self.found.values(), *(column for column, _class, _unit in self.limits)}

    def repeated(self, row: list[str]) -> bool:
        """Whether a row is the header again, as on every page of a printed table."""
        column = self.found["condition"]
        return plain(row[column]) == self.words[column] != ""


def plain(text: str) -> str:
    return MARKS.sub("", text).lower()


def needed(besides: Collection[str] = ()) -> list[str]:
    """What cities call the columns that must be there, without those that are found already."""
    form = columns.of("standard")
    return [form.shown_name(ours) for ours in form.needed if ours not in besides]


def find(sheet: Sheet, path: str) -> Header | None:
    """The header of a sheet; None where no row looks like one.

    It may be two rows deep (大类 over 编码 and 名称, 处置时限 over A, B, C). Raises `Refused` for
    a row that is one but lacks a column.
    """
    form = columns.of("standard")
    numbers = list(sheet.rows)[:DEEPEST]
    tried = [_header(form, number, sheet.across(number)) for number in numbers]
    tried += [
        _header(form, below, _joined(sheet.across(above), sheet.across(below)))
        for above, below in pairwise(numbers)
    ]
    best = max(tried, key=lambda header: (len(header.used()), -header.last), default=None)
    if best is None or len(best.used()) < 2:
        return None
    missing = needed(besides=best.found)
    if missing:
        # a cell of a title or of a row of data may be called like a column
        if len(missing) == len(needed()):
            return None
        raise Refused("standard_columns", path=path, sheet=sheet.name, columns=", ".join(missing))
    return best


def _joined(above: list[str], below: list[str]) -> list[str]:
    return [
        one if plain(one) == plain(two) else one + two
        for one, two in zip(above, below, strict=True)
    ]


def _header(form: Columns, last: int, cells: list[str]) -> Header:
    words = {column: BEFORE.sub("", plain(cell)) for column, cell in enumerate(cells) if cell}
    said = list(words.values())
    names = {
        word: column
        for column, word in reversed(words.items())
        if word not in BARE or said.count(word) == 1
    }
    found: dict[str, int] = {}
    meanings = {columns.meaning(word): column for word, column in reversed(names.items())}
    for known, form_of in ((names, plain), (meanings, columns.meaning)):
        for ours, aliases in form.columns.items():
            hits = [known[alias] for alias in map(form_of, aliases) if alias in known]
            fresh = [column for column in hits if column not in found.values()]
            if ours not in found and fresh:
                found[ours] = fresh[0]
    limits = list(_limits(form, words, found.get("limit")))
    if limits:
        found["limit"] = limits[0][0]
    plain_words = {column: plain(cells[column]) for column in words}
    shown_name = {column: " ".join(cells[column].split()) for column in words}
    return Header(last, found, limits, plain_words, shown_name)


def _limits(
    form: Columns, words: dict[int, str], chosen: int | None
) -> Iterator[tuple[int, str, str]]:
    """The columns of limits: one for all areas, or one for each class of them."""
    aliases = sorted(map(plain, form.columns["limit"]), key=len, reverse=True)
    classes = form.words["area_class"]
    whole = chosen
    for column, word in words.items():
        alias = next((alias for alias in aliases if alias in word), None)
        rest = word.replace(alias, "", 1) if alias else None
        if rest and rest in classes:
            yield column, classes[rest], ""
        elif whole is None and rest and (unit := UNIT.fullmatch(rest)):
            whole = column
            yield column, "", unit[2]
        elif column == chosen:
            yield column, "", ""
