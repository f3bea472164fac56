"""The workspaces of one seat: created on first use, kept alive, one in front."""

from qtpy.QtCore import Signal
from qtpy.QtWidgets import QStackedWidget, QWidget

from console.desk.post_work import has_queue
from widgets import workspaces
from widgets.session.context import Context
from widgets.workspace.base import Workspace
from widgets.workspace.post_page import PostPage


class WorkspaceStack(QStackedWidget):
    """`made(workspace)` is sent before its first display, `current_changed()` when another is in front."""

    made = Signal(object)
    current_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.entries = workspaces.of(context.seat.desk.post)
        self.key = ""
        self._held: dict[str, Workspace] = {}

    def begin(self, wanted: str = "") -> None:
        """Opens the requested workspace, else the post's first, else a page for the post."""
        keys = [entry.key for entry in self.entries]
        if has_queue(self.context.seat.desk.post):
            self.show_workspace(wanted if wanted in keys else keys[0])
            return
        page = PostPage(self.context.seat.desk.post)
        page.cases_wanted.connect(self._to_cases)
        self._put("", page)

    def _to_cases(self) -> None:
        if self.entries:
            self.show_workspace(self.entries[0].key)

    def show_workspace(self, key: str) -> None:
        """Brings a workspace to the front."""
        entry = next(entry for entry in self.entries if entry.key == key)
        if key in self._held:
            self.key = key
            self.setCurrentWidget(self._held[key])
            self.current_changed.emit()
        else:
            self._put(key, entry.make(self.context))

    def _put(self, key: str, workspace: Workspace) -> None:
        self._held[key] = workspace
        self.key = key
        self.addWidget(workspace)
        self.made.emit(workspace)
        self.setCurrentWidget(workspace)
        self.current_changed.emit()

    @property
    def current(self) -> Workspace:
        return self._held[self.key]

    @property
    def drafts(self) -> list[str]:
        """Keys of the workspaces with text that has been typed and not sent."""
        return [key for key, workspace in self._held.items() if workspace.draft]

    def mask_personal_data(self) -> None:
        """Masks revealed personal data, because the operator has left the seat."""
        for workspace in self._held.values():
            workspace.mask_personal_data()

    def lock(self, locked: bool) -> None:
        """Disables all workspaces while the seat is locked."""
        for workspace in self._held.values():
            workspace.lock(locked)

    def close_down(self) -> None:
        for workspace in self._held.values():
            workspace.close_down()
