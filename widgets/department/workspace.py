"""The department workspace: what it has in hand, one case, where it lies."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from console.words import mark
from widgets.case_columns import CaseColumns, Plan
from widgets.case_workspace import CARD_KEYS, Keys

COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "A": ("acknowledge",),
    "S": ("start",),
    "G": ("arrive",),
    "O": ("done",),
    "T": ("ask-extension",),
    "B": ("ask-return",),
}
KEYS: Final[Keys] = (
    ("A", mark("Acknowledge the case")),
    ("S", mark("Set out, with a crew")),
    ("G", mark("Arrive at the place")),
    ("O", mark("Done, with a picture")),
    ("T", mark("Ask for more time")),
    ("B", mark("Ask to give the case back")),
    *CARD_KEYS,
)


class DepartmentWorkspace(CaseColumns):
    """A department and its crews."""

    keys: ClassVar[Keys] = KEYS
    commands: ClassVar[Mapping[str, Sequence[str]]] = COMMANDS
    plans: ClassVar[Sequence[Plan]] = (
        Plan(1500, 700, 0.4, 0.48, stacked=True),
        Plan(1100, 0, 0.42, 0.58),
        Plan(0, 0, 0.44, 0.71),
    )
