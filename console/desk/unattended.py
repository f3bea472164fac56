"""What a call taker's console does by itself: what nobody need decide again (DOMAIN §5).

A collector who was sent and stays silent is replaced by the next. What was merged ends with its main
case. It is done for the cases that the call taker sees, through the door and in his name, and the log
says why; a keeper who is a call taker does the same. What a person has undone or claimed is left to people.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from console.desk import collectors
from console.domain.collectors import silent
from console.domain.intent import Intent, new_command_id
from console.domain.stage import Post, Stage
from console.domain.worktime import Calendar
from console.store import directory, queries, traces
from console.store.door import Door
from console.store.engine import Store
from console.store.house import database_now

SEND: Final[Mapping[int, str]] = {Stage.VERIFY: "send-verify", Stage.CHECK: "send-check"}
SILENT: Final = "{collector} 未答复，自动改派 (silent: the next is sent)"
ENDED: Final = "随主案件 {number} 结案 (ends with its main case)"
"""The log keeps one wording for both languages."""
TRIES: Final = 3
"""Collectors who are sent to a case by nobody's hand; after so many somebody has to think of another way."""
AT_ONCE: Final = 20
"""Cases of a kind in one turn; the rest waits for the next."""
Row = Mapping[str, Any]


class Unattended:
    """Remembers what could not be done, until that case has changed."""

    def __init__(self, store: Store, door: Door, calendar: Callable[[str], Calendar]) -> None:
        self.store, self.door, self._calendar = store, door, calendar
        self._tried: set[tuple[int, int]] = set()

    def turn(self, now: int | None = None) -> int:
        """Does what is due; how many cases. Raises `Refused` when the database does not answer.

        `now` (ms) is the database's clock unless given.
        """
        if now is None:
            with self.store.read() as connection:
                now = database_now(connection)
        settings = traces.settings(self.store)
        waiting: Sequence[Row] = ()
        ended: Sequence[Row] = ()
        if settings["reassign_silent"]:
            waiting = queries.sent_and_late(self.store, tuple(SEND), now)
        if settings["close_merged"]:
            closed_by = now - settings["undo_minutes"] * 60_000  # till then it may be taken back
            ended = queries.merged_into_closed(self.store, closed_by)
        self._tried &= {_state(row) for row in (*waiting, *ended)}
        mute = self._fresh(row for row in waiting if self._silent(row, now))
        asked = [*self._next(mute), *self._endings(self._fresh(ended))]
        if not asked:
            return 0
        command_id = new_command_id(now)
        numbered = [
            replace(intent, command_id=command_id, ordinal=n) for n, intent in enumerate(asked)
        ]
        return sum(answer.done for answer in self.door.submit(numbered))

    def _silent(self, case: Row, now: int) -> bool:
        try:
            return silent(case, now, self._calendar)
        except KeyError:  # a calendar that the city has made since this program began
            return False

    def _fresh(self, cases: Iterable[Row]) -> list[Row]:
        fresh = [row for row in cases if _state(row) not in self._tried][:AT_ONCE]
        self._tried |= {_state(row) for row in fresh}
        return fresh

    def _next(self, cases: Sequence[Row]) -> Iterable[Intent]:
        found = directory.read(self.store, with_grids=True) if cases else None
        for case in cases:
            assert found is not None
            story = queries.story(self.store, case["id"])
            heard_nothing = collectors.sent_to(case, story)
            able = collectors.proposals(found, case, heard_nothing)
            if able and len(heard_nothing) <= TRIES and not _undone(story, SEND.values()):
                why = SILENT.format(collector=found.collectors[case["collector_id"]]["call_sign"])
                yield _intent(SEND[case["stage"]], case, why, collector_id=able[0].collector)

    def _endings(self, cases: Sequence[Row]) -> Iterable[Intent]:
        for case in cases:
            if not _undone(queries.story(self.store, case["id"]), ("close",)):
                yield _intent("close", case, ENDED.format(number=case["main_number"]))


def _intent(command: str, case: Row, reason: str, **changes: Any) -> Intent:
    return Intent(
        command_id="",
        command=command,
        subject=case["id"],
        version_seen=case["version"],
        post=Post.CALL_TAKER,
        changes=changes,
        reason=reason,
    )


def _state(case: Row) -> tuple[int, int]:
    return case["id"], case["version"]


def _undone(story: Sequence[Row], commands: Iterable[str]) -> bool:
    """Whether somebody took back the last of these."""
    kinds = {*commands, "undo"}
    deeds = [row["command"] for row in story if row["command"] in kinds]
    return deeds[-1:] == ["undo"]
