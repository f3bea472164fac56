"""A filing condition for one area class is chosen only for a case in a unit grid of that class."""

from console.store.city import directory
from tests.store import town
from tests.store.attacks import GRID, in_classes, registered
from tests.store.world import World


def accepted(world: World, **more: str) -> int:
    case = registered(world, **more)
    assert world.act("caller", "accept", case).done
    return case


def test_a_condition_fits_the_class_of_the_grid_or_has_none(town_world: World) -> None:
    in_classes(town_world)
    case = accepted(town_world, grid_code=GRID)
    other = town_world.act("lead", "file", case, changes={"condition_id": town.URGENT})
    assert (other.reason, other.detail) == ("area", {"wanted": 3, "found": 1})
    assert town_world.act("lead", "file", case, changes={"condition_id": town.SLOW}).done
    placeless = accepted(town_world)
    assert town_world.act("lead", "file", placeless, changes={"condition_id": town.URGENT}).done


def test_a_condition_without_class_is_for_every_grid(town_world: World) -> None:
    in_classes(town_world)
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update filing_condition set area_class = null")
    case = accepted(town_world, grid_code=GRID)
    assert town_world.act("lead", "file", case, changes={"condition_id": town.URGENT}).done


def test_the_grid_is_read_so_its_change_is_a_conflict(town_world: World) -> None:
    in_classes(town_world)
    case = accepted(town_world)
    seen = town_world.case(case)["version"]
    assert town_world.act("caller", "change", case, changes={"grid_code": GRID}).done
    late = town_world.act(
        "lead", "file", case, changes={"condition_id": town.URGENT}, version_seen=seen
    )
    assert late.outcome == "changed"


def test_only_fitting_conditions_are_offered(embedded: World) -> None:
    in_classes(embedded)
    found = directory.read(embedded.store, with_grids=True)
    offered = [
        [row["id"] for row in found.choices(town.LITTER, grid)] for grid in (GRID, None, "1")
    ]
    assert offered == [[town.SLOW], [town.URGENT, town.SLOW], [town.URGENT, town.SLOW]]
