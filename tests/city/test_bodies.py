"""Someone answers for everything, everywhere, and one alone leads."""

from collections import Counter, defaultdict

import pytest

from console.city.facts import City
from console.domain.category import CJT214, national
from console.domain.stage import Post


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
    parents = {body.id: body.parent for body in city.departments}
    manned = {crew.department for crew in city.crews}
    assert manned <= parents.keys()
    for body in (body for body in city.departments if body.id not in parents.values()):
        above = {body.id, body.parent}
        assert manned & above or _sisters(parents, body.id) & manned, body
    corners = set(city.roads.nodes)
    assert all(crew.home in corners for crew in city.crews)


def _sisters(parents: dict[int, int | None], body: int) -> set[int]:
    return {other for other, parent in parents.items() if parent == parents[body]}


def test_enforcement_can_be_transferred_to(city: City) -> None:
    """Three squads of one bureau, and the team of each street under the squad of its area."""
    bodies = {body.id: body for body in city.departments}
    enforcing = [body for body in bodies.values() if body.kind == "enforcement"]
    above = Counter(bodies[body.parent or 0].zh for body in enforcing)
    squads = {"区执法一中队", "区执法二中队", "区执法三中队"}
    assert above.pop("区城管局") == 3
    assert above.keys() == squads
    assert sum(above.values()) == 17


def test_the_city_has_140_departments_and_nobody_new_works_there(city: City) -> None:
    """As many as a real city ties into one evaluation; 30 desks speak for them."""
    assert len(city.departments) == 140
    assert len({body.zh for body in city.departments}) == 140
    held = [o.posts for o in city.operators if o.posts[0].post == Post.DEPARTMENT]
    assert len(held) == 30
    desks = {post.department for posts in held for post in posts}
    parents = {body.id: body.parent for body in city.departments}
    answering = {row.department for row in city.responsibility}
    for body in answering:
        line: set[int | None] = set()
        above: int | None = body
        while above is not None:
            line.add(above)
            above = parents[above]
        assert line & desks, body


def test_departments_come_in_tiers(city: City) -> None:
    assert {body.tier for body in city.departments} == {"city", "district", "street", "company"}
    assert all(body.initials.isascii() and body.initials.isupper() for body in city.departments)
