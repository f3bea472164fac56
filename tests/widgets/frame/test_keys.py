"""The card of keys gives the keyboard back."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QLineEdit, QWidget

from widgets.frame.keys import KeysCard

Key = Qt.Key


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Question])
def test_put_away_the_keyboard_is_where_it_was(qtbot: QtBot, key: Qt.Key) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    fields = [QLineEdit(window) for _number in range(2)]
    card = KeysCard(window)
    window.show()
    window.activateWindow()
    fields[1].setFocus()
    qtbot.waitUntil(fields[1].hasFocus, timeout=5000)
    card.toggle()
    qtbot.waitUntil(card.hasFocus, timeout=5000)
    qtbot.keyClick(card, key)
    assert not card.isVisible()
    assert fields[1].hasFocus()
