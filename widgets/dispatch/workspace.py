"""The dispatch workspace: map | queue over card | targets.

Every dispatching gesture ends in `DispatchSender.request_dispatch`.
"""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from qtpy.QtCore import Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QHBoxLayout, QMenu, QSplitter, QWidget
from typing_extensions import override

from console.desk.cases import TO_A_TARGET
from console.desk.command_parser import Offer, OfferAction
from console.desk.forms import FormValues
from console.domain.verdict import VerdictKind
from console.words import _, mark
from widgets import theme
from widgets.controls import Pane
from widgets.dispatch.sender import DispatchSender
from widgets.session.actions import CASES, WINDOWS, Action
from widgets.session.case_on_wall import WallChoice
from widgets.session.context import Context
from widgets.targets.pane import TargetsPane
from widgets.workspace.cases import CaseWorkspace

SHARES: Final = (
    (1500, (0.375, 0.431, 0.194)),
    (1100, (400 / 1358, 658 / 1358, 300 / 1358)),
    (0, (0.26, 0.49, 0.25)),
)
"""From this width on: the shares of map, queue with card, and targets."""
CARD: Final = 0.4
"""The card's share of the height; the list has the rest."""
MIN_CARD: Final = 190
MAX_CARD: Final = 560
"""Maximum height of the card (px): its text and pictures need no more."""

ACTIONS: Final = (
    Action("arm-1", ("1",), mark("Arm the first recommended target")),
    Action("arm-2", ("2",), mark("Arm the second recommended target")),
    Action("arm-3", ("3",), mark("Arm the third recommended target")),
    Action("each", ("E",), mark("Each chosen case to its own first recommendation")),
    Action("target", ("D",), mark("Find a department or crew")),
    *CASES,
    Action(
        "tear-targets",
        ("Ctrl+Shift+T",),
        mark("Targets in a window of their own, and back"),
        menu=True,
        group=WINDOWS,
    ),
)


class DispatchWorkspace(CaseWorkspace):
    """Map, queue, card and targets."""

    keymap: ClassVar[Sequence[Action]] = ACTIONS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.targets = TargetsPane(context, self.dragging)
        self.dispatch_sender = DispatchSender(context, self.queue, self.card, self.targets, self)
        self.handlers |= {f"arm-{digit}": partial(self.targets.arm, digit) for digit in (1, 2, 3)}
        self.detached.parts["targets"] = (self.targets, mark("Targets"))
        self.handlers["tear-targets"] = partial(self.detached.turn, "targets")
        self.handlers |= {"each": self.targets.share_out, "target": self.targets.search_department}
        self._lay_out()
        self.targets.dispatch_requested.connect(self.dispatch_sender.request_dispatch)
        self.map.dropped_on.connect(self.dispatch_sender.request_dispatch)
        self.targets.shared.connect(self.dispatch_sender.send_each)
        self.dispatch_sender.message.connect(self.message)

    def _lay_out(self) -> None:
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.split(self.middle, self.columns)
        self.middle.addWidget(self.queue)
        self.middle.addWidget(self.card)
        for part in (self.map, self.middle, self.targets):
            self.columns.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.columns)

    @override
    def place(self) -> None:
        """Gives extra width to the map first; the other columns have an upper bound."""
        width = self.width() - 2 * self.columns.handleWidth()
        shares = next(shares for least, shares in SHARES if width >= least)
        middle = min(round(width * shares[1]), 1100)
        right = min(round(width * shares[2]), 480)
        sizes = {self.map: width - middle - right, self.middle: middle, self.targets: right}
        self.give_room(self.columns, sizes)
        height = self.height() - self.middle.handleWidth()
        card = min(max(round(height * CARD), MIN_CARD), MAX_CARD)
        heads = sum(map(theme.px, ("tab", "pane.head", "head")))
        card += (height - card - heads) % theme.px("row.dense")  # the queue shows whole rows
        self.give_room(self.middle, {self.queue: height - card, self.card: card})

    # the same by menu

    @override
    def fill_menu(self, menu: QMenu, cases: Sequence[int], current: int) -> None:
        """Adds the recommended targets and the ways to other ones."""
        menu.addAction(_("Dispatch {count} to").format(count=len(cases))).setEnabled(False)
        for target in self.context.operations.recommended(current):
            verdict = self.context.operations.foresee_dispatch(
                cases, target.department, target.crew
            )
            name = self.dispatch_sender.target_name(target.department, target.crew)
            action = menu.addAction(f"{name}  –  {verdict.text or target.why}")
            action.setData((target.department, target.crew))
            action.setEnabled(verdict.allowed is not VerdictKind.NO)
        menu.addSeparator()
        each = menu.addAction(_("Each to its own first recommendation …") + "\tE")
        each.triggered.connect(self.targets.share_out)
        other = menu.addAction(_("Another department …") + "\tD")
        other.triggered.connect(self.targets.search_department)
        menu.triggered.connect(self._picked)

    def _picked(self, action: QAction) -> None:
        data = action.data()
        if data is not None and not isinstance(data, WallChoice):
            self.dispatch_sender.request_dispatch(data[0], data[1])

    @override
    def command(self, command: str, cases: Sequence[int], given: FormValues) -> None:
        """Sends a command of the card; dispatching moves to the targets instead."""
        if command in TO_A_TARGET:
            self.targets.search_department()
        else:
            super().command(command, cases, given)

    # keys and words

    @override
    def escaped(self) -> None:
        """Disarms all targets."""
        self.targets.disarm_all()

    @override
    def carries_out(self, offer: Offer) -> bool:
        return True

    @override
    def carry_out(self, offer: Offer, words: str) -> None:
        if offer.department is not None and offer.act is OfferAction.SHOW:
            self.targets.show_target(offer.department, offer.crew)
            return
        super().carry_out(offer, words)
        if offer.act is OfferAction.DISPATCH and offer.department is not None:
            self.dispatch_sender.request_dispatch(
                offer.department, offer.crew, offer.cases, ask=offer.ask
            )

    @property
    def panes(self) -> Sequence[Pane]:
        return (*super().panes, *self.targets.panes)
