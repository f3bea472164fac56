"""A list model of slots, changed from one order to another by removals, moves and insertions.

Persistent indexes stay with their cases. However much changes, few signals are sent: one per run of
rows where the runs are few, otherwise one move that gathers the rows that go or come at the end.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
Slots = NDArray[np.int64]
FEW: Final = 8
NOWHERE: Final = QModelIndex()


class Permutation(QAbstractTableModel):
    """`order` are the slots by row, `ids` the cases in them when the row was placed.

    `placing` and `placed` are sent before and after a change of order, so that a view can keep its position.
    """

    placing = Signal()
    placed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.order: Slots = np.zeros(0, np.int64)
        self.ids: Slots = np.zeros(0, np.int64)
        self._row_of: dict[int, int] | None = None

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.order)

    def row_of(self, case: int | None) -> int:
        """Row of a case, −1 if it is not shown."""
        if case is None:
            return -1
        if self._row_of is None:
            if len(self.ids) > 512:
                found = np.flatnonzero(self.ids == case)
                return int(found[0]) if len(found) else -1
            self._row_of = {one: row for row, one in enumerate(self.ids.tolist())}
        return self._row_of.get(case, -1)

    def place(self, order: Slots, ids: NDArray[np.int64]) -> None:
        """Changes to this order. `ids` is the column of ids over all slots."""
        wanted = ids[order]
        if len(order) == len(self.order) and np.array_equal(wanted, self.ids):
            self._take(order, wanted)
            return
        self.placing.emit()
        was = np.zeros(len(ids), np.bool_)
        stays = ids[self.order] == self.ids
        to_be = np.zeros(len(ids), np.bool_)
        to_be[order] = True
        stays &= to_be[self.order]
        was[self.order[stays]] = True
        kept = order[was[order]]
        self._remove(~stays, kept)
        if not np.array_equal(self.order, kept):
            self._permute(kept, self._ids_of(kept, ids))
        self._insert(order, wanted, ~was[order])
        self.placed.emit()

    @staticmethod
    def _ids_of(order: Slots, ids: NDArray[np.int64]) -> Slots:
        found: Slots = ids[order]
        return found

    def _take(self, order: Slots, ids: Slots) -> None:
        self.order, self.ids, self._row_of = order, ids, None

    def _remove(self, gone: NDArray[np.bool_], kept: Slots) -> None:
        """Takes out the marked rows; `kept` is the later order of the others."""
        spans = runs(gone)
        if len(spans) > FEW:
            last = np.flatnonzero(gone)
            now = np.concatenate([np.flatnonzero(~gone), last])
            self._permute(self.order[now], self.ids[now])
            spans = [(len(self.order) - len(last), len(self.order) - 1)]
        for first, end in reversed(spans):
            self.beginRemoveRows(NOWHERE, first, end)
            left = np.r_[0:first, end + 1 : len(self.order)]
            self._take(self.order[left], self.ids[left])
            self.endRemoveRows()

    def _insert(self, order: Slots, ids: Slots, new: NDArray[np.bool_]) -> None:
        """Inserts the marked slots of `order`; the others are in order already."""
        spans = runs(new)
        if len(spans) > FEW:
            added, last = np.flatnonzero(new), len(self.order)
            self.beginInsertRows(NOWHERE, last, last + len(added) - 1)
            slots = np.concatenate([self.order, order[added]])
            self._take(slots, np.concatenate([self.ids, ids[added]]))
            self.endInsertRows()
            self._permute(order, ids)
            return
        for first, end in spans:
            self.beginInsertRows(NOWHERE, first, end)
            rest, span = self.order[first:], slice(first, end + 1)
            slots = np.concatenate([self.order[:first], order[span], rest])
            self._take(slots, np.concatenate([self.ids[:first], ids[span], self.ids[first:]]))
            self.endInsertRows()

    def _permute(self, order: Slots, ids: Slots) -> None:
        """Moves the same slots into another order."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        new_row = np.full(int(max(order.max(initial=0), self.order.max(initial=0))) + 1, -1)
        new_row[order] = np.arange(len(order))
        moved = [self.index(int(new_row[self.order[i.row()]]), i.column()) for i in held]
        self._take(order, ids)
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Returns (first, last) of each run of True."""
    edges = np.diff(np.concatenate([[0], mask.view(np.int8), [0]]))
    firsts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return list(zip(firsts.tolist(), ends.tolist(), strict=True))
