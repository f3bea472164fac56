"""Automatic commands of a call taker's console.

A collector who was sent and stays silent is replaced by the next. A merged case ends with its main
case. Both are done for the cases that the call taker sees, through the door and in the call taker's
name, with a logged reason; a keeper who is a call taker does the same. Cases that a person has
undone or claimed are left alone.
"""

import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from console.desk import collectors
from console.domain.automatic import MAIN_ENDED, SILENT, automatic_reason
from console.domain.collectors import silent
from console.domain.intent import Answer, Intent, new_command_id
from console.domain.refusal import Refused
from console.domain.stage import Axis, Post, Stage
from console.domain.worktime import Calendar
from console.store.city import directory
from console.store.dialect import database_now
from console.store.door.port import Door
from console.store.engine import Store
from console.store.log import traces
from console.store.reading import queries

MINUTE_MS: Final = 60_000
SEND: Final[Mapping[int, str]] = {Stage.VERIFY: "send-verify", Stage.CHECK: "send-check"}
TRIES: Final = 3
"""Most collectors sent to a case automatically; after that a person has to decide."""
AT_ONCE: Final = 20
"""Most cases of a kind in one turn."""
LOOKED: Final = 200
"""Most cases of a kind whose story is read in one turn, chosen at random so that hopeless ones
do not block others.
"""
Row = Mapping[str, Any]


def serves(posts: Collection[Post]) -> bool:
    """Whether holders of these posts give automatic commands: call takers without command (监管分离)."""
    return Post.CALL_TAKER in posts and not any(post.axis is Axis.COMMAND for post in posts)


class AutomaticCommands:
    """Automatic commands; remembers the door's refusals until the case changes."""

    def __init__(self, store: Store, door: Door, calendar: Callable[[str], Calendar]) -> None:
        self.store, self.door, self._calendar = store, door, calendar
        self._refused: set[tuple[int, int]] = set()

    def turn(self, now: int | None = None) -> int:
        """Gives the due commands; answers how many cases. Raises `Refused` when the database does
        not answer.

        `now` (ms) is the database's clock unless given.
        """
        if now is None:
            with self.store.read() as connection:
                now = database_now(connection)
        waiting, ended = self._due(now)
        self._refused &= {_state(row) for row in (*waiting, *ended)}
        silent_cases = self._some(row for row in waiting if self._silent(row, now))
        asked = [*self._next(silent_cases), *self._endings(self._some(ended))]
        if not asked:
            return 0
        # deciding took its time: what somebody has taken in hand meanwhile is his
        due = {_state(row) for rows in self._due(now) for row in rows}
        command_id = new_command_id(now)
        asked = [one for one in asked if (one.subject, one.version_seen) in due]
        sent = [replace(one, command_id=command_id, ordinal=n) for n, one in enumerate(asked)]
        return sum(map(self._told, sent, self.door.submit(sent)))

    def _due(self, now: int) -> tuple[Sequence[Row], Sequence[Row]]:
        """Cases whose collector is late, and cases merged into one that is closed for good."""
        city = traces.settings(self.store)
        free_at = now - city["claim_grace_minutes"] * MINUTE_MS
        waiting: Sequence[Row] = ()
        ended: Sequence[Row] = ()
        if city["reassign_silent"]:
            waiting = queries.sent_and_late(self.store, tuple(SEND), now, free_at)
        if city["close_merged"]:
            closed_at = now - city["undo_minutes"] * MINUTE_MS  # till then it may be taken back
            ended = queries.merged_into_closed(self.store, closed_at, free_at)
        return waiting, ended

    def _told(self, intent: Intent, answer: Answer) -> bool:
        if not answer.done:
            self._refused.add((intent.subject or 0, intent.version_seen or 0))
        return answer.done

    def _silent(self, case: Row, now: int) -> bool:
        try:
            return silent(case, now, self._calendar)
        except (KeyError, Refused):  # a calendar made since this program began, or one that ends
            return False

    def _some(self, cases: Iterable[Row]) -> list[Row]:
        fresh = [row for row in cases if _state(row) not in self._refused]
        return random.sample(fresh, min(len(fresh), LOOKED))

    def _next(self, cases: Sequence[Row]) -> list[Intent]:
        made: list[Intent] = []
        found = directory.read(self.store, with_grids=True) if cases else None
        for case in cases:
            if found is None or len(made) == AT_ONCE:
                break
            story = self._whole_story(case)
            sent_before = collectors.sent_to(case, story)
            able = collectors.proposals(found, case, sent_before)
            if able and len(sent_before) <= TRIES and not _undone(story, SEND.values()):
                why = automatic_reason(SILENT, found.collectors[case["collector_id"]]["call_sign"])
                made.append(_intent(SEND[case["stage"]], case, why, collector_id=able[0].collector))
        return made

    def _endings(self, cases: Sequence[Row]) -> list[Intent]:
        made: list[Intent] = []
        for case in cases:
            if len(made) == AT_ONCE:
                break
            if not _undone(self._whole_story(case), ("close",)):
                made.append(
                    _intent("close", case, automatic_reason(MAIN_ENDED, case["main_number"]))
                )
        return made

    def _whole_story(self, case: Row) -> Sequence[Row]:
        """The log of a case; empty where this operator may not read all of it and undoes could
        be missed.
        """
        story = [row for row in queries.story(self.store, case["id"]) if row["kind"] == "case"]
        versions = [row["subject_version"] for row in story]
        return story if versions == list(range(1, case["version"] + 1)) else ()


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


def _undone(story: Sequence[Row], commands: Collection[str]) -> bool:
    """Whether the last of these commands was undone, or this cannot be known."""
    places = [place for place, row in enumerate(story) if row["command"] in commands]
    after = story[places[-1] + 1 :] if places else ()
    return not story or (bool(after) and after[0]["command"] == "undo")
