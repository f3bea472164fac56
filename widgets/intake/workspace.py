"""The intake workspace: reports, the report itself, the map with what lies near it."""

from collections.abc import Sequence
from typing import ClassVar, Final

from console.words import mark
from widgets.actions import CASES, Action
from widgets.case_columns import CaseColumns, Plan

ACTIONS: Final = (
    Action(
        "on",
        ("A",),
        mark("Accept, file, confirm, pass or close the case"),
        commands=("accept", "file", "answer-verify", "pass", "close"),
    ),
    Action(
        "away",
        ("X",),
        mark("Reject the case or send it back"),
        commands=("reject", "send-back", "fail"),
    ),
    Action(
        "look",
        ("V",),
        mark("Send a collector to verify or to check"),
        commands=("send-verify", "send-check"),
    ),
    *CASES,
)


class IntakeWorkspace(CaseColumns):
    """Call takers, collectors and the supervision shift lead."""

    keymap: ClassVar[Sequence[Action]] = ACTIONS
    plans: ClassVar[Sequence[Plan]] = (
        Plan(1500, 700, 0.38, 0.44, stacked=True),
        Plan(1100, 0, 0.36, 0.56),
        Plan(0, 0, 0.4, 0.67),
    )
