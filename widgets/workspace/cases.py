"""Base of the workspaces with cases: queue, card and map of one selection, and their keys."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Final

from qtpy.QtCore import QPoint, Qt
from qtpy.QtGui import QAction, QKeyEvent
from qtpy.QtWidgets import QApplication, QMenu, QSplitter, QWidget
from typing_extensions import override

from console.desk.cases import Move
from console.desk.command_parser import Offer, OfferAction, offers
from console.desk.ended_cases import EndedMatch
from console.desk.forms import FormValues
from console.desk.queues import tabs
from console.domain.refusal import sentence
from console.seat import wall_desk
from console.words import _, mark
from widgets import theme
from widgets.card.pane import CardPane
from widgets.card.sending import send_command
from widgets.controls import Pane
from widgets.live_map.pane import MapPane
from widgets.queue.pane import QueuePane
from widgets.session.actions import CASES, Action, bind
from widgets.session.case_on_wall import CaseOnWall
from widgets.session.context import Context
from widgets.targets.dragging import DragController
from widgets.workspace.base import Workspace
from widgets.workspace.detached import DetachedParts

NUMBER: Final = re.compile(r"[0-9]+(-[0-9]+)*")


class CaseWorkspace(Workspace):
    """Queue, card and map; a subclass lays them out in its constructor and in `place`.

    `keymap` declares the keys; `handlers` run those that are no command on the shown case.
    """

    keymap: ClassVar[Sequence[Action]] = CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.dragging = DragController(context, self)
        self.queue = QueuePane(context, self.dragging)
        self.card = CardPane(context)
        self.map = MapPane(context, self.dragging)
        self.on_wall = CaseOnWall(context.operations, self)
        self.card.head.keep_menu(wall_desk.may(context.seat.desk.post, "scene", "show-scene"))
        self.card.head.menu_opening.connect(self._offer_wall)
        self.queue.menu_wanted.connect(self._open_menu)
        self.map.menu_wanted.connect(self._open_menu)
        self.splitters: Sequence[QSplitter] = ()
        self._own = False  # the operator has moved an edge: the proportions are his
        self.map.painted.connect(self.painted)
        self.queue.opened.connect(self._open_card)
        self.queue.queue_shown.connect(self.map.show_queue)
        self.queue.queue_shown.connect(self.queue_shown)
        self.card.command_wanted.connect(self.command)
        self.card.message.connect(self._failed)
        self.card.acted.connect(self._acted)
        self.card.form.left.connect(self._form_left)
        self.card.archive.found.connect(self._found)
        self.card.draft_left.connect(self.draft_left)
        self.queue.sought.connect(self.seek)
        self.handlers: dict[str, Callable[[], object]] = {
            "find": self.queue.toggle_filter,
            "map-lock": self.map.bar_tools.lock.toggle,
            "map-centre": self.map.bar_tools.centre_wanted.emit,
            "note": partial(self.card.commands.open_form, "note"),
            "reveal": self.card.reveal,
            "decide": self.card.commands.focus_decision,
            "form": self.card.request.look,
            "undo": self._undo,
            "show-on-wall": self._show_on_wall,
        }
        self.detached = DetachedParts(
            {
                "list": (self.queue, mark("List")),
                "card": (self.card, mark("Case card")),
                "map": (self.map, mark("Map")),
            },
            self,
        )
        self.detached.moved.connect(self._part_moved)
        self.detached.opened.connect(self._part_opened)
        self.handlers |= {
            f"tear-{key}": partial(self.detached.turn, key) for key in self.detached.parts
        }
        self.shortcuts = bind(self.keymap, self, self.act, self.queue)

    def split(self, *splitters: QSplitter) -> None:
        """Makes these edges movable; until one is moved, `place` decides."""
        self.splitters = splitters
        for splitter in splitters:
            splitter.setHandleWidth(theme.px("gap.pane"))
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._moved)

    def _moved(self) -> None:
        self._own = True

    @override
    def resizeEvent(self, event: object) -> None:
        if not self._own and self.width() > 0:
            self.place()

    @override
    def showEvent(self, event: object) -> None:
        if not self._own:
            self.place()

    def place(self) -> None:
        """Gives each part its share of the space."""

    def give_room(self, splitter: QSplitter, sizes: Mapping[QWidget, int]) -> None:
        """Sizes of the parts present; a detached part needs none."""
        there = {splitter.indexOf(part): size for part, size in sizes.items()}
        splitter.setSizes([there.get(index, 0) for index in range(splitter.count())])

    # parts in windows of their own

    def _part_opened(self, window: QWidget) -> None:
        """Adds the workspace's keys to a detached window."""
        bind(self.keymap, window, self.act)

    def _part_moved(self) -> None:
        self.place()

    # keys

    @override
    def act(self, action: Action) -> None:
        """Runs an action of `keymap`."""
        if action.commands:
            self._give(action.commands)
        else:
            self.handlers[action.key]()

    # menus of the selected cases

    def _open_menu(self, at: QPoint) -> None:
        cases = self.context.selection.ids
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if cases:
            current = self.context.selection.current or cases[-1]
            self.fill_menu(menu, cases, current)
            self.on_wall.add_to(menu, current)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)

    def fill_menu(self, menu: QMenu, cases: Sequence[int], current: int) -> None:
        """Adds what this workspace offers for the selected cases."""

    def _offer_wall(self, menu: QMenu) -> None:
        self.on_wall.add_to(menu, self.card.case)

    def _show_on_wall(self) -> None:
        case = self.card.case
        if case is not None and self.on_wall.offers(case):
            self.on_wall.show(case)
        else:
            self.message.emit(_("Choose an open case to be shown on the wall."), "text.2")

    def _undo(self) -> None:
        if self.context.operations.undo() is None:
            self.message.emit(_("There is nothing to undo."), "text.2")

    def _give(self, commands: Sequence[str]) -> None:
        """Gives the first available of these commands for the case on the card."""
        moves = {move.command: move for move in self.card.head.moves}
        known = [moves[command] for command in commands if command in moves]
        able = next((move for move in known if not move.refusal), None)
        if able is not None:
            self.card.commands.press(able.command)
        else:
            none = _("This key has no command for this case at your post.")
            self.message.emit(known[0].refusal if known else none, "text.2")

    def _failed(self, sentence: str) -> None:
        self.message.emit(sentence, "alarm.text")

    def escaped(self) -> None:
        """Reacts to an Escape that no part has used."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handles Escape that no part has used: disarms, and focuses the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped()
            self.queue.confirm.withdraw()
            self.queue.take_focus()
        else:
            super().keyPressEvent(event)

    def _acted(self) -> None:
        """Moves the focus off the pressed button, whose place another may take."""
        writing = QApplication.focusWidget()
        if writing is not None and self.card.isAncestorOf(writing):
            self.queue.take_focus()

    def _form_left(self) -> None:
        """Moves the focus to the rows when a form closes."""
        if self.card.form.had_focus:
            self.queue.take_focus()

    def _open_card(self, case: int) -> None:
        """Focuses the card's commands, on Space or Enter at a row."""
        if self.context.operations.pending(case):
            return
        self.card.setFocus()
        self.card.focusNextChild()
        self.focus_moved.emit()

    def command(self, command: str, cases: Sequence[int], given: FormValues) -> None:
        """Sends a command of the card."""
        send_command(self.context, command, cases, given, self.card.desk)

    @override
    def offers(self, words: str) -> list[Offer]:
        """Possible meanings of the words in the command bar, with the effect of Enter on each."""
        if not self.context.seat.room.loaded or self.context.operations.locked:
            return []
        found = offers(self.context.seat.desk, self.queue.model.case_search, words)
        return [offer for offer in found if self.carries_out(offer)]

    def carries_out(self, offer: Offer) -> bool:
        """Whether this workspace can execute an offer; without targets it dispatches nothing."""
        return offer.department is None

    @override
    def execute(self, words: str) -> bool:
        """Executes the likeliest meaning; returns False if only ended cases remain to be searched."""
        found = self.offers(words)
        for offer in found[:1]:
            self.carry_out(offer, words)
        return bool(found) and found[0].act is not OfferAction.SEEK

    @override
    def carry_out(self, offer: Offer, words: str) -> None:
        """Executes an offer."""
        if offer.act is OfferAction.SEEK:
            self.seek(words)
        elif offer.cases:
            self.context.selection.choose(offer.cases, offer.cases[0])

    # cases that have ended

    @override
    def seek(self, words: str) -> None:
        """Searches the archive for words that no open case has."""
        self.message.emit(_("Looking among the ended cases …"), "text.2")
        self.card.archive.seek(words.strip().lstrip("/"))

    def _found(self, words: str, found: Sequence[EndedMatch]) -> None:
        self.message.emit("", "text.2")
        if not found:
            unknown = sentence("unknown_case", {}) if NUMBER.fullmatch(words) else ""
            nothing = _("Nothing matches “{words}”.").format(words=words)
            self.message.emit(unknown or nothing, "text.2")
        elif len(found) == 1:
            self.card.archive.open(found[0].case)
        else:
            self.ended_menu(found).popup(self.card.mapToGlobal(QPoint(0, 0)))

    def ended_menu(self, found: Sequence[EndedMatch]) -> QMenu:
        """Menu of the ended cases found, newest first."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in found:
            menu.addAction(one.words).setData(one.case)
        menu.triggered.connect(self._picked_ended)
        return menu

    def _picked_ended(self, action: QAction) -> None:
        self.card.archive.open(action.data())

    # what the window asks

    @override
    def take_focus(self) -> None:
        self.queue.take_focus()

    @override
    def show_queue(self, key: str) -> None:
        self.queue.show_queue(key or tabs(self.context.seat.desk.post)[0])

    @override
    def mask_personal_data(self) -> None:
        self.card.mask_personal_data()

    @override
    def lock(self, locked: bool) -> None:
        self.detached.set_enabled(not locked)

    @property
    def draft(self) -> str:
        return self.card.draft

    @override
    def ask_about_draft(self) -> None:
        self.card.ask_about_draft()

    @property
    def panes(self) -> Sequence[Pane]:
        return (self.queue, self.card, self.map)

    @property
    def settled(self) -> bool:
        return self.map.settled

    @override
    def pose(self, state: str) -> None:
        self.queue.table.choose(0)
        if state == "form":
            most = max(self.card.head.moves, key=_asks)
            self.card.commands.open_form(most.command)

    @override
    def close_down(self) -> None:
        """Closes the drag card and the detached windows, which have no parent."""
        self.dragging.close()
        self.detached.close_down()


def _asks(move: Move) -> tuple[bool, int]:
    return not move.refusal, len(move.fields)
