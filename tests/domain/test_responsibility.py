"""Who answers: owner or territory first, the nearest region, one lead of several."""

import pytest

from console.domain.responsibility import Basis, ResponsibilityRow, responsible_bodies

COMMUNITY, STREET, DISTRICT, ELSEWHERE = 4, 3, 2, 9
PATH = (COMMUNITY, STREET, DISTRICT, 1)
OWNER, TERRITORY = Basis.OWNER, Basis.TERRITORY
WATER = ResponsibilityRow(1, OWNER, 1, None)
OFFICE = ResponsibilityRow(2, TERRITORY, 1, STREET)


def told(kind: str, *claims: ResponsibilityRow) -> list[tuple[int, str, int]]:
    return [(one.department, one.why, one.among) for one in responsible_bodies(kind, claims, PATH)]


@pytest.mark.parametrize(
    ("kind", "lead", "then"),
    [
        ("component", (1, "owner_first", 1), (2, "then_territory", 1)),
        ("event", (2, "territory_first", 1), (1, "then_owner", 1)),
    ],
)
def test_components_ask_their_owner_first_and_events_the_territory(
    kind: str, lead: tuple[int, str, int], then: tuple[int, str, int]
) -> None:
    assert told(kind, WATER, OFFICE) == [lead, then]
    assert told(kind, OFFICE, WATER) == [lead, then]


def test_a_city_turns_a_category_round_by_its_ranks() -> None:
    second = ResponsibilityRow(2, TERRITORY, 2, STREET)
    assert told("event", WATER, second)[0] == (1, "owner_ranked", 1)
    later = ResponsibilityRow(1, OWNER, 2, None)
    assert told("component", later, OFFICE)[0] == (2, "territory_ranked", 1)


def test_without_an_owner_the_territory_answers_and_the_other_way_round() -> None:
    assert told("component", OFFICE) == [(2, "no_owner", 1)]
    assert told("event", WATER) == [(1, "no_territory", 1)]


def test_of_several_the_lowest_rank_leads() -> None:
    claims = (
        ResponsibilityRow(7, OWNER, 3, None),
        ResponsibilityRow(5, OWNER, 2, None),
        ResponsibilityRow(6, OWNER, 1, None),
    )
    found = told("component", *claims)
    assert found == [(6, "owner_first", 3), (5, "then_owner", 3), (7, "then_owner", 3)]


def test_the_nearest_region_is_asked_before_what_lies_further_up() -> None:
    district = ResponsibilityRow(8, TERRITORY, 1, DISTRICT)
    assert told("event", district, OFFICE) == [(2, "territory_first", 1), (8, "above", 1)]
    assert told("event", district) == [(8, "territory_first", 1)]
    low = ResponsibilityRow(2, TERRITORY, 5, COMMUNITY)
    assert told("event", district, low)[0][0] == 2  # rank orders within a region only


def test_claims_of_other_regions_do_not_speak_of_the_case() -> None:
    assert told("event", ResponsibilityRow(2, TERRITORY, 1, ELSEWHERE)) == []


def test_a_body_that_answers_twice_stands_once() -> None:
    again = ResponsibilityRow(1, TERRITORY, 2, STREET)
    assert told("component", WATER, again) == [(1, "owner_first", 1)]
