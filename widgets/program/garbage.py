"""Collection of garbage on the GUI thread only.

Python collects on whichever thread happens to make the next object. Widgets of a closed window lie in
reference cycles; a worker thread that collects them deletes them while the GUI thread is painting,
and the process crashes (a signed-off console did).
"""

import gc
from typing import Final

from qtpy.QtCore import QObject, QTimer

EVERY_MS: Final = 1_000


class GarbageCollector(QObject):
    """Replaces the automatic collection, with its own thresholds. One per process."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)

    def look(self) -> None:
        """Collects the oldest generation that is due, if any."""
        due = [made > most for made, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
