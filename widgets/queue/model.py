"""The queue of cases as a table: which cases, in which order, and their words by column."""

from typing import Final

import numpy as np
from qtpy.QtCore import QModelIndex, QObject, Qt, Signal
from typing_extensions import override

from console.desk import queues
from console.desk.case_names import CaseNames
from console.desk.case_order import CaseOrder
from console.desk.case_search import CaseSearch
from console.desk.clock_words import clock_words
from console.desk.command_words import explained
from console.desk.desk import Desk
from console.domain.severity import Severity
from console.live.change import Change
from console.words import _, mark
from widgets.controls import text
from widgets.queue.permutation import (
    NOWHERE,
    Index,
    Permutation,
    Slots,
)

COLUMNS: Final = (
    ("mark", mark("Severity")),
    ("number", mark("Number")),
    ("category", mark("Category")),
    ("address", mark("Address")),
    ("street", mark("Street")),
    ("source", mark("From")),
    ("stage", mark("Stage")),
    ("department", mark("With")),
    ("clock", mark("Clock")),
    ("holder", mark("Held by")),
)
KEYS: Final = tuple(key for key, _title in COLUMNS)
CLOCK: Final = KEYS.index("clock")
ADDRESS: Final = KEYS.index("address")
BY_NEIGHBOURS: Final = frozenset({"address", "source"})
"""Columns whose keys are ranks among the rows there are: a new row may change all of them."""
Role = Qt.ItemDataRole


class QueueModel(Permutation):
    """Table model of one queue under one filter.

    `counts_changed` when the number of rows, of the queue or of new ones may differ · `entered(set of ids)`
    cases that entered this queue by a change, not by the operator's looking elsewhere.
    """

    counts_changed = Signal()
    entered = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.key, self.words = desk, queues.tabs(desk.post)[0], ""
        self.column, self.falling = "mark", False
        self.total = 0
        self.case_names = CaseNames(desk)
        self.case_order, self.case_search = CaseOrder(self.case_names), CaseSearch(self.case_names)
        self._held: set[int] | None = None
        self._stale = False  # everything is to be read anew, once the pointer lets go
        self._keys = np.zeros(0, np.int64)
        self._inside = np.zeros(0, np.int64)
        self._sorted: tuple[Slots, Slots] | None = None  # the whole queue, until a case changes
        self._read = False

    # what is shown

    def set_queue(self, key: str) -> None:
        """Shows another queue. Raises KeyError for an unknown one."""
        self.key = queues.QUEUES[key].key
        self.refresh()

    def set_filter(self, words: str) -> None:
        """Shows only cases that contain all of these words."""
        self.words = words.strip()
        if self._held is None and self._sorted is not None:
            self._show(*self._sorted)
        else:
            self.refresh()

    def sort_by(self, column: str, *, falling: bool = False) -> None:
        """Sorts by a column's key; "mark" is severity, then the clock."""
        self.column, self.falling = column, falling
        self.refresh()

    def refresh(self) -> None:
        """Reads all rows again; rows move and are not reset."""
        self._stale = self._held is not None
        if self._stale:
            return
        cases = self.desk.room.cases
        slots = cases.slots()
        if not self._read:
            self.case_search.read(slots.tolist())
            self._read = True
        inside = slots[queues.members(self.desk, self.key, slots)]
        self._inside = np.zeros(len(cases.alive), np.int64)
        self._inside[inside] = cases.column("id")[inside]
        self.total = len(inside)
        keys = self._sign * self.case_order.keys(self.column, inside)
        order = np.argsort(keys, kind="stable")
        self._sorted = inside[order], keys[order]
        self._show(*self._sorted)

    def _show(self, order: Slots, keys: Slots) -> None:
        """Places the filtered and sorted rows of the queue."""
        if self.words:
            found = self.case_search.found(self.words, order)
            order, keys = order[found], keys[found]
        self._keys = keys
        self.place(order, self.desk.room.cases.column("id"))
        self.counts_changed.emit()

    def apply(self, change: Change) -> None:
        """Applies a change; while the pointer is pressed it waits for `release`."""
        if change.loaded:
            self._read = False
            self.case_order.forget_addresses()
            self.refresh()
        elif change.applied:
            self._sorted = None
            slots = change.applied.slots
            self.case_search.read(slots)
            self.case_order.read_addresses(slots)
            if self._held is not None:
                self._held |= slots
            else:
                self._differ(slots)

    def hold(self) -> None:
        """Keeps all rows in place until `release`, while the pointer is pressed."""
        if self._held is None:
            self._held = set()

    def release(self) -> None:
        if self._held is not None:
            slots, self._held = self._held, None
            if self._stale:
                self.refresh()
            else:
                self._differ(slots)

    def _differ(self, slots: set[int]) -> None:
        """Moves these slots to their new places."""
        cases = self.desk.room.cases
        if self.column in BY_NEIGHBOURS or len(self._inside) != len(cases.alive):
            self.refresh()
        else:
            touched = np.fromiter(slots, np.int64, len(slots))
            fits = cases.alive[self.order].astype(np.bool_)
            fits &= cases.column("id")[self.order] == self.ids
            fits &= ~np.isin(self.order, touched)
            inside = self._renew(touched)
            keys = self._sign * self.case_order.keys(self.column, inside)
            rank = np.argsort(keys, kind="stable")
            keys, inside = keys[rank], inside[rank]
            at = np.searchsorted(self._keys[fits], keys, side="right")
            self._keys, order = (
                np.insert(self._keys[fits], at, keys),
                np.insert(self.order[fits], at, inside),
            )
            self.place(order, cases.column("id"))
            self.counts_changed.emit()
        for row in np.flatnonzero(np.isin(self.order, list(slots))).tolist():
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(KEYS) - 1))

    def _renew(self, touched: Slots) -> Slots:
        """Updates the membership of the touched slots; emits `entered` for new ones."""
        cases = self.desk.room.cases
        self._inside *= cases.alive
        alive = touched[cases.alive[touched].astype(np.bool_)]
        inside = alive[queues.members(self.desk, self.key, alive)]
        ids = cases.column("id")[inside]
        new = ids[self._inside[inside] != ids]
        self._inside[alive] = 0
        self._inside[inside] = ids
        self.total = int(np.count_nonzero(self._inside))
        if len(new):
            self.entered.emit(set(new.tolist()))
        return self._filtered(inside)

    def _filtered(self, slots: Slots) -> Slots:
        return slots[self.case_search.found(self.words, slots)] if self.words else slots

    @property
    def _sign(self) -> int:
        return -1 if self.falling else 1

    def counts(self) -> dict[str, int]:
        """Count of cases in every queue with a tab."""
        slots = self.desk.room.cases.slots()
        return {
            key: int(np.count_nonzero(queues.members(self.desk, key, slots)))
            for key in queues.tabs(self.desk.post)
        }

    def next_due(self) -> int | None:
        """The next deadline in the room, ms; None if there is none."""
        due = queues.deadlines(self.desk, self.desk.room.cases.slots())
        ahead = due[(due > self.desk.room.clock.now()) & (due < queues.FAR)]
        return int(ahead.min()) if len(ahead) else None

    # what Qt asks

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> str | None:
        wanted = (Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole)
        if not index.isValid() or role not in wanted:
            return None
        words = self.cell(index.row(), KEYS[index.column()])
        return text.tooltip(words) if role == Role.ToolTipRole else words

    def cell(self, row: int, key: str) -> str:
        """Text of one cell; "" for a case that has just been removed."""
        slot = int(self.order[row])
        if not self.holds(row):
            return ""
        if key == "mark":
            return Severity(int(self.desk.room.cases.column("severity")[slot])).title
        if key == "clock":
            one = np.array([slot])
            return clock_words(queues.clocks(self.desk, one, self.desk.room.clock.now()), 0)
        if key == "address":
            return self.case_names.text("address", slot)
        words: str = getattr(self.case_names, key)(slot)
        return words

    @property
    def held(self) -> bool:
        """Whether a case of this queue is claimed."""
        return bool(self.desk.room.cases.column("holder_id")[self.order].any())

    @property
    def by_work(self) -> bool:
        """Whether a clock of this queue is counted by a working calendar."""
        return bool(queues.by_work(self.desk, self.order).any())

    def holds(self, row: int) -> bool:
        """Whether the row still shows the case that was placed there."""
        cases, slot = self.desk.room.cases, int(self.order[row])
        return bool(cases.alive[slot]) and int(cases.column("id")[slot]) == int(self.ids[row])

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            if role == Role.DisplayRole and KEYS[section] == "mark":
                return ""  # the column is as narrow as its marks
            if role == Role.ToolTipRole and KEYS[section] == "holder":
                claimed = f"{_(COLUMNS[section][1])}\n{explained(self.desk, 'claim')}"
                return text.tooltip(claimed)
            if role in (Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole):
                return _(COLUMNS[section][1])
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        inside = 0 <= row < len(self.order) and 0 <= column < len(COLUMNS)
        return self.createIndex(row, column) if inside and not parent.isValid() else QModelIndex()
