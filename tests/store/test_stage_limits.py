"""A stage's own limit: by urgency and by the area class of the grid, the same through both doors."""

import pytest

from console.domain.stage import Stage
from console.store.city import loader
from tests.store.attacks import GRID, in_classes, registered
from tests.store.world import World

MINUTE_MS = 60_000
ROWS = (
    {"stage": int(Stage.FILE), "urgent": False, "area_class": 0, "minutes": 60},
    {"stage": int(Stage.FILE), "urgent": False, "area_class": 3, "minutes": 120},
    {"stage": int(Stage.FILE), "urgent": True, "area_class": 3, "minutes": 90},
    {"stage": int(Stage.FILE), "urgent": False, "area_class": 2, "minutes": 70},
)


@pytest.mark.parametrize(
    ("area", "severity", "minutes"),
    [(1, 2, 60), (3, 2, 120), (3, 1, 90), (1, 1, None), (2, 2, 70), (None, 2, 60), (None, 1, None)],
)
def test_a_grids_own_class_comes_first(
    town_world: World, area: int | None, severity: int, minutes: int | None
) -> None:
    in_classes(town_world)
    with town_world.store.write() as connection:
        loader.load(connection, "stage_limit", [row | {"calendar": "continuous"} for row in ROWS])
        connection.exec_driver_sql(f"update unit_grid set area_class = {area or 1}")
    place = {"grid_code": GRID} if area else {}
    case = registered(town_world, severity=severity, **place)
    assert town_world.act("caller", "accept", case).done
    row = town_world.case(case)
    due = None if minutes is None else row["stage_since"] + minutes * MINUTE_MS
    assert (row["stage_limit"], row["stage_deadline"]) == (minutes, due)
