"""What the town needs for proposals: who answers for what, and collectors with their duty grids."""

from typing import Any

from console.store.city import loader
from tests.store import town
from tests.store.world import World

LITTER_HERE, LITTER_BESIDE = "000000002001001", "000000002001002"
OWN, NEAR, FAR = 11, 12, 13


def add(world: World) -> None:
    """A unit grid each for two duty grids, four collectors, and the bodies that answer."""
    with world.store.write() as connection:
        for table, rows in _rows().items():
            loader.load(connection, table, rows)


def _rows() -> dict[str, list[dict[str, Any]]]:
    grids = [
        {"code": code, "region_id": town.EAST, "name": "", "area_m2": 1e4, "began_at": 0}
        | {
            "area_class": 1,
            "outline": [[[[lon, 31.70], [lon + 0.001, 31.70], [lon + 0.001, 31.701]]]],
        }
        for code, lon in ((LITTER_HERE, 116.9), (LITTER_BESIDE, 116.91))
    ]
    duty = [
        {"id": 1, "name": "东01", "region_id": town.EAST, "unit_grids": [LITTER_HERE]},
        {"id": 2, "name": "东02", "region_id": town.EAST, "unit_grids": [LITTER_BESIDE]},
    ]
    collectors = [
        {"id": i, "call_sign": sign, "region_id": region, "duty_grids": grids, "on_duty": True}
        for i, sign, region, grids in (
            (OWN, "K11", town.EAST, [1]),
            (NEAR, "K12", town.EAST, [2]),
            (FAR, "K13", town.WEST, []),
        )
    ]
    claims = [
        {"category_id": c, "region_id": r, "department_id": d, "rank": n, "basis": b}
        for c, r, d, n, b in (
            (town.COVER, None, town.SANITATION, 1, "owner"),
            (town.COVER, town.EAST, town.OTHER, 1, "territory"),
            (town.LITTER, town.EAST, town.OTHER, 2, "territory"),
            (town.LITTER, town.EAST, town.SANITATION, 1, "territory"),
            (town.LITTER, town.CITY, town.CLOSED_DOWN, 1, "owner"),
        )
    ]
    return {
        "unit_grid": grids,
        "duty_grid": duty,
        "collector": collectors,
        "responsibility": claims,
    }
