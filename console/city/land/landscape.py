"""Water and parks as the map draws them, and the gazetteer of named places."""

from math import cos, pi, sin
from random import Random
from typing import Final

from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Spot

from console.city import names
from console.city.facts import Grid, Place, Region, Shape
from console.city.land import plane
from console.city.land.blocks import Settlement
from console.city.land.outlines import in_degrees, soft
from console.city.land.roads import Roads
from console.city.names import Names

POINTS_OF_INTEREST: Final = (
    ("school", "小学", "Primary School"),
    ("school", "中学", "Middle School"),
    ("market", "农贸市场", "Food Market"),
    ("hospital", "社区医院", "Community Hospital"),
    ("station", "公交站", "Bus Station"),
    ("estate", "花园", "Gardens"),
)


def lake_shape(settlement: Settlement) -> Polygon:
    """The lake in the plane: uneven shores inside its own community."""
    room = soft(settlement.mesh, settlement.lake, 28.0, 60.0)
    middle = room.centroid
    shore = []
    for step in range(72):
        angle = step * pi / 36
        far = Spot(middle.x + 3000 * cos(angle), middle.y + 3000 * sin(angle))
        reach = LineString([middle, far]).intersection(room).length
        wave = 0.88 + 0.06 * sin(2 * angle + 0.7) + 0.05 * sin(3 * angle + 2.0)
        reach *= wave + 0.04 * sin(5 * angle)
        shore.append((middle.x + reach * cos(angle), middle.y + reach * sin(angle)))
    return Polygon(shore).buffer(-25).buffer(50).buffer(-25)


def shapes(settlement: Settlement, lake: Polygon, drawn: Names) -> list[Shape]:
    """River, parks, lake: drawn in this order."""
    mesh = settlement.mesh
    found = [Shape("river", *names.RIVER, in_degrees(soft(mesh, settlement.river, 9.0, 6.0)))]
    found.append(
        Shape(
            "park", "望湖公园", "Wanghu Park", in_degrees(soft(mesh, settlement.lake, 12.0, 30.0))
        )
    )
    hill = drawn.draw()
    outline = in_degrees(soft(mesh, settlement.hill, 12.0, 40.0))
    found.append(Shape("park", f"{hill[0]}山公园", f"{hill[1]} Hill Park", outline))
    for community in settlement.communities:
        for park in community.parks:
            zh, en = drawn.draw()
            outline = in_degrees(soft(mesh, park, 9.0, 16.0))
            found.append(Shape("park", f"{zh}公园", f"{en} Park", outline))
    found.append(Shape("lake", *names.LAKE, in_degrees(lake)))
    return found


def places(
    regions: list[Region], grids: list[Grid], roads: Roads, shapes: list[Shape], rng: Random
) -> list[Place]:
    """Roads, water and parks by their middle, and one point of interest in each community."""
    found = []
    for road in roads.roads:
        longest = max(road.stretches, key=len)
        middle = roads.nodes[longest[len(longest) // 2]]
        found.append(Place("road", road.zh, road.en, middle, None))
    for shape in shapes:
        kind = "park" if shape.kind == "park" else "water"
        found.append(Place(kind, shape.zh, shape.en, plane.centre(shape.ring), None))
    built: dict[int, list[Grid]] = {}
    for grid in grids:
        if grid.ground == "built":
            built.setdefault(grid.region, []).append(grid)
    for region in regions:
        if region.id in built:
            kind, zh, en = rng.choice(POINTS_OF_INTEREST)
            lon, lat = plane.centre(rng.choice(built[region.id]).ring)
            stem_zh, stem_en = region.zh.removesuffix("社区"), region.en.removesuffix(" Community")
            position = round(lon, 7), round(lat, 7)
            found.append(Place(kind, stem_zh + zh, f"{stem_en} {en}", position, region.id))
    return found
