"""A city may let what is reported done go on to the check by itself (处理反馈 automatic)."""

from console.desk.command_words import entry_title
from console.domain.stage import Stage
from tests.store import town
from tests.store.attacks import dispatched
from tests.store.test_equivalence import set_forwarding
from tests.store.world import World


def test_a_city_forwards_by_hand_unless_it_says_otherwise(town_world: World) -> None:
    case = dispatched(town_world)
    assert town_world.act("dept", "done", case).done
    assert Stage(town_world.case(case)["stage"]) is Stage.FORWARD


def test_done_goes_on_to_the_check_and_the_event_says_so(town_world: World) -> None:
    set_forwarding(town_world)
    case = dispatched(town_world, crews=[town.CREW])
    assert town_world.act("dept", "done", case).done
    row, event = town_world.case(case), town_world.rows("event")[-1]
    assert Stage(row["stage"]) is Stage.CHECK
    assert row["department_stopped"] == row["case_stopped"] == town_world.now
    assert (event["command"], event["before"]["stage"], event["after"]["stage"]) == (
        "done",
        Stage.HANDLE,
        Stage.CHECK,
    )
    assert entry_title(event["command"], event["after"]["stage"]) == "办结回复，自动批转"
    assert entry_title("done", Stage.FORWARD) != entry_title("done", Stage.CHECK)
    assert town_world.act("disp", "forward", case).reason == "stage"


def test_it_is_no_act_of_the_command_axis(town_world: World) -> None:
    set_forwarding(town_world)
    case = dispatched(town_world)
    before = {(x["actor_id"], x["axis"]) for x in town_world.rows("case_axis")}
    assert town_world.act("dept", "done", case).done
    after = {(x["actor_id"], x["axis"]) for x in town_world.rows("case_axis")}
    assert [axis for _actor, axis in after - before] == ["execution"]


def test_the_department_takes_it_back_and_rework_comes_back_through_the_same_way(
    town_world: World,
) -> None:
    set_forwarding(town_world)
    case = dispatched(town_world)
    held = {k: v for k, v in town_world.case(case).items() if k != "version"}
    assert town_world.act("dept", "done", case).done
    assert town_world.act("dept", "undo", case).done
    assert {k: v for k, v in town_world.case(case).items() if k != "version"} == held
    assert town_world.act("dept", "done", case).done
    assert town_world.act("patrol", "fail", case, reason="未清理").done
    row = town_world.case(case)
    assert (Stage(row["stage"]), row["case_stopped"]) == (Stage.HANDLE, None)
    assert town_world.act("dept", "done", case).done
    assert Stage(town_world.case(case)["stage"]) is Stage.CHECK
