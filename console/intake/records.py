"""Records of a city's own files, whatever their form: our names for the columns, and a shape."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from console.domain.refusal import Refused, sentence
from console.intake import columns, geometry, tables, workbook
from console.intake.datum import frame

LONGEST: Final = 40
"""Characters of a word such as a kind or a state."""
WITHOUT_SHAPES: Final = ("departments", "responsibility", "limits")
"""Kinds that come from tables alone: what a file of shapes calls a name is a place's."""
FLAGS: Final = {"yes": True, "no": False}
TABLES: Final = {".csv", ".txt", ".xlsx", ".xlsm"}


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line or feature it stands on, values by our names, its shape in WGS-84.

    `problem` is the key of the refusal where it cannot be used.
    """

    number: int
    values: Mapping[str, str]
    shape: BaseGeometry | None = None
    problem: str = ""

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


@dataclass(slots=True)
class Report:
    """What became of each row (DESIGN §8): rows = imported + unchanged + rejected."""

    rows: int = 0
    imported: int = 0
    unchanged: int = 0
    rejections: list[dict[str, Any]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def reject(self, number: int, no: Refused) -> None:
        self.rejections.append({"line": number, "reason": str(no)})

    def count(self, changed: bool) -> None:
        """One row that stands in the database now, fresh or `changed`, or as it was before."""
        self.imported += changed
        self.unchanged += not changed

    def document(self) -> dict[str, Any]:
        self.rejections.sort(key=lambda entry: int(entry["line"]))
        told = {"rows": self.rows, "imported": self.imported, "unchanged": self.unchanged}
        rejected = {"rejected": len(self.rejections), "without_place": 0}
        document = {**told, **rejected, "rejections": self.rejections, **self.more}
        return {**document, "remarks": list(_remarks(self.more))} if self.more else document


TOLD: Final = {
    "overlaps": "told_overlap",
    "gaps": "told_gap",
    "outside": "told_outside",
    "in_pieces": "told_piece",
}
"""List of a report → the sentence for each of its entries."""


def _remarks(more: Mapping[str, Any]) -> Iterator[str]:
    """What a report tells beside its rejections, one sentence each."""
    for name, key in TOLD.items():
        for entry in more.get(name, ()):
            values = {"community": entry.get("community"), "area": entry["area_m2"]}
            codes = entry.get("codes") or [entry.get("code", "-")]
            yield sentence(key, values | {"codes": ", ".join(codes)})
    if more.get("ended"):
        yield sentence("told_ended", {"codes": ", ".join(more["ended"])})


def read(file: str, kind: str, crs: str | None = None) -> list[Record]:
    """The records of a file of this kind. Raises `Refused` for a file that cannot be read."""
    path, form = Path(file), columns.of(kind)
    header: list[str]
    if geometry.suffix_known(path) and kind in WITHOUT_SHAPES:
        raise Refused("file_not_table", path=file)
    if geometry.suffix_known(path):
        rows = _features(path, crs)
        header = list(dict.fromkeys(name for row in rows for name in row.values))
    elif path.suffix.lower() in TABLES:
        header, rows = _table(path)
    else:
        shapes = () if kind in WITHOUT_SHAPES else geometry.READERS
        known = ", ".join(sorted([*TABLES, *shapes]))
        raise Refused("file_kind_unknown", path=file, known=known)
    if not rows and not header:
        raise Refused("file_empty", path=file)
    found = form.found(header, file)
    made = [_ours(row, found, form) for row in rows]
    if not ("lon" in found and "lat" in found):
        return made
    return _placed(made, crs, lambda row: not form.placed_by or row[form.placed_by] != "")


def usable(found: Iterable[Record], report: Report) -> list[Record]:
    """The records without a problem; the others are rejected and all are counted."""
    kept = []
    for record in found:
        report.rows += 1
        if record.problem:
            report.reject(record.number, Refused(record.problem))
        else:
            kept.append(record)
    return kept


def _features(path: Path, crs: str | None) -> list[Record]:
    return [
        Record(row.number, row.values, row.shape, row.problem)
        for row in geometry.features(path, crs)
    ]


def _table(path: Path) -> tuple[list[str], list[Record]]:
    book = path.suffix.lower().startswith(".xls")
    header, lines = workbook.read(path) if book else tables.table(path)
    rows = [Record(line.number, line.values, None, line.problem) for line in lines]
    return [name for name in header if name], rows


def _ours(row: Record, found: Mapping[str, str], form: columns.Columns) -> Record:
    values = {
        ours: form.word(ours, row.values.get(theirs, "").strip()) for ours, theirs in found.items()
    }
    return replace(row, values=values)


def _placed(rows: list[Record], crs: str | None, wanted: Callable[[Record], bool]) -> list[Record]:
    """Shapes from columns of longitude and latitude, where a record has no shape of its own."""
    spots: dict[int, tuple[float, float]] = {}
    made = list(rows)
    for i, row in enumerate(rows):
        if row.shape is not None or row.problem or not (row["lon"] and row["lat"]):
            continue
        if not wanted(row):
            continue
        try:
            spots[i] = float(row["lon"]), float(row["lat"])
        except ValueError:
            made[i] = replace(row, problem="row_shape_nowhere")
    if not spots:
        return made
    points = np.array(list(spots.values()), np.float64)
    moved = frame(crs, points)(points).round(geometry.DECIMALS)
    for i, (x, y) in zip(spots, moved.tolist(), strict=True):
        if abs(x) <= 180 and abs(y) <= 90:
            made[i] = replace(rows[i], shape=Point(x, y))
        else:
            made[i] = replace(rows[i], problem="row_shape_nowhere")
    return made
