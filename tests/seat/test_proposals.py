"""`cases proposals`: who answers and whom to send, with reasons, on both databases."""

import threading
from typing import Any

import pytest

from console import words
from console.desk import collectors, recommendation
from console.domain.stage import Stage
from console.seat import proposal_tools
from console.seat.seat import take_seat
from console.store.city import loader
from tests.seat.conftest import Say
from tests.store import patrols, town
from tests.store.attacks import filed, registered
from tests.store.world import World

PLACE: dict[str, Any] = {"lon": 116.9005, "lat": 31.7005, "grid_code": patrols.LITTER_HERE}


@pytest.fixture
def settled(town_world: World) -> World:
    patrols.add(town_world)
    return town_world


def proposed(say: Say, world: World, case: int, *more: str) -> Any:
    said = say("--database", world.url, *more, "cases", "proposals", str(case), "--json")
    assert said.code == 0, said.err
    return said.document


def signs(document: Any) -> list[str]:
    return [row["call_sign"] for row in document["collectors"]]


def test_the_bodies_that_answer_are_told_in_words(say: Say, settled: World) -> None:
    litter = registered(settled, **PLACE)
    cover = registered(settled, category_id=town.COVER, region_id=town.WEST)
    found = proposed(say, settled, litter)["responsible"]
    assert [(r["department"], r["lead"]) for r in found] == [("部1", True), ("部4", False)]
    assert found[0]["why"] == "负责区2的暴露垃圾：属地优先，2 家中牵头"
    english = proposed(say, settled, litter, "--language", "en")["responsible"]
    assert english[0]["why"] == ("answers for Litter in Region 2: territory first, lead among 2")
    assert english[1]["why"] == "after the lead: territory of Litter in Region 2"
    alone = proposed(say, settled, cover)["responsible"]  # the office answers for the east only
    assert [r["why"] for r in alone] == ["负责全市的上水井盖：权属优先"]


def test_the_duty_grids_collector_is_proposed_then_the_nearest(say: Say, settled: World) -> None:
    document = proposed(say, settled, registered(settled, **PLACE), "--language", "en")
    assert signs(document) == ["K11", "K12", "K1"]  # K13 is of another street
    assert document["collectors"][0]["why"] == "patrols duty grid 东01, where the case is"
    assert document["collectors"][1]["why"] == "next on duty, of Region 2, about 950 m away"
    assert document["collectors"][2]["why"] == "next on duty, of Region 2"
    assert document["silent"] is None


def test_the_targets_are_told_as_a_dispatcher_is_recommended_them(say: Say, settled: World) -> None:
    document = proposed(say, settled, filed(settled, **PLACE))
    first = document["targets"][0]
    assert (first["crew"], first["in_hand"], first["confirm"]) == ("C2", 0, None)
    assert first["why"] == "责任部门最近班组"
    assert document["refused"] is None
    intake = proposed(say, settled, registered(settled, **PLACE))
    assert (intake["targets"], intake["refused"]) == ([], "案件当前阶段不允许此操作。")


def test_who_stays_silent_is_replaced(
    say: Say, settled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal_tools, "database_now", lambda _connection: settled.now)
    limit = {"stage": int(Stage.VERIFY), "minutes": 60, "calendar": "continuous"}
    with settled.store.write() as connection:
        loader.load(connection, "stage_limit", [limit | {"urgent": False}])
    case = registered(settled, **PLACE)
    send(settled, case, patrols.OWN)
    settled.later(59)
    assert proposed(say, settled, case)["silent"] is None
    settled.later(1)
    document = proposed(say, settled, case)
    assert document["silent"] == "K11"
    assert signs(document) == ["K12", "K1", "K13"]
    deadline = settled.case(case)["stage_deadline"]
    send(settled, case, patrols.NEAR)
    row = settled.case(case)
    assert (Stage(row["stage"]), row["stage_deadline"]) == (Stage.VERIFY, deadline)
    document = proposed(say, settled, case)
    assert document["silent"] is None
    assert signs(document) == ["K12", "K1", "K13"]  # K11 is not sent a second time
    settled.later(60)
    said = proposed(say, settled, case)
    assert signs(said) == ["K1", "K13"]  # both have had their chance
    assert said["silent_since"] == "2026-03-16T11:30:00+08:00"
    assert settled.act("patrol", "answer-verify", case, changes={"answer": True}).done
    assert proposed(say, settled, case)["silent"] is None


def send(world: World, case: int, collector: int) -> None:
    assert world.act("caller", "send-verify", case, changes={"collector_id": collector}).done


def test_where_nobody_is_proposed_that_is_said(say: Say, embedded: World) -> None:
    case = registered(embedded)
    with embedded.store.write() as connection:
        connection.exec_driver_sql("update collector set on_duty = 0")
        connection.exec_driver_sql("delete from responsibility")
    said = say("--database", embedded.url, "cases", "proposals", str(case))
    assert (said.code, said.out.strip()) == (0, "暂无建议：没有责任部门，也没有在岗监督员。")


def test_a_case_that_is_none_has_no_proposals(say: Say, town_world: World) -> None:
    said = say("--database", town_world.url, "cases", "proposals", "77", "--json")
    assert (said.code, said.document["error"]) == (1, "unknown_case")
    assert said.err.strip() == "没有这个案件。"


def test_a_desk_recommends_in_the_same_words(embedded: World) -> None:
    patrols.add(embedded)
    case = filed(embedded, **PLACE)
    seat = take_seat(embedded.url, "disp")
    wait = threading.Event()
    seat.room.start()
    try:
        while not seat.room.loaded:
            seat.room.apply_updates()
            wait.wait(0.01)
        before = words.language()
        words.use("en")
        targets = recommendation.recommended(seat.desk, case)
        sent = collectors.of_desk(seat.desk, case)
        words.use(before)
    finally:
        seat.close()
    assert [(t.department, t.crew) for t in targets][1] == (town.SANITATION, None)
    assert targets[1].why == "answers for Litter in Region 2: territory first, lead among 2"
    assert [one.collector for one in sent] == [patrols.OWN, patrols.NEAR, 1]
