"""A mistake of the program itself: written down by `console.logs`, said on screen, never fatal."""

import sys
from types import TracebackType

from qtpy.QtCore import QObject, Signal


class Faults(QObject):
    """`happened(kind)` on the GUI thread for each error that nobody caught; from `begin` to `end`."""

    happened = Signal(str)

    def begin(self) -> None:
        """Again, does nothing: it would hear itself for ever."""
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
