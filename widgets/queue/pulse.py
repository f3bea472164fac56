"""Highlight of new rows: a pulse of the background, or an outline where motion is off."""

import time
from collections.abc import Iterable

from qtpy.QtCore import QObject, QTimer, Signal

from widgets import theme

FRAME_MS = 40


class Pulse(QObject):
    """`share(case)` is 1.0 for a new case and 0.0 at the end; `repaint_needed` asks for another painting."""

    repaint_needed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came: dict[int, float] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._go_on)

    def begin(self, cases: Iterable[int]) -> None:
        """Starts the highlight of these cases."""
        self._came.update(dict.fromkeys(cases, time.monotonic()))
        self._timer.start()

    def share(self, case: int) -> float:
        if case not in self._came:
            return 0.0
        gone_ms = (time.monotonic() - self._came[case]) * 1000
        return max(0.0, 1.0 - gone_ms / self._length_ms)

    @property
    def _length_ms(self) -> int:
        return theme.ms("pulse") or theme.ms("outline.still")

    def _go_on(self) -> None:
        self._came = {case: at for case, at in self._came.items() if self.share(case) > 0}
        if not self._came:
            self._timer.stop()
        self.repaint_needed.emit()
