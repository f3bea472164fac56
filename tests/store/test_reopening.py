"""A reopened case goes on where somebody answers for it."""

from console.domain.stage import Stage
from tests.store import town
from tests.store.attacks import closed, registered
from tests.store.world import World


def test_a_case_that_was_handled_goes_back_to_its_check(town_world: World) -> None:
    case = closed(town_world)
    assert town_world.act("lead", "reopen", case, reason="复发").done
    assert town_world.case(case)["stage"] == Stage.CHECK


def test_a_self_handled_case_begins_anew_and_gets_its_clocks(town_world: World) -> None:
    case = registered(town_world)
    assert town_world.act("patrol", "self-handle", case).done
    assert town_world.act("lead", "reopen", case, reason="复发").done
    anew = town_world.case(case)
    assert (anew["stage"], anew["self_handled"], anew["closed_at"]) == (Stage.INTAKE, False, None)
    assert anew["stage_deadline"] is not None
    assert town_world.act("caller", "accept", case).done
    assert town_world.act("lead", "file", case, changes={"condition_id": town.SLOW}).done
    changes = {"department_id": town.SANITATION}
    assert town_world.act("disp", "dispatch", case, changes=changes).done
    sent = town_world.case(case)
    assert sent["department_deadline"] is not None
    assert sent["case_deadline"] is not None


def test_the_reopening_of_a_self_handled_case_can_be_undone(town_world: World) -> None:
    case = registered(town_world)
    assert town_world.act("patrol", "self-handle", case).done
    before = town_world.case(case)
    assert town_world.act("lead", "reopen", case, reason="复发").done
    assert town_world.act("lead", "undo", case).done
    assert {**town_world.case(case), "version": before["version"]} == before
