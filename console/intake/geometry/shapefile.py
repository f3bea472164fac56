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
from console.intake.files.encodings import chinese, encoding_of
from console.intake.geometry.rings import polygons

# it would tell of each ring that runs the wrong way, in English, on people's terminal
shapefile.VERBOSE = False

POLYGONS: Final = (shapefile.POLYGON, shapefile.POLYGONM, shapefile.POLYGONZ)
LANGUAGES: Final = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5"}
"""Language byte of a DBF file → encoding; others say nothing about Chinese."""
GUESSED: Final = ("utf-8", "gb18030")
SHORT: Final = 10
"""Bytes of a field's name."""
BROKEN: Final = (
    *(shapefile.ShapefileException, struct.error, EOFError, AssertionError),
    *(ValueError, KeyError, IndexError, TypeError, OSError),
)
"""Exceptions of the reader on files that are cut off or no shapefiles."""


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
            # bytes stay bytes: as letters of Latin-1 some of them would be stripped as blanks
            reader = shapefile.Reader(**streams, encoding="ascii", encodingErrors="surrogateescape")
            shapes = list(reader.iterShapes())
            records = [reader.record(i) for i in range(reader.dbf_reader.numRecords)]
            fields = [(_bytes(field[0]), SHORT) for field in reader.fields[1:]]
            widths = [int(field[2]) for field in reader.fields[1:]]
    except BROKEN:
        raise Refused("file_damaged", path=str(path)) from None
    if len(shapes) != len(records):
        raise Refused("file_damaged", path=str(path))
    rows = [None if r is None else list(r) for r in records]
    texts = [
        (_bytes(value), width)
        for row in rows
        for value, width in zip(row or (), widths, strict=False)
        if isinstance(value, str)
    ]
    encoding = _encoding(path, beside, [*fields, *texts])
    return _declared(path, beside), _features(shapes, rows, fields, widths, encoding)


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


def _encoding(path: Path, beside: Mapping[str, Path], texts: list["Text"]) -> str:
    """The encoding in which every text can be read, but for a last character cut off."""
    said = []
    if ".cpg" in beside:
        name = beside[".cpg"].read_bytes().decode("ascii", "ignore").strip().lower()
        name = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "65001": "utf-8"}.get(
            name.removeprefix("cp").removeprefix("ansi "), name
        )
        said.append(name)
    language = beside[".dbf"].read_bytes()[29:30]
    said += [LANGUAGES[code] for code in language if code in LANGUAGES]
    raws = [raw for raw, _width in texts]
    if not chinese(raws):
        whole = encoding_of(raws, said)
        if whole is not None:
            return whole
    # GBK takes nearly everything for text, so what may be UTF-8 but for a character cut off is that
    for encoding in ("utf-8", *said, *GUESSED) if chinese(raws) else (*said, *GUESSED):
        try:
            for text in texts:
                _decoded(text, encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return encoding
    raise Refused("file_not_text", path=str(path))


Text = tuple[bytes, int]
"""Bytes as they stand, and how many the field has room for."""


def _decoded(text: Text, encoding: str) -> tuple[str, bool]:
    """The text and whether its last character, cut in half by the field's end, is left out."""
    raw, width = text
    try:
        return raw.decode(encoding), False
    except UnicodeDecodeError as error:
        if 0 < len(raw) - error.start < 4 and len(raw) >= width:
            return raw[: error.start].decode(encoding), True
        raise


def _bytes(text: str) -> bytes:
    return text.encode("ascii", "surrogateescape")


def _features(
    shapes: list[Any], rows: list[Any], fields: list[Text], widths: list[int], encoding: str
) -> Iterator[Any]:
    names = [_decoded(field, encoding)[0] for field in fields]
    for number, (shape, row) in enumerate(zip(shapes, rows, strict=True), 1):
        if row is None:  # marked as deleted
            continue
        values: dict[str, Any] = {}
        cut = False
        for name, value, width in zip(names, row, widths, strict=True):
            values[name] = value
            if isinstance(value, str):
                values[name], half = _decoded((_bytes(value), width), encoding)
                cut = cut or half
        yield number, values, *_shape(shape), cut


def _shape(shape: Any) -> tuple[BaseGeometry | None, str]:
    """(None, "") for a null shape."""
    if shape is None or shape.shapeType == shapefile.NULL:
        return None, ""
    try:
        if shape.shapeType in POLYGONS:
            return polygons(_rings(shape)), ""
        return shapely.geometry.shape(shape.__geo_interface__), ""
    except (
        *(shapefile.GeoJSON_Error, shapefile.RingSamplingError),
        *(shapely.errors.ShapelyError, ValueError, IndexError, TypeError, KeyError),
    ):
        return None, "row_shape_broken"


def _rings(shape: Any) -> list[Any]:
    ends = [*shape.parts[1:], len(shape.points)]
    return [shape.points[start:end] for start, end in zip(shape.parts, ends, strict=True)]
