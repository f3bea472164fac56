"""Opening of departments under a dragged case; they close again after the drag has moved on."""

from qtpy.QtCore import QObject, QTimer

from widgets import theme
from widgets.targets.tree import TargetList


class HoverOpen(QObject):
    """Opens the department under the resting pointer during a drag. It closes when the pointer has
    left it, unless rows under the pointer would move: then when the drag leaves the list."""

    def __init__(self, targets: TargetList) -> None:
        super().__init__(targets)
        self.targets = targets
        self.opened: list[str] = []
        self._at = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._open)
        targets.row_hovered.connect(self._aim)

    def _aim(self, index: int) -> None:
        """Handles the row under the drag; -1 after it has left the list or has ended."""
        self._at = index
        rows = self.targets.rows
        if 0 <= index < len(rows) and rows[index].expanded is False:
            self._rest.start(theme.ms("tree.open"))
        else:
            self._rest.stop()
        for key in list(reversed(self.opened)):
            self._close(key)

    def _open(self) -> None:
        rows = self.targets.rows
        if 0 <= self._at < len(rows) and rows[self._at].expanded is False:
            self.opened.append(rows[self._at].key)
            self.targets.folded.emit(rows[self._at].key)

    def _close(self, key: str) -> None:
        rows = self.targets.rows
        top = next((i for i, row in enumerate(rows) if row.key == key and row.expanded), None)
        if top is None:  # closed by a hand, or gone
            self.opened.remove(key)
            return
        inside = range(top + 1, len(rows))
        end = next((i for i in inside if rows[i].depth <= rows[top].depth), len(rows))
        if top <= self._at < end:
            return
        below = (end - top - 1) * self.targets.row_px if self._at >= end else 0
        bar = self.targets.verticalScrollBar()
        value = bar.value()
        if value < below:
            return
        self.opened.remove(key)
        self.targets.folded.emit(key)
        bar.setValue(value - below)
        if below:
            self._at -= end - top - 1
            self.targets.keep_over(self._at)
