"""Sign-on without a mouse: arrows walk over the posts, Enter and Space play one."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication

from console.domain.stage import Post
from console.seat.seat import Player
from widgets import theme
from widgets.controls import text
from widgets.frame.sign_on import PlayerButton, SignOn

Key = Qt.Key


@pytest.fixture
def sign_on(qtbot: QtBot) -> SignOn:
    made = SignOn()
    qtbot.addWidget(made)
    made.show_players([Player(str(post), post.label, str(post), [str(post)]) for post in Post])
    made.show()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), PlayerButton), timeout=5000)
    return made


def focused() -> PlayerButton:
    found = QApplication.focusWidget()
    assert isinstance(found, PlayerButton)
    return found


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_the_first_post_has_the_keyboard_and_a_key_plays_it(
    sign_on: SignOn, qtbot: QtBot, key: Qt.Key
) -> None:
    with qtbot.waitSignal(sign_on.played) as played:
        qtbot.keyClick(focused(), key)
    assert played.args == ["dispatcher", "dispatcher"]


def test_the_arrows_walk_over_the_posts_as_they_lie(sign_on: SignOn, qtbot: QtBot) -> None:
    start = focused()
    for key in (Key.Key_Down, Key.Key_Right):
        qtbot.keyClick(focused(), key)
    below = sign_on.area.grid.itemAtPosition(1, 1)
    assert below is not None
    assert below.widget() is focused()
    for key in (Key.Key_Left, Key.Key_Up):
        qtbot.keyClick(focused(), key)
    assert focused() is start


def test_at_the_edge_an_arrow_stays(sign_on: SignOn, qtbot: QtBot) -> None:
    start = focused()
    qtbot.keyClick(start, Key.Key_Up)
    qtbot.keyClick(focused(), Key.Key_Left)
    assert focused() is start


def test_who_types_a_database_keeps_the_keyboard_when_the_posts_come(qtbot: QtBot) -> None:
    made = SignOn()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.url.setFocus()
    qtbot.waitUntil(made.url.hasFocus, timeout=5000)
    made.show_players([Player(str(post), post.label, str(post), [str(post)]) for post in Post])
    first = made.area.grid.itemAt(0)
    assert first is not None
    button = first.widget()
    assert button is not None
    qtbot.waitUntil(button.isVisible, timeout=5000)
    assert made.url.hasFocus()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_post_is_cut_off_by_larger_words(sign_on: SignOn, qtbot: QtBot, language: str) -> None:
    theme.current().choose(comfort=1.3, language=language)
    sign_on.resize(880, 600)  # what a small screen leaves of it
    qtbot.waitUntil(lambda: sign_on.area.viewport().width() < 880, timeout=5000)
    for place in range(sign_on.area.grid.count()):
        item = sign_on.area.grid.itemAt(place)
        assert item is not None
        assert item.geometry().right() < sign_on.area.viewport().width()
    with text.watching() as cuts:
        sign_on.grab()
    assert cuts == []


def test_a_database_of_ones_own_is_not_called_the_demo(qtbot: QtBot) -> None:
    made = SignOn(demo=False)
    qtbot.addWidget(made)
    said = [label.text() for label in (made.demo_title, made.other_title, made.busy)]
    assert said == ["选择岗位登录", "或连接其他数据库", "正在读取人员名单 …"]
    assert not [words for words in said if "演示" in words]
