"""A small demo city in a file, made once, copied for each test that lives in it."""

import shutil
from pathlib import Path
from typing import Any

from console.city import demo
from console.live.clock import wall_ms
from console.store.engine import open_store
from console.store.schema import Base

CASES = 240
HOUR = 3_600_000


def build(folder: Path, cases: int = CASES) -> Path:
    """As of an hour ago: every case has waited long enough when the test begins."""
    path = folder / "demo.db"
    demo.build(f"sqlite:///{path}", cases=cases, now=wall_ms() - HOUR, components=400, places=200)
    rows(f"sqlite:///{path}", "case_")
    return path


def copied(path: Path, folder: Path, name: str = "city.db") -> str:
    """The url of a copy; the log beside the file goes with it."""
    for part in ("", "-wal"):
        source = path.with_name(path.name + part)
        if source.exists():
            shutil.copyfile(source, folder / f"{name}{part}")
    return f"sqlite:///{folder / name}"


def rows(url: str, table: str) -> list[dict[str, Any]]:
    """Every row of a table by its key."""
    store = open_store(url)
    try:
        found = Base.metadata.tables[table]
        with store.read() as connection:
            order = list(found.primary_key.columns)
            return [dict(r) for r in connection.execute(found.select().order_by(*order)).mappings()]
    finally:
        store.close()
