"""Cases that have ended, searched and read from the database for the card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from qtpy.QtCore import QObject, Signal

from console.desk import ended, pictures, reporter
from console.desk.desk import Desk
from console.desk.ended import EndedDesk, Found
from console.desk.pictures import Shown
from console.desk.reporter import Reporter
from console.domain.refusal import Refused
from widgets.session.context import Context

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EndedCase:
    """All that a card shows of an ended case, read at once."""

    desk: EndedDesk
    pictures: Sequence[Shown]
    reporter: Reporter


def _read_case(desk: Desk, case: int) -> EndedCase:
    """Blocks: for worker threads."""
    laid = ended.lay_out(desk, case)
    return EndedCase(laid, pictures.of_case(desk, case), reporter.masked(desk, case))


class Archive(QObject):
    """Ended cases: `found(words, list of Found)` · `came(EndedCase)` · `said(sentence)` why not.

    Only the last question counts; an answer that comes after the next question is dropped.
    """

    found = Signal(str, object)
    came = Signal(object)
    said = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._question = 0

    def seek(self, words: str) -> None:
        """Looks for ended cases that have all these words."""
        self._ask(partial(ended.seek, self.context.seat.desk, words), partial(self._found, words))

    def open(self, case: int) -> None:
        """Reads all of one ended case."""
        self._ask(partial(_read_case, self.context.seat.desk, case), self._came)

    def leave(self) -> None:
        """Drops the answer that is still to come."""
        self._question += 1

    def _ask(self, read: Callable[[], T], tell: Callable[[T], None]) -> None:
        self._question += 1
        done = partial(self._answered, self._question, tell)
        self.context.jobs.run(self, read, done, partial(self._failed, self._question))

    def _answered(self, question: int, tell: Callable[[T], None], answer: T) -> None:
        if question == self._question:
            tell(answer)

    def _found(self, words: str, found: Sequence[Found]) -> None:
        self.found.emit(words, found)

    def _came(self, found: EndedCase) -> None:
        if found.desk.stage.ended:  # else it comes by the feed
            self.came.emit(found)

    def _failed(self, question: int, no: Refused) -> None:
        if question == self._question:
            self.said.emit(str(no))
