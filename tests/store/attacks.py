"""Attacks: what a dishonest or careless client tries, and what the door must answer.

Each is tried against the sound door and against the door with the one check removed that it is
about: sound it is refused, mutated it goes through. An attack that goes through nowhere proves
nothing, a check that no attack needs is not worth having.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from console.domain.intent import Answer
from console.domain.stage import Post
from console.store.city import loader
from tests.store import town
from tests.store.world import World

Try = Callable[[World], Answer]
DAY = 86_400_000
GRID = "110101001001001"


@dataclass(frozen=True)
class Attack:
    """`refusal`: key the sound door answers, or "forged"."""

    name: str
    refusal: str
    attempt: Try


def registered(world: World, **more: Any) -> int:
    changes = {"category_id": town.LITTER, "region_id": town.EAST, **more}
    case = world.act("caller", "register", changes=changes).subject
    assert case is not None
    return case


def filed(world: World, condition: int = town.SLOW, **more: Any) -> int:
    case = registered(world, **more)
    assert world.act("caller", "accept", case).done
    assert world.act("lead", "file", case, changes={"condition_id": condition}).done
    return case


def dispatched(world: World, condition: int = town.SLOW, **more: Any) -> int:
    case = filed(world, condition)
    changes = {"department_id": town.SANITATION, **more}
    assert world.act("disp", "dispatch", case, changes=changes).done
    return case


def to_close(world: World) -> int:
    case = dispatched(world)
    assert world.act("dept", "done", case).done
    assert world.act("disp", "forward", case).done
    assert world.act("patrol", "pass", case).done
    return case


def closed(world: World) -> int:
    case = to_close(world)
    assert world.act("lead", "close", case, changes={"closing_confirmed": True}).done
    return case


def asked(world: World, command: str, **more: Any) -> tuple[int, int]:
    """A case with one open request: (case, request)."""
    case = dispatched(world)
    assert world.act("dept", command, case, **more).done
    return case, world.rows("request")[-1]["id"]


def suspended(world: World, days: int = 2) -> int:
    case, request = asked(
        world, "ask-suspension", reason="停水", changes={"until": world.now + days * DAY}
    )
    granted = world.act("cmdlead", "decide", case, changes={"request_id": request, "approve": True})
    assert granted.done
    return case


def other_region(world: World) -> Answer:
    case = filed(world, region_id=town.WEST)
    return world.act("eastdisp", "dispatch", case, changes={"department_id": town.SANITATION})


def other_department(world: World) -> Answer:
    return world.act("otherdept", "acknowledge", dispatched(world))


def post_not_held(world: World) -> Answer:
    return world.act(
        "caller",
        "file",
        to_file(world),
        post=Post.SUPERVISION_LEAD,
        changes={"condition_id": town.SLOW},
    )


def to_file(world: World) -> int:
    case = registered(world)
    assert world.act("caller", "accept", case).done
    return case


def wrong_stage(world: World) -> Answer:
    return world.act("lead", "close", filed(world), changes={"closing_confirmed": True})


def riding_along(world: World) -> Answer:
    changes = {"department_id": town.SANITATION, "severity": 4}
    return world.act("disp", "dispatch", filed(world), changes=changes)


def wrong_type(world: World) -> Answer:
    return world.act("caller", "accept", registered(world), changes={"address": 5})


def stale(world: World) -> Answer:
    case = filed(world)
    seen = world.case(case)["version"]
    assert world.act("disp", "dispatch", case, changes={"department_id": town.OTHER}).done
    return world.act(
        "cmdlead", "redispatch", case, version_seen=seen, reason="快", changes={"department_id": 1}
    )


def both_axes(world: World) -> Answer:
    case = registered(world)
    assert world.act("both", "accept", case).done
    assert world.act("lead", "file", case, changes={"condition_id": town.SLOW}).done
    return world.act(
        "both", "dispatch", case, post=Post.DISPATCHER, changes={"department_id": town.SANITATION}
    )


def id_used_again(world: World) -> Answer:
    case, other = registered(world), registered(world)
    assert world.act("caller", "accept", case, command_id="twice").done
    return world.act("caller", "accept", other, command_id="twice")


def merged_away(world: World) -> Answer:
    case, into = filed(world), filed(world)
    assert world.act("disp", "merge", case, changes={"into": into}).done
    return world.act("disp", "dispatch", case, changes={"department_id": town.SANITATION})


def into_itself(world: World) -> Answer:
    case = filed(world)
    return world.act("disp", "merge", case, changes={"into": case})


def anothers_undo(world: World) -> Answer:
    case = dispatched(world)
    return world.act("cmdlead", "undo", case, post=Post.COMMAND_LEAD)


def late_undo(world: World) -> Answer:
    case = dispatched(world)
    world.later(11)
    return world.act("disp", "undo", case)


def undo_of_a_note(world: World) -> Answer:
    case = dispatched(world)
    assert world.act("disp", "note", case, reason="已电话").done
    return world.act("disp", "undo", case)


def decided_by_the_wrong_post(world: World) -> Answer:
    case, request = asked(
        world, "ask-suspension", reason="停水", changes={"until": world.now + 90 * DAY}
    )
    return world.act("disp", "decide", case, changes={"request_id": request, "approve": True})


def decided_twice(world: World) -> Answer:
    case, request = asked(world, "ask-extension", reason="雨", changes={"hours": 4})
    decision = {"request_id": request, "approve": True}
    assert world.act("disp", "decide", case, changes=decision).done
    return world.act("disp", "decide", case, changes=decision)


def overdue_extension(world: World) -> Answer:
    case = dispatched(world, town.URGENT)
    world.later(130)
    return world.act("dept", "ask-extension", case, reason="雨", changes={"hours": 4})


def third_extension(world: World) -> Answer:
    case = dispatched(world)
    for who in ("disp", "cmdlead"):
        assert world.act("dept", "ask-extension", case, reason="雨", changes={"hours": 4}).done
        request = world.rows("request")[-1]["id"]
        changes = {"request_id": request, "approve": True}
        assert world.act(who, "decide", case, changes=changes).done
    return world.act("dept", "ask-extension", case, reason="雨", changes={"hours": 4})


def again(world: World, command: str, **more: Any) -> Answer:
    case, _request = asked(world, command, **more)
    return world.act("dept", command, case, **more)


def dispatch_to(world: World, **changes: Any) -> Answer:
    return world.act("disp", "dispatch", filed(world), changes=changes)


def late_reopening(world: World) -> Answer:
    case = closed(world)
    world.later(31 * 24 * 60)
    return world.act("lead", "reopen", case, reason="复发")


def claimed(world: World) -> Answer:
    case = filed(world)
    assert world.act("disp", "claim", case).done
    return world.act("cmdlead", "claim", case)


def another_area(world: World) -> Answer:
    """A condition for one area class, for a case in a unit grid of another."""
    in_classes(world)
    case = registered(world, grid_code=GRID)
    assert world.act("caller", "accept", case).done
    return world.act("lead", "file", case, changes={"condition_id": town.URGENT})


def before_its_main_case(world: World) -> Answer:
    case, into = filed(world), filed(world)
    assert world.act("disp", "merge", case, changes={"into": into}).done
    return world.act("lead", "close", case)


def his_own_order(world: World) -> Answer:
    case, changes = dispatched(world), {"due": world.now + DAY}
    assert world.act("cmdlead", "supervise", case, reason="急", changes=changes).done
    own = {"request_id": world.rows("request")[-1]["id"]}
    return world.act("cmdlead", "answer", case, reason="已处理", changes=own)


def in_classes(world: World) -> None:
    """The town has one unit grid, of class 1; two conditions are for classes 3 and 1."""
    grid = {"code": GRID, "region_id": town.EAST, "name": "", "outline": [], "area_m2": 1.0}
    with world.store.write() as connection:
        loader.load(connection, "unit_grid", [{**grid, "area_class": 1, "began_at": 0}])
        for condition, area in ((town.URGENT, 3), (town.SLOW, 1)):
            connection.exec_driver_sql(
                f"update filing_condition set area_class = {area} where id = {condition}"
            )


ATTACKS = (
    Attack("region", "scope", other_region),
    Attack("department_scope", "scope", other_department),
    Attack("post", "post", post_not_held),
    Attack("stage", "stage", wrong_stage),
    Attack("columns", "forged", riding_along),
    Attack("types", "forged", wrong_type),
    Attack("conflict", "changed", stale),
    Attack("axis", "axis", both_axes),
    Attack("ledger", "forged", id_used_again),
    Attack("merged_away", "merged", merged_away),
    Attack("target", "target", into_itself),
    Attack("undo_actor", "undo", anothers_undo),
    Attack("undo_window", "undo", late_undo),
    Attack("undo_kind", "undo", undo_of_a_note),
    Attack("decider", "decider", decided_by_the_wrong_post),
    Attack("request_state", "no_request", decided_twice),
    Attack("not_overdue", "overdue", overdue_extension),
    Attack("extensions", "extensions", third_extension),
    Attack("none_open", "open_request", lambda w: again(w, "ask-return", reason="非本部门")),
    Attack("reason", "needs", lambda w: w.act("caller", "reject", registered(w), reason="　 ")),
    Attack("given", "needs", lambda w: w.act("caller", "attach", registered(w))),
    Attack("confirmed", "needs", lambda w: w.act("lead", "close", to_close(w))),
    Attack("condition", "condition", lambda w: w.act("lead", "file", to_file(w), changes={"condition_id": town.COVER_CONDITION})),
    Attack("condition_ended", "condition", lambda w: w.act("lead", "file", to_file(w), changes={"condition_id": town.FORMER})),
    Attack("department", "department", lambda w: dispatch_to(w, department_id=town.CLOSED_DOWN)),
    Attack("enforcement", "enforcement", lambda w: w.act("disp", "transfer", filed(w), reason="违建", changes={"department_id": town.SANITATION})),
    Attack("crews", "crews", lambda w: dispatch_to(w, department_id=town.SANITATION, crews=[town.OTHER_CREW])),
    Attack("collector", "collector", lambda w: w.act("caller", "send-verify", registered(w), changes={"collector_id": 2})),
    Attack("hours", "hours", lambda w: w.act("dept", "ask-extension", dispatched(w), reason="雨", changes={"hours": 9999})),
    Attack("until", "until", lambda w: w.act("dept", "ask-suspension", dispatched(w), reason="停水", changes={"until": w.now + 400 * DAY})),
    Attack("due", "due", lambda w: w.act("chief", "supervise", dispatched(w), reason="急", changes={"due": w.now - 1})),
    Attack("photos", "photos", lambda w: w.act("dept", "done", dispatched(w), changes={"photos": ["b" * 64]})),
    Attack("on_behalf", "needs", lambda w: w.act("caller", "pass", _checking(w))),
    Attack("crew", "crew", lambda w: w.act("dept", "arrive", dispatched(w))),
    Attack("not_suspended", "suspended", lambda w: w.act("dept", "done", suspended(w))),
    Attack("overdue", "not_overdue", lambda w: w.act("dept", "appeal", closed(w), reason="不服")),
    Attack("empty", "already", lambda w: _twice(w, "acknowledge")),
    Attack("recent_end", "too_late", late_reopening),
    Attack("not_merged", "not_merged", lambda w: w.act("disp", "unmerge", filed(w), reason="误并")),
    Attack("free", "held", claimed),
    Attack("area", "area", another_area),
    Attack("main_ended", "main_open", before_its_main_case),
    Attack("not_own", "own_order", his_own_order),
    Attack("something", "something", lambda w: w.act("caller", "change", registered(w))),
    Attack("source", "source", lambda w: w.act("caller", "change", registered(w), changes={"source": "x"})),
    Attack("grid_unknown", "grid_unknown", lambda w: w.act("caller", "change", registered(w), changes={"grid_code": "1"})),
    Attack("too_long", "too_long", lambda w: w.act("caller", "note", registered(w), reason="注" * 4001)),
    Attack("place", "place", lambda w: w.act("caller", "change", registered(w), changes={"lon": 200, "lat": 1})),
)  # fmt: skip


def _checking(world: World) -> int:
    case = dispatched(world)
    assert world.act("dept", "done", case).done
    assert world.act("disp", "forward", case).done
    return case


def _twice(world: World, command: str) -> Answer:
    case = dispatched(world)
    assert world.act("dept", command, case).done
    return world.act("dept", command, case)
