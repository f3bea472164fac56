"""Search and reading of ended cases for the card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from qtpy.QtCore import QObject, Signal

from console.desk import ended_cases, pictures, reporter
from console.desk.desk import Desk
from console.desk.ended_cases import EndedDesk, EndedMatch
from console.desk.pictures import CasePicture
from console.desk.reporter import Reporter
from console.domain.refusal import Refused
from widgets.session.context import Context

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EndedCase:
    """An ended case with all that its card shows, read at once."""

    desk: EndedDesk
    pictures: Sequence[CasePicture]
    reporter: Reporter


def _read_case(desk: Desk, case: int) -> EndedCase:
    """Blocks: for worker threads."""
    laid = ended_cases.open_ended(desk, case)
    return EndedCase(laid, pictures.of_case(desk, case), reporter.masked(desk, case))


class Archive(QObject):
    """Searches and reads ended cases off the GUI thread.

    Signals: `found(words, list of EndedMatch)`, `loaded(EndedCase)`, and `message(sentence)` with the reason of a
    refusal. Only the last request counts; an answer to an earlier one is dropped.
    """

    found = Signal(str, object)
    loaded = Signal(object)
    message = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._question = 0

    def seek(self, words: str) -> None:
        """Searches the ended cases that contain all these words."""
        self._ask(
            partial(ended_cases.seek, self.context.seat.desk, words), partial(self._found, words)
        )

    def open(self, case: int) -> None:
        """Reads one ended case."""
        self._ask(partial(_read_case, self.context.seat.desk, case), self._came)

    def leave(self) -> None:
        """Drops the answer to the current request."""
        self._question += 1

    def _ask(self, read: Callable[[], T], tell: Callable[[T], None]) -> None:
        self._question += 1
        done = partial(self._answered, self._question, tell)
        self.context.jobs.run(self, read, done, partial(self._failed, self._question))

    def _answered(self, question: int, tell: Callable[[T], None], answer: T) -> None:
        if question == self._question:
            tell(answer)

    def _found(self, words: str, found: Sequence[EndedMatch]) -> None:
        self.found.emit(words, found)

    def _came(self, found: EndedCase) -> None:
        if found.desk.stage.ended:  # else it comes by the feed
            self.loaded.emit(found)

    def _failed(self, question: int, no: Refused) -> None:
        if question == self._question:
            self.message.emit(str(no))
