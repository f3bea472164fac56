"""From a call to a case: what is shown at once, each thing that speaks against it, what is sent."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from console import words
from console.desk.places import Spot
from console.desk.registration import Draft, Registration, repeated
from console.domain.stage import Post, Stage
from console.live.clock import wall_ms
from console.seat.seat import Seat, take_seat
from console.store.people import complainants
from tests.store import streets, town
from tests.store.world import World

SPOT = Spot("望湖路 95 号", "95 Wanghu Road", 116.901, 31.7101)


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    before = words.language()
    words.use("zh")
    yield
    words.use(before)


@pytest.fixture
def seat(town_world: World) -> Iterator[Seat]:
    streets.lay(town_world)
    town_world.now = wall_ms()
    town_world.later(0)
    made = take_seat(town_world.url, "caller")
    yield made
    made.close()


def filled(made: Registration) -> Draft:
    draft = made.draft()
    draft.phone, draft.name = "138-0000 1234", "李某"
    draft.category, draft.kind_words = town.LITTER, "暴露垃圾"
    draft.spot, draft.place_words = SPOT, "望湖路 95 号 三楼"
    draft.description = "垃圾满了"
    return draft


def test_place_grid_and_who_answers_are_told_at_once(seat: Seat) -> None:
    made = Registration(seat.desk)
    draft = filled(made)
    at = made.located(draft)
    assert at is not None
    assert (at.grid, at.region) == (streets.EAST_1, town.EAST)
    body, why = made.answering(draft)
    assert body == "部1"
    assert "暴露垃圾" in why


def test_a_category_is_found_by_code_words_and_initials(seat: Seat) -> None:
    kinds = Registration(seat.desk).kinds
    for typed in ("bllj", "lj", "垃圾", "litter", "暴露 垃圾"):
        assert [row["id"] for row in kinds.find(typed)] == [town.LITTER], typed
    assert [row["id"] for row in kinds.find("0101")] == [town.LITTER, town.COVER]
    assert kinds.find("停车") == kinds.find("  ") == []


BAD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "letters": ("phone", "不是电话号码", {"phone": "13x"}),
    "no category": ("kind", "请选择类别", {"category": None, "kind_words": ""}),
    "unknown": ("kind", "没有类别“停车”", {"category": None, "kind_words": "停车"}),
    "nowhere": ("place", "请填地点", {"spot": None, "place_words": ""}),
    "unknown place": ("place", "没有地点叫“月亮”", {"spot": None, "place_words": "月亮"}),
    "outside": ("place", "没有单元网格", {"spot": Spot("x", "x", *streets.OUTSIDE)}),
    "empty": ("description", "请简要填写", {"description": " \n"}),
    "long": ("description", "不超过 8000", {"description": "长" * 8001}),
}


@pytest.mark.parametrize("name", BAD)
def test_what_speaks_against_it_is_one_sentence_at_its_field(seat: Seat, name: str) -> None:
    made = Registration(seat.desk)
    draft = filled(made)
    assert made.objection(draft) == ("", "")
    field, sentence, changed = BAD[name]
    for key, value in changed.items():
        setattr(draft, key, value)
    where, told = made.objection(draft)
    assert where == field
    assert sentence in told
    words.use("en")
    assert made.objection(draft)[1] != told
    assert "\n" not in told


def test_a_place_of_another_area_is_refused_before_it_is_sent(town_world: World) -> None:
    streets.lay(town_world)
    with town_world.store.write() as connection:
        connection.exec_driver_sql(
            "update operator_post set region_id = 2 where post = 'collector'"
        )
    seat = take_seat(town_world.url, "patrol")
    made = Registration(seat.desk)
    draft = filled(made)
    assert made.objection(draft) == ("", "")
    draft.spot = Spot("西", "West", *streets.IN_THE_WEST)
    field, told = made.objection(draft)
    assert field == "place"
    assert told == "该地点属区3，不在本岗位辖区内。"
    assert not seat.desk.door.submit([made.intent(draft)])[0].done  # the door says the same
    assert (made.takes_callers, made.draft().source) == (False, "collector")
    assert made.caller(draft) == {}
    seat.close()


def test_it_is_one_case_however_often_it_is_sent_and_the_caller_is_kept_apart(
    seat: Seat, town_world: World
) -> None:
    made = Registration(seat.desk)
    draft = filled(made)
    numbers = []
    for _time in range(2):
        answers = seat.desk.submit([made.intent(draft)])
        numbers.append(made.after(made.caller(draft), answers))
    (row,) = town_world.rows("case_")
    assert numbers == [row["day_number"]] * 2
    assert (row["stage"], row["address"]) == (Stage.INTAKE, "望湖路 95 号 三楼")
    assert (row["grid_code"], row["source"]) == (streets.EAST_1, "hotline")
    shown = complainants.act(seat.store, "reveal", row["id"], Post.CALL_TAKER)
    assert (shown["name"], shown["phone"]) == ("李某", "13800001234")
    written = str([town_world.rows(name) for name in ("event", "command")])
    assert "13800001234" not in written
    assert "李某" not in written
    assert [one.case_id for one in made.earlier("138 0000 1234")] == [row["id"]]


def test_one_like_it_is_shown_and_one_that_comes_meanwhile_is_told_once(
    seat: Seat, town_world: World
) -> None:
    seat.start()
    made = Registration(seat.desk)
    draft = filled(made)
    assert made.duplicates(draft) == []
    assert made.new_duplicates(draft) == ""
    changes = {"category_id": town.LITTER, "region_id": town.EAST, "lon": 116.9011, "lat": 31.7101}
    other = town_world.act("both", "register", changes=changes).subject
    _until(seat, other)
    (duplicate,) = made.duplicates(draft)
    assert (duplicate.case, duplicate.metres, duplicate.ended) == (other, 9, False)
    told = made.new_duplicates(draft)
    assert duplicate.number in told
    assert made.new_duplicates(draft) == ""
    draft.category = town.COVER
    assert made.duplicates(draft) == []


def test_one_like_it_that_ended_of_late_is_found_too(seat: Seat, town_world: World) -> None:
    made = Registration(seat.desk)
    changes = {"category_id": town.LITTER, "region_id": town.EAST, "lon": 116.9011, "lat": 31.7101}
    case = town_world.act("caller", "register", changes=changes).subject
    assert town_world.act("caller", "reject", case, reason="不属实").done
    (found,) = made.ended_duplicates(town.LITTER, SPOT)
    assert (found.case, found.ended) == (case, True)
    assert made.ended_duplicates(town.COVER, SPOT) == []


def test_a_call_about_a_case_that_is_there_is_kept_with_its_caller(
    seat: Seat, town_world: World
) -> None:
    made = Registration(seat.desk)
    case = town_world.act(
        "caller", "register", changes={"category_id": town.LITTER, "region_id": town.EAST}
    ).subject
    assert case is not None
    draft = filled(made)
    assert "13800001234" not in repeated(draft)
    assert made.record_repeat(draft, case).done
    assert made.record_repeat(draft, case).done
    (row,) = town_world.rows("phone_call")
    assert (row["act"], row["case_id"], row["phone"]) == ("repeat", case, "13800001234")


def _until(seat: Seat, case: int | None) -> None:
    assert case is not None
    until = time.monotonic() + 10
    while case not in seat.room.cases and time.monotonic() < until:
        seat.room.apply_updates()
        time.sleep(0.02)
    assert case in seat.room.cases
