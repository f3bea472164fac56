"""An order 督办 is answered where the case is and after its end, by anybody but who gave it."""

from typing import Any

from console.domain.stage import RequestState, Stage
from tests.store.attacks import DAY, filed, to_close
from tests.store.world import World


def ordered(world: World, case: int, who: str = "chief") -> dict[str, Any]:
    answer = world.act(who, "supervise", case, reason="急", changes={"due": world.now + DAY})
    assert answer.done, answer
    return {"changes": {"request_id": world.rows("request")[-1]["id"]}, "reason": "已处理"}


def test_an_order_is_answered_after_the_case_has_ended(town_world: World) -> None:
    case = to_close(town_world)
    order = ordered(town_world, case)
    assert town_world.act("lead", "close", case, changes={"closing_confirmed": True}).done
    assert town_world.act("dept", "answer", case, **order).done
    assert town_world.rows("request")[-1]["state"] == RequestState.GRANTED
    assert town_world.case(case)["stage"] == Stage.CLOSED


def test_the_supervision_answers_where_it_is_its_move(town_world: World) -> None:
    case = to_close(town_world)
    assert town_world.act("lead", "answer", case, **ordered(town_world, case)).done
    own = town_world.act("lead", "answer", case, **ordered(town_world, case, "lead"))
    assert (own.outcome, own.reason) == ("refused", "own_order")
    assert town_world.act("lead", "send-back", case, reason="照片不清").done
    late = {"changes": {"request_id": town_world.rows("request")[-1]["id"]}, "reason": "已查"}
    assert town_world.act("caller", "answer", case, **late).done


def test_a_merged_case_still_answers_for_itself(town_world: World) -> None:
    case, into = filed(town_world), filed(town_world)
    order = ordered(town_world, case)
    assert town_world.act("disp", "merge", case, changes={"into": into}).done
    assert town_world.act("disp", "answer", case, **order).done
