"""Open cases as the simulated people see them, kept current by the feed like any screen."""

from collections.abc import Mapping
from typing import Any, Final

from console.domain.stage import AssignmentState, RequestState, Stage
from console.store.feed.port import CursorLost, Feed, Happened

OpenCaseRow = dict[str, Any]
"""An open case: its columns, live `assignments` (id → crew_id, state) and open `requests`."""

PARTS: Final = ("assignments", "requests")


class CaseView:
    """`cases` by id, `at` the database's clock (ms), `touched` the second of a case's last event.

    Seconds are the simulation's own, 0 at its start; earlier events are negative.
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.cases: dict[int, OpenCaseRow] = {}
        self.touched: dict[int, float] = {}
        self.at = 0
        self._cursor = ""

    def load(self, now: float = 0.0) -> None:
        """Loads everything anew. Raises `Refused` when the database does not answer."""
        first = self.feed.load()
        self.cases = {
            row["id"]: {**row, "assignments": {}, "requests": {}} for row in first.cases.rows()
        }
        for assignment in first.assignments:
            _hold(self.cases[assignment[1]], assignment)
        for request in first.requests:
            if request[1] in self.cases:
                _ask(self.cases[request[1]], request)
        self.at, self._cursor = first.at, first.cursor
        for case, row in self.cases.items():
            self.touched.setdefault(case, now - (first.at - row["stage_since"]) / 1000)

    def look(self, now: float) -> None:
        """Applies the events since the last look. Raises `Refused` when the database does not
        answer.
        """
        try:
            batch = self.feed.poll(self._cursor)
        except CursorLost:
            self.load(now)
            return
        missing = {event.subject for event in batch.events if not self._take(event, now)}
        if missing:
            self._fetch(sorted(missing))
        self.at, self._cursor = batch.at, batch.cursor

    def _take(self, event: Happened, now: float) -> bool:
        """Applies an event; False where it does not tell enough and the case must be fetched."""
        if event.kind != "case":
            return True
        self.touched[event.subject] = now
        row = self.cases.get(event.subject)
        if row is None:
            return False
        row.update({k: v for k, v in event.after.items() if k not in PARTS})
        row["version"] = event.version
        if Stage(row["stage"]).ended:
            self._forget(event.subject)
            return True
        return _patch(row["assignments"], event.after.get("assignments", {}), "crew_id", _live) & (
            _patch(row["requests"], event.after.get("requests", {}), "kind", _open)
        )

    def _fetch(self, ids: list[int]) -> None:
        for row in self.feed.cases(ids):
            if Stage(row["stage"]).ended:
                self._forget(row["id"])
                continue
            seen: OpenCaseRow = {**row, "assignments": {}, "requests": {}}
            for assignment in row["assignments"]:
                _hold(seen, assignment)
            for request in row["requests"]:
                _ask(seen, request)
            self.cases[row["id"]] = seen

    def _forget(self, case: int) -> None:
        self.cases.pop(case, None)
        self.touched.pop(case, None)


def _hold(row: OpenCaseRow, assignment: tuple[int, int, int, int]) -> None:
    row["assignments"][assignment[0]] = {"crew_id": assignment[2], "state": assignment[3]}


def _ask(row: OpenCaseRow, request: tuple[int, int, str, int]) -> None:
    row["requests"][request[0]] = {"kind": request[2], "level": request[3]}


def _live(part: Mapping[str, Any]) -> bool:
    return AssignmentState(part["state"]).live and part.get("ended_at") is None


def _open(part: Mapping[str, Any]) -> bool:
    return bool(part.get("state", RequestState.OPEN) == RequestState.OPEN)


def _patch(held: dict[int, Any], changed: Mapping[str, Any], whole: str, keep: Any) -> bool:
    """Applies changed rows by id; False if a partial row is not held yet."""
    known = True
    for key, part in changed.items():
        row = {**held.get(int(key), {}), **part}
        if not keep(row):
            held.pop(int(key), None)
        elif whole in row:
            held[int(key)] = row
        else:
            known = False
    return known
