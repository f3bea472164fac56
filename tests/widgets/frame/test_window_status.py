"""The status bar says what is wrong with this seat before anything else."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtWidgets import QApplication

from console.domain.refusal import Refused
from tests.widgets.desk import desk_of, town_file, window
from widgets.controls import status_bar
from widgets.frame.window import Window
from widgets.session.stop_signals import STOPPING

__all__ = ["town_file", "window"]


def test_a_seat_that_is_somebody_elses_is_said_until_it_is_ones_own(window: Window) -> None:
    window._ticked()
    assert window.status.alarm == ""
    window.seat.heartbeat.seat_refusal = Refused("seat_taken", seat="席位01")
    window._ticked()
    assert window.status.alarm.startswith("席位“席位01”上另有他人")
    assert window.status.facts[0] == window.status.alarm
    window.seat.heartbeat.seat_refusal = None
    window._ticked()
    assert window.status.alarm == ""


def test_an_error_goes_by_itself_or_with_the_next_act_and_stays_in_the_list(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    bar = window.status
    assert bar.list.isHidden()
    bar.show_message("无法送达", "alarm.text")
    bar.show_message("已派遣")
    assert bar.sentence == "已派遣"
    bar.show_message("不允许", "alarm.text")
    bar._fade.setInterval(0)
    bar._fade.start()
    qtbot.waitUntil(lambda: bar.sentence == "")
    assert [error.split()[-1] for error in bar.errors] == ["无法送达", "不允许"]
    assert not bar.list.isHidden()
    for number in range(2 * status_bar.MESSAGES):
        bar.show_message(str(number), "alarm.text")
    assert len(bar.errors) == status_bar.MESSAGES


def test_what_was_typed_keeps_the_window_open_until_it_may_be_lost(
    window: Window, qtbot: QtBot
) -> None:
    space = desk_of(window)
    space.queue.table.choose(0)
    qtbot.waitUntil(lambda: bool(space.card.head.moves))
    space.card.commands.open_form("note")
    assert space.card.draft == ""  # an empty form is no loss
    space.card.form.inputs["reason"].setText("已电话告知")
    assert not window.close()
    assert space.card.confirm.isVisibleTo(space.card)
    space.card.confirm.leave.click()
    assert window.isVisible()
    assert space.card.form.filled().reason == "已电话告知"
    assert not window.close()
    space.card.confirm.go.click()
    assert not window.isVisible()


def test_a_program_told_to_stop_asks_nobody(window: Window, qtbot: QtBot) -> None:
    space = desk_of(window)
    space.queue.table.choose(0)
    qtbot.waitUntil(lambda: bool(space.card.head.moves))
    space.card.commands.open_form("note")
    space.card.form.inputs["reason"].setText("已电话告知")
    app = QApplication.instance()
    assert app is not None
    app.setProperty(STOPPING, True)
    try:
        assert window.close()
    finally:
        app.setProperty(STOPPING, None)


def test_a_tile_is_lit_while_its_queue_is_shown_and_an_empty_one_says_so(window: Window) -> None:
    space, tiles = desk_of(window), window.counters
    tiles.buttons["due_soon"].click()
    assert tiles.buttons["due_soon"].isChecked()
    assert space.queue.state.text.startswith("没有即将到期的案件")
    space.queue.tabs.tabs["handle"].click()
    assert not tiles.buttons["due_soon"].isChecked()
    tiles.buttons["lost"].click()
    assert space.queue.state.text == "目前没有这样的班组"
    assert "派遣" in tiles.buttons["due_soon"].toolTip()
