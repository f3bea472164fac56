"""A workspace of queue, card and map side by side, or with the card over the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QHBoxLayout, QSplitter, QWidget
from typing_extensions import override

from console.desk.forms import FormValues
from console.domain.workflow import RULES
from widgets.session.context import Context
from widgets.workspace.cases import CaseWorkspace


@dataclass(frozen=True, slots=True)
class Plan:
    """Layout for windows of at least `width` × `height` px: the queue's share of the width, then the card's
    share of the rest, of its height with the map below where `stacked`, else of its width."""

    width: int
    height: int
    queue: float
    card: float
    stacked: bool = False


class CaseColumns(CaseWorkspace):
    """Uses the first of `plans` that fits; the last fits every window.

    After a command that takes the case out of its stage the next row is selected, by the operator's
    setting for dispatches.
    """

    plans: ClassVar[Sequence[Plan]] = ()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.case_and_map = QSplitter(Qt.Orientation.Horizontal)
        self.split(self.columns, self.case_and_map)
        self.columns.addWidget(self.queue)
        self.columns.addWidget(self.case_and_map)
        for part in (self.card, self.map):
            self.case_and_map.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.columns)

    @property
    def first_part(self) -> QWidget:
        """The part at the left: the list, or its container."""
        return self.queue

    @override
    def place(self) -> None:
        handle = self.columns.handleWidth()
        width, height = self.width() - handle, self.height() - handle
        plan = next(p for p in self.plans if width >= p.width and height >= p.height)
        queue = round(width * plan.queue)
        self.give_room(self.columns, {self.first_part: queue, self.case_and_map: width - queue})
        down = Qt.Orientation.Vertical if plan.stacked else Qt.Orientation.Horizontal
        self.case_and_map.setOrientation(down)
        room = height if plan.stacked else width - queue - handle
        card = round(room * plan.card)
        self.give_room(self.case_and_map, {self.card: card, self.map: room - card})

    @override
    def command(self, command: str, cases: Sequence[int], given: FormValues) -> None:
        """Sends a command; if the case leaves its stage, selects the next row."""
        super().command(command, cases, given)
        desk = self.context.seat.desk
        moves = any(
            rule.command == command and rule.post is desk.post and rule.to is not rule.stage
            for rule in RULES
        )
        if moves and self.card.ended is None:
            self.queue.move_on(cases)
