"""Report of uncaught errors: logged by `console.logs`, shown in the window, never fatal."""

import sys
from types import TracebackType

from qtpy.QtCore import QObject, Signal


class Faults(QObject):
    """Sends `happened(kind)` on the GUI thread for each uncaught error, between `begin` and `end`."""

    happened = Signal(str)

    def begin(self) -> None:
        """Installs the hook; a second call does nothing, as the hook would call itself."""
        if sys.excepthook != self._caught:
            self._next = sys.excepthook
            sys.excepthook = self._caught

    def end(self) -> None:
        sys.excepthook = self._next

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._next(kind, error, trace)
        self.happened.emit(kind.__name__)
