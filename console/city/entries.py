"""Rows of the city's own tables for the demo city: places, bodies, people, components."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from console.city import national
from console.city.components import components
from console.city.facts import City
from console.city.land import gazetteer
from console.domain.initials import initials

GROUND: Final = {"arterial": "road.major", "secondary": "road", "lane": "road.minor"}
"""Layer of the map by class of road."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def rows(city: City, pieces: int, named: int) -> Rows:
    """By table, in the order they refer to each other; `pieces` components, `named` more places."""
    return {
        **_places(city, named),
        **_bodies(city),
        **_people(city),
        "component": list(components(city, pieces)),
    }


def _places(city: City, named: int) -> Rows:
    return {
        "region": [
            {"id": r.id, "parent_id": r.parent, "tier": r.tier, "code": r.code, "zh": r.zh}
            | {"en": r.en, "outline": [[r.ring]]}
            for r in city.regions
        ],
        "region_under": list(_under("region", city.regions)),
        "unit_grid": [
            {"code": g.code, "region_id": g.region, "name": "", "outline": [[g.ring]]}
            | {"area_m2": g.area_m2, "area_class": g.area_class, "began_at": 0, "ended_at": None}
            for g in city.grids
        ],
        "place": list(_gazetteer(city, named)),
    }


def _under(kind: str, nodes: Iterable[Any]) -> Iterator[dict[str, int]]:
    """The closure of a tree, each node under itself too."""
    parents = {node.id: node.parent for node in nodes}
    for node in parents:
        above: int | None = node
        while above is not None:
            yield {f"{kind}_id": node, "ancestor_id": above}
            above = parents[above]


def _gazetteer(city: City, named: int) -> Iterator[dict[str, Any]]:
    """Places with a name, and the ground the map draws: roads by class, water, parks."""
    for place in (*city.places, *gazetteer.places(city, named)):
        yield _place(place.kind, place.zh, place.en, place.position, place.region, None)
    for shape in city.shapes:
        layer = "park" if shape.kind == "park" else "water"
        yield _place(f"ground.{layer}", shape.zh, shape.en, shape.ring[0], None, [shape.ring])
    for road in city.roads.roads:
        lines = [[city.roads.nodes[node] for node in stretch] for stretch in road.stretches]
        layer = f"ground.{GROUND[road.kind]}"
        yield _place(layer, road.zh, road.en, lines[0][0], None, lines)


def _place(
    kind: str, zh: str, en: str, at: tuple[float, float], region: int | None, shape: Any
) -> dict[str, Any]:
    made = {"kind": kind, "zh": zh, "en": en, "pinyin": initials(zh)}
    return made | {"lon": at[0], "lat": at[1], "region_id": region, "shape": shape}


def _bodies(city: City) -> Rows:
    ids = national.category_ids()
    return {
        "department": [
            {"id": d.id, "parent_id": d.parent, "tier": d.tier, "kind": d.kind, "active": True}
            | {"region_id": d.region, "zh": d.zh, "en": d.en, "initials": d.initials}
            for d in city.departments
        ],
        "department_under": list(_under("department", city.departments)),
        "crew": [
            {"id": c.id, "call_sign": c.call_sign, "department_id": c.department}
            | {"home_lon": c.home[0], "home_lat": c.home[1], "on_duty": c.on_duty}
            for c in city.crews
        ],
        "responsibility": [
            {"category_id": ids[r.category], "region_id": r.region, "department_id": r.department}
            | {"rank": r.rank, "basis": r.basis}
            for r in city.responsibility
        ],
    }


def _people(city: City) -> Rows:
    return {
        "operator": [
            {"id": o.id, "login": o.login, "zh": o.zh, "en": o.en, "active": True}
            for o in city.operators
        ],
        "operator_post": [
            {"operator_id": o.id, "post": held.post, "region_id": held.region}
            | {"department_id": held.department, "active": True}
            for o in city.operators
            for held in o.posts
        ],
        "duty_grid": [
            {"id": g.id, "name": g.name, "region_id": g.region, "unit_grids": g.grids}
            for g in city.duty_grids
        ],
        "collector": [
            {"id": c.id, "call_sign": c.call_sign, "operator_id": c.operator, "on_duty": c.on_duty}
            | {"region_id": c.region, "duty_grids": c.duty_grids}
            for c in city.collectors
        ],
    }
