"""Undo where a row of a case gives way to another with the same key, and one case of several that fails."""

import logging

import pytest

from console.domain.intent import Intent, new_command_id
from console.domain.stage import AssignmentState
from tests.store import town
from tests.store.attacks import dispatched, filed
from tests.store.world import World


def live(world: World, case: int) -> dict[int, int]:
    """Crew → state of the assignments of a case that have not ended."""
    return {
        row["crew_id"]: row["state"]
        for row in world.rows("assignment")
        if row["case_id"] == case and row["ended_at"] is None
    }


@pytest.mark.parametrize("second", [[town.CREW], [town.CREW2, town.CREW], [town.CREW2], []])
def test_an_undone_redispatch_gives_the_case_back_to_its_crew(
    town_world: World, second: list[int]
) -> None:
    case = dispatched(town_world, crews=[town.CREW])
    before = {k: v for k, v in town_world.case(case).items() if k != "version"}
    changes = {"department_id": town.SANITATION, "crews": second}
    assert town_world.act("disp", "redispatch", case, changes=changes, reason="再派").done
    assert live(town_world, case).keys() == set(second)
    assert town_world.act("disp", "undo", case).done
    assert live(town_world, case) == {town.CREW: AssignmentState.SENT}
    assert {k: v for k, v in town_world.case(case).items() if k != "version"} == before


def test_one_crew_of_two_is_exchanged_and_given_back(town_world: World) -> None:
    case = dispatched(town_world, crews=[town.CREW, town.CREW2])
    changes = {"department_id": town.SANITATION, "crews": [town.CREW]}
    assert town_world.act("disp", "redispatch", case, changes=changes, reason="减派").done
    assert town_world.act("disp", "undo", case).done
    assert live(town_world, case).keys() == {town.CREW, town.CREW2}


def forbid(world: World, case: int) -> None:
    """Lets the database refuse every change of one case, as a key would."""
    sqlite = (
        "create trigger forbidden before update on case_ when new.id = {case}"
        " begin select raise(abort, 'forbidden'); end"
    )
    server = "alter table case_ add constraint forbidden check (id <> {case}) not valid"
    with world.store.write() as connection:
        connection.exec_driver_sql((sqlite if world.store.embedded else server).format(case=case))


@pytest.mark.expects_log("refused by a key")
def test_one_case_that_the_database_refuses_leaves_the_others_alone(
    town_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    first, broken, last = (filed(town_world) for _case in range(3))
    forbid(town_world, broken)
    command = new_command_id(town_world.now)
    intents: list[Intent] = [
        town_world.intent(
            "disp", "dispatch", case, command_id=command, ordinal=i,
            changes={"department_id": town.SANITATION, "crews": [town.CREW]},
        )
        for i, case in enumerate((first, broken, last))
    ]  # fmt: skip
    answers = town_world.door("disp").submit(intents)
    assert [answer.done for answer in answers] == [True, False, True]
    assert answers[1].reason == "inconsistent"
    assert answers[1].text
    assert live(town_world, first)
    assert live(town_world, last)
    assert not live(town_world, broken)
