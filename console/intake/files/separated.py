"""Records of separated text, whatever separates them; a cut quote costs one line, not the rest."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

SEPARATORS: Final = (",", ";", "\t", "，", "；", "|")
LONGEST_FIELD: Final = 1 << 20
LONGEST_RECORD: Final = 1000
"""Most lines of one record; a quote open for longer was cut."""
LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
NAMED: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""The first line by which spreadsheets are told the separator."""
DEEPEST: Final = 30
"""Filled rows among which a header is looked for."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One record: its first line from 1, its cells; `problem` is the key of a refusal."""

    number: int
    cells: list[str]
    problem: str = ""

    @property
    def blank(self) -> bool:
        return not self.problem and self.cells in ([], [""])


Score = Callable[[Sequence[str]], int]
"""How many columns a row names, were it the header."""


def records(text: str, score: Score) -> list[Raw]:
    """Every record but empty lines, separated as the best header among the first rows says."""
    lines = LINE.findall(text)
    start = 0
    separators: Sequence[str] = SEPARATORS
    if lines and (named := NAMED.fullmatch(lines[0])):
        start, separators = 1, (named[1],)
    separator = max(separators, key=lambda one: _best(lines, start, one, score))
    return [raw for raw in _records(lines, start, separator, score) if not raw.blank]


def _best(lines: Sequence[str], start: int, separator: str, score: Score) -> int:
    found = _records(lines[: start + 2 * DEEPEST], start, separator, None)
    return max((score(raw.cells) for raw in found), default=0)


def _records(
    lines: Sequence[str], start: int, separator: str, score: Score | None
) -> Iterator[Raw]:
    """The records in order; the width of a record of several lines is that of the header."""
    width = best = 0
    at = start
    while at < len(lines):
        cells, used = _record(lines, at, separator)
        if (
            cells is not None
            and used > 1
            and _swallowed(lines[at + 1 : at + used], separator, width)
        ):
            cells = None
        if cells is None:
            yield Raw(at + 1, [], "row_broken")
            at += 1
            continue
        if score is not None and at < start + DEEPEST and (named := score(cells)) > best:
            best, width = named, len(cells)
        yield Raw(at + 1, cells)
        at += used


def _swallowed(lines: Sequence[str], separator: str, width: int) -> bool:
    """Whether lines within one quoted cell are records of their own: a quote was never closed."""
    return width > 2 and any(line.count(separator) >= width - 1 for line in lines)


def _record(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The cells of the record that begins here and how many lines it takes; None for none."""
    line = lines[at].rstrip("\r\n")
    if '"' not in line:
        return [clean(cell) for cell in line.split(separator)], 1
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(lines[at : at + LONGEST_RECORD], delimiter=separator, strict=True)
    try:
        return [clean(cell) for cell in next(reader)], reader.line_num
    except (csv.Error, StopIteration):
        return None, 1


FORMULA: Final = re.compile(r'="([^"]*)"')
APOSTROPHE: Final = re.compile(r"['’](?=[0-9+=-])")


def clean(text: str) -> str:
    """A cell's text without blanks around it and without what made a spreadsheet keep it as text.

    ="0101" and '0101 are 0101.
    """
    text = text.strip()
    if made := FORMULA.fullmatch(text):
        text = made[1].strip()
    return APOSTROPHE.sub("", text, count=1) if APOSTROPHE.match(text) else text
