"""Files of features (GeoJSON, shapefile, GeoPackage): attributes and shapes in WGS-84 degrees."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from console.intake import geometry_gpkg, geometry_json, geometry_shp
from console.intake.datum import frame

DECIMALS: Final = 9
"""Of a degree kept: a tenth of a millimetre, so that rounding opens no gap of a square metre."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its number in the file (from 1), attributes as text, shape or None.

    `problem` is the key of a refusal where the shape cannot be read or lies nowhere on earth.
    """

    number: int
    values: Mapping[str, str]
    shape: BaseGeometry | None
    problem: str = ""


Raw = tuple[int, Mapping[str, Any], BaseGeometry | None, str]
"""number, attributes, shape in the file's own system, problem."""
Read = Callable[[Path], tuple[str | None, Iterable[Raw]]]
"""The declared coordinate system (None: the file is silent) and the features as they stand."""

READERS: Final[Mapping[str, Read]] = {
    ".geojson": geometry_json.read,
    ".json": geometry_json.read,
    ".shp": geometry_shp.read,
    ".gpkg": geometry_gpkg.read,
}


def features(path: Path, crs: str | None = None) -> list[Feature]:
    """Every feature of a file, its shape moved to WGS-84; `crs` overrides what the file declares.

    Raises `Refused` for a file that cannot be read, or whose coordinates no system explains.
    """
    declared, raw = READERS[path.suffix.lower()](path)
    rows = [_plain(row) for row in raw]
    shapes = [row.shape for row in rows if row.shape is not None]
    points = shapely.get_coordinates(shapes)
    move = frame(crs or declared, points)
    return [_moved(row, move) for row in rows]


def _plain(raw: Raw) -> Feature:
    number, attributes, shape, problem = raw
    values = {str(name).strip(): text(value) for name, value in attributes.items()}
    if not all(map(_sound, values.values())):
        return Feature(number, {}, None, "row_text_broken")
    if shape is not None and not shape.is_empty:
        return Feature(number, values, shapely.force_2d(shape), problem)
    return Feature(number, values, None, problem)


def _moved(row: Feature, move: Callable[[Any], Any]) -> Feature:
    if row.shape is None:
        return row
    points = move(shapely.get_coordinates(row.shape))
    inside = (abs(points[:, 0]) <= 180) & (abs(points[:, 1]) <= 90)
    if not inside.all():  # what is no number is not inside either
        return replace(row, shape=None, problem="row_shape_nowhere")
    return replace(row, shape=shapely.set_coordinates(row.shape, points.round(DECIMALS)))


def _sound(word: str) -> bool:
    """Whether a database can hold a text: no NUL, no half of a character."""
    return "\0" not in word and not any("\ud800" <= letter <= "\udfff" for letter in word)


def text(value: Any) -> str:
    """An attribute as text: whole numbers without a fraction, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value).strip()


def suffix_known(path: Path) -> bool:
    return path.suffix.lower() in READERS
