"""Signing on to a database of one's own: the form, then posts with what waits, and the own password."""

import shutil
from collections.abc import Mapping

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt

from console.domain.intent import HeldPost
from console.domain.stage import Post
from console.seat.arrival import Arrival, PostChoice
from widgets import theme
from widgets.controls import text
from widgets.frame.arrival_page import ArrivalPage, ChoiceButton
from widgets.frame.sign_on import SignOn
from widgets.session import sound


def choice(post: Post, zh: str, waiting: int) -> PostChoice:
    return PostChoice(HeldPost(post, 1, None), zh, zh, waiting)


def arrival(
    *choices: PostChoice, left_at: int | None = None, since: Mapping[str, int] | None = None,
    days: int | None = None, failed: int = 0,
) -> Arrival:  # fmt: skip
    held = choices or (choice(Post.DISPATCHER, "东片区", 23),)
    return Arrival("postgresql://server/city", "li", "李", "Li", held, left_at, since or {}, days,
                   failed, "Asia/Shanghai", 5)  # fmt: skip


@pytest.fixture
def sign_on(qtbot: QtBot) -> SignOn:
    made = SignOn(demo=False)
    qtbot.addWidget(made)
    made.show()
    return made


def buttons(page: ArrivalPage) -> list[ChoiceButton]:
    found = [page.area.grid.itemAt(n) for n in range(page.area.grid.count())]
    widgets = [item.widget() for item in found if item is not None]
    return [w for w in widgets if isinstance(w, ChoiceButton)]


def test_the_form_tells_all_it_knows(sign_on: SignOn, qtbot: QtBot) -> None:
    sign_on.url.setText(" postgresql://server/city ")
    sign_on.login.setText("li")
    sign_on.password.setText("not shown to anybody")
    sign_on.remember.setChecked(True)
    assert sign_on.password.echoMode() is sign_on.password.EchoMode.Password
    with qtbot.waitSignal(sign_on.connected) as connected:
        qtbot.keyClick(sign_on.password, Qt.Key.Key_Return)
    assert connected.args == ["postgresql://server/city", "li", "not shown to anybody", True]


def test_posts_are_offered_with_what_waits(sign_on: SignOn, qtbot: QtBot) -> None:
    sign_on.show_arrival(
        arrival(choice(Post.DISPATCHER, "东片区", 23), choice(Post.COMMAND_LEAD, "", 0))
    )
    assert [b.lines() for b in buttons(sign_on.page)] == [
        ("派遣员", "东片区"),
        ("指挥值班长", "全部范围"),
    ]
    assert [b.figure() for b in buttons(sign_on.page)] == [("23", "件等待"), ("0", "件等待")]
    assert buttons(sign_on.page)[0].accessibleName() == "派遣员 · 东片区 · 23 件等待"
    assert sign_on.password.text() == ""
    with qtbot.waitSignal(sign_on.taken) as taken:
        qtbot.keyClick(buttons(sign_on.page)[1], Qt.Key.Key_Return)
    assert taken.args is not None
    assert taken.args[0].held.post is Post.COMMAND_LEAD


def test_the_first_has_the_keyboard_and_arrows_walk(sign_on: SignOn, qtbot: QtBot) -> None:
    sign_on.activateWindow()
    sign_on.show_arrival(arrival(*[choice(post, "x", 1) for post in list(Post)[:5]]))
    first, second, *_rest, last = buttons(sign_on.page)
    qtbot.waitUntil(first.hasFocus, timeout=5000)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    for _again in range(4):
        qtbot.keyClick(sign_on.focusWidget(), Qt.Key.Key_Down)
    assert last.hasFocus()
    for _again in range(5):
        qtbot.keyClick(sign_on.focusWidget(), Qt.Key.Key_Up)
    assert first.hasFocus()


def test_what_happened_is_told_in_numbers(sign_on: SignOn) -> None:
    sign_on.show_arrival(
        arrival(left_at=1_773_624_600_000, since={"register": 32, "file": 0, "close": 21}, days=3,
                failed=2)
    )  # fmt: skip
    page = sign_on.page
    assert page.story.text() == "自 2026-03-16 09:30 离岗以来：登记 32 · 结案 21"
    assert "3 天" in page.warning.text()
    assert "2 次" in page.warning.text()
    sign_on.show_arrival(arrival())
    assert page.story.text() == "首次在此上岗。"
    assert page.warning.isHidden()


def test_a_new_password_is_typed_twice(sign_on: SignOn, qtbot: QtBot) -> None:
    sign_on.show_arrival(arrival())
    page = sign_on.page
    qtbot.mouseClick(page.change, Qt.MouseButton.LeftButton)
    assert page.passwords.isVisible()
    page.first.setText("short")
    qtbot.mouseClick(page.set_button, Qt.MouseButton.LeftButton)
    assert page.message.text() == "密码至少 10 个字符，其中至少 5 个不同。"
    page.first.setText("long enough words")
    page.second.setText("other words here")
    qtbot.mouseClick(page.set_button, Qt.MouseButton.LeftButton)
    assert page.message.text() == "两次输入不一致。"
    page.second.setText("long enough words")
    with qtbot.waitSignal(sign_on.new_password) as told:
        qtbot.keyClick(page.second, Qt.Key.Key_Return)
    assert told.args == ["long enough words"]
    page.password_set()
    assert page.first.text() == page.second.text() == ""
    assert page.passwords.isHidden()


@pytest.mark.parametrize("heard", [True, False])
def test_the_sound_is_tried_before_the_shift(
    sign_on: SignOn, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, heard: bool
) -> None:
    played: list[str] = []

    def play(name: str) -> bool:
        played.append(name)
        return heard

    monkeypatch.setattr(sound, "play", play)
    sign_on.show_arrival(arrival())
    qtbot.mouseClick(sign_on.page.test, Qt.MouseButton.LeftButton)
    assert played == ["alarm"]
    assert ("两声" in sign_on.page.message.text()) == heard


def test_a_machine_without_a_player_plays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert sound.player() is None
    assert not sound.play("alarm")


def test_somebody_else_goes_back_to_the_form(sign_on: SignOn, qtbot: QtBot) -> None:
    sign_on.show_arrival(arrival())
    assert sign_on.form.isHidden()
    qtbot.mouseClick(sign_on.page.back, Qt.MouseButton.LeftButton)
    assert sign_on.form.isVisible()
    assert sign_on.page.isHidden()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_words_are_cut_by_larger_type(sign_on: SignOn, qtbot: QtBot, language: str) -> None:
    theme.current().choose(comfort=1.3, language=language)
    sign_on.show_arrival(
        arrival(*[choice(post, "望湖街道", 120) for post in list(Post)[:9]], left_at=1, days=3)
    )
    qtbot.wait(50)
    with text.watching() as cut:
        sign_on.grab()
    assert not cut


def test_the_window_is_as_high_as_what_it_says(sign_on: SignOn, qtbot: QtBot) -> None:
    sign_on.ask_who("postgresql://server/city")
    asking = sign_on.height()
    sign_on.show_arrival(arrival())
    one = sign_on.height()
    sign_on.show_arrival(arrival(*[choice(post, "望湖街道", 9) for post in list(Post)[:4]]))
    four = sign_on.height()
    sign_on.show_arrival(arrival(*[choice(post, "望湖街道", 9) for post in list(Post)]))
    many = sign_on.height()
    assert max(asking, one) < four < many < 700
    bar = sign_on.page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=5000)  # half a row says: there are more


def test_a_window_made_large_keeps_its_form_readable(sign_on: SignOn, qtbot: QtBot) -> None:
    sign_on.ask_who("postgresql://server/city")
    sign_on.resize(1920, 1080)
    qtbot.waitUntil(lambda: sign_on.form.width() < 600, timeout=5000)
    assert abs(sign_on.form.geometry().center().x() - 960) < 3


@pytest.mark.parametrize("field", ["login", "password", "connect_button"])
def test_after_a_wrong_password_the_keyboard_is_at_it(
    sign_on: SignOn, qtbot: QtBot, field: str
) -> None:
    sign_on.activateWindow()
    sign_on.ask_who("postgresql://server/city", "li")
    sign_on.password.setText("wrong")
    part = getattr(sign_on, field)
    part.setFocus()
    qtbot.waitUntil(part.hasFocus, timeout=5000)
    sign_on.wait()
    assert sign_on.connect_button.text() == "正在连接 …"
    sign_on.fail("“li”的密码不正确，或已过期。")
    assert sign_on.connect_button.text() == "连接"
    assert sign_on.password.hasFocus()
    assert sign_on.password.selectedText() == "wrong"


def test_a_post_that_could_not_be_taken_has_the_keyboard_again(
    sign_on: SignOn, qtbot: QtBot
) -> None:
    sign_on.activateWindow()
    sign_on.show_arrival(arrival())
    (only,) = buttons(sign_on.page)
    qtbot.waitUntil(only.hasFocus, timeout=5000)
    sign_on.wait()
    sign_on.fail("数据库没有应答。")
    assert only.hasFocus()


def test_a_named_server_asks_who_is_there_and_shows_nobody(sign_on: SignOn) -> None:
    sign_on.ask_who("postgresql://server/city", "li")
    assert (sign_on.url.text(), sign_on.login.text()) == ("postgresql://server/city", "li")
    assert sign_on.area.grid.count() == 0
    assert sign_on.busy.isHidden()


def test_the_last_server_stands_in_the_form_unless_somebody_has_typed(sign_on: SignOn) -> None:
    servers = [("postgresql://a/city", "li"), ("postgresql://b/city", "wang")]
    sign_on.offer(servers)
    assert (sign_on.url.text(), sign_on.login.text()) == servers[0]
    sign_on.url.setText("postgresql://c/city")
    sign_on.offer(servers)
    assert sign_on.url.text() == "postgresql://c/city"


def test_keeping_a_password_is_offered_where_it_can_be_kept(sign_on: SignOn) -> None:
    assert sign_on.remember.isHidden()
    sign_on.offer_keeping(True)
    assert sign_on.remember.isVisible()
    sign_on.offer_keeping(False)
    assert sign_on.remember.isHidden()
