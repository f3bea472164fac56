"""Shapefiles, with attributes in UTF-8 or GBK as .cpg, the DBF language byte or the bytes say."""

import errno
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import shapefile
import shapely
from shapely.geometry.base import BaseGeometry

from console.domain.refusal import Refused, unreadable

# it would tell of each ring that runs the wrong way, in English, on people's terminal
shapefile.VERBOSE = False

POLYGONS: Final = (shapefile.POLYGON, shapefile.POLYGONM, shapefile.POLYGONZ)
LANGUAGES: Final = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5"}
"""Language byte of a DBF file → encoding; others say nothing about Chinese."""
GUESSED: Final = ("utf-8", "gb18030")
BROKEN: Final = (
    *(shapefile.ShapefileException, struct.error, EOFError, AssertionError),
    *(ValueError, KeyError, IndexError, TypeError, OSError),
)
"""What the reader raises on files that are cut off or no shapefiles."""


def read(path: Path) -> tuple[str | None, Iterator[Any]]:
    """The .prj's system and the features. Raises `Refused` for what is damaged or incomplete."""
    beside = _beside(path)
    try:
        with ExitStack() as open_files, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a wrong length in the header is made good by reading
            streams = {
                part: open_files.enter_context(beside[f".{part}"].open("rb"))
                for part in ("shp", "dbf")
            }
            reader = shapefile.Reader(**streams, encoding="latin-1")
            shapes = list(reader.iterShapes())
            records = [reader.record(i) for i in range(reader.dbf_reader.numRecords)]
            names = [field[0] for field in reader.fields[1:]]
    except BROKEN:
        raise Refused("file_damaged", path=str(path)) from None
    if len(shapes) != len(records):
        raise Refused("file_damaged", path=str(path))
    rows = [None if r is None else dict(zip(names, r, strict=True)) for r in records]
    encoding = _encoding(path, beside, rows)
    return _declared(path, beside), _features(shapes, rows, encoding)


def _beside(path: Path) -> dict[str, Path]:
    """The file's parts by suffix, whatever the case of their letters."""
    try:
        found = {
            other.suffix.lower(): other
            for other in path.parent.iterdir()
            if other.stem.lower() == path.stem.lower()
        }
    except OSError as error:
        raise unreadable(path, error.errno) from None
    found[".shp"] = path
    if not path.is_file():
        raise unreadable(path, errno.EISDIR if path.is_dir() else errno.ENOENT)
    if ".dbf" not in found:
        raise Refused("file_part_missing", path=str(path), part=".dbf")
    return found


def _declared(path: Path, beside: Mapping[str, Path]) -> str | None:
    if ".prj" not in beside:
        return None
    try:
        raw = beside[".prj"].read_bytes()
    except OSError as error:
        raise unreadable(path, error.errno) from None
    return raw.decode("utf-8-sig", "replace").strip() or None


def _encoding(path: Path, beside: Mapping[str, Path], rows: list[dict[str, Any] | None]) -> str:
    """The first of the declared and the guessed encodings in which every text can be read."""
    said = []
    if ".cpg" in beside:
        name = beside[".cpg"].read_bytes().decode("ascii", "ignore").strip().lower()
        name = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "65001": "utf-8"}.get(
            name.removeprefix("cp").removeprefix("ansi "), name
        )
        said.append(name)
    language = beside[".dbf"].read_bytes()[29:30]
    said += [LANGUAGES[code] for code in language if code in LANGUAGES]
    texts = [w for row in rows if row for pair in row.items() for w in pair if isinstance(w, str)]
    for encoding in (*said, *GUESSED):
        try:
            for text in texts:
                _decoded(text, encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return encoding
    raise Refused("file_not_text", path=str(path))


def _decoded(text: str, encoding: str) -> str:
    """Latin-1 as read, in its real encoding; a character cut in half by the field's end goes."""
    raw = text.encode("latin-1")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        if 0 < len(raw) - error.start < 4 and len(raw) > 8:
            return raw[: error.start].decode(encoding)
        raise


def _features(shapes: list[Any], rows: list[dict[str, Any] | None], encoding: str) -> Iterator[Any]:
    for number, (shape, row) in enumerate(zip(shapes, rows, strict=True), 1):
        if row is None:  # marked as deleted
            continue
        values = {
            _decoded(name, encoding): _decoded(v, encoding) if isinstance(v, str) else v
            for name, v in row.items()
        }
        yield number, values, *_shape(shape)


def _shape(shape: Any) -> tuple[BaseGeometry | None, str]:
    """(None, "") for a null shape."""
    if shape is None or shape.shapeType == shapefile.NULL:
        return None, ""
    try:
        if shape.shapeType in POLYGONS:
            _wind(shape)
        return shapely.geometry.shape(shape.__geo_interface__), ""
    except (
        *(shapefile.GeoJSON_Error, shapefile.RingSamplingError),
        *(shapely.errors.ShapelyError, ValueError, IndexError, TypeError, KeyError),
    ):
        return None, "row_shape_broken"


def _wind(shape: Any) -> None:
    """Turns every ring round where the largest runs counter-clockwise, which means a hole here.

    Some programs write all rings the other way; by the letter the hole would be the outline.
    """
    ends = [*shape.parts[1:], len(shape.points)]
    rings = [shape.points[start:end] for start, end in zip(shape.parts, ends, strict=True)]
    areas = [shapefile.signed_area(ring) for ring in rings if len(ring) > 2]
    if areas and max(areas, key=abs) > 0:
        shape.points = [point for ring in rings for point in reversed(ring)]
