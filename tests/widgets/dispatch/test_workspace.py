"""The dispatch workspace by keyboard, on a live desk in the small town."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QMenu

from console.live.change import Change
from console.seat.seat import City
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets.dispatch.workspace import DispatchWorkspace
from widgets.map import scheme

__all__ = ["desk", "town_file"]
scheme.register()

Key = Qt.Key


@pytest.fixture
def space(desk: LiveDesk, qtbot: QtBot) -> Iterator[DispatchWorkspace]:
    made = DispatchWorkspace(desk.context)
    made.resize(1500, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(lambda: not made.map.view.page_queue.pending(), timeout=30_000)
    yield made
    made.close_down()
    made.close()
    made.deleteLater()


def stages(desk: LiveDesk, cases: list[int]) -> list[int]:
    return [desk.world.case(case)["stage"] for case in cases]


def test_a_digit_arms_and_enter_sends(desk: LiveDesk, space: DispatchWorkspace) -> None:
    case = desk.to_dispatch()
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Home)
    desk.qtbot.keyClick(space.queue.table, Key.Key_1)
    assert space.targets.recommended.armed_verdict is not None
    desk.qtbot.keyClick(space.targets.recommended, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["stage"] == 5, timeout=5000)


def test_d_finds_a_body_by_initials_and_two_enters_send(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case = desk.to_dispatch()
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Home)
    desk.qtbot.keyClick(space.queue.table, Key.Key_D)
    assert space.targets.search.hasFocus()
    desk.qtbot.keyClicks(space.targets.search, "C1")
    desk.qtbot.keyClick(space.targets.search, Key.Key_Return)
    desk.qtbot.keyClick(space.targets.tree, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["stage"] == 5, timeout=5000)
    assert [row["crew_id"] for row in desk.world.rows("assignment")] == [town.CREW]


@pytest.mark.parametrize(
    "held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier]
)
def test_z_undoes_from_wherever_the_keyboard_is(
    desk: LiveDesk, space: DispatchWorkspace, held: Qt.KeyboardModifier
) -> None:
    case = desk.to_dispatch()
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Home)
    desk.qtbot.keyClick(space.queue.table, Key.Key_1)
    desk.qtbot.keyClick(space.targets.recommended, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.context.operations.can_undo, timeout=5000)
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Z, held)
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["stage"] == 4, timeout=5000)


def test_the_keyboard_is_at_the_rows_once_there_are_any(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    assert not space.queue.table.isVisible()
    space.queue.take_focus()
    desk.to_dispatch()
    desk.qtbot.waitUntil(space.queue.table.hasFocus, timeout=5000)
    desk.act("cmdlead", "dispatch", 1, changes={"department_id": town.SANITATION})
    desk.qtbot.waitUntil(lambda: not space.queue.table.isVisible(), timeout=5000)
    assert space.queue.cover.hasFocus()
    desk.to_dispatch()
    desk.qtbot.waitUntil(space.queue.table.hasFocus, timeout=5000)


def test_escape_disarms_clears_the_search_and_gives_the_rows_the_keyboard(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    desk.to_dispatch()
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Home)
    desk.qtbot.keyClick(space.queue.table, Key.Key_1)
    desk.qtbot.keyClick(space.targets.recommended, Key.Key_Escape)
    assert space.targets.recommended.armed_verdict is None
    assert space.queue.table.hasFocus()
    everyone = len(space.targets.tree.rows)
    desk.qtbot.keyClick(space.queue.table, Key.Key_D)
    desk.qtbot.keyClicks(space.targets.search, "nobody")
    assert not space.targets.tree.rows
    assert space.targets.panes[1].title.counts
    desk.qtbot.keyClick(space.targets.search, Key.Key_Escape)
    assert len(space.targets.tree.rows) == everyone
    assert not space.targets.panes[1].title.counts
    assert space.queue.table.hasFocus()


def test_what_words_found_is_sent_only_after_a_question(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    cases = [desk.to_dispatch(address=f"清澜大道 {n} 号") for n in (7, 8)]
    assert space.execute("清澜大道 B4")
    assert space.queue.confirm.isVisible()
    assert stages(desk, cases) == [4, 4]
    desk.qtbot.keyClick(space.queue.confirm.go, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: stages(desk, cases) == [5, 5], timeout=5000)


def in_hand(desk: LiveDesk) -> int:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.OTHER})
    desk.sees(case)
    return case


def test_a_case_in_hand_dropped_on_a_crew_asks_for_its_reason_alone(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case = in_hand(desk)
    space.map.dropped_on.emit(town.TEAM, town.CREW, [case])
    form = space.card.form
    assert form.command == "redispatch"
    assert form.inputs["department_id"].value() == town.TEAM
    assert form.inputs["crews"].value() == [town.CREW]
    assert form.inputs["reason"].hasFocus()
    desk.qtbot.keyClick(form.inputs["reason"], Key.Key_Return)
    assert form.busy  # nothing goes without a reason
    desk.qtbot.keyClicks(form.inputs["reason"], "nearer")
    # another target for the same case: what was written stays
    space.targets.tree.dropped.emit(town.SANITATION, None, [case])
    assert form.inputs["crews"].value() is None
    assert form.inputs["reason"].text() == "nearer"
    space.targets.tree.dropped.emit(town.TEAM, town.CREW, [case])
    desk.qtbot.keyClick(form.inputs["reason"], Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["department_id"] == town.TEAM, timeout=5000)
    last = desk.world.rows("event")[-1]
    assert (last["command"], last["reason"]) == ("redispatch", "nearer")
    assert desk.world.rows("assignment")[-1]["crew_id"] == town.CREW


def test_a_form_that_is_open_for_another_case_is_not_taken_away_by_a_drop(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case, other = in_hand(desk), desk.to_dispatch()
    desk.context.selection.choose([other])
    space.card.commands.open_form("note")
    desk.qtbot.keyClicks(space.card.form.inputs["reason"], "half")
    with desk.qtbot.waitSignal(space.message, timeout=1000) as said:
        space.dispatch_sender.request_dispatch(town.SANITATION, None, [case])
    assert said.args is not None
    assert said.args[0] == "案件卡上另一案件的表单尚未提交，请先提交或放弃。"
    assert (space.card.form.command, space.card.case) == ("note", other)


def test_n_writes_a_note(desk: LiveDesk, space: DispatchWorkspace) -> None:
    case = desk.to_dispatch()
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Home)
    desk.qtbot.keyClick(space.queue.table, Key.Key_N)
    assert space.card.form.inputs["reason"].hasFocus()
    desk.qtbot.keyClicks(space.card.form.inputs["reason"], "neighbour called again")
    desk.qtbot.keyClick(space.card.form.inputs["reason"], Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.world.rows("event")[-1]["command"] == "note", timeout=5000)
    assert desk.world.rows("event")[-1]["reason"] == "neighbour called again"
    assert desk.world.case(case)["stage"] == 4


def test_r_leads_to_the_decision_of_a_request_and_nowhere_else(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case = desk.to_dispatch()
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Home)
    desk.qtbot.keyClick(space.queue.table, Key.Key_R)
    assert not space.card.head.first.hasFocus()  # nothing was asked for
    desk.act("disp", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.act("dept", "ask-return", case, reason="not ours")
    desk.qtbot.waitUntil(lambda: bool(desk.cases.requests.get(case)), timeout=5000)
    space.queue.show_queue("requests")
    desk.context.selection.choose([case])
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_R)
    assert space.card.head.first.hasFocus()
    desk.qtbot.keyClick(space.card.head.first, Key.Key_Space)
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["stage"] == 4, timeout=5000)


def test_a_question_names_its_case_and_goes_when_other_cases_are_chosen(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    cases = [desk.to_dispatch(address=f"清澜大道 {n} 号") for n in (7, 8)]
    desk.context.selection.choose(cases[:1])
    space.dispatch_sender.request_dispatch(town.SANITATION, None, ask=True)
    number = desk.cases.texts["day_number"][desk.cases.slot_of[cases[0]]]
    assert number in space.queue.confirm.what.text()
    desk.context.selection.choose(cases[1:])
    assert not space.queue.confirm.isVisible()
    assert space.queue.table.hasFocus()
    space.dispatch_sender.request_dispatch(town.SANITATION, None, ask=True)
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Escape)
    assert not space.queue.confirm.isVisible()
    assert stages(desk, cases) == [4, 4]


def test_after_a_dispatch_by_key_the_keyboard_is_at_the_rows(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    cases = [desk.to_dispatch(address=f"清澜大道 {n} 号") for n in (7, 8)]
    space.queue.take_focus()
    desk.qtbot.keyClick(space.queue.table, Key.Key_Home)
    desk.qtbot.keyClick(space.queue.table, Key.Key_1)
    desk.qtbot.keyClick(space.targets.recommended, Key.Key_Return)
    assert space.queue.table.hasFocus()
    desk.qtbot.waitUntil(lambda: sorted(stages(desk, cases)) == [4, 5], timeout=5000)


def test_a_click_on_a_button_leaves_the_keyboard_at_the_rows(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    desk.to_dispatch()
    space.queue.take_focus()
    desk.qtbot.mouseClick(space.map.bar_tools.centre, Qt.MouseButton.LeftButton)
    assert space.queue.table.hasFocus()


def test_z_with_nothing_to_undo_says_so(desk: LiveDesk, space: DispatchWorkspace) -> None:
    desk.to_dispatch()
    space.queue.take_focus()
    with desk.qtbot.waitSignal(space.message) as said:
        desk.qtbot.keyClick(space.queue.table, Key.Key_Z)
    assert said.args == ["没有可撤销的指令。", "text.2"]


def test_keys_of_list_and_map_work_from_anywhere_in_the_workspace(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    desk.to_dispatch()
    space.card.setFocus()
    locked = space.map.bar_tools.lock.isChecked()
    desk.qtbot.keyClick(space.card, Key.Key_M)
    assert space.map.bar_tools.lock.isChecked() is not locked
    desk.qtbot.keyClick(space.card, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert space.queue.search.isVisible()


def test_the_menu_shows_a_case_on_the_walls_and_dispatches_nothing(
    desk: LiveDesk, space: DispatchWorkspace, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    before, menu = desk.world.case(case)["version"], QMenu()
    space.fill_menu(menu, (case,), case)
    space.on_wall.add_to(menu, case)
    within = menu.actions()[-1].menu()
    assert isinstance(within, QMenu)
    within.actions()[0].trigger()
    qtbot.waitUntil(lambda: len(desk.world.rows("scene")) == 1, timeout=5000)
    qtbot.waitUntil(lambda: not desk.context.jobs.busy, timeout=5000)
    assert desk.world.case(case)["version"] == before


def test_other_data_of_the_city_reach_map_and_recommendations(
    space: DispatchWorkspace, desk: LiveDesk, qtbot: QtBot
) -> None:
    """A street's office moves, every crew goes off duty: nothing offers what was true at the start."""
    seat = desk.context.seat
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    qtbot.waitUntil(lambda: not desk.context.jobs.busy, timeout=5000)
    assert any(row.crew for row in space.targets.recommended.rows)
    held = seat.desk.directory
    office = {**held.departments[town.OTHER], "kind": "street_office", "region_id": town.EAST}
    crews = {one: {**row, "on_duty": False} for one, row in held.crews.items()}
    found = replace(held, departments={**held.departments, town.OTHER: office}, crews=crews)
    assert space.map.drop.office(town.EAST) is None
    seat.take_city(City("new", found))
    desk.context.listener.changed.emit(Change(seat.room.cases.revision, loaded=True))
    assert space.map.drop.office(town.EAST) == town.OTHER
    assert not any(row.crew for row in space.targets.recommended.rows)
