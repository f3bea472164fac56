from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qtpy.QtCore import QPersistentModelIndex, Qt
from qtpy.QtTest import QAbstractItemModelTester
from typing_extensions import override

from widgets.queue.permutation import (
    NOWHERE,
    Index,
    Permutation,
    runs,
)

SLOTS = 40
orders = st.lists(st.integers(0, SLOTS - 1), unique=True)


class Ids(Permutation):
    """Shows the id of each row."""

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> int | None:
        shown = role == Qt.ItemDataRole.DisplayRole and index.isValid()
        return int(self.ids[index.row()]) if shown else None


def placed(model: Ids, order: Sequence[int], ids: np.ndarray) -> None:
    model.place(np.array(order, np.int64), ids)


@given(st.lists(orders, min_size=2, max_size=4), st.randoms(use_true_random=False))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_order_comes_next_every_index_stays_with_its_case(
    qapp: object, steps: list[list[int]], rng: object
) -> None:
    model, ids = Ids(), np.arange(100, 100 + SLOTS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for order in steps:
        held = [
            (QPersistentModelIndex(model.index(r, 0)), case) for r, case in enumerate(model.ids)
        ]
        placed(model, order, ids)
        assert model.ids.tolist() == [100 + slot for slot in order]
        assert model.rowCount() == len(order)
        for index, case in held:
            stays = int(case) - 100 in order
            assert index.isValid() == stays
            assert not stays or index.data() == case
    assert tester is not None


def test_a_slot_that_another_case_took_is_another_row(qapp: object) -> None:
    model, ids = Ids(), np.arange(10)
    placed(model, [0, 1, 2], ids)
    old = QPersistentModelIndex(model.index(1, 0))
    ids[1] = 99
    placed(model, [0, 1, 2], ids)
    assert model.ids.tolist() == [0, 99, 2]
    assert not old.isValid()


def test_one_row_that_comes_is_one_insertion(qapp: object) -> None:
    model, ids = Ids(), np.arange(10)
    placed(model, [4, 2], ids)
    told: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _p, first, last: told.append((first, last)))
    model.modelReset.connect(lambda: told.append((-1, -1)))
    model.layoutChanged.connect(lambda *_a: told.append((-2, -2)))
    placed(model, [4, 7, 2], ids)
    assert told == [(1, 1)]


def test_rows_are_found_by_their_case(qapp: object) -> None:
    model, ids = Ids(), np.arange(5000) + 7
    for order in ([3, 1], list(range(2000))):
        placed(model, order, ids)
        assert model.row_of(8) == 1
        assert model.row_of(6) == -1
        assert model.row_of(None) == -1


def test_runs_of_true_are_told_by_their_ends() -> None:
    mask = np.array([True, True, False, True, False])
    assert runs(mask) == [(0, 1), (3, 3)]
    assert runs(np.zeros(3, np.bool_)) == []
