"""Standing dispatch rules: what is due goes through the door as the owner, once, on both databases."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from console.domain.intent import Answer, Forged
from console.domain.refusal import Refused
from console.domain.stage import Post, Stage
from console.keeper import TASKS
from console.store.door import standing, standing_due
from console.store.engine import Store, open_store
from tests.store import town
from tests.store.attacks import filed, registered
from tests.store.test_equivalence import aligned
from tests.store.world import World

RULE = {"category_id": town.LITTER, "region_id": None, "department_id": town.SANITATION}


def store_of(world: World, who: str) -> Store:
    world.door(who)
    return world.stores[who]


def ids(world: World) -> dict[str, int]:
    return {row["login"]: row["id"] for row in world.rows("operator")}


def made(world: World, who: str = "disp", **more: Any) -> Answer:
    """A rule by `who`, in his own post and for himself unless told otherwise."""
    post = more.pop("post", town.WHO[who].post)
    command_id = more.pop("command_id", f"make-{len(world.rows('command'))}")
    owner = ids(world)[more.pop("owner", who)]
    rule = {**RULE, "hold_back_s": 60, "owner_id": owner, **more}
    if town.WHO[who].region_id != town.CITY and "region_id" not in more:
        rule["region_id"] = town.WHO[who].region_id
    elif "region_id" not in more:
        rule["region_id"] = town.CITY
    return asked(world, who, "make-rule", None, command_id, post=post, changes=rule)


def asked(
    world: World, who: str, command: str, rule: int | None, command_id: str, **more: Any
) -> Answer:
    return world.act(who, command, rule, command_id=command_id, kind="standing_rule", **more)


def keep(world: World, store: Store | None = None) -> int:
    with (store or world.store).write() as connection:
        return standing.keep(connection, world.now)


def test_a_case_that_waits_is_dispatched_after_the_hold_back_as_the_owner(
    town_world: World,
) -> None:
    assert made(town_world).done
    case = filed(town_world)
    town_world.later(59 / 60)
    assert keep(town_world) == 0
    town_world.later(1 / 60)
    assert keep(town_world) == 1
    row, event = town_world.case(case), town_world.rows("event")[-1]
    assert (Stage(row["stage"]), row["department_id"]) == (Stage.HANDLE, town.SANITATION)
    assert event["actor_id"] == ids(town_world)["disp"]
    assert (event["command"], event["post"]) == ("dispatch", "dispatcher")
    assert event["reason"] == "@standing 1"
    assert event["command_id"] == f"rule-1.1-{case}.3"
    axes = [x for x in town_world.rows("case_axis") if x["actor_id"] == event["actor_id"]]
    assert [axis["axis"] for axis in axes] == ["command"]
    assert keep(town_world) == 0


def test_a_rule_does_not_reach_back_before_its_own_hold_back(town_world: World) -> None:
    filed(town_world)
    town_world.later(500)
    assert made(town_world).done
    assert keep(town_world) == 0
    town_world.later(1)
    assert keep(town_world) == 1


def test_what_somebody_has_touched_is_left_to_people(town_world: World) -> None:
    assert made(town_world).done
    noted, claimed, back, undone = (filed(town_world) for _case in range(4))
    assert town_world.act("both", "note", noted, reason="已电话").done
    assert town_world.act("disp", "claim", claimed).done
    assert town_world.act("disp", "dispatch", back, changes={"department_id": town.OTHER}).done
    assert town_world.act("otherdept", "ask-return", back, reason="非本部门").done
    request = town_world.rows("request")[-1]["id"]
    granted = {"request_id": request, "approve": True}
    assert town_world.act("disp", "decide", back, changes=granted).done
    town_world.later(2)
    assert keep(town_world) == 1
    assert town_world.act("disp", "undo", undone).done
    town_world.later(60)
    assert keep(town_world) == 0
    stages = {Stage(town_world.case(case)["stage"]) for case in (noted, claimed, back, undone)}
    assert stages == {Stage.DISPATCH}


def test_other_categories_other_regions_and_merged_cases_are_not_due(town_world: World) -> None:
    assert made(town_world, "eastdisp").done
    filed(town_world, town.COVER_CONDITION, category_id=town.COVER)
    filed(town_world, region_id=town.WEST)
    case, into = filed(town_world), filed(town_world)
    assert town_world.act("cmdlead", "merge", case, changes={"into": into}).done
    town_world.later(2)
    assert keep(town_world) == 1
    assert Stage(town_world.case(into)["stage"]) is Stage.HANDLE


def test_the_rule_of_the_nearest_region_holds(town_world: World) -> None:
    assert made(town_world, "disp").done
    assert made(town_world, "eastdisp", department_id=town.OTHER).done
    east, west = filed(town_world), filed(town_world, region_id=town.WEST)
    town_world.later(2)
    assert keep(town_world) == 2
    found = [town_world.case(case)["department_id"] for case in (east, west)]
    assert found == [town.OTHER, town.SANITATION]


def test_a_refusal_stays_in_the_ledger_and_is_not_tried_again(town_world: World) -> None:
    assert made(town_world).done
    case = filed(town_world)
    with town_world.store.write() as connection:
        connection.execute(
            sa.text("update operator_post set active = false where post = 'dispatcher'")
        )
    town_world.later(2)
    for _turn in range(3):
        assert keep(town_world) == 0
    (entry,) = (c for c in town_world.rows("command") if c["command_id"].startswith("rule-"))
    assert (entry["outcome"], entry["reason"], entry["subject"]) == ("refused", "scope", case)
    assert Stage(town_world.case(case)["stage"]) is Stage.DISPATCH


def test_who_acted_for_the_supervision_does_not_dispatch_by_a_rule_either(
    town_world: World,
) -> None:
    assert made(town_world, "both", post=Post.DISPATCHER).done
    case = registered(town_world)
    assert town_world.act("both", "accept", case).done
    assert town_world.act("lead", "file", case, changes={"condition_id": town.SLOW}).done
    town_world.later(2)
    assert keep(town_world) == 0
    assert "axis" in [row["reason"] for row in town_world.rows("command")]


def test_an_owner_who_has_left_dispatches_nothing(town_world: World) -> None:
    assert made(town_world).done
    filed(town_world)
    with town_world.store.write() as connection:
        connection.execute(sa.text("update operator set active = false where login = 'disp'"))
    town_world.later(2)
    assert keep(town_world) == 0
    assert not [c for c in town_world.rows("command") if c["command_id"].startswith("rule-")]


def test_an_ended_rule_does_nothing_and_a_new_one_begins_again(town_world: World) -> None:
    rule = made(town_world).subject
    assert rule is not None
    filed(town_world)
    ended = asked(town_world, "disp", "end-rule", rule, "end")
    assert (ended.outcome, ended.version) == ("done", 2)
    town_world.later(2)
    assert keep(town_world) == 0
    assert made(town_world).done
    town_world.later(2)
    assert keep(town_world) == 1


def test_two_keepers_at_once_dispatch_each_case_once(town_world: World) -> None:
    assert made(town_world).done
    cases = [filed(town_world) for _case in range(12)]
    town_world.later(2)
    start, did = threading.Barrier(2), []
    stores = [open_store(town_world.url, who) for who in ("chief", "patrol")]

    def turn(store: Store) -> None:
        start.wait()
        did.append(keep(town_world, store))

    threads = [threading.Thread(target=turn, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert len(did) == 2
    events = [e["case_id"] for e in town_world.rows("event") if e["command"] == "dispatch"]
    assert sorted(events) == cases
    assert {town_world.case(case)["version"] for case in cases} == {4}


def test_a_case_that_somebody_works_on_is_left_for_the_next_turn(server: World) -> None:
    assert made(server).done
    held, free = filed(server), filed(server)
    server.later(2)
    with server.store.write() as connection:
        connection.exec_driver_sql(f"select 1 from case_ where id = {held} for update")
        assert keep(server, store_of(server, "chief")) == 1
    assert Stage(server.case(free)["stage"]) is Stage.HANDLE
    assert keep(server) == 1


def test_looking_for_what_is_due_never_walks_through_the_log(embedded: World) -> None:
    sql = standing_due.due_sql().replace("public.", "")
    with embedded.store.read() as connection:
        asked = connection.exec_driver_sql(f"explain query plan {sql}", {"at_ms": 0, "most": 1})
        plan = [row[-1] for row in asked]
    assert [line for line in plan if line.startswith("SEARCH e ") and "subject_version=?" in line]
    assert not [line for line in plan if line.startswith(("SCAN e", "SCAN c", "SCAN k"))]


def test_one_turn_takes_only_so_many(town_world: World) -> None:
    assert made(town_world).done
    for _case in range(3):
        filed(town_world)
    town_world.later(2)
    with town_world.store.write() as connection:
        assert standing.keep(connection, town_world.now, 2) == 2
    assert keep(town_world) == 1


def test_the_keeper_dispatches_what_is_due_before_it_seals() -> None:
    assert TASKS[0] is standing.keep_task


REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("caller", {}, "other_post"),
    ("caller", {"post": Post.DISPATCHER}, "post"),
    ("eastdisp", {"region_id": None}, "scope"),
    ("eastdisp", {"region_id": town.WEST}, "scope"),
    ("disp", {"region_id": 99}, "scope"),
    ("disp", {"post": Post.COMMAND_LEAD}, "post"),
    ("disp", {"owner": "eastdisp"}, "rule_owner"),
    ("cmdlead", {"owner": "eastdisp"}, "rule_dispatcher"),  # of the east only
    ("cmdlead", {"owner": "lead"}, "rule_dispatcher"),
    ("disp", {"category_id": 99}, "category"),
    ("disp", {"department_id": 99}, "department"),
    ("disp", {"department_id": town.CLOSED_DOWN}, "department"),
    ("disp", {"hold_back_s": -1}, "hold_back"),
    ("disp", {"hold_back_s": 86_401}, "hold_back"),
)


def test_a_rule_is_made_only_by_whom_and_for_what_it_may(town_world: World) -> None:
    answers = [made(town_world, who, **dict(more)) for who, more, _reason in REFUSED]
    assert [a.reason for a in answers] == [reason for _who, _more, reason in REFUSED]
    assert {a.outcome for a in answers} == {"refused"}
    assert not town_world.rows("dispatch_rule")
    assert not town_world.rows("event")
    assert made(town_world, "cmdlead", owner="eastdisp", region_id=town.EAST).done
    assert made(town_world, "disp", region_id=town.EAST).reason == "rule_exists"
    assert made(town_world, "disp").done


def test_a_rule_is_ended_by_its_owner_or_the_command_lead(town_world: World) -> None:
    rule = made(town_world).subject
    assert rule is not None

    def ended(who: str, post: Post, number: int = rule) -> str | None:
        command_id = f"end-{who}-{post}-{number}"
        return asked(town_world, who, "end-rule", number, command_id, post=post).reason

    assert ended("both", Post.DISPATCHER) == "rule_owner"
    assert ended("eastdisp", Post.DISPATCHER) == "scope"
    assert ended("caller", Post.CALL_TAKER) == "other_post"
    assert ended("caller", Post.DISPATCHER) == "post"
    assert ended("disp", Post.DISPATCHER, 77) == "rule_unknown"
    assert ended("cmdlead", Post.COMMAND_LEAD) is None
    assert ended("disp", Post.DISPATCHER) == "state"
    events = [e for e in town_world.rows("event") if e["kind"] == "standing_rule"]
    assert [(e["command"], e["subject_version"], e["post"]) for e in events] == [
        ("make-rule", 1, "dispatcher"),
        ("end-rule", 2, "command_lead"),
    ]
    assert events[0]["after"]["owner_id"] == ids(town_world)["disp"]
    assert (events[1]["before"], events[1]["after"]) == ({"state": 1}, {"state": 2})
    assert events[0]["scope"] == [-town.SANITATION, town.CITY, town.EAST, town.WEST]


def test_the_same_command_makes_one_rule_and_another_cannot_take_its_id(
    town_world: World,
) -> None:
    first = made(town_world, command_id="same")
    assert made(town_world, command_id="same") == first
    assert len(town_world.rows("dispatch_rule")) == 1
    with pytest.raises(Forged):
        made(town_world, command_id="same", hold_back_s=5)


def test_what_no_console_would_ask_is_forged(town_world: World) -> None:
    asked: list[dict[str, Any]] = [{"state": 1}, {"category_id": "2"}, {"category_id": 2.5}]
    for changes in asked:
        with pytest.raises(Forged):
            made(town_world, **changes)
    assert not town_world.rows("dispatch_rule")


def test_both_databases_make_keep_and_end_alike(embedded: World, server: World) -> None:
    for world in (embedded, server):
        for number, (who, more, _reason) in enumerate(REFUSED):
            made(world, who, command_id=f"no-{number}", **dict(more))
        made(world, command_id="one")
        made(world, "eastdisp", command_id="two", department_id=town.OTHER, hold_back_s=0)
        for region in (town.EAST, town.WEST, town.EAST):
            world.later(1)
            filed(world, region_id=region)
            keep(world)
        world.later(1)
        keep(world)
        asked(world, "cmdlead", "end-rule", 2, "three", reason="撤")
    left_out = {"xid", "seq", "arguments", "command_id", "stored_at"}
    for table in ("dispatch_rule", "case_", "case_axis", "event", "command"):
        ours, theirs = (
            aligned([{k: v for k, v in row.items() if k not in left_out} for row in rows])
            for rows in (embedded.rows(table), server.rows(table))
        )
        assert ours == theirs, table
    assert len([e for e in embedded.rows("event") if e["command"] == "dispatch"]) == 3


def test_an_operators_login_writes_no_rule_by_hand(server: World) -> None:
    for statement in (
        "insert into dispatch_rule select * from dispatch_rule",
        "update dispatch_rule set owner_id = 1",
        "delete from dispatch_rule",
        "select public.door_answer('disp', null)",
        "select public.noun_answer('disp', null)",
        "select 1 from dispatch_rule",
    ):
        with pytest.raises(Refused) as no, store_of(server, "disp").write() as connection:
            connection.exec_driver_sql(statement)
        assert no.value.key == "rights_changed", statement


def test_an_id_taken_from_the_ledger_does_not_stop_the_keeper(town_world: World) -> None:
    """Somebody may use up the id a rule would use; the other cases go all the same."""
    assert made(town_world).done
    case, other = filed(town_world), filed(town_world)
    note = {"command_id": f"rule-1.1-{case}.3", "reason": "x"}
    assert town_world.act("caller", "note", other, **note).done
    third = filed(town_world)
    town_world.later(2)
    assert keep(town_world) == 1
    assert Stage(town_world.case(third)["stage"]) is Stage.HANDLE
