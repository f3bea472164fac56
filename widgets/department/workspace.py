"""The department workspace: its cases in hand, the card of one case, the map."""

from collections.abc import Sequence
from typing import ClassVar, Final

from console.words import mark
from widgets.session.actions import CASES, Action
from widgets.workspace.columns import CaseColumns, Plan

ACTIONS: Final = (
    Action("acknowledge", ("A",), mark("Acknowledge the case"), commands=("acknowledge",)),
    Action("start", ("S",), mark("Set out, with a crew"), commands=("start",)),
    Action("arrive", ("G",), mark("Arrive at the place"), commands=("arrive",)),
    Action("done", ("O",), mark("Done, with a picture"), commands=("done",)),
    Action("extension", ("T",), mark("Ask for more time"), commands=("ask-extension",)),
    Action("return", ("B",), mark("Ask to give the case back"), commands=("ask-return",)),
    *CASES,
)


class DepartmentWorkspace(CaseColumns):
    """The workspace of a department and its crews."""

    keymap: ClassVar[Sequence[Action]] = ACTIONS
    plans: ClassVar[Sequence[Plan]] = (
        Plan(1500, 700, 0.4, 0.48, stacked=True),
        Plan(1100, 0, 0.42, 0.58),
        Plan(0, 0, 0.44, 0.71),
    )
