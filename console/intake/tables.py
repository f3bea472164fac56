"""Reading a table file: which encoding, which format by its header, rows with their line numbers."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from console import paths
from console.domain.refusal import Refused, unreadable

ENCODINGS: Final = ("utf-8-sig", "gb18030")
LONGEST_FIELD: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One record: the number of its first line in the file, and its values by header.

    `problem` is the key of a refusal where the record does not fit the header.
    """

    number: int
    values: Mapping[str, str]
    problem: str = ""


def read_text(path: Path) -> str:
    """The file's text, UTF-8 or GBK. Raises `Refused` for what is no text or cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error.errno) from None
    if b"\0" in raw:
        raise Refused("file_not_text", path=str(path))
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("file_not_text", path=str(path))


@cache
def formats() -> tuple[Mapping[str, Any], ...]:
    """The formats of case files this program knows, as data."""
    folder = paths.resource("intake")
    return tuple(json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json")))


def recognise(path: Path, header: list[str]) -> Mapping[str, Any]:
    """The format whose header this is. Raises `Refused` for an unknown one."""
    found = next((f for f in formats() if set(f["header"]) <= set(header)), None)
    if found is None:
        raise Refused("file_format_unknown", path=str(path))
    return found


def lines(path: Path) -> tuple[Mapping[str, Any], Iterator[Line]]:
    """The format of a CSV file and its records. Raises `Refused` before the first record only."""
    header, records = table(path)
    return recognise(path, header), records


def table(path: Path) -> tuple[list[str], Iterator[Line]]:
    """The header of a CSV file (empty where it has none) and its records."""
    text = read_text(path)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error:
        header = []
    return header, _records(reader, header)


def _records(reader: Any, header: list[str]) -> Iterator[Line]:
    while True:
        number = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, {}, "row_broken")
            continue
        if not values:
            continue
        problem = "" if len(values) == len(header) else "row_columns"
        yield Line(number, dict(zip(header, values, strict=False)), problem)
