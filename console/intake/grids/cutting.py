"""`grid cut`: a community's outline as unit grids that tile it, numbered as CJ/T 213 says.

The outline and the lines of a lattice are noded together once, so neighbours share every corner and
no rounding opens a gap between them.
"""

from collections.abc import Iterator
from math import ceil
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from console.domain.geodesy import LocalPlane
from console.domain.grid_code import LAST, GridCode, numbering
from console.domain.refusal import Refused
from console.intake.geometry import outlines
from console.intake.geometry.datum import DECIMALS
from console.store.city import tables
from console.store.engine import Store, now_ms
from console.store.log import traces

SLIVER: Final = 0.4
"""Part of a whole cell below which a piece joins a neighbour."""
ROW: Final = 0.6
"""Part of a cell's height within which centres stand in one row."""


def cut(store: Store, community: str, size: float) -> dict[str, Any]:
    """Cuts a community that has no grids yet; answers their count and areas in m².

    Raises `Refused` for a community that is unknown, without a sound outline, has or had grids, or
    would need more than 999.
    """
    with tables.alone(store) as connection:
        traces.may_keep_city(store, connection)
        region = _community(connection, community)
        whole = outlines.shape_of(region["outline"])
        if whole is None:
            raise Refused("community_outline", community=community)
        tiles = pieces(whole, size, community)
        if len(tiles) > LAST:
            raise Refused("cut_too_many", community=community, count=len(tiles), most=LAST)
        rows = list(_rows(region, tiles, size))
        before = traces.count(connection, "unit_grid")
        tables.add(connection, "unit_grid", rows)
        told = {"kind": "grid", "community": community, "count": before + len(rows)}
        traces.note_import(store, connection, {"count": before}, told)
    sizes = [row["area_m2"] for row in rows]
    return {
        "community": community,
        "grids": len(rows),
        "area_m2": round(sum(sizes), 1),
        "smallest_m2": min(sizes),
        "largest_m2": max(sizes),
    }


def _community(connection: Any, code: str) -> dict[str, Any]:
    found = [row for row in tables.rows(connection, "region") if row["code"] == code]
    if not found or found[0]["tier"] != "community" or not (len(code) == 12 and code.isdigit()):
        raise Refused("community_unknown", community=code)
    grids = tables.rows(connection, "unit_grid")
    count = sum(row["region_id"] == found[0]["id"] or row["code"][:12] == code for row in grids)
    if count:
        raise Refused("cut_has_grids", community=code, count=count)
    return found[0]


def pieces(whole: BaseGeometry, size: float, community: str) -> list[Polygon]:
    """Polygons of about `size` × `size` metres that tile `whole` (WGS-84 degrees), in any order.

    Raises `Refused`, naming the community, where there would be far too many even to begin.
    """
    middle = whole.centroid
    local = LocalPlane(middle.x, middle.y)
    plane = _mapped(whole, local.to_metres)
    expected = ceil(plane.area / size**2)
    if expected > 2 * LAST:
        raise Refused("cut_too_many", community=community, count=expected, most=LAST)
    lines = shapely.union_all([plane.boundary, *_lattice(plane, size)])
    faces = [
        face for face in shapely.get_parts(shapely.polygonize([lines])) if _inside(face, plane)
    ]
    merged = _without_slivers(faces, SLIVER * size**2)
    return [_mapped(face, local.to_degrees).normalize() for face in merged]


def _mapped(shape: BaseGeometry, move: Any) -> BaseGeometry:
    """The shape with every corner moved, to a tenth of a millimetre."""

    def moved(points: Any) -> Any:
        return np.round([move(x, y) for x, y in points], DECIMALS)

    # corners that lay closer than that become one
    made = shapely.remove_repeated_points(shapely.transform(shape, moved))
    if made.is_valid:
        return made
    # a hair thinner than that lies on itself now: it goes, the area stays
    sound = outlines.areas(shapely.make_valid(made))
    if shape.geom_type == "Polygon":
        return max(sound, key=lambda part: float(part.area))
    return MultiPolygon(sound)


def _lattice(plane: BaseGeometry, size: float) -> Iterator[LineString]:
    """Lines that divide the outline's box into equal cells of about `size`."""
    west, south, east, north = plane.bounds
    for i in range(1, columns := max(1, round((east - west) / size))):
        x = west + (east - west) * i / columns
        yield LineString([(x, south - 1), (x, north + 1)])
    for j in range(1, rows := max(1, round((north - south) / size))):
        y = south + (north - south) * j / rows
        yield LineString([(west - 1, y), (east + 1, y)])


def _inside(face: Polygon, plane: BaseGeometry) -> bool:
    return bool(plane.contains(face.representative_point()))


def _without_slivers(faces: list[Polygon], least: float) -> list[Polygon]:
    """Joins what is smaller than `least` m² to the neighbour with the longest common side."""
    left = dict(enumerate(faces))
    stuck: set[int] = set()
    while True:
        small = [i for i, face in left.items() if face.area < least and i not in stuck]
        if not small or len(left) == 1:
            return list(left.values())
        one = min(small, key=lambda i: left[i].area)
        joined = _joined(one, left)
        if joined is None:
            stuck.add(one)
            continue
        other, face = joined
        del left[one]
        left[other] = face
        stuck.clear()


def _joined(one: int, left: dict[int, Polygon]) -> tuple[int, Polygon] | None:
    """The neighbour a sliver can join in one polygon without holes, and that polygon."""
    face = left[one]
    sides = {
        i: shapely.intersection(face, other).length
        for i, other in left.items()
        if i != one and other.intersects(face)
    }
    for i in sorted((i for i, side in sides.items() if side > 0), key=lambda i: -sides[i]):
        both = shapely.coverage_union_all([face, left[i]])
        if both.geom_type == "Polygon" and not both.interiors and both.is_valid:
            return i, both
    return None


def _rows(region: dict[str, Any], tiles: list[Polygon], size: float) -> Iterator[dict[str, Any]]:
    """Rows of the new grids in order of their numbers."""
    code, now = region["code"], now_ms()
    centres = [(tile.centroid.x, tile.centroid.y) for tile in tiles]
    for number, i in sorted(zip(numbering(centres, ROW * size), range(len(tiles)), strict=True)):
        tile = tiles[i]
        yield {
            "code": str(GridCode.make(code[:6], code[6:9], code[9:], number)),
            "region_id": region["id"],
            "name": "",
            "outline": outlines.stored(outlines.whole(tile)),
            "area_m2": round(outlines.area_m2(tile), 1),
            "area_class": 1,
            "began_at": now,
            "ended_at": None,
        }
