"""The gazetteer of the demo city: zones, blocks, streets, doorplates and points of interest."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from console.city.facts import City, Place, Region
from console.city.land import plane
from console.city.land.scatter import Kerb, Spots, shares
from console.city.tables import rows

COUNT: Final = 4000
"""Doorplates and points of interest, besides everything that has a shape of its own."""
DOORPLATES: Final = 0.6
DOOR_M: Final = (4.0, 12.0)


def places(city: City, count: int = COUNT) -> Iterator[Place]:
    """About `count` entries: a zone of every street, a block of every community, doors and POIs."""
    for region in city.regions:
        if region.tier in ("street", "community"):
            yield _area(region)
    kerb, rng = Kerb(city), np.random.default_rng([city.seed, 7])
    doors = round(count * DOORPLATES)
    yield from _doorplates(city, kerb.along(doors, DOOR_M, rng))
    table = rows("pois.tsv")
    wanted = shares([int(row["count"]) for row in table], count - doors)
    for row, number in zip(table, wanted, strict=True):
        yield from _points(city, row, kerb.along(number, DOOR_M, rng))


def _area(region: Region) -> Place:
    lon, lat = plane.centre(region.ring)
    street = region.tier == "street"
    stem = region.zh.removesuffix("街道").removesuffix("社区")
    english = region.en.removesuffix(" Subdistrict").removesuffix(" Community")
    kind = ("zone", "片区", "Zone") if street else ("block", "街区", "Block")
    return Place(kind[0], stem + kind[1], f"{english} {kind[2]}", (lon, lat), region.id)


def _doorplates(city: City, spots: Spots) -> Iterator[Place]:
    for i in range(len(spots)):
        road = city.roads.by_id[city.roads.edges[int(spots.edge[i])].road]
        number = int(spots.number[i])
        yield _at(city, spots, i, "doorplate", f"{road.zh} {number} 号", f"{number} {road.en}")


def _points(city: City, row: dict[str, str], spots: Spots) -> Iterator[Place]:
    """Points of one kind, each called by its community, street or road; no name twice in one kind."""
    given: dict[str, int] = {}
    for i in range(len(spots)):
        zh, en = _called(city, row["named_by"], spots, i)
        given[zh] = given.get(zh, 0) + 1
        again = given[zh]
        order = ("", "") if again == 1 else (f"第{again}", f" No. {again}")
        yield _at(
            city, spots, i, row["kind"], f"{zh}{order[0]}{row['zh']}", f"{en} {row['en']}{order[1]}"
        )


def _called(city: City, by: str, spots: Spots, i: int) -> tuple[str, str]:
    if by == "road":
        road = city.roads.by_id[city.roads.edges[int(spots.edge[i])].road]
        return road.zh, road.en
    region = city.region[city.grids[int(spots.grid[i])].region]
    if by == "street":
        region = city.region[city.street_of(region.id)]
    return (
        region.zh.removesuffix("社区").removesuffix("街道"),
        region.en.removesuffix(" Community").removesuffix(" Subdistrict"),
    )


def _at(city: City, spots: Spots, i: int, kind: str, zh: str, en: str) -> Place:
    position = float(spots.lon[i]), float(spots.lat[i])
    return Place(kind, zh, en, position, city.grids[int(spots.grid[i])].region)
