"""GeoPackage (OGC 12-128): an SQLite file whose geometry blobs are WKB behind a small header."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from console.domain.refusal import Refused, unreadable

ENVELOPES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Envelope indicator → bytes between the header and the WKB."""
LAYERS: Final = "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g"
SYSTEM: Final = (
    "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
    " WHERE srs_id = ?"
)


def read(path: Path) -> tuple[str | None, Iterator[Any]]:
    """The layer's system and its features. Raises `Refused` for other files and several layers."""
    if not path.is_file():
        raise unreadable(path, errno.EISDIR if path.is_dir() else errno.ENOENT)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            layers = file.execute(LAYERS).fetchall()
            if len(layers) != 1:
                named = ", ".join(layer[0] for layer in layers)
                raise Refused("file_layers", path=str(path), layers=named or "-")
            table, column, system = layers[0]
            declared = file.execute(SYSTEM, (system,)).fetchone() if system > 0 else None
            quoted = '"' + table.replace('"', '""') + '"'
            found = file.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - an identifier, quoted
            names = [described[0] for described in found.description]
            rows = found.fetchall()
    except (sqlite3.Error, TypeError):
        raise Refused("file_damaged", path=str(path)) from None
    return _declared(declared), _features(names, rows, column)


def _declared(row: Any) -> str | None:
    if row is None:
        return None
    organization, code, definition = row
    return f"{organization}:{code}" if str(organization).upper() == "EPSG" else definition


def _features(names: list[str], rows: list[Any], column: str) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        values = dict(zip(names, row, strict=True))
        shape, problem = _shape(values.pop(column, None))
        yield number, values, shape, problem, False


def _shape(blob: Any) -> tuple[BaseGeometry | None, str]:
    """(None, "") for a null or empty geometry."""
    if blob is None:
        return None, ""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None, "row_shape_broken"
    flags = blob[3]
    start = ENVELOPES.get((flags >> 1) & 7)
    if flags & 16:
        return None, ""
    if start is None:
        return None, "row_shape_broken"
    try:
        return shapely.from_wkb(blob[8 + start :]), ""
    except (shapely.errors.GEOSException, shapely.errors.ShapelyError):
        return None, "row_shape_broken"
