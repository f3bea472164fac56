"""Streets for the town: two unit grids in the east, one in the west, two roads that cross, houses.

   116.90      116.91      116.92      116.93
31.72 +-----------+-----------+-----------+
      |  grid E1  |  grid E2  |  grid W1  |   望湖路 along 31.71, 长江路 along 116.905
31.70 +-----------+-----------+-----------+
"""

from typing import Any, Final

from console.domain.initials import initials
from console.domain.responsibility import Basis
from console.store.city import loader
from tests.store import town
from tests.store.world import World

EAST_1, EAST_2, WEST_1 = "110101001001001", "110101001001002", "110101002001001"
CROSSING: Final = (116.905, 31.71)
OUTSIDE: Final = (116.95, 31.71)
IN_THE_WEST: Final = (116.925, 31.715)
DOORS: Final = ((95, 116.901), (103, 116.903), (12, 116.9155))


def lay(world: World) -> None:
    """Writes them into a town."""
    with world.store.write() as connection:
        for table, rows in _rows().items():
            loader.load(connection, table, rows)


def _rows() -> dict[str, list[dict[str, Any]]]:
    roads = {
        "望湖路": ("Wanghu Road", [[[116.9, 31.71], [116.93, 31.71]]]),
        "长江路": ("Changjiang Road", [[[116.905, 31.7], [116.905, 31.72]]]),
    }
    doors = [
        _place("doorplate", f"望湖路 {number} 号", f"{number} Wanghu Road", lon, 31.7101)
        for number, lon in DOORS
    ]
    points = [_place("road", zh, en, *_middle(shape), None) for zh, (en, shape) in roads.items()]
    drawn = [
        _place("ground.road", zh, en, *_middle(shape), shape) for zh, (en, shape) in roads.items()
    ]
    return {
        "unit_grid": [
            _grid(EAST_1, town.EAST, 116.9),
            _grid(EAST_2, town.EAST, 116.91),
            _grid(WEST_1, town.WEST, 116.92),
        ],
        "place": [*doors, *points, *drawn],
        "responsibility": [
            {"category_id": category, "region_id": None, "department_id": town.SANITATION}
            | {"rank": 1, "basis": str(Basis.TERRITORY)}
            for category in (town.LITTER, town.COVER)
        ],
    }


def _middle(shape: list[list[list[float]]]) -> tuple[float, float]:
    (west, south), (east, north) = shape[0]
    return (west + east) / 2, (south + north) / 2


def _place(
    kind: str, zh: str, en: str, lon: float, lat: float, shape: Any = None
) -> dict[str, Any]:
    row = {"kind": kind, "zh": zh, "en": en, "pinyin": initials(zh), "lon": lon, "lat": lat}
    return {**row, "region_id": None, "shape": shape}


def _grid(code: str, region: int, west: float) -> dict[str, Any]:
    ring = [[west, 31.7], [west + 0.01, 31.7], [west + 0.01, 31.72], [west, 31.72]]
    return {
        "code": code, "region_id": region, "name": code[-3:], "outline": [[ring]],
        "area_m2": 2.1e6, "area_class": 1, "began_at": 0, "ended_at": None,
    }  # fmt: skip
