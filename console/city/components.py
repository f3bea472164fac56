"""The components 部件 of the demo city (GB/T 30428.2): along the streets and in the parks."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from console.city import bodies, national
from console.city.facts import City, Department
from console.city.land.regions import COUNTY
from console.city.land.scatter import Kerb, Spots, shares
from console.city.tables import rows
from console.domain.category import CJT214, Category, by_key

COUNT: Final = 20_000
STATES: Final = {
    "intact": 0.946,
    "damaged": 0.031,
    "occupied": 0.012,
    "lost": 0.008,
    "abandoned": 0.003,
}
SURVEYED: Final = date(2019, 3, 4)
"""The first census of the components; it went on for two years."""
SURVEY_DAYS: Final = 730
LOOKED_AGAIN: Final = 0.28
"""Share of the components that have been changed since."""
WITHOUT_OWNER: Final = "bureau"
"""Kind of the body in charge of what nobody owns, and "housing" of what companies own."""


def components(city: City, count: int = COUNT) -> Iterator[dict[str, Any]]:
    """Rows of `component`, by id; the same city has the same ones."""
    kerb, keeping = Kerb(city), _Upkeep(city)
    rng = np.random.default_rng([city.seed, 30428])
    table = rows("components.tsv")
    ids = national.category_ids()
    for row, wanted in zip(table, shares([int(r["count"]) for r in table], count), strict=True):
        category = by_key()[CJT214, "component", row["code"]]
        off = float(row["least_m"]), float(row["most_m"])
        if row["where"] == "park":
            spots = kerb.in_parks(wanted, rng)
        else:
            spots = kerb.along(wanted, off, rng, main=row["where"] == "main")
        yield from _records(city, category, ids[category.key], spots, keeping, rng)


def _records(
    city: City, category: Category, category_id: int, spots: Spots, keeping: "_Upkeep", rng: Any
) -> Iterator[dict[str, Any]]:
    count = len(spots)
    states = rng.choice(list(STATES), count, p=list(STATES.values())).tolist()
    days = rng.integers(0, SURVEY_DAYS, count).tolist()
    later = np.where(rng.random(count) < LOOKED_AGAIN, rng.integers(30, 1500, count), 0).tolist()
    places = zip(spots.lon.tolist(), spots.lat.tolist(), spots.grid.tolist(), strict=True)
    for number, (lon, lat, grid) in enumerate(places):
        day = SURVEYED + timedelta(days[number])
        changed = states[number] != "intact" or later[number]
        yield {
            "id": f"{COUNTY}{category.code}{number + 1:06d}",
            "category_id": category_id,
            "name": category.zh,
            **keeping.of(category, city.grids[grid].region),
            "grid_code": city.grids[grid].code,
            "lon": lon,
            "lat": lat,
            "state": states[number],
            "recorded": day.isoformat(),
            "changed": (day + timedelta(later[number] or 400)).isoformat() if changed else None,
            "note": None,
        }


class _Upkeep:
    """Department in charge, owner and keeper of a component: the bureau, the body itself, its
    station there.
    """

    def __init__(self, city: City) -> None:
        found = bodies.bodies(city.regions)
        self.city = city
        self._owners = bodies.named("owners.tsv", "owner")
        self._who = bodies.answering(found)
        self._bodies = {body.department.id: body.department for body in found}
        self._first = {d.kind: d.id for d in reversed(city.departments)}
        self._known: dict[tuple[str, int], Mapping[str, int | None]] = {}

    def of(self, category: Category, region: int) -> Mapping[str, int | None]:
        """`charge_id owner_id keeper_id` of a component of this category there."""
        key = category.code, self.city.street_of(region)
        if key not in self._known:
            self._known[key] = self._found(category, key[1])
        return self._known[key]

    def _found(self, category: Category, street: int) -> Mapping[str, int | None]:
        owner = self._owners.get(category.key)
        here = self._who[owner or bodies.STREET_OFFICE]
        keeper = here[street] if street in here else here[None]
        if owner is None:
            charge = self._first[WITHOUT_OWNER]
            return {"charge_id": charge, "owner_id": None, "keeper_id": keeper}
        top = self._top(self._bodies[keeper])
        charge = self._first["housing"] if top.tier == "company" else top.id
        return {"charge_id": charge, "owner_id": top.id, "keeper_id": keeper}

    def _top(self, body: Department) -> Department:
        while body.parent is not None:
            body = self._bodies[body.parent]
        return body
