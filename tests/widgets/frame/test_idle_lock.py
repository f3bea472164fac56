"""An untouched seat locks: the picture goes on, no gesture reaches a command, the password opens."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QApplication

from tests.widgets.desk import town_file, window
from widgets.frame.idle_lock import IdleLock
from widgets.frame.window import Window
from widgets.session.sent_command import CommandStatus

__all__ = ["town_file", "window"]


def test_locked_nothing_is_sent_and_the_room_goes_on(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.idle_lock.locked
    assert window.idle_lock.geometry() == window.rect()
    case = next(iter(window.seat.room.cases.slot_of))
    sent = window.operations.send("note", [case], words="x", reason="x")
    assert sent.status is CommandStatus.REFUSED
    assert window.status.sentence.endswith("席位已锁定。")
    body = window.centralWidget()
    assert body is not None
    assert not body.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Slash)
    assert not window.top.command.hasFocus()
    heard = window.seat.room.feed_thread.age_ms()
    qtbot.waitUntil(
        lambda: (window.seat.room.feed_thread.age_ms() or 0) < 1000 and heard is not None,
        timeout=5000,
    )


def test_the_embedded_city_opens_by_a_button(window: Window, qtbot: QtBot) -> None:
    window.idle_lock.lock()
    assert window.idle_lock.password.isHidden()
    qtbot.mouseClick(window.idle_lock.unlock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.idle_lock.locked, timeout=5000)
    body = window.centralWidget()
    assert body is not None
    assert body.isEnabled()
    assert not window.operations.locked


def test_a_wrong_password_is_said_and_the_seat_stays_locked(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.domain.refusal import Refused
    from widgets.frame import window as module

    def wrong(_url: str, login: str, _password: str) -> None:
        raise Refused("password_wrong", login=login)

    monkeypatch.setattr(module, "unlocks", wrong)
    window.idle_lock.lock()
    window.idle_lock.unlock_requested.emit("not it")
    qtbot.waitUntil(window.idle_lock.failure.isVisible, timeout=5000)
    assert window.idle_lock.failure.text() == "“disp”的密码不正确，或已过期。"
    assert window.idle_lock.locked
    assert window.idle_lock.isEnabled()


def test_leaving_signs_off(window: Window, qtbot: QtBot) -> None:
    window.idle_lock.lock()
    with qtbot.waitSignal(window.signed_off):
        qtbot.mouseClick(window.idle_lock.leave, Qt.MouseButton.LeftButton)


def test_it_locks_by_itself_unless_touched(window: Window, qtbot: QtBot) -> None:
    idle_lock = window.idle_lock
    idle_lock.set_timeout(3000)
    handle = window.windowHandle()
    assert handle is not None
    for _touch in range(4):
        qtbot.wait(1000)  # longer in sum than the patience, each touch within it
        shift = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(handle, shift)
    assert not idle_lock.locked
    qtbot.waitUntil(lambda: idle_lock.locked, timeout=5000)
    idle_lock.open()
    idle_lock.set_timeout(0)


def test_zero_never_locks(window: Window, qtbot: QtBot) -> None:
    idle_lock: IdleLock = window.idle_lock
    idle_lock.set_timeout(0)
    qtbot.wait(100)
    assert not idle_lock.locked
