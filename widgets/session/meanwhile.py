"""Who was faster: after a conflict the log is asked what somebody else did to the case meanwhile."""

from collections.abc import Callable

from console.desk import cases
from console.desk.cases import StoryEntry
from console.desk.naming import Naming
from console.domain.refusal import Refused
from console.seat.seat import Seat
from console.words import _
from widgets.card.lists import did_words
from widgets.session.operations import Sent

CHANGED = frozenset({"changed", "stage", "held"})
"""Refusals that come of another person's act."""


class Meanwhile:
    """One way to the log and back; `say(sentence)` when it tells of somebody else."""

    def __init__(self, seat: Seat, sent: Sent, say: Callable[[str], None]) -> None:
        self.seat, self.sent, self.say = seat, sent, say

    @property
    def worth_asking(self) -> bool:
        """One case, refused for what somebody did to it."""
        reasons = {answer.reason for answer in self.sent.refusals}
        return len(self.sent.cases) == 1 and bool(reasons & CHANGED)

    def read(self) -> StoryEntry | None:
        told = cases.story(self.seat.desk, self.sent.cases[0])
        return told[-1] if told else None

    def came(self, last: StoryEntry | None) -> None:
        """Nothing is said of one's own act: the refusal stands as it is."""
        if last is None or last.actor in (None, self.seat.desk.actor):
            return
        naming = Naming(self.seat.desk)
        who = naming.name_of("operators", last.actor or 0)
        words = _("Not done: {what} · {who} was first: {act}")
        self.say(words.format(what=self.sent.asking, who=who, act=did_words(naming, last)))

    def failed(self, error: Exception) -> None:
        """The refusal has been said already; who it was can be read on the card."""
        if not isinstance(error, Refused):
            raise error
