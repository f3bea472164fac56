"""Cuts first cells into communities, blocks between lanes, and unit grids; parks among them."""

from dataclasses import dataclass, field
from random import Random
from typing import Final, Literal

from console.city.land import plane
from console.city.land.cutting import divide
from console.city.land.mesh import UNMARKED, Mesh
from console.city.land.skeleton import NORTH_BANK, Skeleton

COMMUNITIES: Final = 170
GRID_M2: Final = 11_200.0
"""Built land is cut into unit grids of about this size (CJ/T 213: about 10,000 m²)."""
OPEN_GRID_M2: Final = 26_000.0
"""On water and in parks some grids are larger."""
FIRST_SECONDARY: Final = 1000
FIRST_LANE: Final = 5000
LEAST_M2: Final = 40_000.0
"""A corner cut off by a street becomes a community of its own only from this size on."""
PARK_SHARE: Final = 0.11

Ground = Literal["built", "park", "water"]


@dataclass
class Community:
    """The faces that are its unit grids, the lanes inside it, and its parks as lists of faces."""

    grids: list[int]
    lanes: list[int] = field(default_factory=list)
    parks: list[list[int]] = field(default_factory=list)


@dataclass
class Settlement:
    """Communities over a finished mesh; `secondary` are the streets cut between communities."""

    mesh: Mesh
    communities: list[Community]
    secondary: list[int]
    lake: list[int]
    hill: list[int]
    river: list[int]


def settle(skeleton: Skeleton, rng: Random) -> Settlement:
    """Cuts every cell down to unit grids."""
    mesh = skeleton.mesh
    secondary: list[int] = []
    apart = {skeleton.lake, skeleton.hill} | skeleton.river
    cells = [face for face in mesh.faces if face not in apart]
    land = [cell for cell in cells if plane.area(mesh.ring(cell)) >= LEAST_M2]

    def new_street(_parts: int) -> int:
        secondary.append(FIRST_SECONDARY + len(secondary))
        return secondary[-1]

    faces: list[int] = []
    for cell, parts in zip(land, _apportion(mesh, land, COMMUNITIES - 2), strict=True):
        faces += divide(mesh, cell, parts, new_street, rng)
    lanes = Lanes(rng)
    communities = [_fill(mesh, face, lanes, rng) for face in faces]
    lake, hill = (_open(mesh, face, rng) for face in (skeleton.lake, skeleton.hill))
    communities += [Community(lake), Community(hill)]
    river = [face for cell in sorted(skeleton.river) for face in _open(mesh, cell, rng)]
    _share_out(mesh, communities, [cell for cell in cells if cell not in land])
    _share_out(mesh, communities, river)
    return Settlement(mesh, communities, secondary, lake, hill, river)


@dataclass
class Lanes:
    """Numbers lanes as they are cut and remembers those of the community in hand."""

    rng: Random
    count: int = 0
    here: list[int] = field(default_factory=list)

    def always(self, _parts: int) -> int:
        self.count += 1
        self.here.append(FIRST_LANE + self.count)
        return self.here[-1]

    def sometimes(self, parts: int) -> int:
        """Within a block some cuts are lanes, the others walls and fences."""
        return self.always(parts) if parts >= 4 and self.rng.random() < 0.4 else UNMARKED


def _apportion(mesh: Mesh, cells: list[int], count: int) -> list[int]:
    """How many communities each cell holds, `count` in all, in proportion to area."""
    areas = [plane.area(mesh.ring(cell)) for cell in cells]
    exact = [count * size / sum(areas) for size in areas]
    parts = [max(1, int(share)) for share in exact]
    by_claim = sorted(range(len(cells)), key=lambda i: parts[i] - exact[i])
    for i in by_claim[: max(0, count - sum(parts))]:
        parts[i] += 1
    return parts


def _fill(mesh: Mesh, face: int, lanes: Lanes, rng: Random) -> Community:
    """A community: blocks between lanes, one of them perhaps a park, cut into unit grids."""
    parts = max(2, round(plane.area(mesh.ring(face)) / GRID_M2))
    lanes.here = []
    blocks = divide(mesh, face, max(1, round(parts / 4)), lanes.always, rng)
    park = rng.choice(blocks) if len(blocks) > 2 and rng.random() < PARK_SHARE else None
    community = Community([])
    for block in blocks:
        if block == park:
            community.parks.append(_open(mesh, block, rng))
            community.grids += community.parks[-1]
        else:
            pieces = max(1, round(plane.area(mesh.ring(block)) / GRID_M2))
            community.grids += divide(mesh, block, pieces, lanes.sometimes, rng)
    community.lanes = lanes.here
    return community


def _open(mesh: Mesh, face: int, rng: Random) -> list[int]:
    """Water or a park: larger grids and no streets."""
    parts = max(1, round(plane.area(mesh.ring(face)) / OPEN_GRID_M2))
    return divide(mesh, face, parts, lambda _parts: UNMARKED, rng)


def _share_out(mesh: Mesh, communities: list[Community], faces: list[int]) -> None:
    """Joins leftover faces to the community with the longest common border, the north bank
    first.
    """
    owner = {face: i for i, community in enumerate(communities) for face in community.grids}
    for face in faces:
        banks: dict[int, float] = {}
        for (a, b), other in mesh.across(face):
            if other not in owner:
                continue
            weight = 100.0 if mesh.marked((a, b)) == NORTH_BANK else 1.0
            shore = weight * plane.length(mesh.points[a], mesh.points[b])
            banks[owner[other]] = banks.get(owner[other], 0.0) + shore
        communities[max(banks, key=banks.__getitem__)].grids.append(face)
