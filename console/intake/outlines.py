"""Outlines as the database keeps them, their true area, and where they overlap or leave gaps.

Shapes are polygons in WGS-84 degrees. Areas are on the ellipsoid, m².
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyproj
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from console.domain.refusal import Refused

Ring = list[list[float]]
"""[lon, lat] counter-clockwise, the first position not repeated."""

ELLIPSOID: Final = pyproj.Geod(ellps="WGS84")
LEAST_M2: Final = 1.0
"""Overlaps and gaps up to this size are the surveyor's rounding."""
STEP: Final = 0.0005
"""Degrees (50 m) after which a side is told to the geodesic area to be straight on the map."""


def area_m2(shape: BaseGeometry) -> float:
    """Square metres of everything in a shape that is an area."""
    stepped = [shapely.segmentize(part, STEP) for part in areas(shape)]
    return float(sum(abs(ELLIPSOID.geometry_area_perimeter(part)[0]) for part in stepped))


def areas(shape: BaseGeometry) -> list[Polygon]:
    """Every polygon in a shape of any kind, in any order."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    parts += [p for part in shapely.get_parts(shape) if part.geom_type in MANY for p in part.geoms]
    return [part for part in parts if part.geom_type == "Polygon"]


MANY: Final = ("MultiPolygon", "GeometryCollection")


def parts(shape: BaseGeometry | None) -> list[Polygon]:
    """The polygons of a record's shape, the largest first.

    Raises `Refused` for no shape, a line or point, and sides that cross.
    """
    if shape is None:
        raise Refused("row_without_shape")
    if not shape.is_valid:
        raise Refused("row_invalid", area=invalid_m2(shape), place=_place(shape))
    found = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not found or len(found) != shapely.get_num_geometries(shape):
        raise Refused("row_not_area")
    return sorted((shapely.orient_polygons(part) for part in found), key=lambda part: -part.area)


def one(shape: BaseGeometry | None) -> Polygon:
    """The one polygon without holes that a unit grid is. Raises `Refused` for anything else."""
    found = parts(shape)
    if len(found) > 1:
        raise Refused("row_in_pieces", count=len(found), area=round(sum(map(area_m2, found)), 1))
    if found[0].interiors:
        lost = area_m2(Polygon(found[0].exterior)) - area_m2(found[0])
        raise Refused("row_with_hole", area=round(lost, 1))
    return found[0]


def invalid_m2(shape: BaseGeometry) -> float:
    """What an invalid outline covers when its crossings are taken as corners."""
    return round(area_m2(shapely.make_valid(shape)), 1)


def _place(shape: BaseGeometry) -> str:
    """Where it is invalid, as “lon, lat”."""
    found = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(shape))
    return f"{float(found[1]):.6f}, {float(found[2]):.6f}" if found else "-"


def ring(polygon: Polygon) -> Ring:
    return [[float(x), float(y)] for x, y in polygon.exterior.coords[:-1]]


def polygon(ring: Sequence[Sequence[float]] | None) -> Polygon | None:
    """The polygon of a stored outline; None where there is none, or none that is sound."""
    if not ring or len(ring) < 3:
        return None
    made = Polygon(ring)
    return made if made.is_valid else None


def overlaps(
    ours: Sequence[Polygon], others: Sequence[Polygon] | None = None
) -> list[tuple[int, int, float]]:
    """Pairs that share more than `LEAST_M2`: indices and m². Without `others` among ours, i < j."""
    beside = ours if others is None else others
    if not len(ours) or not len(beside):
        return []
    tree = shapely.STRtree(beside)
    i, j = tree.query(ours, predicate="intersects")
    if others is None:
        i, j = i[i < j], j[i < j]
    shared = shapely.intersection([ours[k] for k in i], [beside[k] for k in j])
    found = []
    for one, two, part in zip(i.tolist(), j.tolist(), shared, strict=True):
        if part.area > 0 and (size := area_m2(part)) > LEAST_M2:
            found.append((one, two, round(size, 1)))
    return found


def gaps(whole: Polygon | None, tiles: Sequence[Polygon]) -> list[tuple[Polygon, float]]:
    """What `tiles` leave of `whole` (None: the holes between them), each part with its m²."""
    if not tiles:
        return []
    covered = shapely.union_all(tiles)
    if whole is None:
        filled = [
            Polygon(p.exterior) for p in shapely.get_parts(covered) if p.geom_type == "Polygon"
        ]
        whole = shapely.union_all(filled)
    return list(sized(shapely.get_parts(shapely.difference(whole, covered))))


def sized(found: Iterable[Any]) -> Iterable[tuple[Polygon, float]]:
    """Those parts that are more than `LEAST_M2`, with their area."""
    for part in found:
        if part.geom_type == "Polygon" and (size := area_m2(part)) > LEAST_M2:
            yield part, round(size, 1)
