"""Polygons from rings without marked holes: by containment, whatever their winding."""

from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry


def polygons(rings: Sequence[Sequence[Any]]) -> BaseGeometry:
    """The area of some rings: a ring within an odd number of others is a hole.

    Rings that cross one another make an invalid shape, as one that crosses itself. Raises
    ValueError for a ring of fewer than three positions.
    """
    faces = [Polygon([point[:2] for point in ring]) for ring in rings]
    if len(faces) == 1 or not all(face.is_valid for face in faces):
        return faces[0] if len(faces) == 1 else MultiPolygon(faces)
    tree = shapely.STRtree(faces)
    around: list[list[int]] = [[] for _face in faces]
    inner, outer = tree.query([face.representative_point() for face in faces], "within")
    for i, j in zip(inner.tolist(), outer.tolist(), strict=True):
        if faces[j].area > faces[i].area:
            around[i].append(j)
    parts = []
    for i, face in enumerate(faces):
        if len(around[i]) % 2:
            continue
        holes = [
            faces[k].exterior.coords
            for k in range(len(faces))
            if i in around[k] and len(around[k]) == len(around[i]) + 1
        ]
        parts.append(Polygon(face.exterior.coords, holes))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
