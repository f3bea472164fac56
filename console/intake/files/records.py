"""Records of a city's own files, whatever their form: our names for the columns, and a shape."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from console.domain.refusal import Refused
from console.intake.files import columns, tables
from console.intake.files.encodings import lost
from console.intake.geometry import positions, reading
from console.intake.report import Report

LONGEST: Final = 40
"""Characters of a word such as a kind or a state."""
WITHOUT_SHAPES: Final = ("departments", "responsibility", "limits")
"""Kinds that come from tables alone: what a file of shapes calls a name is a place's."""
FLAGS: Final = {"yes": True, "no": False}
NAMES: Final = frozenset({"zh", "name", "code", "id"})
"""Columns of which a row cannot do without what was lost."""
SCIENTIFIC: Final = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{2}")
"""A long number as a spreadsheet shows and saves it."""
ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line or feature it stands on, values by our names, its shape in WGS-84.

    `problem` is the key of the refusal where it cannot be used, `problem_values` what its sentence names.
    """

    number: int
    values: Mapping[str, str]
    shape: BaseGeometry | None = None
    problem: str = ""
    problem_values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, ours: str) -> str:
        """The value, stripped; "" for a blank and for a column the file does not have."""
        return self.values.get(ours, "")

    def needed(self, ours: str, why: str) -> str:
        """The value. Raises `Refused` with the key `why` for a blank."""
        if not self[ours]:
            raise Refused(why)
        return self[ours]

    def word(self, ours: str) -> str:
        """The value of a column of words. Raises `Refused` for one too long to be one."""
        if len(self[ours]) > LONGEST:
            raise Refused("row_too_long", text=f"{self[ours][:LONGEST]}…", most=LONGEST)
        return self[ours]

    def flag(self, ours: str, blank: bool) -> bool:
        """Yes or no; `blank` where the field is. Raises `Refused` for anything else."""
        if self[ours] and self[ours] not in FLAGS:
            raise Refused("row_flag", text=self[ours][:LONGEST])
        return FLAGS.get(self[ours], blank)

    @property
    def position(self) -> tuple[float, float]:
        """Longitude and latitude of the shape. Raises `Refused` where there is none."""
        if self.shape is None:
            raise Refused("row_without_place")
        point = self.shape if isinstance(self.shape, Point) else self.shape.representative_point()
        return float(point.x), float(point.y)

    @property
    def refusal(self) -> Refused:
        """Why the record cannot be used."""
        return Refused(self.problem, **self.problem_values)


def read(file: str, kind: str, report: Report, crs: str | None = None) -> list[Record]:
    """The records of a file of this kind; the report records remarks.

    Raises `Refused` for a file that cannot be read.
    """
    path, form = Path(file), columns.of(kind)
    if reading.suffix_known(path) and kind in WITHOUT_SHAPES:
        raise Refused("file_not_table", path=file)
    if reading.suffix_known(path):
        found, made = _features(path, form, report, crs)
    elif tables.plain_suffix(path):
        found, made = _lines(path, form, report)
    else:
        shapes = () if kind in WITHOUT_SHAPES else reading.READERS
        known = ", ".join(sorted([*tables.FILES, *shapes]))
        raise Refused("file_kind_unknown", path=file, known=known)
    for ours, theirs in found.alike.items():
        report.remark("told_alike", theirs=theirs, ours=form.shown_name(ours))
    made = _sound(made, form, report)
    if not {"lon", "lat"} <= found.columns.keys():
        return made
    wanted = [not form.placed_by or row[form.placed_by] != "" for row in made]
    return _placed(made, wanted, crs)


def usable(found: Iterable[Record], report: Report) -> list[Record]:
    """The records without a problem; the others are rejected and all are counted."""
    kept = []
    for record in found:
        report.rows += 1
        if record.problem:
            report.reject(record.number, record.refusal)
        else:
            kept.append(record)
    return kept


def _features(
    path: Path, form: columns.Columns, report: Report, crs: str | None
) -> tuple[columns.ColumnMatch, list[Record]]:
    layer = reading.features(path, crs)
    if not layer.features:
        raise Refused("file_empty", path=str(path))
    header = list(dict.fromkeys(name for row in layer.features for name in row.values))
    found = form.found(header, str(path))
    report.unused += found.unused
    nested: dict[str, list[int]] = {}
    for row in layer.features:
        for name in row.nested:
            nested.setdefault(name, []).append(row.number)
    for name, numbers in nested.items():
        report.remark_lines("told_nested", numbers, column=name)
    report.remark_lines("told_cut", [row.number for row in layer.features if row.cut])
    for key, values in layer.remarks:
        report.remark(key, **values)
    return found, [
        replace(_ours(row.values, found, form), number=row.number)
        if row.shape is None and not row.problem
        else Record(row.number, _ours(row.values, found, form).values, row.shape, row.problem)
        for row in layer.features
    ]


def _lines(
    path: Path, form: columns.Columns, report: Report
) -> tuple[columns.ColumnMatch, list[Record]]:
    table = tables.read(path, form.score)
    tables.header_needed(table, path)
    found = form.found([name for name in table.header if name], str(path))
    report.unused += [*found.unused, *table.nameless]
    report.remark_lines("told_titles", table.skipped)
    if table.ignored:
        report.remark("told_sheets", names=", ".join(table.ignored))
    return found, [_line(line, found, form) for line in table.lines]


def _line(line: tables.Line, found: columns.ColumnMatch, form: columns.Columns) -> Record:
    """The record of a line, with a problem where a spreadsheet spoilt what it names."""
    made = replace(_ours(line.values, found, form), number=line.number, problem=line.problem)
    for ours, theirs in found.columns.items():
        if made.problem:
            break
        text = made[ours]
        if theirs in line.uncounted or text in ERRORS:
            made = replace(made, problem="row_formula", problem_values={"column": theirs})
        elif ours in form.identifiers and (theirs in line.rounded or SCIENTIFIC.fullmatch(text)):
            made = replace(
                made, problem="row_digits", problem_values={"column": theirs, "text": text}
            )
    return made


def _ours(values: Mapping[str, str], found: columns.ColumnMatch, form: columns.Columns) -> Record:
    made = {
        ours: form.word(ours, values.get(theirs, "").strip())
        for ours, theirs in found.columns.items()
    }
    for ours in form.identifiers:
        if ours in made:
            made[ours] = "".join(unicodedata.normalize("NFKC", made[ours]).split())
    return Record(0, made)


def _sound(rows: Sequence[Record], form: columns.Columns, report: Report) -> list[Record]:
    """Text whose characters were lost rejects the row it names, and is left out elsewhere.

    A day as a spreadsheet counts it becomes a date.
    """
    needed = {ours for either in form.needed for ours in either.split("|")} | NAMES
    vital = needed | set(form.identifiers)
    made, dropped, days = [], [], []
    for row in rows:
        gone = [ours for ours, text in row.values.items() if lost(text)]
        if not row.problem and vital & set(gone):
            problem_values = {"text": row[next(ours for ours in gone if ours in vital)]}
            row = replace(row, problem="row_text_lost", problem_values=problem_values)
        elif gone:
            dropped.append(row.number)
            row = replace(row, values={**row.values, **dict.fromkeys(gone, "")})
        counted = {o: positions.day(row[o]) for o in form.dates if positions.is_day(row[o])}
        if counted:
            days.append(row.number)
            row = replace(row, values={**row.values, **counted})
        made.append(row)
    report.remark_lines("told_lost", dropped)
    report.remark_lines("told_days", days)
    return made


def _placed(rows: Sequence[Record], wanted: Sequence[bool], crs: str | None) -> list[Record]:
    """Shapes from columns of longitude and latitude, where a record has no shape of its own."""
    spots = {
        i: (row["lon"], row["lat"])
        for i, row in enumerate(rows)
        if wanted[i] and row.shape is None and not row.problem and row["lon"] and row["lat"]
    }
    made = list(rows)
    for i, found in positions.points(spots, crs).items():
        if isinstance(found, Refused):
            made[i] = replace(rows[i], problem=found.key, problem_values=found.values)
        else:
            made[i] = replace(rows[i], shape=found)
    return made
