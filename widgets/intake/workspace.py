"""The intake workspace: reports, the report itself, the map with what lies near it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from console.words import mark
from widgets.case_columns import CaseColumns, Plan
from widgets.case_workspace import CARD_KEYS, Keys

COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "A": ("accept", "file", "answer-verify", "pass", "close"),
    "X": ("reject", "send-back", "fail"),
    "V": ("send-verify", "send-check"),
}
"""A brings a case on, X back or to its end, V sends a collector."""
KEYS: Final[Keys] = (
    ("A", mark("Accept, file, confirm, pass or close the case")),
    ("X", mark("Reject the case or send it back")),
    ("V", mark("Send a collector to verify or to check")),
    *CARD_KEYS,
)


class IntakeWorkspace(CaseColumns):
    """Call takers, collectors and the supervision shift lead."""

    keys: ClassVar[Keys] = KEYS
    commands: ClassVar[Mapping[str, Sequence[str]]] = COMMANDS
    plans: ClassVar[Sequence[Plan]] = (
        Plan(1500, 700, 0.38, 0.44, stacked=True),
        Plan(1100, 0, 0.36, 0.56),
        Plan(0, 0, 0.4, 0.67),
    )
