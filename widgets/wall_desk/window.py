"""The window of walls and scenes, beside the console; read anew while it is open."""

from typing import Final

from qtpy.QtCore import QEvent, Qt, QTimer
from qtpy.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QShowEvent
from qtpy.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from console.domain.refusal import Refused
from console.seat import wall_desk
from console.seat.wall_desk import Row, WallsRead
from console.wall.scenes import Scene
from console.words import _
from widgets import theme
from widgets.controls import StatusBar
from widgets.session.context import Context
from widgets.session.sent_command import CommandStatus, SentCommand
from widgets.wall_desk.commands import WallCommands
from widgets.wall_desk.editor import SceneEditor
from widgets.wall_desk.scenes_pane import ScenesPane
from widgets.wall_desk.walls_pane import WallsPane

READ_EVERY_MS: Final = 2_000
WIDTH, HEIGHT = 74, 44
"""Of the window, in steps of space.16."""
WALLS_SHARE: Final = 0.54


class WallsWindow(QWidget):
    """Walls at the left, scenes at the right; the editor of a scene in place of both. F5 reads anew."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.context = context
        zone, clock = context.seat.desk.zone, context.seat.room.clock
        self.commands = WallCommands(context, self)
        self.walls, self.scenes = WallsPane(self.commands, zone), ScenesPane(self.commands, zone)
        self.editor = SceneEditor(self.commands, clock, zone)
        self.status = StatusBar()
        self.pages, self.split = QStackedWidget(), QSplitter(Qt.Orientation.Horizontal)
        self._reading = self._again = False
        self._closing = False
        self._timer = QTimer(self)
        self._timer.setInterval(READ_EVERY_MS)
        self._timer.timeout.connect(self.read)
        self._lay_out()
        self._connect()
        self.restyle()

    def _lay_out(self) -> None:
        self.split.setHandleWidth(theme.px("gap.pane"))
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.walls)
        self.split.addWidget(self.scenes)
        self.pages.addWidget(self.split)
        self.pages.addWidget(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        step = theme.px("space.16")
        self.resize(WIDTH * step, HEIGHT * step)
        wide = round(WIDTH * step * WALLS_SHARE)
        self.split.setSizes([wide, WIDTH * step - wide])

    def _connect(self) -> None:
        for pane in (self.walls, self.scenes):
            pane.retry.connect(self.read)
        self.scenes.edit_wanted.connect(self.edit)
        self.scenes.message.connect(self.status.show_message)
        self.editor.message.connect(self.status.show_message)
        self.editor.left.connect(self._edited)
        self.editor.confirm.dismissed.connect(self._stay)
        self.context.operations.status_changed.connect(self._show_status)
        self.status.undo.connect(self._undo)
        theme.current().changed.connect(self.restyle)

    def open(self) -> None:
        """Shows the window, or brings it to the front."""
        self.show()
        self.raise_()
        self.activateWindow()

    def restyle(self) -> None:
        """The title in the language in force."""
        self.setWindowTitle(f"{_('Walls')} · {_('Wangge Console')}")

    # reading

    def read(self) -> None:
        """Reads off this thread, one reading at a time."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self.context.jobs.run(self, self._ask, self._show_read, self._failed, self._failed_badly)

    def _ask(self) -> WallsRead:
        return wall_desk.read(self.context.seat.store)

    def _show_read(self, found: WallsRead) -> None:
        self._reading = False
        self.walls.show_read(found)
        self.scenes.show_read(found)
        self.editor.hear(found)
        if self._again:
            self._again = False
            self.read()

    def _failed(self, no: Refused) -> None:
        self._reading = self._again = False
        self.walls.show_failure(no)
        self.scenes.show_failure(no)

    def _failed_badly(self, _error: Exception) -> None:
        self._reading = False

    # what was sent

    def _show_status(self, sent: SentCommand) -> None:
        """Tells what became of a command on walls and scenes; of cases the console itself tells."""
        if sent.kind not in ("scene", "wall_order"):
            return
        if sent.status is CommandStatus.SENDING:
            self.status.show_message(_("Sending: {what}").format(what=sent.request_words), "text.2")
        elif sent.status is CommandStatus.UNKNOWN:
            told = _("No answer yet, asking again: {what}").format(what=sent.request_words)
            self.status.show_message(told, "warn.text")
        elif sent.status is CommandStatus.REFUSED:
            reason = sent.refusals[0].text if sent.refusals else sent.failure
            told = _("Not done: {what} · {reason}").format(what=sent.request_words, reason=reason)
            self.status.show_message(told, "alarm.text")
            self.read()
        else:
            tell = self.status.offer_undo if sent.undoable else self.status.show_message
            tell(sent.words)
            self.read()

    def _undo(self) -> None:
        self.context.operations.undo()

    # the editor

    def edit(self, scene: Scene, row: Row | None) -> None:
        """Opens a scene in the editor."""
        self.editor.begin(scene, row)
        self.pages.setCurrentWidget(self.editor)

    def _stay(self) -> None:
        """The draft was not given up: nothing closes once it is saved."""
        self._closing = False

    def _edited(self) -> None:
        self.pages.setCurrentWidget(self.split)
        self.scenes.list.setFocus()
        self.read()
        if self._closing:
            self.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5:
            self.read()
        elif event.key() == Qt.Key.Key_Escape and self.pages.currentWidget() is self.editor:
            self.editor.ask_to_leave()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._watch()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
        self._watch()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _watch(self) -> None:
        """Reads every two seconds while somebody can see it."""
        if self.isVisible() and not self.isMinimized():
            self._timer.start()
        else:
            self._timer.stop()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """A draft keeps the window open until it is saved or given up."""
        if self.editor.draft:
            self._closing = True
            self.editor.ask_to_leave()
            event.ignore()
            return
        self._closing = False
        super().closeEvent(event)


def open_walls(parent: QWidget, context: Context) -> WallsWindow:
    """The one window of walls of a console."""
    found = parent.findChild(WallsWindow, options=Qt.FindChildOption.FindDirectChildrenOnly)
    window = found if isinstance(found, WallsWindow) else WallsWindow(parent, context)
    window.open()
    return window
