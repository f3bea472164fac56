"""Ways of the register pane to the database and back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.desk.category_search import title
from console.desk.places import Spot
from console.desk.registering import Alike, Draft, Earlier, Registering, address
from console.domain.intent import Answer
from console.domain.refusal import Refused
from console.words import _

if TYPE_CHECKING:
    from widgets.intake.register_pane import RegisterPane
    from widgets.intake.same_seeker import SameSeeker


class Saving:
    """A draft on its way to the door, as a new case or as a note on `case`; what is told of the caller
    goes with it and is asked again with it.
    """

    def __init__(self, registering: Registering, draft: Draft, case: int | None = None) -> None:
        self.registering, self.draft, self.case = registering, draft, case
        self.caller = registering.caller(draft)
        row = registering.desk.directory.categories.get(draft.category or 0)
        self.what = " · ".join(filter(None, (title(row) if row else "", address(draft))))
        self.asking = _("Register: {what}").format(what=self.what)
        if case is None:
            self.intent = registering.intent(draft)

    def then(self, answers: Sequence[Answer]) -> str:
        """After the door: who called; answers the words in which it is told."""
        if self.case is not None:
            if answers[0].done and self.caller:
                self.registering.keep_repeat(self.draft, self.case)
            return ""
        number = self.registering.after(self.caller, answers)
        told = _("Registered {number}: {what}")
        return told.format(number=number, what=self.what) if number else ""


class EarlierCalls:
    """What a number has called about before."""

    def __init__(self, seeker: "SameSeeker", phone: str) -> None:
        self.seeker, self.phone, self.registering = seeker, phone, seeker.registering

    def read(self) -> Sequence[Earlier]:
        return self.registering.earlier(self.phone)

    def came(self, found: Sequence[Earlier]) -> None:
        self.seeker.calls_came(self.phone, found)

    def failed(self, error: Exception) -> None:
        """Letters are said in the form, a lost link by the whole window."""
        if not isinstance(error, Refused):
            raise error


class EndedAlike:
    """Cases like it that have ended of late."""

    def __init__(self, seeker: "SameSeeker", category: int, spot: Spot) -> None:
        self.seeker, self.category, self.spot = seeker, category, spot
        self.registering = seeker.registering

    def read(self) -> list[Alike]:
        return self.registering.ended_alike(self.category, self.spot)

    def came(self, found: list[Alike]) -> None:
        self.seeker.ended_came((self.category, self.spot), found)

    def failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            raise error


class AnsweredCall:
    """A call that was answered at once, on its way to its record."""

    def __init__(self, pane: "RegisterPane", draft: Draft, question: str, words: str) -> None:
        self.pane, self.draft, self.question, self.words = pane, draft, question, words
        self.registering = pane.registering

    def keep(self) -> Answer:
        return self.registering.keep_answer(self.draft, self.question, self.words)

    def kept(self, answer: Answer) -> None:
        if answer.done:
            self.pane.answer_kept(self.draft, self.question)
        else:
            fresh = self.registering.draft()
            self.draft.call_id = fresh.call_id
            self.pane.answer_failed(self.draft, answer.text)

    def failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            raise error
        self.pane.answer_failed(self.draft, str(error))
