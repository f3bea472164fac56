"""The main window of one seat: bars, workspace, and status bar with age and undo."""

from collections.abc import Callable
from functools import partial
from typing import Final

from qtpy.QtCore import QTimer, Signal
from qtpy.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from qtpy.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk import counters
from console.desk.cases import StoryEntry
from console.domain.refusal import Refused
from console.live.change import Change
from console.seat.arrival import unlocks
from console.seat.seat import Seat
from console.seat.unsent_notes import UnsentNotes
from console.settings import CHOICES, Settings
from console.words import _, both
from widgets import theme
from widgets.controls import StatusBar, Tone
from widgets.frame import diagnostics, help_window, link_facts
from widgets.frame.command_controller import CommandController
from widgets.frame.counters_bar import CountersBar
from widgets.frame.idle_lock import IdleLock
from widgets.frame.keys import KeysCard
from widgets.frame.top_bar import TopBar
from widgets.frame.workspace_stack import WorkspaceStack
from widgets.session import actions, conflict
from widgets.session.actions import Action
from widgets.session.city_reload import CityReload
from widgets.session.context import Context
from widgets.session.jobs import Jobs, ignore
from widgets.session.listener import Listener, Waker
from widgets.session.operations import Operations
from widgets.session.repeats import RepeatGuard
from widgets.session.selection import Selection
from widgets.session.sent_command import CommandStatus, SentCommand
from widgets.session.stop_signals import STOPPING
from widgets.workspace.base import Workspace

MIN_SIZE: Final = (800, 480)
"""Logical px. Layouts are made for 960 × 540; below that they are cut, the status bar last."""
COUNT_EVERY_MS: Final = 250


class Window(QMainWindow):
    """Owns the seat; closing it leaves the database. `signed_off()` asks for sign-on."""

    signed_off = Signal()

    def __init__(
        self, seat: Seat, waker: Waker, preferences: Settings | None = None, workspace: str = ""
    ) -> None:
        super().__init__()
        self.seat, self.waker, self.preferences = seat, waker, preferences or Settings()
        self.jobs = Jobs(self)
        self.listener = Listener(seat.room, waker, self)
        seat.start()  # the database works while the window is built
        self.selection = Selection(self, self.listener)
        box = UnsentNotes(seat.url, seat.desk.login) if self.preferences.file is not None else None
        self.operations = Operations(seat, self.jobs, self, box)
        self.repeats = RepeatGuard(self)
        self.operations.status_changed.connect(self.repeats.status_changed)
        self.context = Context(
            seat, self.jobs, self.listener, self.selection, self.operations, self.preferences
        )
        self.city_reload = CityReload(seat, self.jobs, self.listener, self)
        self.stack = WorkspaceStack(self.context)
        self.top, self.counters = (
            TopBar([(entry.key, entry.label) for entry in self.stack.entries], self.preferences),
            CountersBar(seat.desk),
        )
        self.command_controller = CommandController(self.top.command, self.stack, self)
        self.status = StatusBar()
        self.keys = KeysCard(self)
        desk = seat.desk
        name = both(desk.name_zh, desk.name_en)
        self.idle_lock = IdleLock(self, name, secret=seat.store.has_logins)
        if seat.store.has_logins:  # else there is no password to come back by
            self.idle_lock.set_timeout(_minutes(self.preferences["lock_minutes"]))
        self._closed = False
        self._going: Callable[[], object] | None = None  # once a draft may be lost
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(COUNT_EVERY_MS)
        self._recount.timeout.connect(self._count)
        self._lay_out()
        self._connect()
        self.stack.begin(workspace)
        self.restyle()
        self.workspace.take_focus()
        self.operations.send_unsent_notes()

    @property
    def workspace(self) -> Workspace:
        """The workspace in front."""
        return self.stack.current

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, stretch in (
            (self.top, 0),
            (self.counters, 0),
            (self.stack, 1),
            (self.status, 0),
        ):
            column.addWidget(part, stretch)
        self.setCentralWidget(body)
        self.setMinimumSize(*MIN_SIZE)

    def _connect(self) -> None:
        self.listener.changed.connect(self._changed)
        self.listener.ticked.connect(self._ticked)
        self.operations.status_changed.connect(self._show_status)
        self.operations.undo_changed.connect(self._undo_changed)
        self.status.undo.connect(self._undo)
        self.stack.made.connect(self._connect_workspace)
        self.stack.current_changed.connect(self._turned)
        self.top.workspace_wanted.connect(self.stack.show_workspace)
        self.counters.wanted.connect(self._filter)
        self.top.setting.connect(self._setting)
        theme.current().changed.connect(self.restyle)
        self.idle_lock.locked_changed.connect(self._locked)
        self.idle_lock.unlock_requested.connect(self._unlock)
        self.idle_lock.left.connect(self._leave)
        self.handlers = {
            actions.COMMAND_BAR.key: self._to_command,
            actions.LOCK.key: self._lock,
            actions.KEYS.key: self.keys.toggle,
            actions.HELP.key: self._open_help,
            actions.WALLS.key: self._open_walls,
        }
        self.turns = [entry.action for entry in self.stack.entries]
        self.handlers |= {
            turn.key: partial(self.stack.show_workspace, turn.key) for turn in self.turns
        }
        self._shortcuts = actions.bind((*actions.WINDOW, *self.turns), self, self._act)

    def _connect_workspace(self, workspace: Workspace) -> None:
        workspace.message.connect(self.status.show_message)
        workspace.queue_shown.connect(self.counters.show_pressed)
        workspace.draft_left.connect(self._go)
        workspace.focus_moved.connect(self.repeats.begin)

    def _act(self, action: Action) -> None:
        self.handlers[action.key]()

    def _turned(self) -> None:
        """Updates tab, keys and counters for the workspace in front; a page has no tab or counters."""
        on_cases = bool(self.stack.key)
        self.counters.setVisible(on_cases)
        self.top.tabs.setVisible(on_cases)
        self.top.show_workspace(self.stack.key)
        post, turns = self.seat.desk.post, self.turns if len(self.turns) > 1 else []
        own = [action for action in self.workspace.keymap if action.for_post(post)]
        self.keys.show_actions([*own, *turns])
        windows = [actions.WALLS] if actions.WALLS.for_post(post) else []
        self.top.show_actions([*(action for action in own if action.menu), *windows])
        self.workspace.take_focus()

    # what is said

    def restyle(self) -> None:
        """Rewrites the window's own texts in the language in force."""
        desk = self.seat.desk
        city = desk.directory.city
        self.setWindowTitle(f"{_('Wangge Console')} · {both(city['city_zh'], city['city_en'])}")
        self.top.show_mode(_("Routine"), Tone.PLAIN)
        name = both(desk.name_zh, desk.name_en)
        self.top.show_who(" · ".join([desk.post.label, name, *self._seat_name()]))
        self._ticked()

    def _seat_name(self) -> list[str]:
        """Name of the seat in a list; empty for one named after the workstation."""
        name = self.seat.heartbeat.occupant.seat
        return [] if name.startswith(f"{self.seat.desk.login}@") else [name]

    def _changed(self, _change: Change) -> None:
        if not self._recount.isActive():
            self._recount.start()

    def _count(self) -> None:
        loaded = self.seat.room.loaded
        self.counters.show_figures(counters.count(self.seat.desk) if loaded else None)

    def _ticked(self) -> None:
        self.top.show_clock(f"{link_facts.city_time(self.seat):%H:%M:%S}")
        self.status.clock = f"{link_facts.city_time(self.seat):%H:%M:%S}"
        self.status.set_facts(link_facts.facts(self.seat), link_facts.alarm(self.seat))
        if not self._recount.isActive():
            self._recount.start()

    def _show_status(self, sent: SentCommand) -> None:
        """Shows the status of a command in place of the undo."""
        if sent.status is CommandStatus.SENDING:
            self.status.show_message(_("Sending: {what}").format(what=sent.request_words), "text.2")
        elif sent.status is CommandStatus.UNKNOWN:
            told = _("No answer yet, asking again: {what}").format(what=sent.request_words)
            self.status.show_message(told, "warn.text")
        elif sent.status is CommandStatus.REFUSED:
            reason = sent.refusals[0].text if sent.refusals else sent.failure
            told = _("Not done: {what} · {reason}").format(what=sent.request_words, reason=reason)
            self._warn(told)
            if conflict.is_conflict(sent):
                read = partial(conflict.last_entry, self.seat.desk, sent.cases[0])
                self.jobs.run(self, read, partial(self._explain, sent), ignore)
        else:
            words = f"{sent.words} · {_left_out(sent)}" if sent.refusals else sent.words
            tell = self.status.offer_undo if sent.undoable else self.status.show_message
            tell(words)

    def _explain(self, sent: SentCommand, last: StoryEntry | None) -> None:
        """Shows a conflict by the other person and his act, if known."""
        if words := conflict.explanation(self.seat.desk, sent, last):
            self._warn(words)

    def _warn(self, words: str) -> None:
        self.status.show_message(words, "alarm.text")

    def own_fault(self, kind: str) -> None:
        """Reports a bug of the program in the status bar; the work goes on."""
        told = _("The program made a mistake ({kind}); it is in the log.").format(kind=kind)
        self.status.show_message(told, "alarm.text")

    def _undo_changed(self) -> None:
        if not self.operations.can_undo and self.status.button.isVisible():
            self.status.show_message(self.status.sentence)

    def _undo(self) -> None:
        self.operations.undo()

    # what is asked

    def _filter(self, key: str) -> None:
        self.workspace.show_queue(key)

    def _to_command(self) -> None:
        self.top.command.setFocus()
        self.top.command.selectAll()

    def _setting(self, name: str, value: str) -> None:
        chosen = theme.current()
        if name in CHOICES:
            self.preferences.keep(name, value)
        if name == "language":
            chosen.choose(language=value)
        elif name == "theme":
            chosen.choose(mode=value)
        elif name == "comfort":
            chosen.choose(comfort=float(value))
        elif name == "lock_minutes" and self.seat.store.has_logins:
            self.idle_lock.set_timeout(_minutes(value))
        elif name in self.handlers:
            self.handlers[name]()
        elif action := next((one for one in self.workspace.keymap if one.key == name), None):
            self.workspace.act(action)
        elif name == "diagnostics":
            diagnostics.open_diagnostics(self, self.context)
        elif name == "about":
            help_window.open_help(self, help_window.ABOUT)
        elif name == "sign_off":
            self._leave()

    def _open_help(self) -> None:
        help_window.open_help(self, help_window.INDEX)

    def _open_walls(self) -> None:
        from widgets.wall_desk import window as walls  # few seats ever open it

        walls.open_walls(self, self.context)

    def _leave(self) -> None:
        """Signs off if no draft is lost."""
        if self._stays(self._leave):
            return
        self.close_for_good()
        self.signed_off.emit()

    def _stays(self, again: Callable[[], object]) -> bool:
        """Whether a draft keeps the window open; its workspace asks and calls `again` on yes."""
        self._going = None
        drafts = self.stack.drafts
        if not drafts or self._closed or _stopping():
            return False
        self._going = again
        self.stack.show_workspace(drafts[0])
        self.workspace.ask_about_draft()
        return True

    def _go(self) -> None:
        going, self._going = self._going, None
        if going is not None:
            going()

    # locked

    def _lock(self) -> None:
        self.idle_lock.lock()

    def _locked(self, locked: bool) -> None:
        """Disables or enables all below the lock; the content keeps updating."""
        if locked:
            self.idle_lock.since = f"{link_facts.city_time(self.seat):%H:%M}"
            self.stack.mask_personal_data()
        self.operations.locked = locked
        body = self.centralWidget()
        assert body is not None
        body.setEnabled(not locked)
        self.top.command.setVisible(not locked)  # in its place: why, and how it goes on
        self.stack.lock(locked)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not locked)

    def _unlock(self, password: str) -> None:
        check = partial(unlocks, self.seat.url, self.seat.desk.login, password)
        self.idle_lock.setEnabled(False)
        self.jobs.run(self, check, self._opened, self._not_opened)

    def _opened(self, _nothing: None) -> None:
        self.idle_lock.setEnabled(True)
        self.idle_lock.open()

    def _not_opened(self, no: Refused) -> None:
        self.idle_lock.refuse(str(no))

    # coming and going

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.idle_lock.place()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            self.idle_lock.install_on(handle)
            self.repeats.install_on(handle)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._stays(self.close):
            event.ignore()
            return
        self._shut()
        super().closeEvent(event)

    def close_for_good(self) -> None:
        """Closes without asking about a draft."""
        self._shut()
        self.close()

    def _shut(self) -> None:
        if not self._closed:
            self._closed = True
            self.jobs.close()
            self.stack.close_down()
            self.seat.close()


def _stopping() -> bool:
    """Whether a signal has stopped the program, so that no question can be answered."""
    app = QApplication.instance()
    return app is not None and bool(app.property(STOPPING))


def _minutes(value: str) -> int:
    return int(value) * 60_000


def _left_out(sent: SentCommand) -> str:
    """ "2 not done: somebody has changed the case meanwhile" """
    return _("{count} not done: {reason}").format(
        count=len(sent.refusals), reason=sent.refusals[0].text
    )
