"""The command bar in the window: results while typing, and nothing sent that was not shown."""

from pytestqt.qtbot import QtBot
from qtpy.QtCore import QPoint, Qt
from qtpy.QtWidgets import QApplication

from console.desk.command_parser import OfferAction
from console.domain.stage import Stage
from tests.store import town
from tests.widgets.desk import desk_of, town_file, window
from widgets.frame.window import Window

__all__ = ["town_file", "window"]
Key = Qt.Key


def typed(window: Window, qtbot: QtBot, words: str) -> list[OfferAction]:
    """Types into the bar, from the rows; the acts offered below it."""
    window.activateWindow()
    desk_of(window).queue.take_focus()
    window.top.command.setFocus()
    qtbot.waitUntil(window.top.command.hasFocus, timeout=5000)
    window.top.command.clear()
    qtbot.keyClicks(window.top.command, words)
    return [offer.act for offer in window.command_controller.offers.offers]


def stage(window: Window) -> int:
    cases = window.seat.room.cases
    return int(cases.column("stage")[cases.slot_of[1]])


def test_results_stand_below_the_bar_while_typing_and_go_with_the_keyboard(
    window: Window, qtbot: QtBot
) -> None:
    shown = window.command_controller.offers
    assert typed(window, qtbot, "0001") == [OfferAction.OPEN, OfferAction.SEEK]
    assert shown.isVisible()
    bar = window.top.command
    below = bar.mapTo(window, QPoint(0, bar.height()))
    assert shown.y() >= below.y()
    assert window.rect().contains(shown.geometry())
    assert shown.accessibleDescription().endswith("打开案件")
    qtbot.keyClick(bar, Key.Key_Down)
    assert shown.chosen is shown.offers[1]
    qtbot.keyClick(bar, Key.Key_Down)  # and round again
    assert shown.chosen is shown.offers[0]
    qtbot.keyClick(bar, Key.Key_Escape)
    assert not shown.isVisible()
    assert bar.text() == ""
    assert not bar.hasFocus()


def test_a_department_alone_is_shown_and_the_chosen_case_stays_where_it_is(
    window: Window, qtbot: QtBot
) -> None:
    window.selection.choose([1])
    assert typed(window, qtbot, "b4")[0] is OfferAction.SHOW
    for _press in range(3):  # as an impatient hand does
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is desk_of(window).targets.tree:
            break
        qtbot.keyClick(focus, Key.Key_Return)
    tree = desk_of(window).targets.tree
    assert tree.hasFocus()
    assert tree.rows[tree.current].department == town.OTHER
    assert tree.armed_verdict is None
    assert window.operations.last is None
    assert stage(window) == Stage.DISPATCH


def test_a_case_and_a_target_shown_in_one_line_are_sent_by_enter(
    window: Window, qtbot: QtBot
) -> None:
    number = window.seat.room.cases.texts["day_number"][window.seat.room.cases.slot_of[1]]
    typed(window, qtbot, f"{number} C1")
    first = window.command_controller.offers.offers[0]
    assert number in first.title
    assert "C1" in first.title
    qtbot.keyClick(window.top.command, Key.Key_Return)
    qtbot.waitUntil(lambda: stage(window) == Stage.HANDLE, timeout=5000)
    assert desk_of(window).queue.table.hasFocus() or desk_of(window).queue.cover.hasFocus()


def test_half_a_name_asks_before_anything_is_sent(window: Window, qtbot: QtBot) -> None:
    assert typed(window, qtbot, "1 C1")[0] is OfferAction.DISPATCH
    offer = window.command_controller.offers.offers[0]
    assert offer.ask is False  # one case, one crew, both by their whole name
    assert typed(window, qtbot, "1 bod")[0] is OfferAction.DISPATCH
    assert window.command_controller.offers.offers[0].ask
    qtbot.keyClick(window.top.command, Key.Key_Return)
    assert desk_of(window).queue.confirm.isVisible()
    assert stage(window) == Stage.DISPATCH


def test_a_line_is_taken_by_the_pointer_too(window: Window, qtbot: QtBot) -> None:
    typed(window, qtbot, "0001")
    shown = window.command_controller.offers
    window.selection.choose([])
    place = shown.row_box(0).center().toPoint()
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=place)
    assert window.selection.current == 1
    assert not shown.isVisible()
