"""Stop signals: Ctrl-C and SIGTERM close the windows like a click would.

Qt's loop runs no Python while it is idle; a byte in a socket wakes it.
"""

import signal
import socket
from types import FrameType
from typing import Final

from qtpy.QtCore import QObject, QSocketNotifier
from qtpy.QtWidgets import QApplication

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
STOPPING: Final = "stopping"
"""Property of the application after a stop signal: windows close without asking."""


class StopSignals(QObject):
    """Handles the signals until `end`; a signal the program's parent ignores stays ignored."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        heard = [kind for kind in SIGNALS if signal.getsignal(kind) is not signal.SIG_IGN]
        self._before = {kind: signal.signal(kind, self._told) for kind in heard}
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        app = QApplication.instance()
        if app is not None:
            app.setProperty(STOPPING, True)
        QApplication.quit()

    def _woken(self) -> None:
        """Reads the byte; Python has run the signal handler before."""
        self._near.recv(64)

    def end(self) -> None:
        """Restores the former handlers."""
        signal.set_wakeup_fd(-1)
        for kind, handler in self._before.items():
            signal.signal(kind, handler)
        self._notifier.setEnabled(False)
        self._near.close()
        self._far.close()
