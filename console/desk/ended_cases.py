"""Ended cases, which no live column holds: found by words and loaded one at a time."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from typing_extensions import override

from console.desk.case_names import CaseNames
from console.desk.cases import StoryEntry, story_from
from console.desk.desk import Desk
from console.domain.refusal import Refused
from console.domain.stage import RequestState, Stage
from console.live.columns import OpenCases
from console.store.reading import archive

Row = Mapping[str, Any]
SHOWN: Final = 20


@dataclass(slots=True)
class EndedDesk(Desk):
    """Desk of the same operator that holds one ended case as the database has it now.

    Functions that take a desk work on it unchanged. `all_requests` are all its requests, settled
    ones too; `entries` is its story.
    """

    case: int
    all_requests: Sequence[Row]
    entries: Sequence[StoryEntry]

    @override
    def requests(self, case: int) -> Sequence[Row]:
        return self.all_requests if case == self.case else ()

    @property
    def stage(self) -> Stage:
        cases = self.room.cases
        return Stage(int(cases.column("stage")[cases.slot_of[self.case]]))


@dataclass(frozen=True, slots=True)
class EndedMatch:
    """An ended case that matches the search; `words` describe it in one line."""

    case: int
    words: str


def seek(desk: Desk, words: str) -> Sequence[EndedMatch]:
    """Ended cases that have every word, newest first, as far as this operator may see them.

    Blocks: for worker threads. Raises `Refused`.
    """
    with desk.store.read() as connection:
        rows = archive.search(connection, words)
    ended = [row for row in rows if Stage(row["stage"]).ended]
    return [EndedMatch(row["id"], _line(desk, row)) for row in ended[:SHOWN]]


def _line(desk: Desk, row: Row) -> str:
    kind = CaseNames(desk).name_of("categories", row["category_id"])
    parts = (row["number"], kind, row["address"] or "")
    return " · ".join(part for part in (*parts, Stage(row["stage"]).label) if part)


def open_ended(desk: Desk, case: int) -> EndedDesk:
    """The desk with this case alone on it.

    Blocks: for worker threads. Raises `Refused` where it is not there or not his to see.
    """
    with desk.store.read() as connection:
        found = archive.card(connection, case)
    row = found["case"]
    if row is None:
        raise Refused("unknown_case")
    room = copy.copy(desk.room)  # the same clock, crews and hearing
    room.cases = OpenCases(desk.room.cases.calendars, 1)
    open_ones = [r for r in found["requests"] if r["state"] == RequestState.OPEN]
    asked = [(r["id"], case, r["kind"], r["level"]) for r in open_ones]
    room.cases.hold({**row, "assignments": [], "requests": asked})
    own = {one.name: getattr(desk, one.name) for one in fields(Desk)}
    entries = story_from(found["story"])
    return EndedDesk(
        **{**own, "room": room}, case=case, all_requests=found["requests"], entries=entries
    )
