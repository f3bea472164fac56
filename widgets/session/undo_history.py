"""The last commands of a seat that have a way back, for Undo: newest first, while the door allows it."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from widgets.session.sent import Sent

MOST: Final = 10


class UndoHistory:
    """`minutes()` is how long the city lets a command be undone."""

    def __init__(self, minutes: Callable[[], float]) -> None:
        self._minutes = minutes
        self._held: deque[Sent] = deque(maxlen=MOST)

    def add(self, sent: Sent) -> None:
        """A command that has been sent and that the rule table can take back."""
        self._held.append(sent)

    def remove(self, sent: Sent) -> None:
        """It was refused, or is being undone."""
        if sent in self._held:
            self._held.remove(sent)

    @property
    def newest(self) -> Sent | None:
        """What the next undo takes back; None where nothing can be any more."""
        horizon = time.monotonic() - self._minutes() * 60
        while self._held and self._held[-1].answered_at and self._held[-1].answered_at < horizon:
            self._held.clear()  # what is older than the newest is too old as well
        return self._held[-1] if self._held else None

    def of(self, case: int) -> Iterable[Sent]:
        """Those that acted on a case, newest first."""
        return (sent for sent in reversed(self._held) if case in sent.cases)
