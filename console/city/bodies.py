"""Departments, their crews, and who answers for what where."""

from collections.abc import Iterator
from random import Random
from typing import Final

from console.city.facts import Crew, Department, Region, Responsible
from console.city.names import FIRST, SECOND
from console.city.plane import centre
from console.city.regions import CITY_ID, DISTRICT_ID
from console.city.roads import Roads
from console.city.tables import meant, rows
from console.domain.category import Category, national

STREET_OFFICE: Final = "street_office"
STREET_CREWS: Final = 5
ON_DUTY: Final = 0.85
SUDDEN: Final = "04"
"""Class 04 突发事件 of 2007: only the owner of a pipe can shut it, so the owner leads."""


def departments(regions: list[Region]) -> list[Department]:
    """13 bureaus, squads and companies, then one office for each street: 30 in all."""
    found: list[Department] = []
    for row in rows("departments.tsv"):
        region = DISTRICT_ID if row["tier"] == "district" else CITY_ID
        words = row["zh"], row["en"], row["initials"]
        found.append(Department(len(found) + 1, None, row["tier"], row["kind"], region, *words))
    for street in (region for region in regions if region.tier == "street"):
        stem = street.zh.removesuffix("街道")
        initials = (FIRST[stem[0]][0] + SECOND[stem[1]][0] + "jdb").upper()
        words = f"{street.zh}办", f"{street.en} Office", initials
        number = len(found) + 1
        found.append(Department(number, None, "street", STREET_OFFICE, street.id, *words))
    return found


def crews(bodies: list[Department], regions: list[Region], roads: Roads, rng: Random) -> list[Crew]:
    """200 crews with call signs like 环卫21, at home at a corner inside their beat."""
    table = {row["zh"]: (row["crew_sign"], int(row["crews"])) for row in rows("departments.tsv")}
    by_id = {region.id: region for region in regions}
    numbers: dict[str, int] = {}
    found: list[Crew] = []
    for body in bodies:
        street = by_id[body.region]
        sign, count = table.get(body.zh, (street.zh.removesuffix("街道"), STREET_CREWS))
        for _crew in range(count):
            numbers[sign] = numbers.get(sign, 0) + 1
            call_sign = f"{sign}{numbers[sign]:02d}"
            home = _home(street, roads, rng)
            on_duty = rng.random() < ON_DUTY
            found.append(Crew(len(found) + 1, call_sign, body.id, home, on_duty))
    return found


def _home(beat: Region, roads: Roads, rng: Random) -> tuple[float, float]:
    """A corner of the roads: anywhere, or for a street's crew one near the street's middle."""
    if beat.tier != "street":
        return roads.nodes[rng.choice(roads.edges).a]
    lon, lat = centre(beat.ring)
    near = lon + rng.gauss(0, 0.0022), lat + rng.gauss(0, 0.002)
    return roads.nodes[roads.nearest(near)]


def responsibility(bodies: list[Department], regions: list[Region]) -> Iterator[Responsible]:
    """Components: the owner, then the territory; events: the territory, then the owner (DOMAIN §3).

    Where nobody owns, the territory leads.
    """
    owners = {
        category.key: row["owner"]
        for row in rows("owners.tsv")
        for category in meant(row["kind"], row["codes"])
    }
    streets = [region for region in regions if region.tier == "street"]
    offices = {body.region: body.id for body in bodies if body.kind == STREET_OFFICE}
    squads = _squads(bodies, streets)
    single = {
        body.kind: body.id for body in bodies if body.kind not in (STREET_OFFICE, "enforcement")
    }
    for category in national():
        owner = owners.get(category.key)
        owner_first = owner is not None and _owner_leads(category)
        if owner in single:
            rank = 1 if owner_first else 2
            yield Responsible(category.key, None, single[owner], rank, "owner")
        for street in streets:
            office = offices[street.id]
            yield Responsible(category.key, street.id, office, 2 if owner_first else 1, "territory")
            if owner == "enforcement":
                squad = squads[street.id]
                yield Responsible(category.key, street.id, squad, 1 if owner_first else 2, "owner")


def _owner_leads(category: Category) -> bool:
    return category.kind == "component" or category.class_code == SUDDEN


def _squads(bodies: list[Department], streets: list[Region]) -> dict[int, int]:
    """Each squad's third of the streets, from west to east."""
    squads = [body.id for body in bodies if body.kind == "enforcement"]
    eastward = sorted(streets, key=lambda street: centre(street.ring))
    return {
        street.id: squads[i * len(squads) // len(eastward)] for i, street in enumerate(eastward)
    }
