"""The card beside the pointer stays on the screen."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QPoint, QRect, QSize
from qtpy.QtGui import QGuiApplication

from widgets.dispatch.dragging import beside

CARD = QSize(280, 84)


def test_in_the_open_the_card_lies_right_below_the_pointer(qtbot: QtBot) -> None:
    middle = QGuiApplication.primaryScreen().geometry().center()
    at = beside(middle, CARD)
    assert at.x() > middle.x()
    assert at.y() > middle.y()


@pytest.mark.parametrize("corner", ["bottomRight", "topRight", "bottomLeft", "topLeft"])
def test_in_a_corner_the_whole_card_is_on_the_screen_and_not_under_the_pointer(
    qtbot: QtBot, corner: str
) -> None:
    edge = QGuiApplication.primaryScreen().geometry()
    pointer: QPoint = getattr(edge, corner)()
    card = QRect(beside(pointer, CARD), CARD)
    assert edge.contains(card)
    assert not card.contains(pointer)
