"""Explanation of a conflict by the other person's act."""

from typing import Final

from console.desk import cases
from console.desk.case_names import CaseNames
from console.desk.cases import StoryEntry
from console.desk.desk import Desk
from console.words import _
from widgets.session.entry_words import entry_words
from widgets.session.sent_command import SentCommand

CHANGED: Final = frozenset({"changed", "stage", "held"})
"""Reasons of refusals caused by another person's act."""


def is_conflict(sent: SentCommand) -> bool:
    """Whether a command on one case was refused because somebody else changed the case."""
    reasons = {answer.reason for answer in sent.refusals}
    return len(sent.cases) == 1 and bool(reasons & CHANGED)


def last_entry(desk: Desk, case: int) -> StoryEntry | None:
    """Reads the newest entry of a case's history. Blocks: for worker threads."""
    told = cases.story(desk, case)
    return told[-1] if told else None


def explanation(desk: Desk, sent: SentCommand, last: StoryEntry | None) -> str:
    """Words that name the other person and his act; "" if the act was one's own."""
    if last is None or last.actor in (None, desk.actor):
        return ""
    case_names = CaseNames(desk)
    who = case_names.name_of("operators", last.actor or 0)
    words = _("Not done: {what} · {who} was first: {act}")
    return words.format(what=sent.request_words, who=who, act=entry_words(case_names, last))
