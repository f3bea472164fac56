"""Files of features (GeoJSON, shapefile, GeoPackage): attributes and shapes in WGS-84 degrees."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from console.intake.geometry import geojson, geopackage, shapefile
from console.intake.geometry.datum import DECIMALS, frame


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its number in the file (from 1), attributes as text, shape or None.

    `problem` is the key of a refusal where the shape cannot be read or lies nowhere on earth,
    `nested` names attributes that are no text, `cut` tells that a last character was cut in half.
    """

    number: int
    values: Mapping[str, str]
    shape: BaseGeometry | None
    problem: str = ""
    nested: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """The features of a file; `remarks` are keys of sentences with their values."""

    features: list[Feature]
    remarks: Sequence[tuple[str, Mapping[str, Any]]]


Raw = tuple[int, Mapping[str, Any], BaseGeometry | None, str, bool]
"""number, attributes, shape in the file's own system, problem, whether a text was cut."""
Read = Callable[[Path], tuple[str | None, Iterable[Raw]]]
"""The declared coordinate system (None: the file is silent) and the features as they stand."""

READERS: Final[Mapping[str, Read]] = {
    ".geojson": geojson.read,
    ".json": geojson.read,
    ".shp": shapefile.read,
    ".gpkg": geopackage.read,
}


def features(path: Path, crs: str | None = None) -> Layer:
    """Every feature of a file, its shape moved to WGS-84; `crs` overrides what the file declares.

    Raises `Refused` for a file that cannot be read, or whose coordinates no system explains.
    """
    declared, raw = READERS[path.suffix.lower()](path)
    rows = [_plain(row) for row in raw]
    shapes = [row.shape for row in rows if row.shape is not None]
    points = shapely.get_coordinates(shapes)
    found = frame(crs or declared, points)
    return Layer([_moved(row, found.move) for row in rows], found.remarks)


def _plain(raw: Raw) -> Feature:
    number, attributes, shape, problem, cut = raw
    values = {str(name).strip(): text(value) for name, value in attributes.items()}
    nested = tuple(str(name).strip() for name, value in attributes.items() if _nested(value))
    if not all(map(_sound, [*values, *values.values()])):
        return Feature(number, {}, None, "row_text_broken")
    if shape is None or shape.is_empty:
        return Feature(number, values, None, problem, nested, cut)
    if shape.geom_type == "Point" and (shape.x == 0 or shape.y == 0):
        return Feature(number, values, None, problem or "row_zero", nested, cut)
    return Feature(number, values, shapely.force_2d(shape), problem, nested, cut)


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


def _nested(value: Any) -> bool:
    """Whether an attribute is an object, or a list that holds one; a list of words is text."""
    if isinstance(value, list):
        return any(isinstance(item, dict | list) for item in value)
    return isinstance(value, dict)


def text(value: Any) -> str:
    """An attribute as text: whole numbers without a fraction, nothing for null and objects."""
    if value is None or _nested(value):
        return ""
    if isinstance(value, list):
        return "、".join(map(text, value))
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value).strip()


def suffix_known(path: Path) -> bool:
    return path.suffix.lower() in READERS
