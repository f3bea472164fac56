"""Trace of an import of the city's own files in the log; one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from console.intake.report import Report
from console.store.city import tables
from console.store.engine import Store
from console.store.log import traces

TABLES: Final = {
    "regions": "region",
    "grid": "unit_grid",
    "places": "place",
    "components": "component",
    "departments": "department",
    "responsibility": "responsibility",
    "standard": "filing_condition",
    "limits": "stage_limit",
}
"""Kind of import → the table whose rows its trace counts."""


@contextmanager
def importing(store: Store, kind: str, file: str, report: Report) -> Iterator[Any]:
    """The connection to import by. When all went well one event tells who took which file in, what
    `report` counts and how many rows there were before and are now; it stands or falls with them.

    Raises `Refused` for everybody but the administrator of the system and the owner.
    """
    with tables.alone(store) as connection:
        traces.may_keep_city(store, connection)
        before = traces.count(connection, TABLES[kind])
        yield connection
        told = {"kind": kind, "file": Path(file).name, "rows": report.rows}
        told |= {"imported": report.imported, "unchanged": report.unchanged}
        told |= {"rejected": len(report.rejections)}
        now = traces.count(connection, TABLES[kind])
        traces.note_import(store, connection, {"count": before}, told | {"count": now})
