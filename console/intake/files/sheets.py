"""Sheets of a workbook of unknown origin as text: merged cells known, nothing evaluated or
inflated.
"""

import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from console.domain.refusal import Refused, unreadable

MOST_BYTES: Final = 64 << 20
"""Of all parts unpacked; a filing standard has two."""
MOST_ROWS: Final = 1 << 20
WIDEST: Final = 128
DIGITS_KEPT: Final = 15
"""Digits of a number that a spreadsheet keeps; what follows them became 0."""
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xls of the 1990s begins, and an encrypted workbook of today."""
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
TORN: Final = (
    *(BadZipFile, ParseError, KeyError, ValueError, TypeError, EOFError, IndexError),
    *(RuntimeError, NotImplementedError, AttributeError, OSError, zlib.error),
)
"""Exceptions of the readers on parts that are cut off, forged or of another kind."""

Span = tuple[int, int, int, int]
"""Merged cells: first and last row from 1, first and last column from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that hold a word, by number from 1, each `WIDEST` cells.

    A cell merged downwards stands in each of its rows. `uncounted` are the cells (row, column)
    whose formula no program has calculated yet; `rounded` those that are
    numbers of more digits than are kept.
    """

    name: str
    rows: Mapping[int, list[str]]
    merged: list[Span]
    uncounted: frozenset[tuple[int, int]]
    rounded: frozenset[tuple[int, int]] = frozenset()

    def across(self, number: int) -> list[str]:
        """A row in which cells merged sideways stand in each of their columns too."""
        cells = list(self.rows[number])
        for first, last, left, right in self.merged:
            if first <= number <= last:
                for column in range(left + 1, min(right + 1, WIDEST)):
                    cells[column] = cells[column] or cells[left]
        return cells


def read(
    path: Path, wanted: Callable[[str], bool], most: int = MOST_BYTES
) -> tuple[list[Sheet], list[str]]:
    """The sheets whose names are wanted, and the names of the others.

    Raises `Refused` for what is no workbook, cannot be opened, or is too large unpacked.
    """
    try:
        with path.open("rb") as file:
            _sound(path, file, most)
            return _read(file, wanted)
    except TORN as error:
        if isinstance(error, OSError) and error.errno:
            raise unreadable(path, error.errno) from None
        raise Refused("file_damaged", path=str(path)) from None


def _sound(path: Path, file: IO[bytes], most: int) -> None:
    head = file.read(len(OLE))
    if not head:
        raise Refused("file_empty", path=str(path))
    if head == OLE:
        locked = LOCKED in file.read(MOST_BYTES)
        raise Refused("book_locked" if locked else "book_old", path=str(path))
    if not head.startswith(b"PK"):
        raise Refused("book_none", path=str(path))
    with ZipFile(file) as parts:
        found = parts.infolist()
    # what a part claims is as far as it is unpacked, so the sum of the claims is the truth
    if sum(part.file_size for part in found) > most:
        raise Refused("book_too_large", path=str(path), most=most >> 20)
    if any(part.flag_bits & 1 for part in found):
        raise Refused("book_locked", path=str(path))
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in found}:
        raise Refused("book_none", path=str(path))


def _read(file: IO[bytes], wanted: Callable[[str], bool]) -> tuple[list[Sheet], list[str]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which nobody asked for
        books = [
            openpyxl.load_workbook(file, read_only=True, data_only=calculated)
            for calculated in (True, False)
        ]
        try:
            names = [sheet.title for sheet in books[0].worksheets if wanted(sheet.title)]
            made = [_sheet(*(book[name] for book in books)) for name in names]
        finally:
            for book in books:
                book.close()
    return made, [name for name in books[0].sheetnames if name not in names]


def _sheet(values: Any, formulas: Any) -> Sheet:
    """A sheet from its calculated values and from its formulas.

    Read only: a merge over the whole sheet would else be made of 17 milliard cells.
    """
    rows: dict[int, list[str]] = {}
    uncounted = set()
    rounded = set()
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # a claim of the file, often wrong
    pairs = zip(values.iter_rows(max_col=WIDEST), formulas.iter_rows(max_col=WIDEST), strict=True)
    for number, (cells, written) in enumerate(pairs, 1):
        if number > MOST_ROWS:
            raise BadZipFile
        if len(set(map(id, cells))) == 1:
            continue  # the one empty cell throughout; a row far below is preceded by a million
        row = [cell_text(cell.value) for cell in cells]
        bare = [i for i, cell in enumerate(cells) if _uncounted(cell, written[i])]
        uncounted |= {(number, i) for i in bare}
        rounded |= {(number, i) for i, cell in enumerate(cells) if _rounded(cell.value)}
        if bare or any(row):
            rows[number] = row
    merged = sorted(set(_merged(values)))
    for first, last, left, _right in merged:
        if first in rows and left < WIDEST:
            for number in range(first + 1, min(last, max(rows)) + 1):
                if number in rows:
                    rows[number][left] = rows[number][left] or rows[first][left]
    return Sheet(values.title, rows, merged, frozenset(uncounted), frozenset(rounded))


def _rounded(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and abs(value) >= 10**DIGITS_KEPT
        and float(value).is_integer()
    )


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without a fraction, dates as ISO writes them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, datetime):
        return (
            value.isoformat(" ") if value.time().isoformat() != "00:00:00" else f"{value:%Y-%m-%d}"
        )
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _uncounted(value: Any, written: Any) -> bool:
    """Whether a cell is a formula without a value; an empty text is one."""
    return written.data_type == "f" and value.value is None and value.data_type != "str"


def _merged(sheet: Any) -> Iterator[Span]:
    from openpyxl.utils.cell import range_boundaries
    from openpyxl.xml.functions import iterparse

    with sheet._get_source() as source:
        for _event, node in iterparse(source):
            if node.tag.endswith("}mergeCell"):
                left, first, right, last = range_boundaries(node.get("ref"))
                yield first, last, left - 1, right - 1
            node.clear()
