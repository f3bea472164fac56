"""Outlines in degrees of groups of faces, and the rounded shapes of water and parks."""

from collections.abc import Iterable, Sequence
from typing import Final

import shapely
from shapely.geometry import Polygon

from console.city.land.mesh import Mesh, Point
from console.domain.geodesy import LocalPlane

ORIGIN: Final = (116.9, 31.7)
FRAME: Final = LocalPlane(*ORIGIN)
PLACES: Final = 7
"""Decimals of a degree kept: a centimetre."""

Ring = tuple[tuple[float, float], ...]


def degrees(point: Point) -> tuple[float, float]:
    """A point of the plane as lon, lat. Equal points give equal positions."""
    lon, lat = FRAME.to_degrees(*point)
    return round(lon, PLACES), round(lat, PLACES)


def face_ring(mesh: Mesh, face: int) -> Ring:
    return tuple(degrees(point) for point in mesh.ring(face))


def joined(rings: Iterable[Ring]) -> Ring:
    """The outline of rings that tile one area without holes. Raises ValueError if they do not."""
    whole = shapely.coverage_union_all([Polygon(ring) for ring in rings])
    if not isinstance(whole, Polygon) or whole.interiors:
        raise ValueError(f"{whole.geom_type} with holes or in pieces")
    return tuple((x, y) for x, y in whole.exterior.coords[:-1])


def soft(mesh: Mesh, faces: Sequence[int], inset: float, roundness: float) -> Polygon:
    """The area of some faces, in the plane: drawn in by `inset` metres, its corners rounded."""
    whole = shapely.coverage_union_all([Polygon(mesh.ring(face)) for face in faces])
    drawn = whole.buffer(-inset - roundness).buffer(roundness).simplify(1.0)
    parts = [part for part in shapely.get_parts(drawn) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area)


def in_degrees(shape: Polygon) -> Ring:
    return tuple(degrees((x, y)) for x, y in shape.exterior.coords[:-1])
