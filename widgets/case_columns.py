"""A workspace of three columns: queue, card, map."""

from collections.abc import Sequence
from typing import ClassVar

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QHBoxLayout, QSplitter, QWidget
from typing_extensions import override

from console.desk.forms import Given
from console.domain.workflow import RULES
from widgets.case_workspace import CaseWorkspace
from widgets.desk_context import Context

Shares = tuple[float, float, float]


class CaseColumns(CaseWorkspace):
    """`shares` of the width by the least width they are for, the widest first.

    After a command that takes the case out of its stage the next row is chosen, as the operator
    likes it after a dispatch.
    """

    shares: ClassVar[Sequence[tuple[int, Shares]]] = ()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.split(self.columns)
        for part in (self.queue, self.card, self.map):
            self.columns.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.columns)

    @override
    def place(self) -> None:
        width = self.width() - 2 * self.columns.handleWidth()
        shares = next(shares for least, shares in self.shares if width >= least)
        self.columns.setSizes([round(width * share) for share in shares])

    @override
    def command(self, command: str, cases: Sequence[int], given: Given) -> None:
        """Sends it; where the case goes on to another stage, so does the choice to the next row."""
        super().command(command, cases, given)
        desk = self.context.seat.desk
        moves = any(
            rule.command == command and rule.post is desk.post and rule.to is not rule.stage
            for rule in RULES
        )
        if moves and self.card.ended is None:
            self.queue.move_on(cases)
