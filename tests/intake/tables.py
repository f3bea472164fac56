"""What the tests of tables share: a community with two grids, workbooks, and a file read twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from console.domain.refusal import Refused
from console.intake.grids.regions import import_regions
from console.intake.grids.unit_grids import import_grid
from tests.intake import shapes
from tests.intake.shapes import HERE, box, code
from tests.store.world import World

Import = Callable[..., dict[str, Any]]


def prepared(world: World, folder: Path) -> None:
    """The community of the tests with two grids."""
    rows = shapes.regions(box(0, 0, 200, 100))
    import_regions(world.store, shapes.geojson(folder, rows, "regions.geojson"))
    grid = [({"code": code(n)}, box(100 * n - 100, 0)) for n in (1, 2)]
    import_grid(world.store, shapes.geojson(folder, grid, "grid.geojson"))


def workbook(folder: Path, *rows: tuple[Any, ...]) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "a.xlsx"
    book.save(path)
    book.close()
    return str(path)


def spot(x: float, y: float) -> str:
    lon, lat = HERE.to_degrees(x, y)
    return f"{lon:.7f},{lat:.7f}"


def by(world: World, table: str, **values: Any) -> dict[str, Any]:
    (found,) = [
        row for row in world.rows(table) if all(row[name] == v for name, v in values.items())
    ]
    return found


def once(world: World, read: Import, table: str, file: str) -> dict[str, Any]:
    """Imports a file twice; the second time changes nothing. Answers the first report."""
    report = read(world.store, file)
    rows = world.rows(table)
    again = read(world.store, file)
    assert (again["imported"], again["unchanged"]) == (0, report["imported"] + report["unchanged"])
    assert again["rejections"] == report["rejections"]
    assert world.rows(table) == rows
    for told in (report, again):
        assert told["rows"] == told["imported"] + told["unchanged"] + told["rejected"]
    return report


def named(report: dict[str, Any], number: int, why: str, /, **values: Any) -> None:
    assert report["rejections"] == [{"line": number, "reason": str(Refused(why, **values))}]
