"""What a dispatch is told: no department named, and a department that has nobody where the case is."""

import threading

import pytest
import sqlalchemy as sa

from console.desk.foresight import foresee_dispatch
from console.domain.stage import Post
from console.domain.verdict import VerdictKind
from console.seat.seat import take_seat
from console.store.schema import OperatorPost
from tests.store import town
from tests.store.attacks import filed
from tests.store.world import World


def test_a_dispatch_without_a_department_says_that_none_was_named(town_world: World) -> None:
    case = filed(town_world)
    refused = town_world.act("disp", "dispatch", case)
    assert refused.reason == "department_none"
    assert "department_id" in refused.text
    unknown = town_world.act("disp", "dispatch", case, changes={"department_id": 99})
    assert unknown.reason == "department"


@pytest.mark.parametrize(
    ("region", "allowed"), [(None, "allowed"), (town.EAST, "allowed"), (town.WEST, "confirm")]
)
def test_the_verdict_warns_where_all_people_of_a_department_are_of_another_region(
    town_world: World, region: int | None, allowed: str
) -> None:
    case = filed(town_world)
    with town_world.store.write() as connection:
        held = sa.update(OperatorPost).where(OperatorPost.post == str(Post.DEPARTMENT))
        own = OperatorPost.department_id == town.SANITATION
        connection.execute(held.where(own).values(region_id=region))
    town_world.door("disp")  # its password
    seat = take_seat(town_world.url, "disp")
    seat.room.start()
    try:
        while not seat.room.loaded:
            seat.room.apply_updates()
            threading.Event().wait(0.01)
        verdict = foresee_dispatch(seat.desk, [case], town.SANITATION)
        assert verdict.allowed is VerdictKind(allowed)
        assert verdict.key == ("nobody_here" if allowed == "confirm" else "")
    finally:
        seat.close()
