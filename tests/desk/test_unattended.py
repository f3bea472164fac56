"""Who is silent is replaced, what was merged ends with its main case, and people have the last word."""

import pytest

from console import keeper
from console.desk import collectors
from console.desk.unattended import Unattended
from console.domain.stage import Stage
from console.seat import keeping
from console.seat.seat import take_seat
from console.store import directory, loader, traces
from tests.seat.test_proposals import PLACE, send
from tests.store import patrols, town
from tests.store.attacks import filed, registered, to_close
from tests.store.world import World

LIMIT = 60


@pytest.fixture
def settled(town_world: World) -> World:
    patrols.add(town_world)
    rows = [
        {"stage": int(stage), "minutes": LIMIT, "calendar": "continuous", "urgent": False}
        for stage in (Stage.VERIFY, Stage.CHECK)
    ]
    with town_world.store.write() as connection:
        loader.load(connection, "stage_limit", rows)
    return town_world


def working(world: World, who: str = "caller") -> Unattended:
    door = world.door(who)
    return Unattended(
        world.stores[who], door, collectors.calendar_of(directory.read(world.stores[who]))
    )


def sent(world: World) -> int:
    """A case that the duty grid's collector was sent to verify."""
    case = registered(world, **PLACE)
    send(world, case, patrols.OWN)
    return case


def test_the_next_is_sent_when_the_time_is_over(settled: World) -> None:
    case, us = sent(settled), working(settled)
    settled.later(LIMIT - 1)
    assert us.turn(settled.now) == 0
    settled.later(1)
    assert us.turn(settled.now) == 1
    row = settled.case(case)
    assert (row["collector_id"], row["verify_sent_at"]) == (patrols.NEAR, settled.now)
    last = settled.rows("event")[-1]
    assert (last["command"], last["post"]) == ("send-verify", "call_taker")
    assert last["reason"] == "K11 未答复，自动改派 (silent: the next is sent)"
    assert us.turn(settled.now) == 0  # he has an hour of his own
    settled.later(LIMIT)
    assert us.turn(settled.now) == 1
    assert settled.case(case)["collector_id"] == 1  # K11 and K12 have had their chance


def test_who_was_sent_before_there_was_a_log_is_not_sent_again(settled: World) -> None:
    case = registered(settled, **PLACE)
    with settled.store.write() as connection:  # as cases of another system come in
        connection.exec_driver_sql(
            f"update case_ set stage = 2, collector_id = {patrols.OWN}, stage_limit = {LIMIT},"
            f" stage_calendar = 'continuous', stage_deadline = stage_since + {LIMIT * 60_000}"
        )
    us = working(settled)
    for wanted in (patrols.NEAR, 1, patrols.FAR):
        settled.later(LIMIT)
        assert us.turn(settled.now) == 1
        assert settled.case(case)["collector_id"] == wanted
    settled.later(LIMIT)
    assert us.turn(settled.now) == 0


def test_nobody_is_sent_twice_and_then_it_is_a_persons(settled: World) -> None:
    case, us = sent(settled), working(settled)
    for _collector in range(3):
        settled.later(LIMIT)
        assert us.turn(settled.now) == 1
    settled.later(LIMIT)
    before = settled.case(case)
    assert us.turn(settled.now) == 0
    assert us.turn(settled.now) == 0
    assert settled.case(case) == before
    refused = [row for row in settled.rows("command") if row["outcome"] != "done"]
    assert refused == []


def test_after_three_it_is_a_persons_though_more_are_on_duty(settled: World) -> None:
    with settled.store.write() as connection:
        more = {"region_id": town.WEST, "duty_grids": [], "on_duty": True}
        rows = [{"id": 20 + n, "call_sign": f"W{n}"} | more for n in range(3)]
        loader.load(connection, "collector", rows)
    case, us = sent(settled), working(settled)
    for _collector in range(3):
        settled.later(LIMIT)
        assert us.turn(settled.now) == 1
    settled.later(LIMIT)
    assert us.turn(settled.now) == 0
    assert settled.case(case)["collector_id"] == patrols.FAR


def test_a_calendar_that_is_not_known_yet_ends_nothing(settled: World) -> None:
    sent(settled)
    known, new = sent(settled), sent(settled)
    us = working(settled)
    with settled.store.write() as connection:
        connection.exec_driver_sql(f"update case_ set stage_calendar = 'new' where id = {new}")
    settled.later(LIMIT)
    assert us.turn(settled.now) == 2
    assert settled.case(known)["collector_id"] == patrols.NEAR
    assert settled.case(new)["collector_id"] == patrols.OWN


def test_a_check_is_passed_on_as_well(settled: World) -> None:
    case = registered(settled, **PLACE)
    settled.act("caller", "accept", case)
    with settled.store.write() as connection:
        connection.exec_driver_sql(
            f"update case_ set stage = 7, version = version + 1 where id = {case}"
        )
    version = settled.case(case)["version"]
    changes = {"collector_id": patrols.OWN}
    assert settled.act("caller", "send-check", case, version_seen=version, changes=changes).done
    with settled.store.write() as connection:
        connection.exec_driver_sql(
            "update case_ set stage_since = check_sent_at, stage_limit = 60,"
            " stage_calendar = 'continuous', stage_deadline = check_sent_at + 3600000"
        )
    settled.later(LIMIT)
    assert working(settled).turn(settled.now) == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR


@pytest.mark.parametrize("deed", ["claim", "undo"])
def test_what_a_person_has_in_hand_is_his(settled: World, deed: str) -> None:
    case, us = sent(settled), working(settled)
    settled.later(LIMIT)
    if deed == "claim":
        assert settled.act("caller", "claim", case).done
    else:
        assert us.turn(settled.now) == 1
        assert settled.act("caller", "undo", case).done
    held = settled.case(case)["collector_id"]
    assert us.turn(settled.now) == 0
    assert settled.case(case)["collector_id"] == held == patrols.OWN


def test_who_is_off_duty_is_not_sent(settled: World) -> None:
    case, us = sent(settled), working(settled)
    with settled.store.write() as connection:
        off = f"update collector set on_duty = {'false' if not settled.store.embedded else 0}"
        connection.exec_driver_sql(f"{off} where id = {patrols.NEAR}")
    settled.later(LIMIT)
    assert us.turn(settled.now) == 1
    assert settled.case(case)["collector_id"] == 1


def test_two_consoles_send_one(settled: World) -> None:
    sent(settled)
    one, two = working(settled), working(settled)
    settled.later(LIMIT)
    assert (one.turn(settled.now), two.turn(settled.now)) == (1, 0)


def test_a_city_that_wants_it_by_hand_has_it_by_hand(settled: World) -> None:
    case, us = sent(settled), working(settled)
    traces.set_setting(settled.store, "reassign_silent", False)
    settled.later(LIMIT)
    assert us.turn(settled.now) == 0
    assert settled.case(case)["collector_id"] == patrols.OWN


def test_who_may_not_send_is_refused_and_does_not_ask_again(settled: World) -> None:
    sent(settled)
    us = working(settled, "disp")
    settled.later(LIMIT)
    assert (us.turn(settled.now), us.turn(settled.now)) == (0, 0)
    refused = [row for row in settled.rows("command") if row["outcome"] == "refused"]
    assert len(refused) == 1


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
    assert us.turn(settled.now) == 1
    row = settled.case(case)
    assert (row["stage"], row["duplicate_of"]) == (Stage.CLOSED, main)
    last = settled.rows("event")[-1]
    number = settled.case(main)["number"]
    assert last["reason"] == f"随主案件 {number} 结案 (ends with its main case)"
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


def test_an_ending_that_was_undone_or_is_claimed_is_a_persons(settled: World) -> None:
    case, _main = merged(settled)
    settled.later(10)
    us = working(settled)
    assert us.turn(settled.now) == 1
    assert settled.act("caller", "undo", case).done
    assert us.turn(settled.now) == 0
    assert settled.case(case)["stage"] == Stage.DISPATCH
    other, _main = merged(settled)
    with settled.store.write() as connection:
        holder = "(select id from operator where login = 'disp')"
        connection.exec_driver_sql(f"update case_ set holder_id = {holder} where id = {other}")
    settled.later(10)
    assert us.turn(settled.now) == 0


def test_a_city_may_end_its_merged_cases_by_hand(settled: World) -> None:
    case, _main = merged(settled)
    traces.set_setting(settled.store, "close_merged", False)
    settled.later(10)
    assert working(settled).turn(settled.now) == 0
    assert settled.case(case)["stage"] == Stage.DISPATCH


@pytest.mark.parametrize(("who", "works"), [("caller", True), ("disp", False)])
def test_a_call_takers_console_and_keeper_do_it(settled: World, who: str, works: bool) -> None:
    seat = take_seat(settled.url, who)
    try:
        assert isinstance(getattr(seat.beat._beside, "__self__", None), Unattended) is works
    finally:
        seat.close()
    settled.door(who)
    beside = keeping._beside(settled.stores[who])
    assert isinstance(getattr(beside, "__self__", None), Unattended) is works
    assert keeping._beside(settled.store) is bool


def test_a_keeper_without_a_screen_does_it(settled: World) -> None:
    case = sent(settled)
    settled.later(LIMIT)
    settled.door("caller")
    store = settled.stores["caller"]
    assert keeper.run(store, 0.0, keeping._beside(store))["turns"] == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR
