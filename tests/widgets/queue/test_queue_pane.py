import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QEvent, QObject, QPoint, QRect, Qt
from qtpy.QtGui import QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.domain.stage import Post
from console.live.follower import LinkState
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets import theme
from widgets.controls.states import StateKind
from widgets.queue.pane import QueuePane

__all__ = ["desk", "town_file"]
Key, Button, Modifier = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier


@pytest.fixture
def pane(desk: LiveDesk, qtbot: QtBot) -> QueuePane:
    made = QueuePane(desk.context, desk.dragging)
    qtbot.addWidget(made)
    made.resize(828, 516)
    with qtbot.waitExposed(made):
        made.show()
    return made


def shown(pane: QueuePane) -> list[int]:
    ids: list[int] = pane.model.ids.tolist()
    return ids


def kind(pane: QueuePane) -> StateKind:
    return pane.state.kind


def row_point(pane: QueuePane, case: int) -> QPoint:
    return pane.table.row_box(pane.model.row_of(case)).center().toPoint()


def test_an_empty_queue_says_so_by_its_name(pane: QueuePane) -> None:
    assert pane.state.kind is StateKind.EMPTY
    assert pane.state.text.startswith("没有待派遣案件")


def test_the_most_urgent_case_stands_first_then_the_one_due_first(
    pane: QueuePane, desk: LiveDesk
) -> None:
    low, high, later = (desk.to_dispatch(severity=s) for s in (4, 2, 2))
    assert shown(pane) == [high, later, low]
    assert pane.state.kind is StateKind.READY


def test_a_case_that_somebody_else_dispatches_leaves_the_queue(
    pane: QueuePane, desk: LiveDesk
) -> None:
    first, second = desk.to_dispatch(), desk.to_dispatch()
    desk.context.selection.choose([second])
    desk.act("cmdlead", "dispatch", first, changes={"department_id": town.SANITATION})
    desk.sees(first)
    assert shown(pane) == [second]
    assert desk.context.selection.ids == (second,)
    pane.show_queue("handle")
    assert shown(pane) == [first]


def test_words_and_initials_filter_and_the_chip_takes_them_away(
    pane: QueuePane, desk: LiveDesk
) -> None:
    lake = desk.to_dispatch(address="望湖路 12 号")
    desk.to_dispatch(address="Station Road 3")
    pane.search.setText("望湖 12")
    assert shown(pane) == [lake]
    pane.search.setText("station ROAD")
    assert lake not in shown(pane)
    pane.search.setText("nothing like it")
    assert pane.state.kind is StateKind.FILTERED
    pane.chip.removed.emit()
    assert len(shown(pane)) == 2


def test_the_tabs_count_their_queues(pane: QueuePane, desk: LiveDesk, qtbot: QtBot) -> None:
    first = desk.to_dispatch()
    desk.to_dispatch()
    desk.act("cmdlead", "dispatch", first, changes={"department_id": town.SANITATION})
    qtbot.waitUntil(lambda: pane.tabs.tabs["handle"].count == 1)
    assert pane.tabs.tabs["dispatch"].count == 1
    assert pane.tabs.tabs["all"].count == 2


def test_cases_that_come_are_told_until_they_are_acknowledged(
    pane: QueuePane, desk: LiveDesk
) -> None:
    case = desk.to_dispatch()
    assert pane.tabs.new_count == 1
    assert pane.tabs.new.text() == "+1 新"
    pane.tabs.new.click()
    assert pane.tabs.new_count == 0
    assert desk.context.selection.ids == (case,)


def test_what_one_brings_back_himself_is_not_new_to_him(
    pane: QueuePane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    pane.acknowledge()
    changes = {"department_id": town.SANITATION}
    desk.act("disp", "dispatch", case, changes=changes)
    desk.sees(case)
    desk.act("disp", "undo", case)
    desk.sees(case)
    qtbot.waitUntil(lambda: pane.model.row_of(case) >= 0, timeout=5000)
    assert pane.tabs.new_count == 0
    desk.act("cmdlead", "dispatch", case, changes=changes)
    desk.sees(case)
    desk.act("cmdlead", "undo", case)
    qtbot.waitUntil(lambda: pane.tabs.new_count == 1, timeout=5000)


def test_looking_at_another_queue_makes_nothing_new(pane: QueuePane, desk: LiveDesk) -> None:
    desk.to_dispatch()
    pane.show_queue("all")
    pane.show_queue("dispatch")
    assert pane.tabs.new_count == 0


def test_keys_move_extend_and_take_all(pane: QueuePane, desk: LiveDesk, qtbot: QtBot) -> None:
    for _case in range(3):
        desk.to_dispatch()
    chosen, ids = desk.context.selection, shown(pane)
    pane.table.setFocus()
    qtbot.keyClick(pane.table, Key.Key_Home)
    assert list(chosen.ids) == ids[:1]
    qtbot.keyClick(pane.table, Key.Key_J)
    assert list(chosen.ids) == ids[1:2]
    qtbot.keyClick(pane.table, Key.Key_Down, Modifier.ShiftModifier)
    assert list(chosen.ids) == ids[1:3]
    qtbot.keyClick(pane.table, Key.Key_A, Modifier.ControlModifier)
    assert set(chosen.ids) == set(ids)
    assert pane.title.counts == "3/3 · 已选 3"
    with qtbot.waitSignal(pane.opened) as opened:
        qtbot.keyClick(pane.table, Key.Key_Space)
    assert opened.args == [ids[2]]


def test_control_and_a_click_add_a_row_and_take_it_out(
    pane: QueuePane, desk: LiveDesk, qtbot: QtBot
) -> None:
    first, second = desk.to_dispatch(), desk.to_dispatch()
    view, chosen = pane.table.viewport(), desk.context.selection
    qtbot.mouseClick(view, Button.LeftButton, pos=row_point(pane, first))
    held = Modifier.ControlModifier
    qtbot.mouseClick(view, Button.LeftButton, held, row_point(pane, second))
    assert list(chosen.ids) == [first, second]
    qtbot.mouseClick(view, Button.LeftButton, held, row_point(pane, first))
    assert list(chosen.ids) == [second]


def test_nothing_moves_under_a_pressed_pointer(
    pane: QueuePane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch(severity=3)
    view, point = pane.table.viewport(), row_point(pane, case)
    qtbot.mousePress(view, Button.LeftButton, pos=point)
    urgent = desk.to_dispatch(severity=1)
    assert shown(pane) == [case]
    qtbot.mouseRelease(view, Button.LeftButton, pos=point)
    assert shown(pane) == [urgent, case]


def test_a_pull_of_more_than_six_pixels_drags_what_is_chosen(
    pane: QueuePane, desk: LiveDesk, qtbot: QtBot
) -> None:
    first, second = desk.to_dispatch(), desk.to_dispatch()
    pane.table.dragged.disconnect(pane._drag)  # a real drag would wait for a real pointer
    view = pane.table.viewport()
    pulled: list[tuple[int, ...]] = []
    pane.table.dragged.connect(pulled.append)
    desk.context.selection.choose([first, second])
    start = row_point(pane, first)
    qtbot.mousePress(view, Button.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(4, 0))
    assert pulled == []
    qtbot.mouseMove(view, start + QPoint(9, 0))
    assert pulled == [(first, second)]
    qtbot.mouseRelease(view, Button.LeftButton, pos=start)


def test_after_a_dispatch_the_next_row_is_chosen(pane: QueuePane, desk: LiveDesk) -> None:
    for _case in range(3):
        desk.to_dispatch()
    first, second, third = shown(pane)
    pane.move_on([first, second])
    assert desk.context.selection.ids == (third,)
    pane.move_on([third])
    assert desk.context.selection.ids == (second,)


def test_moving_on_from_a_case_of_another_list_stays_within_this_one(
    pane: QueuePane, desk: LiveDesk
) -> None:
    for _case in range(4):
        desk.to_dispatch()
    rows = shown(pane)
    pane.table.choose(3)
    desk.context.selection.choose([])
    for case in rows[1:]:
        desk.act("disp", "dispatch", case, changes={"department_id": town.SANITATION})
        desk.sees(case)
    assert shown(pane) == rows[:1]
    pane.move_on([rows[3]])
    assert desk.context.selection.ids == (rows[0],)


def test_after_a_dispatch_it_may_stay(pane: QueuePane, desk: LiveDesk) -> None:
    first, _second = desk.to_dispatch(), desk.to_dispatch()
    desk.context.selection.choose([first])
    desk.context.preferences.keep("after_dispatch", "stay")
    pane.move_on([first])
    assert desk.context.selection.ids == (first,)


def test_after_a_dispatch_it_may_stay_in_the_street(pane: QueuePane, desk: LiveDesk) -> None:
    for region in (town.EAST, town.WEST, town.EAST):
        desk.to_dispatch(region=region)
    desk.context.preferences.keep("after_dispatch", "street")
    rows = shown(pane)
    east = [case for case in rows if desk.world.case(case)["region_id"] == town.EAST]
    (west,) = set(rows) - set(east)
    pane.move_on([east[0]])
    assert desk.context.selection.ids == (east[1],)
    pane.move_on(east)
    assert desk.context.selection.ids == (west,)


def test_what_is_in_sight_stays_while_rows_come_above(pane: QueuePane, desk: LiveDesk) -> None:
    pane.resize(828, 200)
    for _case in range(8):
        desk.to_dispatch(severity=3)
    bar = pane.table.verticalScrollBar()
    bar.setValue(3 * theme.px("row.dense"))
    fourth = shown(pane)[3]
    top = pane.table.row_box(3).top()
    desk.to_dispatch(severity=1)
    assert pane.model.row_of(fourth) == 4
    assert pane.table.row_box(4).top() == top


def test_source_and_street_go_where_it_is_narrow(
    pane: QueuePane, desk: LiveDesk, qtbot: QtBot
) -> None:
    desk.to_dispatch()
    assert set(pane.table.rows.columns) >= {"street", "source"}
    pane.resize(480, 516)
    qtbot.waitUntil(lambda: "street" not in pane.table.rows.columns)
    assert "source" not in pane.table.rows.columns
    assert "clock" in pane.table.rows.columns


def test_requests_are_forbidden_to_posts_that_decide_none(pane: QueuePane, desk: LiveDesk) -> None:
    desk.context.seat.desk.post = Post.CALL_TAKER
    pane.show_queue("requests")
    assert pane.state.kind is StateKind.FORBIDDEN
    assert "派遣员" in pane.state.text


def test_a_request_of_a_department_stands_in_the_queue_to_decide(
    pane: QueuePane, desk: LiveDesk
) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.act("dept", "ask-return", case, reason="not ours")
    desk.sees(case)
    pane.show_queue("requests")
    assert shown(pane) == [case]


def test_the_queue_speaks_both_languages(pane: QueuePane, desk: LiveDesk) -> None:
    desk.to_dispatch()
    assert pane.tabs.tabs["dispatch"].text() == "待派遣"
    theme.current().choose(language="en")
    assert pane.tabs.tabs["dispatch"].text() == "To dispatch"
    assert pane.model.headerData(1, Qt.Orientation.Horizontal) == "Number"
    assert pane.model.cell(0, "clock").endswith("left")


def test_a_second_that_passes_repaints_the_clocks_alone(
    pane: QueuePane, desk: LiveDesk, qtbot: QtBot
) -> None:
    desk.to_dispatch()
    seen = PaintedParts(pane.table.viewport())
    qtbot.waitUntil(lambda: pane.table.pulse.share(shown(pane)[0]) == 0, timeout=3000)
    qtbot.wait(100)
    seen.parts.clear()
    pane.table.repaint_clocks()
    qtbot.waitUntil(lambda: bool(seen.parts))
    x, width = pane.table.rows.columns["clock"]
    assert {(part.x(), part.width()) for part in seen.parts} == {(x, width)}


class PaintedParts(QObject):
    """Notes which parts of a widget are painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.parts: list[QRect] = []
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(event, QPaintEvent):
            self.parts.append(event.rect())
        return False


def test_a_new_row_swells_once(pane: QueuePane, desk: LiveDesk, qtbot: QtBot) -> None:
    case = desk.to_dispatch()
    assert pane.table.pulse.share(case) > 0
    qtbot.waitUntil(lambda: pane.table.pulse.share(case) == 0, timeout=3000)


def test_without_a_link_the_queue_keeps_its_rows_and_takes_no_command(
    pane: QueuePane, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.to_dispatch()
    room = desk.context.seat.room
    monkeypatch.setattr(room, "link_state", lambda: LinkState.LATE)
    desk.context.listener.link_state_changed.emit(LinkState.LATE)
    assert kind(pane) is StateKind.LATE
    assert pane.takes_commands()
    monkeypatch.setattr(room, "link_state", lambda: LinkState.DISCONNECTED)
    desk.context.listener.link_state_changed.emit(LinkState.DISCONNECTED)
    assert kind(pane) is StateKind.DISCONNECTED
    assert not pane.takes_commands()
    assert shown(pane) == [case]
    assert pane.table.isVisible()
