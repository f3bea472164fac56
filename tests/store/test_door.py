"""The door's contract, the same on SQLite and PostgreSQL."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from console.domain.intent import Answer, Forged
from console.domain.refusal import Refused
from console.domain.stage import AssignmentState, RequestState, Stage
from console.domain.worktime import WorkCalendar, WorkSpan
from tests.store import town
from tests.store.attacks import asked, closed, dispatched, filed, registered, suspended, to_close
from tests.store.world import World

HOUR = 3_600_000


def stage(world: World, case: int) -> Stage:
    return Stage(world.case(case)["stage"])


def test_a_case_goes_its_whole_way_by_the_right_hands(town_world: World) -> None:
    case = closed(town_world)
    row = town_world.case(case)
    assert Stage(row["stage"]) is Stage.CLOSED
    assert [event["command"] for event in town_world.rows("event")] == [
        *("register", "accept", "file", "dispatch", "done", "forward", "pass", "close"),
    ]
    assert [event["subject_version"] for event in town_world.rows("event")] == list(range(1, 9))
    assert row["version"] == 8


def test_the_events_fold_to_the_state(town_world: World) -> None:
    case, _request = asked(town_world, "ask-return", reason="非本部门")
    town_world.act("disp", "redispatch", case, reason="改派", changes={"crews": [town.CREW]})
    folded: dict[str, Any] = {}
    for event in town_world.rows("event"):
        folded.update(event["after"])
    row = town_world.case(case)
    parts = ("assignments", "requests", "attachments")
    assert {k: v for k, v in folded.items() if k not in parts} == {
        k: row[k] for k in folded if k not in parts
    }


def test_a_repeated_command_is_answered_as_before_and_done_once(town_world: World) -> None:
    case = registered(town_world)
    first = town_world.act("caller", "accept", case, command_id="same")
    again = town_world.act("caller", "accept", case, command_id="same")
    assert first == again
    assert town_world.case(case)["version"] == 2


def test_a_refusal_is_remembered_too(town_world: World) -> None:
    case = registered(town_world)
    first = town_world.act("lead", "close", case, command_id="no")
    assert (first.outcome, first.reason) == ("refused", "stage")
    assert town_world.act("lead", "close", case, command_id="no") == first


def test_two_people_on_different_fields_both_win(town_world: World) -> None:
    case = registered(town_world)
    seen = town_world.case(case)["version"]
    one = town_world.act(
        "caller", "change", case, version_seen=seen, changes={"address": "东街 1 号"}
    )
    two = town_world.act("caller", "change", case, version_seen=seen, changes={"severity": 1})
    assert one.done
    assert two.done
    noted = town_world.act("both", "note", case, version_seen=seen, reason="已回电")
    assert noted.done


def test_one_refused_row_does_not_stop_the_others(town_world: World) -> None:
    cases = [filed(town_world), registered(town_world), filed(town_world)]
    intents = [
        town_world.intent(
            "disp",
            "dispatch",
            case,
            command_id="bulk",
            ordinal=n,
            changes={"department_id": town.SANITATION},
        )
        for n, case in enumerate(cases)
    ]
    answers = town_world.door("disp").submit(intents)
    assert [answer.outcome for answer in answers] == ["done", "refused", "done"]


def test_a_forged_row_stops_everything_and_writes_nothing(town_world: World) -> None:
    case = filed(town_world)
    good = town_world.intent("disp", "note", case, command_id="f", reason="好")
    bad = town_world.intent("disp", "note", case, command_id="f", ordinal=1, changes={"stage": 20})
    with pytest.raises(Forged):
        town_world.door("disp").submit([good, bad])
    assert len(town_world.rows("event")) == 3
    assert not [row for row in town_world.rows("command") if row["command_id"] == "f"]


def test_twins_of_one_command_at_the_same_time_do_it_once(town_world: World) -> None:
    case = registered(town_world)
    intent = town_world.intent("caller", "accept", case, command_id="twin")
    answers: list[Answer] = []

    def submit() -> None:
        answers.extend(town_world.door("caller").submit([intent]))

    town_world.door("caller")
    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(map(str, answers))) == 1
    assert town_world.case(case)["version"] == 2


def test_an_extension_moves_deadline_and_limit(town_world: World) -> None:
    case, request = asked(town_world, "ask-extension", reason="雨", changes={"hours": 4})
    before = town_world.case(case)
    decision = {"request_id": request, "approve": True}
    assert town_world.act("disp", "decide", case, changes=decision).done
    after = town_world.case(case)
    assert after["department_limit"] == before["department_limit"] + 240
    calendar = working(town_world)
    moved = calendar.position(after["department_deadline"])
    assert moved - calendar.position(before["department_deadline"]) == 4 * HOUR
    assert after["extensions"] == 1


def test_a_suspension_stops_the_clock_and_ends_by_itself(town_world: World) -> None:
    case = suspended(town_world, days=3)
    row = town_world.case(case)
    calendar = working(town_world)
    stopped = calendar.position(row["suspended_until"]) - calendar.position(row["suspended_from"])
    used = calendar.position(row["suspended_from"]) - calendar.position(row["department_since"])
    whole = calendar.position(row["department_deadline"]) - calendar.position(
        row["department_since"]
    )
    assert whole == row["department_limit"] * 60_000 + stopped
    assert used < row["department_limit"] * 60_000
    assert town_world.act("dept", "done", case).reason == "suspended"
    town_world.later(3 * 24 * 60 + 1)
    assert town_world.act("dept", "done", case).done


def test_rework_gives_the_department_its_remaining_time_only(town_world: World) -> None:
    case = dispatched(town_world)
    town_world.later(60)
    assert town_world.act("dept", "done", case).done
    left = deadline_left(town_world, case)
    town_world.later(90)
    assert town_world.act("disp", "forward", case).done
    assert town_world.act("patrol", "fail", case, reason="未清理").done
    assert deadline_left(town_world, case) == left
    row = town_world.case(case)
    assert (row["reworks"], row["acknowledged_at"]) == (1, None)


def deadline_left(world: World, case: int) -> int:
    row, calendar = world.case(case), working(world)
    shown = row["department_stopped"] or world.now
    return calendar.position(row["department_deadline"]) - calendar.position(shown)


def working(world: World) -> WorkCalendar:
    rows = [row for row in world.rows("work_span") if row["calendar"] == "working"]
    return WorkCalendar(
        "working", [WorkSpan("working", r["start"], r["end"], r["before"]) for r in rows]
    )


def test_crews_go_with_the_case_and_are_let_go_again(town_world: World) -> None:
    case = dispatched(town_world, crews=[town.CREW, town.CREW2])
    assert town_world.act("dept", "acknowledge", case).done
    states = [row["state"] for row in town_world.rows("assignment")]
    assert states == [AssignmentState.ACKNOWLEDGED] * 2
    assert town_world.act("dept", "done", case).done
    rows = town_world.rows("assignment")
    assert [row["state"] for row in rows] == [AssignmentState.FINISHED] * 2
    assert all(row["ended_at"] == town_world.now for row in rows)


def test_an_undo_restores_columns_crews_and_requests(town_world: World) -> None:
    case = dispatched(town_world, crews=[town.CREW])
    assert town_world.act("dept", "ask-return", case, reason="非本部门").done
    before = {k: v for k, v in town_world.case(case).items() if k != "version"}
    changes = {"photos": [town.BLOB]}
    assert town_world.act("dept", "done", case, changes=changes).done
    assert town_world.rows("attachment")
    assert town_world.act("dept", "undo", case).done
    assert {k: v for k, v in town_world.case(case).items() if k != "version"} == before
    assert town_world.rows("assignment")[0]["state"] == AssignmentState.SENT
    assert town_world.rows("request")[0]["state"] == RequestState.OPEN
    assert not town_world.rows("attachment")


def test_undoes_step_back_one_command_at_a_time(town_world: World) -> None:
    case = dispatched(town_world)
    first = {k: v for k, v in town_world.case(case).items() if k != "version"}
    assert town_world.act("disp", "urge", case).done
    second = {k: v for k, v in town_world.case(case).items() if k != "version"}
    assert town_world.act("disp", "urge", case).done
    assert town_world.act("disp", "undo", case).done
    assert {k: v for k, v in town_world.case(case).items() if k != "version"} == second
    assert town_world.act("disp", "undo", case).done
    assert {k: v for k, v in town_world.case(case).items() if k != "version"} == first
    assert town_world.act("disp", "undo", case).done  # the dispatch itself
    assert town_world.case(case)["stage"] == Stage.DISPATCH


def test_an_undo_does_not_step_past_what_somebody_else_did(town_world: World) -> None:
    case = dispatched(town_world)
    assert town_world.act("cmdlead", "urge", case).done
    assert town_world.act("cmdlead", "undo", case).done
    assert town_world.act("disp", "undo", case).reason == "undo"


def test_an_undone_act_still_counts_for_the_axis(town_world: World) -> None:
    case = registered(town_world)
    assert town_world.act("both", "accept", case).done
    assert town_world.act("both", "undo", case).done
    assert town_world.act("caller", "accept", case).done
    assert town_world.act("lead", "file", case, changes={"condition_id": town.SLOW}).done
    refused = town_world.act(
        "both", "dispatch", case, post=town.WHO["disp"].post, changes={"department_id": 1}
    )
    assert refused.reason == "axis"


def test_a_city_that_only_warns_records_the_crossing(town_world: World) -> None:
    with town_world.store.write() as connection:
        connection.execute(
            sa.text("update setting set value = :v where name = 'axis'"), {"v": '"warn"'}
        )
    case = registered(town_world)
    assert town_world.act("both", "accept", case).done
    assert town_world.act("lead", "file", case, changes={"condition_id": town.SLOW}).done
    crossing = town_world.act(
        "both", "dispatch", case, post=town.WHO["disp"].post, changes={"department_id": 1}
    )
    assert crossing.done
    assert town_world.rows("event")[-1]["crossed"]


def test_a_return_takes_the_case_from_the_department(town_world: World) -> None:
    case, request = asked(town_world, "ask-return", reason="非本部门")
    decision = {"request_id": request, "approve": True}
    assert town_world.act("disp", "decide", case, changes=decision).done
    row = town_world.case(case)
    assert (Stage(row["stage"]), row["department_id"], row["returns"]) == (Stage.DISPATCH, None, 1)
    assert town_world.act("dept", "done", case).reason == "scope"


def test_a_scope_names_old_and_new_places(town_world: World) -> None:
    case = registered(town_world)
    changes = {"region_id": town.WEST}
    assert town_world.act("caller", "change", case, changes=changes).done
    assert town_world.rows("event")[-1]["scope"] == [town.CITY, town.EAST, town.WEST]


def test_an_overdue_case_may_be_appealed_once_and_keeps_its_fact(town_world: World) -> None:
    case = dispatched(town_world, town.URGENT)
    town_world.later(300)
    assert town_world.act("dept", "done", case).done
    assert town_world.act("disp", "forward", case).done
    assert town_world.act("patrol", "pass", case).done
    assert town_world.act("lead", "close", case, changes={"closing_confirmed": True}).done
    assert town_world.act("dept", "appeal", case, reason="道路封闭").done
    request = town_world.rows("request")[-1]["id"]
    decision = {"request_id": request, "approve": True}
    assert town_world.act("disp", "decide-appeal", case, changes=decision).done
    assert town_world.act("caller", "decide-appeal", case, changes=decision).done
    assert town_world.case(case)["overdue_excused"]
    assert town_world.act("dept", "appeal", case, reason="再申诉").reason == "once"


def test_the_log_and_the_ledger_cannot_be_rewritten(town_world: World) -> None:
    to_close(town_world)
    for statement in (
        "update event set reason = 'x'",
        "delete from event",
        "delete from command",
        "update command set outcome = 'done'",
        "delete from blob",
    ):
        with pytest.raises(sa.exc.DBAPIError), town_world.store.write() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update case_ set stage = 20",
        "insert into event select * from event",
        "delete from assignment",
        "truncate event",
        "update rule set post = 'dispatcher'",
        "update operator_post set region_id = null",
        "select * from complainant",
        "alter table case_ disable trigger all",
        "select public.door_setting('axis')",
    ],
)
def test_an_operators_login_may_do_nothing_but_the_door(server: World, statement: str) -> None:
    dispatched(server)
    server.door("disp")
    with pytest.raises((sa.exc.DBAPIError, Refused)), server.stores["disp"].write() as connection:
        connection.exec_driver_sql(statement)


def test_a_department_names_the_crew_that_sets_out_and_another_that_arrives(
    town_world: World,
) -> None:
    case = dispatched(town_world)
    assert town_world.act("dept", "start", case, changes={"crews": [town.CREW]}).done
    (first,) = town_world.rows("assignment")
    assert (first["crew_id"], first["state"]) == (town.CREW, AssignmentState.UNDER_WAY)
    before = {k: v for k, v in town_world.case(case).items() if k != "version"}
    assert town_world.act("dept", "arrive", case, changes={"crews": [town.CREW2]}).done
    held = {row["crew_id"]: row["state"] for row in town_world.rows("assignment")}
    assert held[town.CREW] == AssignmentState.RELEASED
    assert held[town.CREW2] == AssignmentState.ARRIVED
    assert town_world.act("dept", "undo", case).done
    assert {k: v for k, v in town_world.case(case).items() if k != "version"} == before
    held = {row["crew_id"]: row["state"] for row in town_world.rows("assignment")}
    assert held[town.CREW] == AssignmentState.UNDER_WAY
