"""What a hand repeats by itself after an act is no other act."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QEvent, QPoint, QPointF, Qt
from qtpy.QtGui import QCursor, QKeyEvent, QMouseEvent

from widgets.session import repeats
from widgets.session.repeats import RepeatGuard


@pytest.fixture
def guard(qtbot: QtBot) -> RepeatGuard:
    return RepeatGuard()


def press(guard: RepeatGuard, key: Qt.Key) -> bool:
    """Whether the guard swallows a key."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    return guard.eventFilter(guard, event)


def click(guard: RepeatGuard, at: QPoint) -> bool:
    place, button = QPointF(at), Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseButtonPress, place, place, button, button, Qt.KeyboardModifier.NoModifier
    )
    return guard.eventFilter(guard, event)


def test_a_second_enter_does_nothing_until_another_key_is_pressed(guard: RepeatGuard) -> None:
    assert not press(guard, Qt.Key.Key_Return)
    guard.begin()
    assert press(guard, Qt.Key.Key_Return)
    assert press(guard, Qt.Key.Key_Space)
    assert not press(guard, Qt.Key.Key_1)
    assert not press(guard, Qt.Key.Key_Return)  # the next row's own keys count at once


def test_a_second_click_does_nothing_where_the_act_was(
    guard: RepeatGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = QPoint(300, 200)
    monkeypatch.setattr(QCursor, "pos", lambda: here)
    assert not click(guard, here)
    guard.begin()
    assert click(guard, here)
    assert not click(guard, here + QPoint(repeats.PLACE_PX, 0))
    assert not press(guard, Qt.Key.Key_Return)  # a hand that clicked may go on by key


def test_the_quiet_ends(guard: RepeatGuard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "QUIET_MS", 0)
    press(guard, Qt.Key.Key_Return)
    guard.begin()
    assert not press(guard, Qt.Key.Key_Return)
