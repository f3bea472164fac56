"""Departments opened by a resting drag close again, and no row moves under the pointer by that."""

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.desk import LiveDesk, desk, town_file
from widgets.targets.hover_open import HoverOpen
from widgets.targets.row import TargetRow
from widgets.targets.tree import TargetList

__all__ = ["desk", "town_file"]
BODIES = 8
CREWS = 3


class Tree(TargetList):
    """Eight departments of three crews each."""

    unfolded: frozenset[str] = frozenset()

    def fold(self, key: str) -> None:
        self.unfolded = self.unfolded ^ {key}
        self.fill()

    def fill(self) -> None:
        rows: list[TargetRow] = []
        for body in range(BODIES):
            key, opened = f"b{body}", f"b{body}" in self.unfolded
            rows.append(TargetRow(key, body, expanded=opened, key=key))
            crews = range(CREWS) if opened else ()
            rows += [TargetRow(f"{key}c{n}", body, n, depth=2) for n in crews]
        self.set_rows(rows)

    def titles(self) -> Sequence[str]:
        return [row.title for row in self.rows]


@pytest.fixture
def tree(desk: LiveDesk, qtbot: QtBot) -> Tree:
    made = Tree(desk.dragging, "row", "tree")
    qtbot.addWidget(made)
    made.folded.connect(made.fold)
    made.resize(300, 5 * made.row_px)
    made.fill()
    made.show()
    return made


def rest(qtbot: QtBot, tree: Tree, title: str) -> None:
    tree.row_hovered.emit(tree.titles().index(title))
    qtbot.waitUntil(lambda: f"{title}c0" in tree.titles(), timeout=3000)


def test_what_a_drag_opened_closes_when_it_goes_on_above(qtbot: QtBot, tree: Tree) -> None:
    opens = HoverOpen(tree)
    rest(qtbot, tree, "b2")
    tree.row_hovered.emit(tree.titles().index("b2c1"))
    assert "b2" in tree.unfolded  # its own crews are what it was opened for
    tree.row_hovered.emit(tree.titles().index("b1"))
    assert tree.unfolded == frozenset()
    assert opens.opened == []


def test_rows_stay_under_the_pointer_when_something_above_closes(qtbot: QtBot, tree: Tree) -> None:
    HoverOpen(tree)
    rest(qtbot, tree, "b0")
    at = tree.titles().index("b4")
    tree.row_hovered.emit(at)  # nothing to scroll back by: it would jump
    assert tree.unfolded == {"b0"}
    tree.verticalScrollBar().setValue(CREWS * tree.row_px)
    before = tree.row_box(at).top()
    tree.row_hovered.emit(at)
    assert tree.unfolded == frozenset()
    assert tree.row_box(tree.titles().index("b4")).top() == before


def test_what_a_hand_had_opened_stays_open_and_leaving_closes_the_rest(
    qtbot: QtBot, tree: Tree
) -> None:
    HoverOpen(tree)
    tree.fold("b1")
    rest(qtbot, tree, "b3")
    tree.row_hovered.emit(tree.titles().index("b0"))
    rest(qtbot, tree, "b5")
    tree.dragging.ended.emit()
    assert tree.unfolded == {"b1"}
