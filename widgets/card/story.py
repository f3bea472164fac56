"""The story of an open case with its pictures and its reporter, read from the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.desk import cases, pictures, reporter
from console.desk.cases import StoryEntry
from console.desk.desk import Desk
from console.desk.pictures import CasePicture
from console.desk.reporter import Reporter


@dataclass(frozen=True, slots=True)
class Story:
    """Entries of the log, pictures, and the reporter, masked or revealed."""

    entries: Sequence[StoryEntry]
    pictures: Sequence[CasePicture]
    reporter: Reporter


def read_story(desk: Desk, case: int) -> Story:
    """Reads the story of a case. Blocks: for worker threads. Raises `Refused`."""
    entries, shown = cases.story(desk, case), pictures.of_case(desk, case)
    return Story(entries, shown, reporter.masked(desk, case))
