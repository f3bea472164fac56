"""A town in which collectors are sent and have an hour to answer; what is done unattended there."""

import pytest

from console.desk import collectors
from console.desk.automatic_commands import AutomaticCommands
from console.domain.stage import Stage
from console.store.city import directory, loader
from tests.seat.test_proposals import PLACE, send
from tests.store import patrols
from tests.store.attacks import registered
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


def working(world: World, who: str = "caller") -> AutomaticCommands:
    door = world.door(who)
    return AutomaticCommands(
        world.stores[who], door, collectors.calendar_of(directory.read(world.stores[who]))
    )


def sent(world: World) -> int:
    """A case that the duty grid's collector was sent to verify."""
    case = registered(world, **PLACE)
    send(world, case, patrols.OWN)
    return case
