"""A command sent to the database, and its status."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from console.domain.intent import Answer, Intent
from console.domain.workflow import NOT_UNDOABLE


class CommandStatus(StrEnum):
    """Status of a command."""

    SENDING = "sending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class SentCommand:
    """A command being sent. The same id is asked again until the database has answered.

    `words` describe it once it is done, `request_words` until then.
    """

    command: str
    intents: Sequence[Intent]
    words: str
    request_words: str
    status: CommandStatus = CommandStatus.SENDING
    answers: Sequence[Answer] = ()
    sent_at: float = field(default_factory=time.monotonic)
    answered_at: float = 0.0
    failure: str = ""
    ask_at: float | None = None
    then: Callable[[Sequence[Answer]], str] | None = None
    """Run on the worker after the door's answer, and again after a retry; returns other `words`."""
    undone: set[int] = field(default_factory=set)
    """Cases for which it was undone singly, from their story."""

    @property
    def kind(self) -> str:
        """The kind of its subjects: "case", or a noun beside the case."""
        return self.intents[0].kind if self.intents else "case"

    @property
    def subjects(self) -> list[int]:
        """Ids of what it changes; empty where it creates its subject."""
        return [intent.subject for intent in self.intents if intent.subject is not None]

    @property
    def cases(self) -> list[int]:
        """The subjects if they are cases."""
        return self.subjects if self.kind == "case" else []

    @property
    def done(self) -> list[int]:
        """Subjects for which it was done."""
        return [a.subject for a in self.answers if a.done and a.subject is not None]

    @property
    def undoable(self) -> bool:
        """Whether the rule table can undo it: not a note, nor the creation of a noun."""
        created = self.kind != "case" and not self.subjects
        return self.command not in NOT_UNDOABLE and not created

    @property
    def refusals(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.done]

    def same_as(self, other: "SentCommand") -> bool:
        """Whether both are the same command on the same versions of the same subjects."""
        return bool(self.subjects) and [*map(_meaning, self.intents)] == [
            *map(_meaning, other.intents)
        ]


def _meaning(intent: Intent) -> Intent:
    """Content of an intent without its ids and times."""
    return replace(intent, command_id="", occurred_at=None)
