"""Regions and unit grids with their codes: numbered west to east, north to south (CJ/T 213)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import dist
from random import Random
from typing import Final

from shapely.geometry import Point as Spot
from shapely.geometry import Polygon

from console.city import names
from console.city.facts import Grid, Region
from console.city.land import plane
from console.city.land.areas import gather
from console.city.land.blocks import Community, Ground, Settlement
from console.city.land.mesh import Mesh, Point
from console.city.land.outlines import degrees, face_ring, joined
from console.city.names import Name, Names
from console.domain import geodesy
from console.domain.grid_code import GridCode, numbering

COUNTY: Final = "990101"
"""An invented county: no administrative code begins with 99."""
CITY_ID: Final = 1
DISTRICT_ID: Final = 2
CENTRE_M: Final = 1500.0
"""Within this distance of the middle unit grids are of area class 1, beyond of class 2."""
STREET_ROW_M: Final = 700.0
COMMUNITY_ROW_M: Final = 260.0


@dataclass
class Register:
    """Codes and ids as they are given out. `named` are the communities' names, in order."""

    mesh: Mesh
    named: list[Name]
    ground: dict[int, Ground]
    regions: list[Region] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def enter_street(self, order: int, name: Name, communities: Sequence[Region]) -> None:
        zh, en = f"{name[0]}街道", f"{name[1]} Subdistrict"
        outline = joined(region.ring for region in communities)
        code = f"{COUNTY}{order:03d}"
        street = Region(DISTRICT_ID + order, DISTRICT_ID, "street", code, zh, en, outline)
        self.regions += [street, *communities]

    def community(self, id: int, street: int, number: int, place: Community, name: Name) -> Region:
        """Enters a community's unit grids and returns its region."""
        code = GridCode.make(COUNTY, f"{street:03d}", f"{number:03d}", 1)
        centres = [degrees(plane.centre(self.mesh.ring(face))) for face in place.grids]
        by_number = sorted(zip(numbering(centres), place.grids, strict=True))
        cut = [self._grid(code, sequence, id, face) for sequence, face in by_number]
        self.grids += cut
        zh, en = f"{name[0]}社区", f"{name[1]} Community"
        outline = joined(grid.ring for grid in cut)
        parent = DISTRICT_ID + street
        return Region(id, parent, "community", code.community_code, zh, en, outline)

    def _grid(self, community: GridCode, sequence: int, region: int, face: int) -> Grid:
        code = GridCode.make(community.county, community.street, community.community, sequence)
        ring = face_ring(self.mesh, face)
        central = dist(plane.centre(self.mesh.ring(face)), (0, 0)) < CENTRE_M
        size = round(geodesy.area(ring), 1)
        return Grid(str(code), region, ring, size, 1 if central else 2, self.ground[face])


def divide_up(
    settlement: Settlement, named: list[Name], lake: Polygon, drawn: Names, rng: Random
) -> tuple[list[Region], list[Grid]]:
    """The tree of regions and all unit grids, each in order of ids and codes."""
    places = settlement.communities
    centres = [_middle(settlement.mesh, place) for place in places]
    groups = gather([len(p.grids) for p in places], _beside(settlement), centres, rng)
    register = Register(settlement.mesh, named, _ground(settlement, lake))
    middles = [_mean([centres[i] for i in group]) for group in groups]
    id = DISTRICT_ID + len(groups)
    for street, g in enumerate(_reading_order(middles, STREET_ROW_M), start=1):
        inside: list[Region] = []
        order = _reading_order([centres[i] for i in groups[g]], COMMUNITY_ROW_M)
        for number, i in enumerate((groups[g][k] for k in order), start=1):
            id += 1
            inside.append(register.community(id, street, number, places[i], named[i]))
        register.enter_street(street, drawn.draw(), inside)
    outline = joined(region.ring for region in register.regions if region.tier == "street")
    above = [
        Region(CITY_ID, None, "city", f"{COUNTY[:4]}00", *names.CITY, outline),
        Region(DISTRICT_ID, CITY_ID, "district", COUNTY, *names.DISTRICT, outline),
    ]
    return sorted([*above, *register.regions], key=lambda region: region.id), register.grids


def _reading_order(points: list[Point], row_m: float) -> list[int]:
    """Indices in the order in which things at these points are numbered."""
    numbers = numbering([degrees(point) for point in points], row_m)
    return sorted(range(len(points)), key=numbers.__getitem__)


def _mean(points: list[Point]) -> Point:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _middle(mesh: Mesh, place: Community) -> Point:
    return _mean([plane.centre(mesh.ring(face)) for face in place.grids])


def _beside(settlement: Settlement) -> list[set[int]]:
    """For each community those that share a side with it on land."""
    river = set(settlement.river)
    owner = {
        face: i
        for i, community in enumerate(settlement.communities)
        for face in community.grids
        if face not in river
    }
    beside: list[set[int]] = [set() for _community in settlement.communities]
    for face, i in owner.items():
        for _side, other in settlement.mesh.across(face):
            if owner.get(other, i) != i:
                beside[i].add(owner[other])
    return beside


def _ground(settlement: Settlement, lake: Polygon) -> dict[int, Ground]:
    """What lies on each face; the lake is given in the plane."""
    mesh = settlement.mesh
    ground: dict[int, Ground] = dict.fromkeys(mesh.faces, "built")
    parks = [face for c in settlement.communities for park in c.parks for face in park]
    for face in (*parks, *settlement.hill, *settlement.lake):
        ground[face] = "park"
    for face in settlement.lake:
        if lake.contains(Spot(plane.centre(mesh.ring(face)))):
            ground[face] = "water"
    for face in settlement.river:
        ground[face] = "water"
    return ground
