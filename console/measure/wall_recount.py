"""The figures of a wall beside a recount of the database by `console.domain.evaluation`."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.domain import evaluation
from console.domain.evaluation import Period
from console.domain.stage import Stage
from console.store.city import directory
from console.store.engine import Store, open_store
from console.store.reading import archive

COUNTED: Final = ("reported", "filed", "dispatched", "handled", "closed")
AGAIN_S: Final = 1.0
SUMS: Final = {
    "streets": "reported",
    "categories": "reported",
    "sources": "reported",
    "trend": "reported",
    "handled_parts": "handled",
}
"""What a panel's rows add up to."""


@dataclass(frozen=True, slots=True)
class Database:
    """The rows that figures count, how many are overdue, and the city's zone."""

    rows: Sequence[Mapping[str, Any]]
    overdue: int
    zone: tzinfo


def asked_until_right(url: str, ask: Callable[[], Mapping[str, Any]], seconds: float) -> list[str]:
    """Names of the figures that are wrong still after so long without changes; `ask` asks the wall."""
    with closing(open_store(url)) as store:
        until = time.monotonic() + seconds
        while True:
            told = ask()
            found = wrong(told, read(store, told["at"]))
            if not found or time.monotonic() > until:
                return found
            time.sleep(AGAIN_S)


def read(store: Store, at: int) -> Database:
    """All cases, and what is overdue at a moment (ms)."""
    with store.read() as connection:
        columns = ", ".join(evaluation.COUNTED)
        found = connection.exec_driver_sql(f"select {columns} from case_")  # noqa: S608 — our own
        rows = [dict(row) for row in found.mappings()]
        late = len(archive.overdue(connection, at, most=1 + len(rows)))
    return Database(rows, late, ZoneInfo(str(directory.read(store).city["zone"])))


def wrong(told: Mapping[str, Any], held: Database) -> list[str]:
    """Names of the figures that a wall told differently from what the database holds."""
    at = int(told["at"])
    own = evaluation.running(str(told["period"]), at, held.zone)
    return [
        name
        for name, wanted in _wanted(held, Period(own.since, at + 1), at)
        if told["figures"].get(name) != wanted
    ]


def _wanted(held: Database, own: Period, at: int) -> Iterator[tuple[str, Any]]:
    """(name, figure) of everything that is counted again."""
    moments = [evaluation.moments(row) for row in held.rows]
    counts = {name: _count(moments, name, own) for name in (*COUNTED, "on_time")}
    yield from ((name, counts[name]) for name in COUNTED)
    due = counts["closed"] + _open_late(moments, at)
    yield "on_time_rate", [counts["on_time"], due] if due else None
    yield "overdue", held.overdue
    yield "ladder_late", held.overdue
    yield "flow", sum(row["stage"] < Stage.CLOSED for row in held.rows)
    for name, figure in SUMS.items():
        yield name, counts[figure]


def _count(moments: Sequence[Mapping[str, int]], figure: str, period: Period) -> int:
    found = (one.get(figure) for one in moments)
    return sum(at is not None and period.since <= at < period.until for at in found)


def _open_late(moments: Sequence[Mapping[str, int]], at: int) -> int:
    """Cases that were open at a moment, their deadline before it."""
    return sum(one.get("late", at) < at <= one.get("late_ended", at) for one in moments)
