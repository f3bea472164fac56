"""A case that was merged into another ends with it, or is taken apart again."""

from console.domain.stage import AssignmentState, RequestState, Stage
from tests.store import town
from tests.store.attacks import DAY, dispatched, to_close
from tests.store.world import World


def merged(world: World) -> tuple[int, int]:
    """(case in hand with a crew, an open request and an order; its main case about to be closed)."""
    main, case = to_close(world), dispatched(world, crews=[town.CREW])
    assert world.act("dept", "ask-return", case, reason="非本部门").done
    assert world.act("chief", "supervise", case, reason="急", changes={"due": world.now + DAY}).done
    answer = world.act("disp", "merge", case, changes={"into": main})
    assert answer.done, answer
    return case, main


def test_it_ends_once_its_main_case_has(town_world: World) -> None:
    case, main = merged(town_world)
    early = town_world.act("lead", "close", case)
    assert (early.outcome, early.reason) == ("refused", "main_open")
    assert town_world.act("lead", "close", main, changes={"closing_confirmed": True}).done
    assert town_world.act("caller", "close", case).done
    ended = town_world.case(case)
    assert (ended["stage"], ended["closed_at"]) == (Stage.CLOSED, town_world.now)
    assert ended["department_stopped"] == ended["case_stopped"] == town_world.now
    crews = [a for a in town_world.rows("assignment") if a["case_id"] == case]
    assert [a["state"] for a in crews] == [AssignmentState.RELEASED]
    states = {r["kind"]: r["state"] for r in town_world.rows("request") if r["case_id"] == case}
    assert states == {"return": RequestState.WITHDRAWN, "supervision": RequestState.OPEN}


def test_until_then_it_may_be_taken_apart(town_world: World) -> None:
    case, main = merged(town_world)
    assert town_world.act("lead", "close", main, changes={"closing_confirmed": True}).done
    assert town_world.act("disp", "unmerge", case, reason="误并").done
    apart = town_world.act("lead", "close", case)
    assert (apart.outcome, apart.reason) == ("refused", "stage")
    assert town_world.act("dept", "done", case).done


def test_its_end_can_be_undone(town_world: World) -> None:
    case, main = merged(town_world)
    assert town_world.act("lead", "close", main, changes={"closing_confirmed": True}).done
    before = town_world.case(case)
    assert town_world.act("lead", "close", case).done
    assert town_world.act("lead", "undo", case).done
    assert {**town_world.case(case), "version": before["version"]} == before
