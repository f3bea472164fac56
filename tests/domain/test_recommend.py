"""Way, load, skill and responsibility against each other, in metres of way."""

from dataclasses import replace

import pytest

from console.domain.city_settings import KNOWN
from console.domain.intent import SETTINGS
from console.domain.recommend import Candidate, Weights, best, cost

DEFAULT = Weights.of(SETTINGS.__getitem__)
LEAD = Candidate(10, None, None, 50, 0)
NEXT = Candidate(20, None, None, 3, 1)


def crew(number: int, metres: float | None, in_hand: int, **more: object) -> Candidate:
    return replace(Candidate(10, number, metres, in_hand, 0), **more)  # type: ignore[arg-type]


def chosen(*candidates: Candidate, weights: Weights = DEFAULT) -> list[int | None]:
    return [one.crew for one in best(candidates, weights, 2, 3)]


def test_a_free_crew_further_off_is_before_a_loaded_one_at_the_corner() -> None:
    assert chosen(crew(1, 100, 4), crew(2, 900, 0))[0] == 2
    assert chosen(crew(1, 100, 1), crew(2, 900, 0))[0] == 1


@pytest.mark.parametrize(("load", "first"), [(0, 1), (100, 1), (1000, 2)])
def test_what_load_is_worth_is_the_citys(load: int, first: int) -> None:
    weights = replace(DEFAULT, load=load)
    assert chosen(crew(1, 100, 2), crew(2, 900, 0), weights=weights)[0] == first


def test_a_full_crew_is_left_out_while_anybody_else_is_there() -> None:
    assert chosen(crew(1, 10, 30), LEAD) == [None]
    assert chosen(crew(1, 10, 30), crew(2, 9000, 1), LEAD, NEXT) == [None, None, 2]
    assert chosen(crew(1, 10, 30)) == [1]  # better than nobody


def test_a_crew_of_another_trade_is_left_out_while_anybody_else_is_there() -> None:
    other = crew(1, 10, 0, able=False)
    assert chosen(other, crew(2, 6000, 2)) == [2]
    assert chosen(other) == [1]


def test_a_crew_of_a_body_that_does_not_answer_comes_last() -> None:
    stranger = crew(9, 5, 0, department=90, place=2)
    assert chosen(stranger, crew(1, 3000, 0), LEAD) == [1, None, 9]


def test_the_department_itself_is_before_its_crews_once_they_have_much_in_hand() -> None:
    assert chosen(crew(1, 200, 2), LEAD) == [1, None]
    assert chosen(crew(1, 200, 7), LEAD) == [None, 1]


def test_a_crew_whose_place_is_unknown_counts_as_far_off() -> None:
    assert chosen(crew(1, None, 0), crew(2, 2000, 0))[0] == 2
    assert cost(crew(1, None, 0), DEFAULT) < cost(crew(2, 5000, 0), DEFAULT)


def test_each_weight_is_a_setting_with_bounds() -> None:
    for name in ("load_metres", "next_body_metres", "choose_crew_metres", "skill_metres"):
        assert KNOWN[name].takes(0)
        assert not KNOWN[name].takes(-1)
    assert not KNOWN["crew_full"].takes(0)
