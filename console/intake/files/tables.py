"""Tables of any file that holds one: its header, and records by their columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from console.domain.refusal import Refused
from console.intake.files import sheets
from console.intake.files.encodings import read_text
from console.intake.files.separated import (
    DEEPEST,
    Raw,
    Score,
    clean,
    records,
)

BOOKS: Final = frozenset({".xlsx", ".xlsm"})
FILES: Final = frozenset({".csv", ".txt", ".tsv", *BOOKS})
BOOK_BYTES: Final = 512 << 20
"""Of all parts of a workbook unpacked: a hundred thousand components have some."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record: the number of its first line in the file, and its values by header.

    `problem` is the key of a refusal where the record does not fit the header; `rounded` and
    `uncounted` are the columns whose cell is a number of more digits than a spreadsheet keeps, or
    a formula without a value.
    """

    number: int
    values: Mapping[str, str]
    problem: str = ""
    rounded: frozenset[str] = frozenset()
    uncounted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """The header (empty where there is none) and the records below it.

    `nameless` tells columns that hold something without a name; `skipped` are the lines of titles
    and of the header repeated, `ignored` the sheets that were not read.
    """

    header: list[str]
    lines: list[Line] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(path: Path, score: Score) -> Table:
    """The table of a text file or workbook; its header is the row that `score` likes best.

    Raises `Refused` for a file that cannot be read.
    """
    if path.suffix.lower() in BOOKS:
        return _of_book(path, score)
    return _table(records(read_text(path), score), score, strict=True)


def _of_book(path: Path, score: Score) -> Table:
    found, ignored = sheets.read(path, lambda _name: True, BOOK_BYTES)
    best: Table | None = None
    liked = -1
    for sheet in found:
        rows = [Raw(number, list(map(clean, row))) for number, row in sheet.rows.items()]
        named = {raw.number: sheet.across(raw.number) for raw in rows[:DEEPEST]}
        made = _table(rows, score, strict=False, across=named)
        likes = score(made.header)
        if likes > liked:
            best, liked = _marked(made, sheet), likes
            chosen = sheet.name
    if best is None:
        return Table([])
    others = [sheet.name for sheet in found if sheet.name != chosen and sheet.rows]
    return Table(best.header, best.lines, best.nameless, best.skipped, [*others, *ignored])


def _marked(table: Table, sheet: sheets.Sheet) -> Table:
    """The table with the cells that a spreadsheet rounded or never calculated."""
    if not sheet.rounded and not sheet.uncounted:
        return table
    lines = [
        Line(
            line.number,
            line.values,
            line.problem,
            _columns(line, table.header, sheet.rounded),
            _columns(line, table.header, sheet.uncounted),
        )
        for line in table.lines
    ]
    return Table(table.header, lines, table.nameless, table.skipped)


def _columns(
    line: Line, header: Sequence[str], cells: frozenset[tuple[int, int]]
) -> frozenset[str]:
    return frozenset(name for i, name in enumerate(header) if (line.number, i) in cells)


def _table(
    rows: Sequence[Raw],
    score: Score,
    *,
    strict: bool,
    across: Mapping[int, list[str]] | None = None,
) -> Table:
    """`strict` tables have a cell for each column in each row; `across` are rows as headers."""
    named = across or {}
    tried = [
        (score(named.get(raw.number, raw.cells)), -i)
        for i, raw in enumerate(rows[:DEEPEST])
        if not raw.problem
    ]
    if not tried:
        return Table([], [Line(raw.number, {}, raw.problem) for raw in rows])
    at = -max(tried)[1]
    cells = _trimmed(named.get(rows[at].number, rows[at].cells))
    header = _distinct(cells)
    # a row above the header is a title; where nothing is known, the first row is the header
    skipped = [raw.number for raw in rows[:at]]
    lines: list[Line] = []
    nameless: set[int] = set()
    for raw in rows[at + 1 :]:
        if raw.cells and _trimmed(raw.cells) == cells:
            skipped.append(raw.number)
            continue
        lines.append(_line(raw, header, strict))
        nameless |= {i for i, cell in enumerate(raw.cells[: len(header)]) if cell and not header[i]}
    told = [f"#{i + 1}" for i in sorted(nameless)]
    return Table(header, lines, told, skipped)


def _line(raw: Raw, header: Sequence[str], strict: bool) -> Line:
    """A record by its columns; empty cells beyond the header are nothing."""
    if raw.problem:
        return Line(raw.number, {}, raw.problem)
    cells = raw.cells
    short = strict and len(cells) < len(header)
    wide = any(cells[len(header) :])
    values = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    return Line(raw.number, values, "row_columns" if short or wide else "")


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Without the empty cells at the end."""
    last = max((i for i, cell in enumerate(cells) if cell), default=-1)
    return list(cells[: last + 1])


def _distinct(cells: Sequence[str]) -> list[str]:
    """The names of columns; one that stands there again is another: “名称 (2)”."""
    seen: dict[str, int] = {}
    made = []
    for cell in (" ".join(cell.split()) for cell in cells):
        seen[cell] = seen.get(cell, 0) + 1
        made.append(cell if seen[cell] == 1 or not cell else f"{cell} ({seen[cell]})")
    return made


def plain_suffix(path: Path) -> bool:
    """Whether a file is one that holds a table, by its name."""
    return path.suffix.lower() in FILES


def header_needed(table: Table, path: Path) -> None:
    """Raises `Refused` for a file that holds nothing at all."""
    if not table.header and not table.lines:
        raise Refused("file_empty", path=str(path))
