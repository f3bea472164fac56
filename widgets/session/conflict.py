"""Conflicts: a refused command is explained by the other person's act that came before it."""

from typing import Final

from console.desk import cases
from console.desk.cases import Told
from console.desk.desk import Desk
from console.desk.naming import Naming
from console.words import _
from widgets.session.entry_words import entry_words
from widgets.session.sent import Sent

CHANGED: Final = frozenset({"changed", "stage", "held"})
"""Refusals that come of another person's act."""


def is_conflict(sent: Sent) -> bool:
    """Whether one case was refused because somebody else changed it."""
    reasons = {answer.reason for answer in sent.refusals}
    return len(sent.cases) == 1 and bool(reasons & CHANGED)


def last_entry(desk: Desk, case: int) -> Told | None:
    """The newest entry of the case's history. Blocks: for worker threads."""
    told = cases.story(desk, case)
    return told[-1] if told else None


def explanation(desk: Desk, sent: Sent, last: Told | None) -> str:
    """The refusal with the other person's act; "" for an act of one's own, where it stands as it is."""
    if last is None or last.actor in (None, desk.actor):
        return ""
    naming = Naming(desk)
    who = naming.name_of("operators", last.actor or 0)
    words = _("Not done: {what} · {who} was first: {act}")
    return words.format(what=sent.asking, who=who, act=entry_words(naming, last))
