"""The last undoable commands of a seat, newest first, within the door's time limit."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from widgets.session.sent_command import SentCommand

MAX_KEPT: Final = 10


class UndoHistory:
    """`minutes()` is the time in which the city lets a command be undone."""

    def __init__(self, minutes: Callable[[], float]) -> None:
        self._minutes = minutes
        self._held: deque[SentCommand] = deque(maxlen=MAX_KEPT)

    def add(self, sent: SentCommand) -> None:
        """Adds a sent command that the rule table can undo."""
        self._held.append(sent)

    def remove(self, sent: SentCommand) -> None:
        """Removes a command that was refused or is being undone."""
        if sent in self._held:
            self._held.remove(sent)

    @property
    def newest(self) -> SentCommand | None:
        """The command that the next undo takes back; None if there is none."""
        horizon = time.monotonic() - self._minutes() * 60
        while self._held and self._held[-1].answered_at and self._held[-1].answered_at < horizon:
            self._held.clear()  # what is older than the newest is too old as well
        return self._held[-1] if self._held else None

    def of(self, case: int) -> Iterable[SentCommand]:
        """Commands on a case, newest first."""
        return (sent for sent in reversed(self._held) if case in sent.cases)
