"""What was merged ends with its main case, and people have the last word."""

from console.domain.stage import Stage
from console.store.log import traces
from tests.desk.waiting import LIMIT, sent, settled, working
from tests.store import patrols, town
from tests.store.attacks import filed, to_close
from tests.store.world import World

__all__ = ["settled"]


def merged(world: World) -> tuple[int, int]:
    """A case merged into another that was closed a moment ago."""
    main = to_close(world)
    case = filed(world)
    assert world.act("disp", "merge", case, changes={"into": main}).done
    assert world.act("lead", "close", main, changes={"closing_confirmed": True}).done
    return case, main


def test_what_was_merged_ends_with_its_main_case(settled: World) -> None:
    case, main = merged(settled)
    us = working(settled)
    settled.later(9)
    assert us.turn(settled.now) == 0  # the closing may yet be undone
    settled.later(1)
    assert us.turn(settled.now) == 0  # at this very moment
    settled.later(1)
    assert us.turn(settled.now) == 1
    row = settled.case(case)
    assert (row["stage"], row["duplicate_of"]) == (Stage.CLOSED, main)
    last = settled.rows("event")[-1]
    number = settled.case(main)["number"]
    assert last["reason"] == f"@main-ended {number}"
    assert us.turn(settled.now) == 0


def test_what_was_merged_into_an_open_or_voided_case_stays(settled: World) -> None:
    case, into = filed(settled), filed(settled)
    assert settled.act("disp", "merge", case, changes={"into": into}).done
    settled.later(60)
    assert working(settled).turn(settled.now) == 0
    assert settled.act("disp", "ask-void", into, reason="误报").done
    request = {"request_id": settled.rows("request")[-1]["id"], "approve": True}
    assert settled.act("lead", "decide", into, changes=request).done
    settled.later(60)
    assert working(settled).turn(settled.now) == 0
    assert settled.case(case)["stage"] == Stage.DISPATCH


def test_an_ending_that_was_undone_is_a_persons(settled: World) -> None:
    case, _main = merged(settled)
    settled.later(11)
    us = working(settled)
    assert us.turn(settled.now) == 1
    assert settled.act("caller", "undo", case).done
    assert us.turn(settled.now) == 0
    assert settled.case(case)["stage"] == Stage.DISPATCH


def test_a_claim_holds_as_long_as_a_claim_holds(settled: World) -> None:
    main, case = to_close(settled), filed(settled)
    assert settled.act("disp", "claim", case).done
    assert settled.act("disp", "merge", case, changes={"into": main}).done
    assert settled.act("lead", "close", main, changes={"closing_confirmed": True}).done
    settled.later(5)
    with settled.store.write() as connection:
        connection.exec_driver_sql(
            f"update case_ set held_at = {settled.now + 300_000} where id = {case}"
        )
    settled.later(10)
    us = working(settled)
    assert us.turn(settled.now) == 0
    settled.later(11)
    assert us.turn(settled.now) == 1


def test_an_undo_of_something_else_is_no_objection(settled: World) -> None:
    main, case = to_close(settled), filed(settled)
    changes = {"department_id": town.SANITATION}
    assert settled.act("disp", "dispatch", case, changes=changes).done
    assert settled.act("disp", "undo", case).done
    assert settled.act("disp", "merge", case, changes={"into": main}).done
    assert settled.act("lead", "close", main, changes={"closing_confirmed": True}).done
    looked = sent(settled)
    assert settled.act("caller", "change", looked, changes={"address": "别处"}).done
    assert settled.act("caller", "undo", looked).done
    settled.later(LIMIT)
    assert working(settled).turn(settled.now) == 2
    assert settled.case(case)["stage"] == Stage.CLOSED
    assert settled.case(looked)["collector_id"] == patrols.NEAR


def test_a_chain_ends_with_its_end(settled: World) -> None:
    root, main, case = to_close(settled), filed(settled), filed(settled)
    assert settled.act("disp", "merge", case, changes={"into": main}).done
    assert settled.act("disp", "merge", main, changes={"into": root}).done
    assert settled.act("lead", "close", root, changes={"closing_confirmed": True}).done
    settled.later(11)
    assert working(settled).turn(settled.now) == 1
    assert settled.case(main)["stage"] == Stage.CLOSED
    assert settled.act("lead", "reopen", root, reason="未清").done
    settled.later(11)
    assert working(settled).turn(settled.now) == 0  # its real main case is open again
    assert settled.act("caller", "pass", root, on_behalf_of="K1").done
    assert settled.act("lead", "close", root, changes={"closing_confirmed": True}).done
    settled.later(11)
    assert working(settled).turn(settled.now) == 1
    number = settled.case(root)["number"]
    assert settled.rows("event")[-1]["reason"] == f"@main-ended {number}"


def test_what_ended_with_a_wrong_main_case_is_taken_apart_and_reopened(settled: World) -> None:
    case, _main = merged(settled)
    settled.later(11)
    assert working(settled).turn(settled.now) == 1
    settled.later(60)
    assert settled.act("lead", "unmerge", case, reason="误并").done
    assert settled.act("lead", "reopen", case, reason="误并").done
    assert settled.case(case)["stage"] == Stage.CHECK


def test_a_city_may_end_its_merged_cases_by_hand(settled: World) -> None:
    case, _main = merged(settled)
    traces.set_setting(settled.store, "close_merged", False)
    settled.later(60)
    assert working(settled).turn(settled.now) == 0
    assert settled.case(case)["stage"] == Stage.DISPATCH
