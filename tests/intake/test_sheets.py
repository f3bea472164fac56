"""Files that are no filing standard: one clear sentence each, and nothing is written."""

import random
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from console.domain.refusal import Refused
from console.intake.files import sheets
from console.intake.standards.workbook import import_standard
from tests.intake.standards import COVERS, HEADER, LITTER, book, components, with_part
from tests.store.world import World

SHEET = "xl/worksheets/sheet1.xml"
FACTS = ("category", "filing_condition")


def csv_renamed(path: Path) -> None:
    path.write_text("大类编码,小类编码\n01,01\n", encoding="utf-8")


def of_the_nineties(path: Path) -> None:
    path.write_bytes(sheets.OLE + bytes(504) + "Workbook".encode("utf-16-le"))


def locked(path: Path) -> None:
    path.write_bytes(sheets.OLE + bytes(2000) + sheets.LOCKED)


def locked_zip(path: Path) -> None:
    good(path)
    raw = bytearray(path.read_bytes())
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)


def another_archive(path: Path) -> None:
    with ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


def bomb(path: Path) -> None:
    good(path)
    with ZipFile(path, "a", ZIP_DEFLATED) as made:
        made.writestr("xl/bomb.xml", bytes(sheets.MOST_BYTES + 1))


def entities(path: Path) -> None:
    good(path)
    with_part(path, SHEET, "<worksheet", '<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet')


def far_below(path: Path) -> None:
    good(path)
    with_part(path, SHEET, '<row r="2">', f'<row r="{10**9}">')


def cut_off(path: Path) -> None:
    good(path)
    path.write_bytes(path.read_bytes()[:-200])


def good(path: Path) -> None:
    book(path, ("部件", [HEADER, *COVERS], ()))


def without_sheet(path: Path) -> None:
    book(path, ("说明", [HEADER], ()), ("部件与事件", [HEADER], ()))


def without_header(path: Path) -> None:
    book(path, ("部件", [HEADER, *COVERS], ()), ("事件", LITTER, ()))


def without_rows(path: Path) -> None:
    book(path, ("部件", [["标准"], HEADER], ()))


def blank(path: Path) -> None:
    book(path, ("部件", [HEADER, *COVERS], ()), ("事件", [], ()))


def without_limits(path: Path) -> None:
    book(path, ("部件", [HEADER[:6], *(row[:6] for row in COVERS)], ()))


def never_calculated(path: Path) -> None:
    row = (*COVERS[0][:4], '=A1&"坏"', *COVERS[0][5:])
    book(path, ("部件", [HEADER, row], ()))


@pytest.mark.parametrize(
    ("make", "why", "values"),
    [
        (csv_renamed, "book_none", {}),
        (another_archive, "book_none", {}),
        (of_the_nineties, "book_old", {}),
        (locked, "book_locked", {}),
        (locked_zip, "book_locked", {}),
        (bomb, "book_too_large", {"most": 64}),
        (entities, "file_damaged", {}),
        (far_below, "file_damaged", {}),
        (cut_off, "file_damaged", {}),
        (Path.touch, "file_empty", {}),
        (Path.mkdir, "file_unreadable", {"why": "EISDIR"}),
        (lambda _path: None, "file_unreadable", {"why": "ENOENT"}),
        (without_sheet, "standard_no_sheet", {"names": "说明, 部件与事件"}),
        (
            *(without_header, "standard_no_header"),
            {"sheet": "事件", "columns": "小类编码, 立案条件, 处置时限"},
        ),
        (without_rows, "standard_empty", {"sheet": "部件"}),
        (blank, "standard_empty", {"sheet": "事件"}),
        (without_limits, "standard_columns", {"sheet": "部件", "columns": "处置时限"}),
        (never_calculated, "standard_uncounted", {"sheet": "部件", "cell": "E2"}),
    ],
)
def test_a_file_that_is_no_standard_is_refused_in_a_sentence(
    embedded: World,
    tmp_path: Path,
    make: Callable[[Path], None],
    why: str,
    values: dict[str, object],
) -> None:
    path = tmp_path / "standard.xlsx"
    make(path)
    before = [embedded.rows(name) for name in FACTS]
    with pytest.raises(Refused) as no:
        import_standard(embedded.store, str(path))
    assert str(no.value) == str(Refused(why, path=str(path), **values))
    assert [embedded.rows(name) for name in FACTS] == before


def test_a_merge_over_the_whole_sheet_and_a_row_far_below_are_no_burden(
    embedded: World, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    book(path, ("部件", [HEADER, *COVERS], ("K1:L2",)))
    with_part(path, SHEET, 'ref="K1:L2"', 'ref="K1:XFD1048576"')
    with_part(path, SHEET, "</sheetData>", '<row r="1048576"><c r="A1048576"/></row></sheetData>')
    with_part(path, SHEET, '<dimension ref="A1:L5"', '<dimension ref="A1:B2"')
    assert import_standard(embedded.store, str(path))["imported"] == len(COVERS)


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_with_torn_bytes_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path = Path(components(tmp_path, *COVERS))
    raw = bytearray(path.read_bytes())
    for _ in range(rng.randrange(1, 20)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    path.write_bytes(raw[: rng.choice([len(raw), rng.randrange(8, len(raw))])])
    known = ("", "file_damaged", "book_none", "book_locked", "book_too_large")
    assert outcome(path) in known


def outcome(path: Path) -> str:
    """ "" for a workbook that was read, else the key of the refusal."""
    try:
        found, _others = sheets.read(path, lambda _name: True)
    except Refused as no:
        return no.key
    return (
        "" if all(len(row) == sheets.WIDEST for one in found for row in one.rows.values()) else "-"
    )
