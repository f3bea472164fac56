"""`import standard`: a city's filing standard 立案结案规范 (GB/T 30428.8) from its workbook."""

from pathlib import Path
from typing import Any, Final

from console.domain.category import OWN, CategoryKind, classes, national
from console.domain.refusal import Refused, sentence
from console.domain.severity import from_limit
from console.intake.files import columns, sheets
from console.intake.import_trace import importing
from console.intake.report import Report
from console.intake.standards import header as standard_header
from console.intake.standards.rows import (
    Key,
    Line,
    Reader,
    squeezed,
)
from console.store.city import tables
from console.store.engine import Store, now_ms

KINDS: Final[tuple[CategoryKind, ...]] = ("component", "event")
FACTS: Final = ("closing_zh", "limit_minutes", "calendar", "limit_text")
"""Columns by which cases were filed, timed and closed."""
BODIES: Final = ("handler", "charge")


def import_standard(store: Store, file: str) -> dict[str, Any]:
    """Imports a filing standard in one transaction; answers its report (`intake.report`).

    Beside it `ended` conditions that the file no longer has, `renamed` subclasses, `ignored`
    sheets and `skipped` rows that are headings or notes. Rejections name their `sheet`. Raises
    `Refused` for a file that cannot be read at all.
    """
    readers, ignored = _read(Path(file))
    skipped = [row for reader in readers for row in reader.skipped]
    report = Report(more={"ended": [], "renamed": [], "ignored": ignored, "skipped": skipped})
    report.unused = list(dict.fromkeys(name for reader in readers for name in reader.unused))
    for told in (told for reader in readers for told in reader.otherwise):
        report.remark("told_otherwise", **told)
    with importing(store, "standard", file, report) as connection:
        made = _Import(connection, report)
        made.run([line for reader in readers for line in reader.lines])
        made.end({reader.kind for reader in readers})
    return _told(report)


def _read(path: Path) -> tuple[list[Reader], list[str]]:
    """What the sheets of each kind say, and the names of the sheets that say nothing."""
    found, ignored = sheets.read(path, lambda name: kind_of(name) is not None)
    if not found:
        raise Refused("standard_no_sheet", path=str(path), names=", ".join(ignored))
    readers = []
    for kind in KINDS:
        own = [sheet for sheet in found if kind_of(sheet.name) == kind]
        reader = Reader(kind)
        headers = [(sheet, standard_header.find(sheet, str(path))) for sheet in own]
        for sheet, header in headers:
            if header is None:
                ignored.append(sheet.name)
                continue
            _counted(sheet, header, path)
            reader.read(sheet, header)
        if own and not reader.lines:
            headless = any(sheet.rows for sheet in own) and all(h is None for _s, h in headers)
            key = "standard_no_header" if headless else "standard_empty"
            needed = standard_header.needed()
            raise Refused(key, path=str(path), sheet=own[0].name, columns=", ".join(needed))
        if own:
            readers.append(reader)
    return readers, ignored


def kind_of(name: str) -> CategoryKind | None:
    """Which kind a sheet of this name is about; None for neither or both."""
    words = columns.of("standard").words["sheet"]
    plain = squeezed(name).lower()
    hits = {
        kind for kind in KINDS for word, is_of in words.items() if is_of == kind and word in plain
    }
    return hits.pop() if len(hits) == 1 else None


def _counted(sheet: sheets.Sheet, header: standard_header.Header, path: Path) -> None:
    """Raises `Refused` if a needed cell is a formula without a result."""
    from openpyxl.utils import get_column_letter

    bare = sorted(
        (row, column)
        for row, column in sheet.uncounted
        if row > header.last and column in header.used()
    )
    if bare:
        row, column = bare[0]
        cell = f"{get_column_letter(column + 1)}{row}"
        raise Refused("standard_uncounted", path=str(path), sheet=sheet.name, cell=cell)


class _Import:
    """One file against the city's own categories and their conditions in force."""

    def __init__(self, connection: Any, report: Report) -> None:
        self.connection, self.report, self.now = connection, report, now_ms()
        self.categories = {
            (row["kind"], row["code"]): row
            for row in tables.rows(connection, "category")
            if row["scheme"] == OWN
        }
        own = {row["id"]: key for key, row in self.categories.items()}
        self.known: dict[Key, dict[str, Any]] = {}
        for row in tables.rows(connection, "filing_condition"):
            if row["category_id"] in own and row["ended_at"] is None:
                self.known[*own[row["category_id"]], row["area_class"], squeezed(row["zh"])] = row
        self.named: set[Key] = set()
        self.taken: set[Key] = set()
        self.unread: set[tuple[CategoryKind, str]] = set()
        self.gone: list[dict[str, Any]] = []

    def run(self, lines: list[Line]) -> None:
        fresh, noted = [], []
        for line in lines:
            self.report.rows += 1
            try:
                key = self._key(line)
            except Refused as no:
                self._reject(line, no)
                continue
            category, renamed = self._category(line)
            old = self.known.get(key)
            row = _row(line, category["id"])
            # a case keeps the limit and the closing condition it was filed by, also when its clock
            # starts or starts again later: what changes is a new condition beside the ended one
            changed = old is not None and any(old[name] != row[name] for name in ("zh", *FACTS))
            if old is None or changed:
                fresh.append(row)
                self.gone += [old] if old is not None else []
            elif any(old[name] != row[name] for name in BODIES):
                noted.append({"id": old["id"]} | {name: row[name] for name in BODIES})
                changed = True
            self.report.count(changed=old is None or changed or renamed)
        tables.add(self.connection, "filing_condition", fresh)
        tables.change(self.connection, "filing_condition", "id", noted)

    def end(self, kinds: set[CategoryKind]) -> None:
        """Ends what was replaced, and what sheets of these kinds no longer have.

        Not where a line could not be read: it may be the missing one.
        """
        missing = [
            (key, row)
            for key, row in self.known.items()
            if key[0] in kinds
            and key not in self.named
            and not {(key[0], ""), (key[0], key[1])} & self.unread
        ]
        self.report.more["ended"] = [f"{key[1]} {row['zh']}" for key, row in missing]
        gone = [{"id": row["id"], "ended_at": self.now} for row in self.gone]
        gone += [{"id": row["id"], "ended_at": self.now} for _key, row in missing]
        tables.change(self.connection, "filing_condition", "id", gone)

    def _key(self, line: Line) -> Key:
        """What the line is about. Raises `Refused` for one that cannot be used."""
        key = line.key
        if key is None:
            self.unread.add((line.kind, line.code))
        else:
            self.named.add(key)
        if line.problem is not None or key is None:
            raise line.problem or Refused("standard_no_condition")
        if key in self.taken:
            raise Refused("standard_twice", code=line.code)
        self.taken.add(key)
        return key

    def _category(self, line: Line) -> tuple[dict[str, Any], bool]:
        """The city's category of a line, made or renamed where it must be."""
        old = self.categories.get((line.kind, line.code))
        row = _category_row(line, old)
        if old is None:
            row["id"] = tables.add_one(self.connection, "category", row)
            self.categories[line.kind, line.code] = row
            return row, False
        if old | row == old:
            return old, False
        if old["zh"] != row["zh"]:
            told = {"kind": line.kind, "code": line.code, "before": old["zh"], "after": row["zh"]}
            self.report.more["renamed"].append(told)
        tables.change(self.connection, "category", "id", [row | {"id": old["id"]}])
        old.update(row)
        return old, True

    def _reject(self, line: Line, no: Refused) -> None:
        said = Refused("standard_row", sheet=line.sheet, reason=no)
        self.report.reject(line.number, said)
        self.report.rejections[-1]["sheet"] = line.sheet


def _category_row(line: Line, old: dict[str, Any] | None) -> dict[str, Any]:
    """The category's columns; in English as the national standard calls the same thing."""
    class_zh = line.class_zh or (old["class_zh"] if old else line.code[:2])
    subclasses = {c.zh: c.en for c in national() if c.kind == line.kind}
    large = {c.zh: c.en for c in classes() if c.kind == line.kind}
    return {
        "scheme": OWN,
        "kind": line.kind,
        "code": line.code,
        "class_zh": class_zh,
        "class_en": large.get(class_zh, ""),
        "zh": line.zh,
        "en": subclasses.get(line.zh, ""),
    }


def _row(line: Line, category: int) -> dict[str, Any]:
    assert line.limit is not None
    return {
        "category_id": category,
        "area_class": line.area_class,
        "zh": line.condition,
        "en": "",
        "closing_zh": line.closing,
        "closing_en": "",
        "limit_minutes": line.limit.minutes,
        "calendar": line.limit.calendar,
        "limit_text": line.limit.text,
        "severity": int(from_limit(line.limit)),
        "handler": line.handler or None,
        "charge": line.charge or None,
    }


def _told(report: Report) -> dict[str, Any]:
    """The report with its remarks; rejections by sheet in the order of the file."""
    order = list(dict.fromkeys(entry["sheet"] for entry in report.rejections))
    document = report.document()
    document["rejections"].sort(key=lambda entry: (order.index(entry["sheet"]), entry["line"]))
    remarks: list[str] = document["remarks"]
    for told in report.more["renamed"]:
        remarks.append(sentence("told_renamed", told))
    if report.more["ignored"]:
        names = ", ".join(report.more["ignored"])
        remarks.append(sentence("told_sheets", {"names": names}))
    for told in report.more["skipped"]:
        remarks.append(sentence("told_skipped", told))
    return document
