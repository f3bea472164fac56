"""An ended case is found and laid out for whom row security shows it, and is unknown to others."""

import pytest

from console.desk import ended_cases
from console.desk.foresight import foresee
from console.domain.refusal import Refused
from console.domain.stage import Stage
from console.domain.verdict import VerdictKind
from console.seat.seat import take_seat
from tests.store.attacks import registered
from tests.store.world import World


def rejected(world: World) -> int:
    case = registered(world)
    assert world.act("caller", "reject", case, reason="无效").done
    return case


def test_an_ended_case_is_laid_out_with_its_story(town_world: World) -> None:
    case = rejected(town_world)
    town_world.door("caller")
    seat = take_seat(town_world.url, "caller")
    try:
        number = town_world.case(case)["number"]
        (found,) = ended_cases.seek(seat.desk, number)
        laid = ended_cases.open_ended(seat.desk, found.case)
        assert laid.stage is Stage.REJECTED
        assert [entry.command for entry in laid.entries] == ["register", "reject"]
        assert case not in seat.room.cases
        assert laid.versions([case]) == {case: 2}
        verdict = foresee(laid, "note", case, reason="再次来电")
        assert verdict.allowed is VerdictKind.YES
        assert foresee(laid, "reopen", case, reason="x").allowed is VerdictKind.NO
    finally:
        seat.close()


def test_an_ended_case_out_of_sight_is_no_case_at_all(server: World) -> None:
    case = rejected(server)
    seat = take_seat(server.url, "otherdept")
    try:
        assert not ended_cases.seek(seat.desk, server.case(case)["number"])
        with pytest.raises(Refused) as no:
            ended_cases.open_ended(seat.desk, case)
        assert no.value.key == "unknown_case"
    finally:
        seat.close()
