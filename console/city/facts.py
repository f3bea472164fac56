"""Data classes of the demo city. Positions are WGS-84 degrees, lengths metres, areas m²."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from console.city.land.roads import Roads
from console.domain.category import Key

Position = tuple[float, float]
"""lon, lat."""
Ring = tuple[Position, ...]
"""Outline, the first position not repeated."""
Tier = Literal["city", "district", "street", "community"]


@dataclass(frozen=True, slots=True)
class Region:
    """A city, district, street 街道 or community 社区. `code`: 6, 6, 9 or 12 digits."""

    id: int
    parent: int | None
    tier: Tier
    code: str
    zh: str
    en: str
    ring: Ring


@dataclass(frozen=True, slots=True)
class Grid:
    """A unit grid; `region` is its community. `ground` tells water and parks from built land."""

    code: str
    region: int
    ring: Ring
    area_m2: float
    area_class: int
    ground: Literal["built", "park", "water"]


@dataclass(frozen=True, slots=True)
class Shape:
    """River, lake or park as the map draws it."""

    kind: Literal["river", "lake", "park"]
    zh: str
    en: str
    ring: Ring


@dataclass(frozen=True, slots=True)
class Place:
    """Gazetteer entry; `kind` "road", "park", "water", "school", "market", "station"…"""

    kind: str
    zh: str
    en: str
    position: Position
    region: int | None


@dataclass(frozen=True, slots=True)
class Department:
    """`tier` city, district, street or company; `kind` e.g. "sanitation", "enforcement"."""

    id: int
    parent: int | None
    tier: str
    kind: str
    region: int
    zh: str
    en: str
    initials: str


@dataclass(frozen=True, slots=True)
class Crew:
    """`home` lies on a corner of the road network."""

    id: int
    call_sign: str
    department: int
    home: Position
    on_duty: bool


@dataclass(frozen=True, slots=True)
class DutyGrid:
    """Codes of the unit grids that its collectors patrol; `region` is the street."""

    id: int
    name: str
    region: int
    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collector:
    """`operator` only for those who have a terminal of their own."""

    id: int
    call_sign: str
    region: int
    duty_grids: tuple[int, ...]
    on_duty: bool
    operator: int | None


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post held: in a region, or everywhere; a department's post, in a department."""

    post: str
    region: int | None
    department: int | None


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator, called by surname and post. `login` is ASCII."""

    id: int
    login: str
    zh: str
    en: str
    posts: tuple[PostHeld, ...]


@dataclass(frozen=True, slots=True)
class Responsible:
    """The department that answers for a category in a region (None: everywhere); rank 1 leads."""

    category: Key
    region: int | None
    department: int
    rank: int
    basis: Literal["owner", "territory"]


@dataclass(frozen=True)
class City:
    """Everything in the city before the first case."""

    seed: int
    regions: tuple[Region, ...]
    grids: tuple[Grid, ...]
    roads: Roads
    shapes: tuple[Shape, ...]
    places: tuple[Place, ...]
    departments: tuple[Department, ...]
    crews: tuple[Crew, ...]
    duty_grids: tuple[DutyGrid, ...]
    collectors: tuple[Collector, ...]
    operators: tuple[Operator, ...]
    responsibility: tuple[Responsible, ...]

    @cached_property
    def region(self) -> dict[int, Region]:
        """Regions by id."""
        return {region.id: region for region in self.regions}

    def street_of(self, region: int) -> int:
        """The street that a community belongs to, as region ids."""
        parent = self.region[region].parent
        return region if self.region[region].tier != "community" or parent is None else parent
