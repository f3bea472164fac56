"""The live room on the GUI thread: changes merged per tick, ages once a second."""

from qtpy.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from console.live.change import Change
from console.live.follower import LinkState
from console.live.room import Room

TICK_MS = 30
AGE_MS = 1000


class Waker(QObject):
    """Lets the listening thread post one event to the GUI thread."""

    woken = Signal()

    def wake(self) -> None:
        self.woken.emit()


class Listener(QObject):
    """Applies the room's updates at most once per tick.

    `changed(Change)` after each application · `ticked()` each second, for ages and overdue cases ·
    `link_state_changed(LinkState)` when the state of the link changes.
    """

    changed = Signal(object)
    ticked = Signal()
    link_state_changed = Signal(object)

    def __init__(self, room: Room, waker: Waker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self.link_state = LinkState.STARTING
        self._applied = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._apply_updates)
        self._age = QTimer(self)
        self._age.setInterval(AGE_MS)
        self._age.timeout.connect(self._grow_older)
        self._age.start()
        waker.woken.connect(self._woken, Qt.ConnectionType.QueuedConnection)
        self._tick.start(0)  # something may have come before anybody listened

    def _woken(self) -> None:
        """Schedules an update: at once after a pause, else merged at the next tick."""
        if not self._tick.isActive():
            quiet = not self._applied.isValid() or self._applied.elapsed() >= TICK_MS
            self._tick.start(0 if quiet else TICK_MS)

    def _apply_updates(self) -> None:
        self._applied.start()
        change: Change | None = self.room.apply_updates()
        if change is not None:
            self.changed.emit(change)
        self._look()

    def _grow_older(self) -> None:
        self._look()
        self.ticked.emit()

    def _look(self) -> None:
        link_state = self.room.link_state()
        if link_state is not self.link_state:
            self.link_state = link_state
            self.link_state_changed.emit(link_state)
