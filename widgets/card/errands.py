"""Ways of the card to the database and back: a case's story, who reported it, cases that ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qtpy.QtCore import QObject, Signal

from console.desk import cases as card
from console.desk import ended_cases, pictures, reporter
from console.desk.cases import StoryEntry
from console.desk.ended_cases import EndedDesk, Found
from console.desk.pictures import Shown
from console.desk.reporter import Reporter
from console.domain.refusal import Refused
from widgets.session.context import Context

if TYPE_CHECKING:
    from widgets.card.pane import CardPane


class Story:
    """One way to the log and back."""

    def __init__(self, pane: "CardPane", case: int) -> None:
        self.pane, self.case, self.desk = pane, case, pane.context.seat.desk

    def read(self) -> tuple[Sequence[StoryEntry], Sequence[Shown], Reporter]:
        told, shown = card.story(self.desk, self.case), pictures.of_case(self.desk, self.case)
        return told, shown, reporter.masked(self.desk, self.case)

    def came(self, found: tuple[Sequence[StoryEntry], Sequence[Shown], Reporter]) -> None:
        self.pane.story_came(self.case, *found)

    def failed(self, error: Exception) -> None:
        self.pane.story_failed(self.case, error)


class Reveal:
    """One look at who reported, and back."""

    def __init__(self, pane: "CardPane", case: int) -> None:
        self.pane, self.case, self.desk = pane, case, pane.context.seat.desk

    def read(self) -> Reporter:
        return reporter.reveal(self.desk, self.case)

    def came(self, found: Reporter) -> None:
        self.pane.revealed(self.case, found)

    def failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            raise error
        self.pane.said.emit(str(error))


@dataclass(frozen=True, slots=True)
class EndedCase:
    """All that a card shows of an ended case, read at once."""

    desk: EndedDesk
    pictures: Sequence[Shown]
    reporter: Reporter


class Archive(QObject):
    """Ended cases: `found(words, list of Found)` · `came(EndedCase)` · `said(sentence)` why not.

    Whatever was asked last is what counts; an answer that comes after the next question is dropped.
    """

    found = Signal(str, object)
    came = Signal(object)
    said = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.asked: _Seek | _LayOut | None = None

    def seek(self, words: str) -> None:
        """Looks for ended cases that have all these words."""
        self.asked = errand = _Seek(self, words)
        self.context.jobs.run(self, errand.read, errand.came, errand.failed)

    def open(self, case: int) -> None:
        """Reads all of one ended case."""
        self.asked = errand = _LayOut(self, case)
        self.context.jobs.run(self, errand.read, errand.came, errand.failed)

    def leave(self) -> None:
        """Nobody waits for an answer any more."""
        self.asked = None

    def failed(self, errand: "_Seek | _LayOut", error: Exception) -> None:
        """A world that does not answer is said; a bug goes its way."""
        if not isinstance(error, Refused):
            raise error
        if errand is self.asked:
            self.said.emit(str(error))


class _Seek:
    def __init__(self, archive: Archive, words: str) -> None:
        self.archive, self.words, self.desk = archive, words, archive.context.seat.desk

    def read(self) -> Sequence[Found]:
        return ended_cases.seek(self.desk, self.words)

    def came(self, found: Sequence[Found]) -> None:
        if self is self.archive.asked:
            self.archive.found.emit(self.words, found)

    def failed(self, error: Exception) -> None:
        self.archive.failed(self, error)


class _LayOut:
    def __init__(self, archive: Archive, case: int) -> None:
        self.archive, self.case, self.desk = archive, case, archive.context.seat.desk

    def read(self) -> EndedCase:
        laid = ended_cases.lay_out(self.desk, self.case)
        shown = pictures.of_case(self.desk, self.case)
        return EndedCase(laid, shown, reporter.masked(self.desk, self.case))

    def came(self, found: EndedCase) -> None:
        if self is self.archive.asked and found.desk.stage.ended:  # else it comes by the feed
            self.archive.came.emit(found)

    def failed(self, error: Exception) -> None:
        self.archive.failed(self, error)
