"""Controls: nothing cut in either language, no target too small, each says and does its part."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from tests.widgets import gallery
from widgets import theme
from widgets.controls import (
    Banner,
    Button,
    Chip,
    ConfirmStrip,
    CounterButton,
    PaintedButton,
    Pane,
    SearchField,
    StatusBar,
    states,
    text,
)

LOOKS = [(m, lang, c) for m in ("dark", "light") for lang in ("zh", "en") for c in (1.0, 1.3)]


@pytest.mark.parametrize(("mode", "language", "comfort"), LOOKS)
def test_no_control_cuts_its_words(qtbot: QtBot, mode: str, language: str, comfort: float) -> None:
    theme.current().choose(mode=mode, language=language, comfort=comfort)
    for control in [*gallery.controls(), *gallery.banners()]:
        qtbot.addWidget(control)
        hint = control.sizeHint()
        control.resize(
            max(hint.width(), 600 if isinstance(control, StatusBar) else 0), hint.height()
        )
        with text.watching() as cuts:
            control.grab()
        assert cuts == [], control


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("number", range(10))
def test_no_state_of_a_pane_cuts_its_words(qtbot: QtBot, language: str, number: int) -> None:
    theme.current().choose(language=language)
    pane = gallery.pane(gallery.all_states()[number])
    qtbot.addWidget(pane)
    pane.resize(364, 160)
    with text.watching() as cuts:
        pane.grab()
    assert cuts == []


def test_whoever_cuts_words_is_told_on(qtbot: QtBot) -> None:
    button = Button("派遣到环卫一所")
    qtbot.addWidget(button)
    button.resize(60, 32)
    with text.watching() as cuts:
        button.grab()
    assert [cut.text for cut in cuts] == ["派遣到环卫一所"]


def test_no_target_is_smaller_than_24_px(qtbot: QtBot) -> None:
    for control in gallery.controls():
        qtbot.addWidget(control)
        if isinstance(control, PaintedButton | QLineEdit):
            assert min(control.sizeHint().width(), control.sizeHint().height()) >= 24, control


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot) -> None:
    for control in gallery.controls():
        qtbot.addWidget(control)
        named = control.accessibleName() or getattr(control, "text", str)()
        assert named, control


def test_a_forbidden_button_says_why_and_an_allowed_one_nothing(qtbot: QtBot) -> None:
    button = Button("派遣")
    qtbot.addWidget(button)
    button.forbid("只读")
    assert (button.isEnabled(), button.toolTip()) == (False, "只读")
    button.forbid("")
    assert (button.isEnabled(), button.toolTip()) == (True, "")


def test_a_counter_is_grey_at_zero_and_coloured_when_it_asks_for_a_look(qtbot: QtBot) -> None:
    counter = CounterButton("超期", "alarm")
    qtbot.addWidget(counter)
    assert counter.figure_token() == "text.3"
    narrow = counter.sizeHint().width()
    counter.set_figure(18)
    assert counter.figure_token() == "alarm.text"
    assert counter.sizeHint().width() == narrow


def test_a_removable_chip_is_removed_by_mouse_and_key(qtbot: QtBot) -> None:
    chip = Chip("东片区", removable=True)
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Space)


def test_a_dangerous_question_is_not_answered_yes_by_enter(qtbot: QtBot) -> None:
    strip = ConfirmStrip()
    qtbot.addWidget(strip)
    strip.ask("作废 3 件", "", "作废", danger=True)
    with qtbot.waitSignal(strip.dismissed), qtbot.assertNotEmitted(strip.confirmed):
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert strip.isHidden()


def test_a_plain_question_is_answered_by_its_verb(qtbot: QtBot) -> None:
    strip = ConfirmStrip()
    qtbot.addWidget(strip)
    strip.ask("派遣 3 件", "", "派遣")
    with qtbot.waitSignal(strip.confirmed):
        qtbot.mouseClick(strip.go, Qt.MouseButton.LeftButton)


def test_undo_stands_for_fifteen_seconds_and_goes(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(800, 32)
    bar.show()
    bar.offer_undo("已派遣 3 件")
    assert "15" in bar.button.text()
    for _second in range(15):
        bar._count_down()
    assert (bar.sentence, bar.button.isVisible()) == ("", False)


def test_undo_is_asked_for_once(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(800, 32)
    bar.show()
    bar.offer_undo("已派遣 3 件")
    with qtbot.waitSignal(bar.undo):
        qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not bar.button.isVisible()


def test_loading_shows_its_grey_rows_only_after_a_while(qtbot: QtBot) -> None:
    pane = Pane("待派遣")
    qtbot.addWidget(pane)
    pane.set_body(QWidget())
    pane.set_state(states.LOADING)
    assert pane.cover.patient
    qtbot.waitUntil(lambda: not pane.cover.patient, timeout=2000)


def test_content_stays_where_it_is_through_a_state_that_stops_commands(qtbot: QtBot) -> None:
    pane, field = Pane("待派遣"), QLineEdit("打了一半")
    qtbot.addWidget(pane)
    pane.set_body(field)
    pane.show()
    field.setCursorPosition(2)
    pane.set_state(states.read_only())
    assert (field.isVisible(), pane.takes_commands()) == (True, False)
    pane.set_state(states.READY)
    assert (field.text(), field.cursorPosition(), pane.takes_commands()) == ("打了一半", 2, True)


def test_a_failed_pane_copies_its_details_and_asks_again(qtbot: QtBot) -> None:
    pane = Pane("待派遣")
    qtbot.addWidget(pane)
    pane.set_state(states.failed("没有读出来。", "line 1"))
    pane.show()
    qtbot.mouseClick(pane.cover.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "没有读出来。\nline 1"
    with qtbot.waitSignal(pane.retry):
        qtbot.mouseClick(pane.cover.again, Qt.MouseButton.LeftButton)


def test_a_filter_that_hides_all_can_be_cleared_in_place(qtbot: QtBot) -> None:
    pane = Pane("待派遣")
    qtbot.addWidget(pane)
    pane.set_body(QLabel("x"))
    pane.set_state(states.filtered(312))
    pane.show()
    with qtbot.waitSignal(pane.clear_filter):
        qtbot.mouseClick(pane.cover.clear, Qt.MouseButton.LeftButton)


def test_a_search_asks_as_it_is_typed_and_is_wiped(qtbot: QtBot) -> None:
    field = SearchField("部门")
    qtbot.addWidget(field)
    asked: list[str] = []
    field.asked.connect(asked.append)
    qtbot.keyClicks(field, "hw")
    assert asked[-1] == "hw"
    field._wipe.trigger()
    assert asked[-1] == ""


def test_the_hint_of_an_empty_field_is_readable(qtbot: QtBot) -> None:
    field = SearchField("部门")
    qtbot.addWidget(field)
    field.ensurePolished()
    assert field.palette().placeholderText().color() == theme.color("text.3")


def test_words_of_the_controls_follow_the_language(qtbot: QtBot) -> None:
    pane, banner = Pane("x"), Banner("y")
    qtbot.addWidget(pane)
    qtbot.addWidget(banner)
    assert pane.cover.clear.text() == "清除筛选"
    theme.current().choose(language="en")
    assert pane.cover.clear.text() == "Clear the filter"
