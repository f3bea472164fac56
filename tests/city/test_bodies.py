"""Someone answers for everything, everywhere, and one alone leads."""

from collections import defaultdict

import pytest

from console.city.facts import City
from console.domain.category import CJT214, national


def test_every_category_has_one_lead_in_every_street(city: City) -> None:
    streets = [region.id for region in city.regions if region.tier == "street"]
    leads: dict[object, list[int]] = defaultdict(list)
    for row in city.responsibility:
        for street in streets if row.region is None else [row.region]:
            if row.rank == 1:
                leads[row.category, street].append(row.department)
    for category in national():
        for street in streets:
            assert len(leads[category.key, street]) == 1


@pytest.mark.parametrize(
    ("kind", "code", "first"),
    [
        ("component", "0118", "owner"),
        ("event", "0102", "territory"),
        ("event", "0403", "owner"),
        ("component", "0121", "territory"),
    ],
)
def test_components_go_to_their_owner_and_events_to_the_territory(
    city: City, kind: str, code: str, first: str
) -> None:
    rows = [row for row in city.responsibility if row.category == (CJT214, kind, code)]
    assert {row.basis for row in rows if row.rank == 1} == {first}


def test_call_signs_are_unique_and_every_crew_belongs_to_a_department(city: City) -> None:
    signs = {crew.call_sign for crew in city.crews}
    assert len(signs) == 200
    assert "环卫21" in signs
    assert {crew.department for crew in city.crews} == {body.id for body in city.departments}
    corners = set(city.roads.nodes)
    assert all(crew.home in corners for crew in city.crews)


def test_enforcement_can_be_transferred_to(city: City) -> None:
    assert sum(body.kind == "enforcement" for body in city.departments) == 3


def test_departments_come_in_tiers(city: City) -> None:
    assert {body.tier for body in city.departments} == {"city", "district", "street", "company"}
    assert all(body.initials.isascii() and body.initials.isupper() for body in city.departments)
