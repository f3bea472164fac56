"""Who is silent is replaced by the next, and people have the last word."""

import pytest

from console.store.city import loader
from console.store.log import traces
from tests.desk.waiting import LIMIT, sent, settled, working
from tests.seat.test_proposals import PLACE, send
from tests.store import patrols, town
from tests.store.attacks import registered
from tests.store.world import World

__all__ = ["settled"]


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
    assert last["reason"] == "@silent K11"
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
        connection.exec_driver_sql(f"update case_ set stage = 7 where id = {case}")
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


def test_a_sending_that_was_taken_back_is_none(settled: World) -> None:
    case = sent(settled)
    send(settled, case, patrols.NEAR)
    assert settled.act("caller", "undo", case).done
    send(settled, case, patrols.FAR)
    settled.later(LIMIT)
    assert working(settled).turn(settled.now) == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR


def test_who_comes_on_duty_is_sent_to_what_waited(settled: World) -> None:
    case, us = sent(settled), working(settled)
    duty(settled, False)
    settled.later(LIMIT)
    assert us.turn(settled.now) == 0
    duty(settled, True)
    assert us.turn(settled.now) == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR


def duty(world: World, on: bool) -> None:
    word = str(int(on)) if world.store.embedded else str(on).lower()
    with world.store.write() as connection:
        connection.exec_driver_sql(f"update collector set on_duty = {word}")


def test_a_calendar_that_ends_ends_nothing(settled: World) -> None:
    odd, case = sent(settled), sent(settled)
    with settled.store.write() as connection:
        connection.exec_driver_sql(
            f"update case_ set stage_calendar = 'working', stage_limit = 99999999 where id = {odd}"
        )
    settled.later(LIMIT)
    assert working(settled).turn(settled.now) == 1
    assert settled.case(case)["collector_id"] == patrols.NEAR


def test_who_is_not_told_all_of_a_case_leaves_it(settled: World) -> None:
    case, us = sent(settled), working(settled)
    settled.later(LIMIT)
    with settled.store.write() as connection:  # as if the rest were out of his sight
        connection.exec_driver_sql(f"update case_ set version = version + 1 where id = {case}")
    assert us.turn(settled.now) == 0
