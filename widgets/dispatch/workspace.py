"""The dispatch workspace put together: map | queue over card | targets.

Every gesture that means "send these cases there" ends in `Sending.mean`.
"""

import re
from collections.abc import Sequence
from typing import Final

from qtpy.QtCore import QPoint, Qt
from qtpy.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from qtpy.QtWidgets import QApplication, QHBoxLayout, QMenu, QSplitter, QWidget
from typing_extensions import override

from console.desk.cases import TO_A_TARGET, Move
from console.desk.ended import Found
from console.desk.forms import Given
from console.desk.queues import tabs
from console.desk.typed import Act, Offer, offers
from console.domain.refusal import sentence
from console.domain.verdict import Allowed
from console.words import _, mark
from widgets import theme
from widgets.card.card_pane import CardPane
from widgets.controls import Pane
from widgets.desk_context import Context
from widgets.dispatch.sending import Sending
from widgets.dragging import Dragging
from widgets.giving import give
from widgets.live_map.map_pane import MapPane
from widgets.queue.queue_pane import QueuePane
from widgets.targets.targets_pane import TargetsPane
from widgets.workspace import Workspace

NUMBER: Final = re.compile(r"[0-9]+(-[0-9]+)*")
SHARES: Final = (
    (1500, (0.375, 0.431, 0.194)),
    (1100, (400 / 1358, 658 / 1358, 300 / 1358)),
    (0, (0.26, 0.49, 0.25)),
)
"""From this width on: the shares of map, queue and card, targets."""
CARD: Final = 0.4
"""The card's share of the height; the list has the rest."""
CARD_LEAST: Final = 190

KEYS: Final = (
    ("1", mark("Arm the first recommended target")),
    ("2", mark("Arm the second recommended target")),
    ("3", mark("Arm the third recommended target")),
    ("E", mark("Each chosen case to its own first recommendation")),
    ("D", mark("Find a department or crew")),
    ("N", mark("Note on the case")),
    ("P", mark("Show who reported it; the log records it")),
    ("R", mark("Decide what was asked for")),
    ("F", mark("The form attached to what was asked for")),
    ("Z  Ctrl+Z", mark("Undo the last command")),
)

ON_ROWS: Final = ("P", "Z")
"""Bare letters that do or reveal something: only while the list has the keyboard."""


class DispatchWorkspace(Workspace):
    """Map, queue, card and targets of whoever works on cases."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.dragging = Dragging(context, self)
        self.queue = QueuePane(context, self.dragging)
        self.card = CardPane(context)
        self.map = MapPane(context, self.dragging)
        self.targets = TargetsPane(context, self.dragging)
        self.sending = Sending(context, self.queue, self.card, self.targets, self)
        self._lay_out()
        self.targets.meant.connect(self.sending.mean)
        self.map.dropped_on.connect(self.sending.mean)
        self.map.painted.connect(self.painted)
        self.targets.shared.connect(self.sending.send_each)
        self.sending.said.connect(self.said)
        self.queue.opened.connect(self._open_card)
        self.queue.queue_shown.connect(self.map.show_queue)
        self.queue.queue_shown.connect(self.queue_shown)
        self.queue.menu_wanted.connect(self._menu_of_queue)
        self.map.menu_wanted.connect(self._menu_of_queue)
        self.card.command_wanted.connect(self._command)
        self.card.said.connect(self._failed)
        self.card.acted.connect(self._acted)
        self.card.archive.found.connect(self._found)
        self.card.draft_left.connect(self.draft_left)
        self.queue.sought.connect(self.seek)
        self.shortcuts = [self._shortcut(key) for keys, _words in KEYS for key in keys.split()]

    def _lay_out(self) -> None:
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        for splitter in (self.middle, self.columns):
            splitter.setHandleWidth(theme.px("gap.pane"))
            splitter.setChildrenCollapsible(False)
        self.middle.addWidget(self.queue)
        self.middle.addWidget(self.card)
        for part in (self.map, self.middle, self.targets):
            self.columns.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.columns)
        self._own = False  # the operator has moved an edge: the proportions are his
        for splitter in (self.middle, self.columns):
            splitter.splitterMoved.connect(self._moved)

    def _moved(self) -> None:
        self._own = True

    @override
    def resizeEvent(self, event: object) -> None:
        """The proportions above until the operator moves an edge."""
        if not self._own and self.width() > 0:
            self.place()

    @override
    def showEvent(self, event: object) -> None:
        if not self._own:
            self.place()

    def place(self) -> None:
        """Extra width goes to the map first; the middle and the right have an upper bound."""
        width = self.width() - 2 * self.columns.handleWidth()
        shares = next(shares for least, shares in SHARES if width >= least)
        middle = min(round(width * shares[1]), 1100)
        right = min(round(width * shares[2]), 480)
        self.columns.setSizes([width - middle - right, middle, right])
        height = self.height() - self.middle.handleWidth()
        card = max(round(height * CARD), CARD_LEAST)
        heads = sum(map(theme.px, ("tab", "pane.head", "head")))
        card += (height - card - heads) % theme.px("row.dense")  # the queue shows whole rows
        self.middle.setSizes([height - card, card])

    def _shortcut(self, key: str) -> QShortcut:
        made = QShortcut(QKeySequence(key), self.queue if key in ON_ROWS else self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setAutoRepeat(False)  # a key held down is one command
        made.activated.connect(self._key)
        return made

    def _key(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QShortcut)
        key = pressed.key().toString()
        if key.isdigit():
            self.targets.arm(int(key))
        elif key == "E":
            self.targets.share_out()
        elif key == "D":
            self.targets.search_department()
        elif key == "N":
            self.card.commands.write("note")
        elif key == "P":
            self.card.reveal()
        elif key == "R":
            self.card.commands.to_decision()
        elif key == "F":
            self.card.request.look()
        elif key in ("Z", "Ctrl+Z") and self.context.operations.undo() is None:
            self.said.emit(_("There is nothing to undo."), "text.2")

    def _failed(self, sentence: str) -> None:
        self.said.emit(sentence, "alarm.text")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing nearer wants it: nothing is armed, the keyboard is at the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.targets.let_go()
            self.queue.confirm.withdraw()
            self.queue.take_keyboard()
        else:
            super().keyPressEvent(event)

    # the same by menu

    def _menu_of_queue(self, at: QPoint) -> None:
        cases = self.context.selection.ids
        if not cases:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Dispatch {count} to").format(count=len(cases))).setEnabled(False)
        current = self.context.selection.current or cases[-1]
        for target in self.context.operations.recommended(current):
            verdict = self.context.operations.foresee_dispatch(
                cases, target.department, target.crew
            )
            name = self.sending.target_name(target.department, target.crew)
            action = menu.addAction(f"{name}  –  {verdict.text or target.why}")
            action.setData((target.department, target.crew))
            action.setEnabled(verdict.allowed is not Allowed.NO)
        menu.addSeparator()
        each = menu.addAction(_("Each to its own first recommendation …") + "\tE")
        each.triggered.connect(self.targets.share_out)
        other = menu.addAction(_("Another department …") + "\tD")
        other.triggered.connect(self.targets.search_department)
        menu.triggered.connect(self._picked)
        menu.popup(at)

    def _picked(self, action: QAction) -> None:
        data = action.data()
        if data is not None:
            self.sending.mean(data[0], data[1])

    def _acted(self) -> None:
        """The keyboard leaves a button whose place another act may take next."""
        writing = QApplication.focusWidget()
        if writing is not None and self.card.isAncestorOf(writing):
            self.queue.take_keyboard()

    def _open_card(self, case: int) -> None:
        """Space or Enter on a row: the keyboard goes to the card's commands."""
        if self.context.operations.pending(case):
            return
        self.card.setFocus()
        self.card.focusNextChild()
        self.aimed.emit()

    @override
    def offers(self, words: str) -> list[Offer]:
        """What the words in the command bar may mean, and what Enter would do with each."""
        if not self.context.seat.room.loaded or self.context.operations.locked:
            return []
        return offers(self.context.seat.desk, self.queue.model.searching, words)

    @override
    def obey(self, words: str) -> bool:
        """The likeliest meaning of the words; False where only ended cases are left to look among."""
        found = self.offers(words)
        for offer in found[:1]:
            self.carry_out(offer, words)
        return bool(found) and found[0].act is not Act.SEEK

    @override
    def carry_out(self, offer: Offer, words: str) -> None:
        """What an offer says it does."""
        if offer.act is Act.SEEK:
            self.seek(words)
        elif offer.department is not None and offer.act is Act.SHOW:
            self.targets.show_target(offer.department, offer.crew)
        else:
            self.context.selection.choose(offer.cases, offer.cases[0])
            if offer.act is Act.DISPATCH and offer.department is not None:
                self.sending.mean(offer.department, offer.crew, offer.cases, ask=offer.ask)

    # cases that have ended

    @override
    def seek(self, words: str) -> None:
        """Looks in the archive for what no open case is called."""
        self.said.emit(_("Looking among the ended cases …"), "text.2")
        self.card.archive.seek(words.strip().lstrip("/"))

    def _found(self, words: str, found: Sequence[Found]) -> None:
        self.said.emit("", "text.2")
        if not found:
            unknown = sentence("unknown_case", {}) if NUMBER.fullmatch(words) else ""
            nothing = _("Nothing is called “{words}”.").format(words=words)
            self.said.emit(unknown or nothing, "text.2")
        elif len(found) == 1:
            self.card.archive.open(found[0].case)
        else:
            self.ended_menu(found).popup(self.card.mapToGlobal(QPoint(0, 0)))

    def ended_menu(self, found: Sequence[Found]) -> QMenu:
        """One line for each, to choose from; the newest first."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in found:
            menu.addAction(one.words).setData(one.case)
        menu.triggered.connect(self._picked_ended)
        return menu

    def _picked_ended(self, action: QAction) -> None:
        self.card.archive.open(action.data())

    def _command(self, command: str, cases: Sequence[int], given: Given) -> None:
        """A command from the card; dispatching goes by way of a target."""
        if command in TO_A_TARGET:
            self.targets.search_department()
            return
        give(self.context, command, cases, given, self.card.desk)

    # what the window asks

    @override
    def take_keyboard(self) -> None:
        self.queue.take_keyboard()

    @override
    def show_queue(self, key: str) -> None:
        self.queue.show_queue(key or tabs(self.context.seat.desk.post)[0])

    @override
    def conceal(self) -> None:
        self.card.conceal()

    @property
    def draft(self) -> str:
        return self.card.draft

    @override
    def ask_about_draft(self) -> None:
        self.card.ask_about_draft()

    @property
    def panes(self) -> Sequence[Pane]:
        return (self.queue, self.card, self.map, *self.targets.panes)

    @property
    def settled(self) -> bool:
        return self.map.settled

    @override
    def pose(self, state: str) -> None:
        self.queue.table.choose(0)
        if state == "form":
            most = max(self.card.head.moves, key=_asks)
            self.card.commands.write(most.command)

    @override
    def close_down(self) -> None:
        """The card beside the pointer has no parent of its own."""
        self.dragging.close()


def _asks(move: Move) -> tuple[bool, int]:
    return not move.refusal, len(move.fields)
