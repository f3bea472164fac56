"""A complainant is masked for all, shown to few and for one case, and every look is in the log."""

import json

import pytest

from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store
from console.store.people import complainants
from tests.store import town
from tests.store.attacks import dispatched, registered
from tests.store.world import World

TOLD = {"name": "李某某", "phone": "13800001234", "address": "望湖路 18 号 3 幢 502"}


def seat(world: World, login: str) -> Store:
    world.door(login)
    return world.stores[login]


def told(world: World) -> int:
    case = registered(world)
    complainants.act(seat(world, "caller"), "tell", case, Post.CALL_TAKER, TOLD)
    return case


def test_lists_show_a_mask(town_world: World) -> None:
    case = told(town_world)
    shown = complainants.act(seat(town_world, "disp"), "mask", case, Post.DISPATCHER)
    assert shown["name"] == "李**"
    assert shown["phone"] == "138****1234"
    assert shown["address"].startswith("望湖路 18")
    assert "502" not in shown["address"]
    assert not [e for e in town_world.rows("event") if e["kind"] == "complainant"][1:]


def test_a_look_is_in_the_log_and_the_data_never(town_world: World) -> None:
    case = told(town_world)
    shown = complainants.act(seat(town_world, "disp"), "reveal", case, Post.DISPATCHER, why="回访")
    assert {name: shown[name] for name in TOLD} == TOLD
    events = [e for e in town_world.rows("event") if e["kind"] == "complainant"]
    assert [(e["command"], e["subject"], e["post"]) for e in events] == [
        ("tell", case, "call_taker"),
        ("reveal", case, "dispatcher"),
    ]
    assert events[1]["reason"] == "回访"
    assert [e["subject_version"] for e in events] == [1, 2]
    written = json.dumps([str(e) for e in events], ensure_ascii=False)
    assert not [word for word in TOLD.values() if word in written]


def test_erased_is_erased(town_world: World) -> None:
    case = told(town_world)
    complainants.act(seat(town_world, "lead"), "erase", case, Post.SUPERVISION_LEAD, why="本人要求")
    shown = complainants.act(seat(town_world, "disp"), "reveal", case, Post.DISPATCHER)
    assert [shown[name] for name in TOLD] == [None, None, None]
    assert shown["erased_at"] is not None
    row = next(r for r in town_world.rows("complainant") if r["case_id"] == case)
    assert [row[name] for name in TOLD] == [None, None, None]


def test_nothing_known_is_nothing_shown(town_world: World) -> None:
    shown = complainants.act(
        seat(town_world, "disp"), "reveal", registered(town_world), Post.DISPATCHER
    )
    assert [shown[name] for name in TOLD] == [None, None, None]


@pytest.mark.parametrize(
    ("login", "what", "post", "key"),
    [
        ("dept", "reveal", Post.DEPARTMENT, "other_post"),
        ("disp", "erase", Post.DISPATCHER, "other_post"),
        ("disp", "tell", Post.DISPATCHER, "other_post"),
        ("disp", "reveal", Post.CALL_TAKER, "post"),
        ("otherdept", "mask", Post.DEPARTMENT, "scope"),
    ],
)
def test_whoever_may_not_is_told_so(
    town_world: World, login: str, what: str, post: Post, key: str
) -> None:
    case = dispatched(town_world)
    with pytest.raises(Refused) as no:
        complainants.act(seat(town_world, login), what, case, post, TOLD)
    assert no.value.key == key


def test_another_region_and_no_case_are_refused(town_world: World) -> None:
    case = registered(town_world, region_id=town.WEST)
    for subject, key in ((case, "scope"), (99_999, "unknown_case")):
        with pytest.raises(Refused) as no:
            complainants.act(seat(town_world, "eastdisp"), "reveal", subject, Post.DISPATCHER)
        assert no.value.key == key
