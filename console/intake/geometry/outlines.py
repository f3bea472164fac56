"""Outlines as the database stores them, their true area, and overlaps and gaps between them.

Shapes are polygons with holes, one or several, in WGS-84 degrees. Areas are on the ellipsoid, m².
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyproj
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from console.domain.outline import Outline, rings
from console.domain.refusal import Refused

ELLIPSOID: Final = pyproj.Geod(ellps="WGS84")
LEAST_M2: Final = 1.0
"""Overlaps and gaps up to this size are the surveyor's rounding."""
STEP: Final = 0.0005
"""Degrees (50 m) after which a side is told to the geodesic area to be straight on the map."""


def area_m2(shape: BaseGeometry) -> float:
    """Square metres of everything in a shape that is an area."""
    # a hole counts against its polygon where it runs the other way round
    stepped = [shapely.segmentize(shapely.orient_polygons(part), STEP) for part in areas(shape)]
    return float(sum(abs(ELLIPSOID.geometry_area_perimeter(part)[0]) for part in stepped))


def areas(shape: BaseGeometry) -> list[Polygon]:
    """Every polygon in a shape of any kind, in any order."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    parts += [p for part in shapely.get_parts(shape) if part.geom_type in MANY for p in part.geoms]
    return [part for part in parts if part.geom_type == "Polygon"]


MANY: Final = ("MultiPolygon", "GeometryCollection")


def whole(shape: BaseGeometry | None) -> BaseGeometry:
    """The area of a record's shape, its largest part first, outer rings counter-clockwise.

    Raises `Refused` for no shape, a line or point, and sides that cross.
    """
    if shape is None:
        raise Refused("row_without_shape")
    if not shape.is_valid:
        shape = _touching(shape)
    found = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not found or len(found) != shapely.get_num_geometries(shape):
        raise Refused("row_not_area")
    sorted_parts = sorted(map(shapely.orient_polygons, found), key=lambda part: -part.area)
    return sorted_parts[0] if len(sorted_parts) == 1 else MultiPolygon(sorted_parts)


def _touching(shape: BaseGeometry) -> BaseGeometry:
    """An outline that only touches itself, as the sum of its parts. Raises `Refused` for others."""
    made = shapely.make_valid(shape)
    reason = shapely.is_valid_reason(shape)
    sound = made.is_valid and made.geom_type in ("Polygon", "MultiPolygon")
    if not sound or not reason.startswith("Ring Self-intersection"):
        raise Refused("row_invalid", area=invalid_m2(shape), place=_place(shape))
    return made


def invalid_m2(shape: BaseGeometry) -> float:
    """What an invalid outline covers when its crossings are taken as corners."""
    return round(area_m2(shapely.make_valid(shape)), 1)


def _place(shape: BaseGeometry) -> str:
    """Where it is invalid, as “lon, lat”."""
    found = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(shape))
    return f"{float(found[1]):.6f}, {float(found[2]):.6f}" if found else "-"


def stored(shape: BaseGeometry) -> list[Any]:
    """A shape of `whole` as the database keeps it."""
    return [
        [
            [[float(x), float(y)] for x, y in ring.coords[:-1]]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(shape)
    ]


def shape_of(outline: Outline | None) -> BaseGeometry | None:
    """The shape of a stored outline; None where there is none, or none that is sound."""
    if not outline or any(len(ring) < 3 for ring in rings(outline)):
        return None
    parts = [Polygon(outer, holes) for outer, *holes in outline]
    made = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return made if made.is_valid else None


def overlaps(
    ours: Sequence[BaseGeometry], others: Sequence[BaseGeometry] | None = None
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


def gaps(whole: BaseGeometry | None, tiles: Sequence[BaseGeometry]) -> list[tuple[Polygon, float]]:
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
