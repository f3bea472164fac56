"""`cases offered`: a script that knows no id walks a case by what is offered, on both databases."""

from typing import Any

import pytest

from console.domain.stage import Stage
from tests.seat.conftest import Act, Say
from tests.store import town
from tests.store.attacks import dispatched, filed, registered
from tests.store.world import World


def offered(say: Say, world: World, who: str, case: int, *more: str) -> Any:
    said = say("--database", world.url, "--as", who, "cases", "offered", str(case), *more, "--json")
    assert said.code == 0, said.err
    return said.document


def command(document: Any, name: str) -> Any:
    return next(row for row in document["commands"] if row["command"] == name)


def options(document: Any, name: str, key: str) -> list[Any]:
    fields = command(document, name)["fields"]
    return [o["value"] for o in next(f for f in fields if f["key"] == key)["options"]]


def test_a_script_walks_by_what_is_offered(say: Say, act: Act, town_world: World) -> None:
    case = registered(town_world)
    assert act("caller", f"accept {case}")["outcome"] == "done"
    found = offered(say, town_world, "lead", case)
    assert (found["stage"], found["post"]) == ("file", "supervision_lead")
    condition = options(found, "file", "condition_id")[0]
    assert act("lead", f"file {case} --set condition_id={condition}")["outcome"] == "done"
    body = options(offered(say, town_world, "disp", case), "dispatch", "department_id")[0]
    assert body == town.SANITATION  # who answers stands first
    assert act("disp", f"dispatch {case} --set department_id={body}")["outcome"] == "done"
    asked = act("dept", f"ask-extension {case} --set hours=5 --reason 雨")
    assert asked["outcome"] == "done"
    (request,) = offered(say, town_world, "disp", case)["requests"]
    assert (request["kind"], request["level"]) == ("extension", 1)
    decided = f"decide {case} --set request_id={request['request_id']} --set approve=true"
    assert act("disp", decided)["outcome"] == "done"


def test_what_the_rules_refuse_now_is_offered_with_the_reason(say: Say, town_world: World) -> None:
    case = dispatched(town_world)
    assert town_world.act("dept", "acknowledge", case).done
    assert command(offered(say, town_world, "dept", case), "acknowledge")["refused"]
    told = say("--database", town_world.url, "--as", "dept", "cases", "offered", str(case)).out
    assert told.splitlines()[0] == "处置 · 专业部门"


@pytest.mark.parametrize(
    ("who", "case", "more", "key"),
    [
        ("disp", "77", (), "unknown_case"),
        ("otherdept", "1", (), "unknown_case"),
        ("disp", "1", ("--post", "wall"), "post_not_held"),
        ("disp", "1", ("--post", "king"), "post_not_held"),
    ],
)
def test_what_is_not_his_is_not_offered(
    say: Say, town_world: World, who: str, case: str, more: tuple[str, ...], key: str
) -> None:
    filed(town_world)
    said = say("--database", town_world.url, "--as", who, "cases", "offered", case, *more, "--json")
    assert (said.code, said.document["error"]) == (1, key)


def test_nobody_is_offered_nothing(say: Say, embedded: World) -> None:
    said = say("--database", embedded.url, "cases", "offered", "1", "--json")
    assert (said.code, said.document["error"]) == (1, "operator_needed")


def test_undo_takes_the_post_of_what_it_undoes(act: Act, town_world: World) -> None:
    """Whoever holds two posts was told that it was not his act."""
    case = filed(town_world)
    sent = act("both", f"dispatch {case} --set department_id={town.SANITATION}")
    assert sent["outcome"] == "done"
    assert act("both", f"undo {case}")["outcome"] == "done"
    assert Stage(town_world.case(case)["stage"]) is Stage.DISPATCH


def test_a_locked_operator_is_told_so_where_he_would_read(say: Say, embedded: World) -> None:
    with embedded.store.write() as connection:
        connection.exec_driver_sql("update operator set active = 0 where login = 'disp'")
    for words in (("cases", "list"), ("act", "note", "1", "--reason", "x")):
        said = say("--database", embedded.url, "--as", "disp", *words, "--json")
        assert (said.code, said.document["error"]) == (1, "operator_locked")
