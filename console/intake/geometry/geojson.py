"""GeoJSON (RFC 7946, and the older `crs` member that Chinese tools still write)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from console.domain.refusal import Refused
from console.intake.files.encodings import read_text


def read(path: Path) -> tuple[str | None, Iterator[Any]]:
    """The declared system and the features. Raises `Refused` for what is no GeoJSON."""
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise Refused("file_not_json", path=str(path), line=error.lineno) from None
    except (RecursionError, ValueError):
        raise Refused("file_not_json", path=str(path), line=1) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise Refused("file_no_features", path=str(path))
    return _declared(document.get("crs")), _features(features)


def _declared(crs: Any) -> str | None:
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    return name if isinstance(name, str) and name else None


def _features(features: list[Any]) -> Iterator[Any]:
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            yield number, {}, None, "row_not_feature", False
            continue
        shape, problem = _shape(feature.get("geometry"))
        yield number, feature.get("properties") or {}, shape, problem, False


def _shape(geometry: Any) -> tuple[BaseGeometry | None, str]:
    """The shape of a geometry object: (None, "") for null, (None, problem) for nonsense."""
    if geometry is None:
        return None, ""
    if not isinstance(geometry, Mapping) or not _numbers(geometry):
        return None, "row_shape_broken"
    try:
        return shapely.from_geojson(json.dumps(geometry)), ""
    except (shapely.errors.GEOSException, ValueError, TypeError):
        return None, "row_shape_broken"


def _numbers(geometry: Mapping[str, Any]) -> bool:
    """Whether every coordinate is a finite number; GEOS would read others as it likes."""
    parts: list[Any] = [geometry.get("coordinates", geometry.get("geometries"))]
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            parts += part
        elif isinstance(part, Mapping):
            parts.append(part.get("coordinates", part.get("geometries")))
        elif isinstance(part, bool) or not isinstance(part, int | float) or not abs(part) < 1e12:
            return False
    return True
