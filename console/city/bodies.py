"""Departments by tier, their crews, and the table of responsibility."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from console.city.facts import Crew, Department, Region, Responsible
from console.city.land.plane import centre
from console.city.land.regions import CITY_ID, DISTRICT_ID
from console.city.land.roads import Roads
from console.city.names import FIRST, SECOND
from console.city.tables import categories_of, rows
from console.domain.category import Category, Key, national

STREET_OFFICE: Final = "street_office"
ON_DUTY: Final = 0.85
SUDDEN: Final = "04"
"""Class 04 突发事件 of 2007: only the owner of a pipe can shut it, so the owner leads."""
ORDINALS: Final = (("一", "1", "Y"), ("二", "2", "E"), ("三", "3", "S"), ("四", "4", "S"))
"""Ordinals of the bodies that share the streets, from west to east."""


@dataclass(frozen=True, slots=True)
class Body:
    """A department with the row it comes from and the streets it serves."""

    department: Department
    row: Mapping[str, str]
    streets: frozenset[int]


def bodies(regions: Sequence[Region]) -> list[Body]:
    """The 140 bodies of `departments.tsv`: bureaus, squads, companies, offices, their stations."""
    streets = [region for region in regions if region.tier == "street"]
    everywhere = frozenset(street.id for street in streets)
    found: list[Body] = []
    by_title: dict[str, list[Body]] = {}
    for row in rows("departments.tsv"):
        for fill, served in _shares(row["each"], streets):
            serves = everywhere if served is None else served
            above = [b for b in by_title.get(row["under"], ()) if serves <= b.streets]
            words = (row[name].replace("{}", fill[name]) for name in ("zh", "en", "initials"))
            region = min(serves) if row["each"] == "street" else _seat(row["tier"])
            parent = above[0].department.id if above else None
            made = Department(len(found) + 1, parent, row["tier"], row["kind"], region, *words)
            found.append(Body(made, row, serves))
            by_title.setdefault(row["zh"], []).append(found[-1])
    return found


def _seat(tier: str) -> int:
    return DISTRICT_ID if tier == "district" else CITY_ID


def _shares(
    each: str, streets: Sequence[Region]
) -> Iterator[tuple[Mapping[str, str], frozenset[int] | None]]:
    """What fills the names of each body of a row, and the streets it serves; None: all of them."""
    if each == "street":
        for street in streets:
            stem = street.zh.removesuffix("街道")
            initials = (FIRST[stem[0]][0] + SECOND[stem[1]][0]).upper()
            english = street.en.removesuffix(" Subdistrict")
            yield {"zh": stem, "en": english, "initials": initials}, frozenset((street.id,))
        return
    if not each:
        yield {"zh": "", "en": "", "initials": ""}, None
        return
    eastward = sorted(streets, key=_longitude)
    count = int(each)
    for number, (zh, en, initial) in enumerate(ORDINALS[:count]):
        mine = {s.id for i, s in enumerate(eastward) if i * count // len(eastward) == number}
        yield {"zh": zh, "en": en, "initials": initial}, frozenset(mine)


def _longitude(street: Region) -> float:
    return centre(street.ring)[0]


def crews(found: Sequence[Body], regions: list[Region], roads: Roads, rng: Random) -> list[Crew]:
    """200 crews with call signs like 环卫21, at home at a corner inside their beat."""
    by_id = {region.id: region for region in regions}
    of_row: dict[str, list[Body]] = {}
    for body in found:
        of_row.setdefault(body.row["zh"], []).append(body)
    held: dict[int, int] = {}
    for group in of_row.values():
        for number in range(int(group[0].row["crews"])):
            body_id = group[number % len(group)].department.id
            held[body_id] = held.get(body_id, 0) + 1
    numbers: dict[str, int] = {}
    made: list[Crew] = []
    for body in found:
        beat = by_id[body.department.region]
        sign = body.row["crew_sign"].replace("{}", beat.zh.removesuffix("街道"))
        for _crew in range(held.get(body.department.id, 0)):
            numbers[sign] = numbers.get(sign, 0) + 1
            home = _home(beat, roads, rng)
            on_duty = rng.random() < ON_DUTY
            call_sign = f"{sign}{numbers[sign]:02d}"
            made.append(Crew(len(made) + 1, call_sign, body.department.id, home, on_duty))
    return made


def _home(beat: Region, roads: Roads, rng: Random) -> tuple[float, float]:
    """A corner of the roads: anywhere, or for a street's crew one near the street's middle."""
    if beat.tier != "street":
        return roads.nodes[rng.choice(roads.edges).a]
    lon, lat = centre(beat.ring)
    near = lon + rng.gauss(0, 0.0022), lat + rng.gauss(0, 0.002)
    return roads.nodes[roads.nearest(near)]


def named(table: str, column: str) -> dict[Key, str]:
    """Category → the kind of body that a table of codes names for it."""
    return {
        category.key: row[column]
        for row in rows(table)
        for category in categories_of(row["kind"], row["codes"])
    }


def answering(found: Sequence[Body]) -> dict[str, dict[int | None, int]]:
    """Kind → street → the body there that answers, the lowest in the tree; None: in every street."""
    depth: dict[int, int] = {}
    for body in found:
        depth[body.department.id] = depth.get(body.department.parent or 0, 0) + 1
    streets = frozenset().union(*(body.streets for body in found))
    made: dict[str, dict[int | None, int]] = {}
    for body in sorted(found, key=lambda body: depth[body.department.id]):
        here = made.setdefault(body.department.kind, {})
        if body.streets == streets:
            here[None] = body.department.id
        else:
            here.update(dict.fromkeys(body.streets, body.department.id))
    for here in made.values():
        if here.keys() >= streets:
            here.pop(None, None)
    return made


def responsibility(found: Sequence[Body]) -> Iterator[Responsible]:
    """Components: the owner, then the territory; events: the territory, then the owner.

    Without an owner the territory leads.
    """
    owners, territory = named("owners.tsv", "owner"), named("territory.tsv", "body")
    who = answering(found)
    for category in national():
        owner = owners.get(category.key)
        first = owner is not None and _owner_leads(category)
        here = who[territory.get(category.key, STREET_OFFICE)]
        if owner is not None:
            for street, body in sorted(who[owner].items(), key=_by_street):
                yield Responsible(category.key, street, body, 1 if first else 2, "owner")
        for street, body in sorted(here.items(), key=_by_street):
            yield Responsible(category.key, street, body, 2 if first else 1, "territory")


def _by_street(entry: tuple[int | None, int]) -> int:
    return entry[0] or 0


def _owner_leads(category: Category) -> bool:
    return category.kind == "component" or category.class_code == SUDDEN
