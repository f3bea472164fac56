"""The selection of case ids, shared by list, map and commands. Qt's own holds the row only."""

from collections.abc import Iterable, Sequence
from typing import Final

from qtpy.QtCore import QObject, Signal

from console.live.change import Change
from widgets.session.listener import Listener

CASES_MIME: Final = "application/x-wangge-cases"
"""MIME type of a drag of cases: their ids as JSON."""


class Selection(QObject):
    """`ids` in the order of selection; `current` is the case with the open card (or None).

    `listener` tells which cases are no longer open; created before any pane, it drops them before a
    pane reads the selection.
    """

    changed = Signal()
    draft_changed = Signal()

    def __init__(self, parent: QObject | None = None, listener: Listener | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[int, None] = {}
        self.current: int | None = None
        self.draft: int | None = None
        """A case that is not selected but has an open form."""
        self._room = None if listener is None else listener.room
        if listener is not None:
            listener.changed.connect(self._changed)

    def _changed(self, change: Change) -> None:
        gone = change.applied.gone
        if change.loaded and self._room is not None:
            gone = gone | {case for case in self._ids if case not in self._room.cases}
        self.forget(gone)

    def set_draft(self, case: int | None) -> None:
        """Sets the case of the open form while another one is selected; None for none."""
        if case != self.draft:
            self.draft = case
            self.draft_changed.emit()

    @property
    def ids(self) -> Sequence[int]:
        return tuple(self._ids)

    def __contains__(self, case: int) -> bool:
        return case in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def choose(self, cases: Iterable[int], current: int | None = None) -> None:
        """Selects exactly these; the card shows `current` or the last of them."""
        ids = dict.fromkeys(cases)
        wanted = current if current is not None else next(reversed(ids), None)
        if ids == self._ids and list(ids) == list(self._ids) and wanted == self.current:
            return
        self._ids, self.current = ids, wanted
        self.changed.emit()

    def toggle(self, case: int) -> None:
        """Adds a case or removes it (Ctrl+click)."""
        left = [c for c in self._ids if c != case]
        self.choose(left if case in self._ids else [*self._ids, case])

    def forget(self, cases: Iterable[int]) -> None:
        """Removes cases that are no longer open."""
        gone = set(cases) & self._ids.keys()
        if gone:
            current = None if self.current in gone else self.current
            self.choose([c for c in self._ids if c not in gone], current)
