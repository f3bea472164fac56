"""Outlines of regions and unit grids: polygons with holes, the largest first, as GeoJSON nests them.

polygon → ring → [lon, lat] in WGS-84 degrees; the first ring of a polygon runs counter-clockwise
around it, the others clockwise around its holes; the first position is not repeated.
"""

from collections.abc import Sequence

Ring = Sequence[Sequence[float]]
Outline = Sequence[Sequence[Ring]]


def rings(outline: Outline) -> list[Ring]:
    """Every ring, outer ones and holes: what lies within an odd number of them lies inside."""
    return [ring for polygon in outline for ring in polygon]


def largest(outline: Outline) -> Ring:
    """The ring around the largest part."""
    return outline[0][0]
