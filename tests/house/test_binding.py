"""The binding gives back every reference to `None` it takes.

PySide6 6.12.0 on CPython 3.11 loses one per virtual call and ends the program with `none_dealloc`.
From CPython 3.12 on `None` is immortal, its count constant, and these tests hold by that.
"""

import sys

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from qtpy.QtGui import QImage, QPainter, QPaintEvent
from qtpy.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

CALLS = 500
SLACK = 50  # caches of the interpreter come and go; a leak would show ten times as much
Index = QModelIndex | QPersistentModelIndex


class _Painted(QWidget):
    painted = 0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1


class _Rows(QAbstractListModel):
    asked = 0

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> None:
        self.asked += 1


class _Delegate(QStyledItemDelegate):
    painted = 0

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painted += 1


@pytest.fixture
def canvas() -> QImage:
    return QImage(QSize(8, 8), QImage.Format.Format_ARGB32_Premultiplied)


def test_painting_a_widget_500_times_keeps_none_steady(qtbot: QtBot, canvas: QImage) -> None:
    widget = _Painted()
    qtbot.addWidget(widget)
    widget.render(canvas)
    before, painted = sys.getrefcount(None), widget.painted
    for _ in range(CALLS):
        widget.render(canvas)
    assert widget.painted == painted + CALLS
    assert abs(sys.getrefcount(None) - before) < SLACK


def test_a_model_that_answers_none_500_times_keeps_none_steady(qapp: object) -> None:
    rows = _Rows()
    index = rows.index(0)
    index.data()
    before, asked = sys.getrefcount(None), rows.asked
    for _ in range(CALLS):
        index.data()
    assert rows.asked == asked + CALLS
    assert abs(sys.getrefcount(None) - before) < SLACK


def test_a_delegate_that_paints_500_times_keeps_none_steady(qtbot: QtBot, canvas: QImage) -> None:
    from qtpy.QtWidgets import QListView

    view, rows, delegate = QListView(), _Rows(), _Delegate()
    qtbot.addWidget(view)
    view.setModel(rows)
    view.setItemDelegate(delegate)
    view.resize(80, 80)
    view.render(canvas)
    before, painted = sys.getrefcount(None), delegate.painted
    for _ in range(CALLS):
        view.render(canvas)
    assert delegate.painted >= painted + CALLS
    assert abs(sys.getrefcount(None) - before) < SLACK
