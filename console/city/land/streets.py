"""Names for the roads, and each road's nodes in the order of its house numbers."""

from console.city.land.blocks import FIRST_LANE, FIRST_SECONDARY, Settlement
from console.city.land.mesh import Point, Side
from console.city.land.outlines import degrees
from console.city.land.roads import Road, RoadClass, Roads
from console.city.land.skeleton import (
    AVENUE,
    NORTH_BANK,
    SOUTH_BANK,
    Skeleton,
)
from console.city.names import RIVER, Name, Names, lane


def lay_out(
    skeleton: Skeleton, settlement: Settlement, communities: list[Name], names: Names
) -> Roads:
    """Every road of the district; `communities` are the names of the settlement's, in order."""
    sides: dict[int, list[Side]] = {}
    for side, street in skeleton.mesh.streets():
        sides.setdefault(street, []).append(side)
    lanes = {
        number: lane(name, position)
        for community, name in zip(settlement.communities, communities, strict=True)
        for position, number in enumerate((n for n in community.lanes if n in sides), start=1)
    }
    renumbered: dict[int, int] = {}
    points = skeleton.mesh.points
    roads: list[Road] = []
    for street in sorted(sides):
        kind = _kind(street, skeleton)
        zh, en = lanes[street] if street in lanes else _name(street, kind, names)
        stretches = tuple(
            tuple(renumbered.setdefault(corner, len(renumbered)) for corner in stretch)
            for stretch in _stretches(sides[street], points)
        )
        roads.append(Road(len(roads) + 1, kind, zh, en, stretches))
    return Roads((degrees(points[corner]) for corner in renumbered), roads)


def _kind(street: int, skeleton: Skeleton) -> RoadClass:
    if street >= FIRST_LANE:
        return "lane"
    return "arterial" if street in skeleton.main else "secondary"


def _name(street: int, kind: RoadClass, names: Names) -> Name:
    if street in (SOUTH_BANK, NORTH_BANK):
        bank = ("南", "South") if street == SOUTH_BANK else ("北", "North")
        return f"{RIVER[0]}{bank[0]}路", f"{RIVER[1].removesuffix(' River')} {bank[1]} Bank Road"
    if street == NORTH_BANK + 1:
        return "望湖路", "Wanghu Road"
    zh, en = names.draw()
    if street == AVENUE or (kind == "arterial" and street % 2 == 0):
        return f"{zh}大道", f"{en} Avenue"
    if street >= FIRST_SECONDARY:
        return f"{zh}街", f"{en} Street"
    return f"{zh}路", f"{en} Road"


def _stretches(sides: list[Side], points: list[Point]) -> list[list[int]]:
    """The sides of one street as runs of corners, from west or north to east or south."""
    beside: dict[int, list[int]] = {}
    for a, b in sides:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    left = {frozenset(side) for side in sides}
    runs: list[list[int]] = []
    while left:
        open_ends = [a for a in beside if sum(frozenset((a, b)) in left for b in beside[a]) == 1]
        start = min(
            open_ends or {a for side in left for a in side},
            key=lambda a: (points[a][0] - points[a][1], a),
        )
        run = [start]
        while True:
            onward = [b for b in beside[run[-1]] if frozenset((run[-1], b)) in left]
            if not onward:
                break
            left.discard(frozenset((run[-1], onward[0])))
            run.append(onward[0])
        runs.append(run)
    return runs
