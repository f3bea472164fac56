"""`rules add|list|end`: a standing rule made, at work under the keeper, and ended, on both databases."""

from collections.abc import Sequence
from typing import Any, Final

from console.domain.intent import HeldPost
from console.domain.stage import Post, Stage
from console.store.city import tables
from console.store.people import administration
from tests.seat.conftest import Said, Say
from tests.store import town
from tests.store.attacks import filed
from tests.store.world import World

LITTER = ("--category", "0101", "--kind", "event", "--department", "部1")


def ran(say: Say, world: World, who: str, *words: str) -> Said:
    return say("--database", world.url, "--as", who, "rules", *words, "--json")


def result(said: Said) -> Any:
    (found,) = said.document["results"]
    return found


def test_a_rule_is_made_dispatches_under_the_keeper_and_is_ended(
    say: Say, town_world: World
) -> None:
    said = ran(say, town_world, "eastdisp", "add", *LITTER, "--region", "2", "--hold-back", "0")
    assert (said.code, result(said)) == (
        0,
        {"rule": 1, "outcome": "done", "reason": None, "version": 1},
    )
    listed = ran(say, town_world, "caller", "list").document
    assert listed == [
        {
            "id": 1,
            "category": "0101",
            "kind": "event",
            "region": "区2",
            "department": "部1",
            "hold_back_s": 0,
            "owner": "eastdisp",
            "active": True,
            "carried_out": True,
            "version": 1,
        }
    ]
    plain = say("--database", town_world.url, "rules", "list")
    assert plain.out.strip() == "1：区2的暴露垃圾等待 0 秒后派往部1，eastdisp 设立"
    case = filed(town_world)
    keeping = say("--database", town_world.url, "--as", "chief", "keep", "--for", "0", "--json")
    assert keeping.document["held"] == 1
    assert Stage(town_world.case(case)["stage"]) is Stage.HANDLE
    ended = ran(say, town_world, "eastdisp", "end", "1", "--reason", "夏季结束")
    assert (ended.code, result(ended)["version"]) == (0, 2)
    assert town_world.rows("event")[-1]["reason"] == "夏季结束"
    assert ran(say, town_world, "caller", "list").document == []
    assert [row["active"] for row in ran(say, town_world, "caller", "list", "--all").document] == [
        False
    ]
    told = say("--database", town_world.url, "rules", "list", "--all").out.strip()
    assert told.endswith("（已结束）")


def test_a_rule_whose_owner_lost_his_post_is_not_shown_as_if_it_worked(
    say: Say, town_world: World
) -> None:
    east = HeldPost(Post.DISPATCHER, town.EAST, None)
    administration.add_operator(town_world.store, "leaver", "离", "Leaver", [east])
    assert ran(say, town_world, "leaver", "add", *LITTER, "--region", "2").code == 0
    administration.give(town_world.store, "leaver", east, take=True)
    (row,) = ran(say, town_world, "caller", "list").document
    assert (row["active"], row["carried_out"]) == (True, False)
    plain = say("--database", town_world.url, "rules", "list").out.strip()
    assert plain.endswith("（未执行：leaver 已无派遣岗位）")


def test_of_a_code_in_several_national_schemes_that_of_2007_is_meant(
    say: Say, town_world: World
) -> None:
    words = {"class_zh": "类", "class_en": "Class", "zh": "暴露垃圾", "en": "Litter"}
    with town_world.store.write() as connection:
        for scheme in ("gbt30428.2", "cjt214-2007"):
            row = {"scheme": scheme, "kind": "event", "code": "0909"} | words
            tables.add(connection, "category", [row])
    ids = {row["scheme"]: row["id"] for row in town_world.rows("category")}
    add = ("add", "--category", "0909", "--department", "部1", "--region", "2")
    for more, scheme in (((), "cjt214-2007"), (("--scheme", "gbt30428.2"), "gbt30428.2")):
        assert ran(say, town_world, "disp", *add, *more).code == 0
        assert town_world.rows("dispatch_rule")[-1]["category_id"] == ids[scheme]
    said = ran(say, town_world, "disp", *add, "--scheme", "none")
    assert (said.code, said.document["error"]) == (1, "category_unknown")


def test_the_command_lead_makes_a_rule_for_a_named_dispatcher(say: Say, town_world: World) -> None:
    words = ("add", *LITTER, "--region", "2", "--owner", "eastdisp", "--command-id", "one")
    first = ran(say, town_world, "cmdlead", *words)
    assert (first.code, result(first)["outcome"]) == (0, "done")
    assert ran(say, town_world, "cmdlead", *words).document == first.document
    assert [row["owner"] for row in ran(say, town_world, "caller", "list").document] == ["eastdisp"]


NOBODYS: Final = (
    (
        "disp",
        ("add", "--category", "0101", "--department", "部1"),
        "category_ambiguous",
        "0101",
    ),
    ("disp", ("add", "--category", "9999", "--department", "部1"), "category_unknown", "9999"),
    ("disp", ("add", *LITTER[:4], "--department", "没有"), "department_unknown", "没有"),
    ("disp", ("add", *LITTER, "--region", "77"), "region_unknown", "77"),
    ("disp", ("add", *LITTER, "--owner", "nobody"), "operator_unknown", "nobody"),
    ("disp", ("add", *LITTER, "--hold-back", str(10**30)), "hold_back", "86400"),
    ("disp", ("end", str(2**70)), "rule_unknown", "没有这条常设规则"),
)


def test_names_that_nobody_bears_are_one_sentence(say: Say, town_world: World) -> None:
    for who, words, key, sentence in NOBODYS:
        said = ran(say, town_world, who, *words)
        assert (said.code, said.document["error"]) == (1, key)
        assert sentence in said.err
    assert not town_world.rows("dispatch_rule")


REFUSED: Final[Sequence[tuple[str, tuple[str, ...], str]]] = (
    ("caller", (), "other_post"),
    ("disp", (), "scope"),  # everywhere is more than the city he holds his post in
    ("disp", ("--region", "1", "--owner", "eastdisp"), "rule_owner"),
)


def test_a_refused_rule_says_why_and_leaves_nothing(say: Say, town_world: World) -> None:
    for who, more, reason in REFUSED:
        said = ran(say, town_world, who, "add", *LITTER, *more)
        found = result(said)
        assert (said.code, found["outcome"], found["reason"]) == (1, "refused", reason)
        assert said.err.strip()
    assert not town_world.rows("dispatch_rule")
    assert not town_world.rows("event")


def test_nobody_makes_a_rule(say: Say, town_world: World) -> None:
    said = say("--database", town_world.url, "rules", "add", *LITTER, "--json")
    assert (said.code, said.document["error"]) == (1, "operator_needed")
