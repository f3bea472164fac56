"""The one selection of case ids: list, map and commands share it. Qt's own holds the row only."""

from collections.abc import Iterable, Sequence

from qtpy.QtCore import QObject, Signal


class Selection(QObject):
    """`ids` in the order they were chosen, `current` the one whose card is shown (or None)."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[int, None] = {}
        self.current: int | None = None

    @property
    def ids(self) -> Sequence[int]:
        return tuple(self._ids)

    def __contains__(self, case: int) -> bool:
        return case in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def choose(self, cases: Iterable[int], current: int | None = None) -> None:
        """Exactly these; the card shows `current` or the last of them."""
        ids = dict.fromkeys(cases)
        wanted = current if current is not None else next(reversed(ids), None)
        if ids == self._ids and list(ids) == list(self._ids) and wanted == self.current:
            return
        self._ids, self.current = ids, wanted
        self.changed.emit()

    def toggle(self, case: int) -> None:
        """Adds a case or takes it out (Ctrl+click)."""
        left = [c for c in self._ids if c != case]
        self.choose(left if case in self._ids else [*self._ids, case])

    def forget(self, cases: Iterable[int]) -> None:
        """Cases that are open no longer."""
        gone = set(cases) & self._ids.keys()
        if gone:
            current = None if self.current in gone else self.current
            self.choose([c for c in self._ids if c not in gone], current)
