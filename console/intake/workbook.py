"""Tables in workbooks: the first sheet, its first filled row as the header."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from console.domain.refusal import Refused, unreadable
from console.intake.tables import Line

BROKEN: Final = (BadZipFile, ParseError, KeyError, ValueError, TypeError, EOFError, IndexError)
"""What the reader raises on files that are no workbook or are cut off."""


def read(path: Path) -> tuple[list[str], list[Line]]:
    """Header and records of a workbook. Raises `Refused` for what is none."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which nobody asked for
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                rows = [[cell_text(value) for value in row] for row in book.worksheets[0].values]
            finally:
                book.close()
    except OSError as error:
        raise unreadable(path, error.errno) from None
    except (*BROKEN, InvalidFileException):
        raise Refused("file_damaged", path=str(path)) from None
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not numbered:
        return [], []
    (_first, header), *below = numbered
    return header, list(_lines(header, below))


def _lines(header: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[Line]:
    for number, row in rows:
        wide = len(row) > len(header) and any(row[len(header) :])
        values = {name: value for name, value in zip(header, row, strict=False) if name}
        yield Line(number, values, "row_columns" if wide else "")


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
