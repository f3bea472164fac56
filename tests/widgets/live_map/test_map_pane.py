import json

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QByteArray, QMimeData, QPoint, Qt

from console.domain.verdict import VerdictKind
from console.words import _
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from tests.widgets.live_map.map_desk import pane
from widgets import theme
from widgets.controls import states
from widgets.controls.states import StateKind
from widgets.live_map.pane import MapPane
from widgets.live_map.tools import OTHERS
from widgets.map.arrays import ALLOWED, FREE, HANDLING, OFF, REFUSED, UNDER_WAY, Outlines
from widgets.session.selection import CASES_MIME
from widgets.targets.dragging import DragSession

__all__ = ["desk", "pane", "town_file"]
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def row_of(pane: MapPane, case: int) -> dict[str, float]:
    """What the map holds of a case."""
    cases = pane.view.contents.cases
    slot = int(np.flatnonzero((cases.id == case) & (cases.alive == 1))[0])
    return {name: float(column[slot]) for name, column in cases.columns().items()}


def on_map(pane: MapPane, case: int) -> bool:
    cases = pane.view.contents.cases
    return bool(((cases.id == case) & (cases.alive == 1)).any())


def crew_status(pane: MapPane, crew: int) -> int:
    crews = pane.view.contents.crews
    return int(crews.status[crews.id == crew][0])


def chosen(desk: LiveDesk) -> list[int]:
    return list(desk.context.selection.ids)


def kind(pane: MapPane) -> StateKind:
    return pane.state.kind


def on_card(desk: LiveDesk) -> VerdictKind | None:
    verdict = desk.dragging.card.verdict
    return None if verdict is None else verdict.allowed


def drag(desk: LiveDesk, *cases: int) -> None:
    """A drag as far as targets can see it; the pointer itself is the desktop test's."""
    desk.dragging.session = DragSession(cases)
    desk.dragging.started.emit()


def let_go(desk: LiveDesk) -> None:
    desk.dragging.session = None
    desk.dragging.ended.emit()


def carried(*cases: int) -> QMimeData:
    data = QMimeData()
    data.setData(CASES_MIME, QByteArray(json.dumps(cases).encode()))
    return data


# what is shown


def test_a_new_case_appears_filled_where_it_is(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch(severity=2, lon=116.91, lat=31.71)
    row = row_of(pane, case)
    assert (row["lon"], row["lat"], row["severity"], row["filled"]) == (116.91, 31.71, 2, 1)


def test_a_dispatched_case_becomes_hollow_and_its_crew_busy(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    assert crew_status(pane, town.CREW2) == FREE
    changes = {"department_id": town.SANITATION, "crews": [town.CREW2]}
    desk.act("cmdlead", "dispatch", case, changes=changes)
    desk.sees(case)
    assert row_of(pane, case)["filled"] == 0
    assert crew_status(pane, town.CREW2) == UNDER_WAY
    desk.act("dept", "acknowledge", case)
    desk.act("dept", "start", case)
    desk.act("dept", "arrive", case)
    desk.sees(case)
    assert crew_status(pane, town.CREW2) == HANDLING


def test_a_crew_off_duty_is_shown_as_such(pane: MapPane) -> None:
    assert crew_status(pane, town.OFF_DUTY_CREW) == OFF


def test_a_case_that_ends_leaves_the_map(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.act("caller", "register", changes={
        "category_id": town.LITTER, "region_id": town.EAST, "address": "桥 1 号",
        "lon": 116.9, "lat": 31.7, "source": "hotline",
    }).subject  # fmt: skip
    assert case is not None
    desk.sees(case)
    assert on_map(pane, case)
    desk.act("caller", "reject", case, reason="不属于受理范围")
    desk.loses(case)
    assert not on_map(pane, case)


def test_a_case_without_a_place_is_not_drawn_at_null_island(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    slot = desk.cases.slot_of[case]
    desk.cases.columns["lon"][slot] = np.nan
    desk.act("cmdlead", "note", case, reason="看一下")
    desk.sees(case)
    assert not on_map(pane, case)


def test_clocks_go_on_though_nothing_is_written(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    slot = desk.cases.slot_of[case]
    desk.cases.columns["stage_calendar"][slot] = desk.cases.calendars.code("continuous")
    desk.cases.columns["stage_deadline"][slot] = desk.context.seat.room.clock.now() - 1000
    assert row_of(pane, case)["used"] < 1
    for _slice in range(10):
        pane._grow_older()
    assert row_of(pane, case)["used"] >= 1


def test_a_suspended_case_is_not_late(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    slot, now = desk.cases.slot_of[case], desk.context.seat.room.clock.now()
    desk.cases.columns["stage_calendar"][slot] = desk.cases.calendars.code("continuous")
    desk.cases.columns["stage_deadline"][slot] = now - 1000
    for _slice in range(10):
        pane._grow_older()
    assert row_of(pane, case)["used"] >= 1
    desk.cases.columns["suspended_from"][slot] = now - 5000
    desk.cases.columns["suspended_until"][slot] = now + 5_000_000
    for _slice in range(10):
        pane._grow_older()
    assert row_of(pane, case)["used"] == 0


def test_the_map_shows_the_queue_beside_it_as_cases_come_and_go(
    pane: MapPane, desk: LiveDesk
) -> None:
    first, second = desk.to_dispatch(), desk.to_dispatch()
    desk.act("cmdlead", "dispatch", first, changes={"department_id": town.SANITATION})
    desk.sees(first)
    shown = pane.view.contents.shown
    assert shown is not None
    slots = desk.cases.slot_of
    assert [shown[slots[case]] for case in (first, second)] == [0, 1]
    pane.show_queue("handle")
    shown = pane.view.contents.shown
    assert shown is not None
    assert [shown[slots[case]] for case in (first, second)] == [1, 0]


def test_all_other_cases_are_a_layer_to_be_switched_on(pane: MapPane, desk: LiveDesk) -> None:
    desk.to_dispatch()
    assert OTHERS in pane.bar_tools.present
    all_shown = [pane.view.contents.shown is None]
    for _time in range(2):
        pane.bar_tools.switch(OTHERS)
        all_shown.append(pane.view.contents.shown is None)
    assert all_shown == [False, True, False]


def test_a_case_is_counted_in_the_street_its_place_lies_in(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    region = int(desk.cases.column("region_id")[desk.cases.slot_of[case]])
    assert row_of(pane, case)["street"] == pane.case_names.street_of[region]


# chosen here and elsewhere


def test_what_is_chosen_in_a_list_is_ringed_on_the_map(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    assert pane.view.contents.selection == {case}


def test_clicks_choose_extend_and_take_out(pane: MapPane, desk: LiveDesk) -> None:
    a, b, c = (desk.to_dispatch() for _n in range(3))
    pane.view.case_clicked.emit(a, NONE)
    pane.view.case_clicked.emit(b, CTRL)
    pane.view.case_clicked.emit(c, SHIFT)
    assert chosen(desk) == [a, b, c]
    pane.view.case_clicked.emit(b, CTRL)
    assert chosen(desk) == [a, c]
    pane.view.cell_clicked.emit([b, c])
    assert chosen(desk) == [b, c]


def test_a_click_on_a_crew_chooses_what_it_has_in_hand(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    changes = {"department_id": town.SANITATION, "crews": [town.CREW2]}
    desk.act("cmdlead", "dispatch", case, changes=changes)
    desk.sees(case)
    pane.view.crew_clicked.emit(town.CREW2, NONE)
    assert desk.context.selection.ids == (case,)


def test_the_menu_means_the_case_under_the_pointer(
    pane: MapPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    a, b = desk.to_dispatch(), desk.to_dispatch()
    desk.context.selection.choose([a])
    with qtbot.waitSignal(pane.menu_wanted):
        pane.view.menu_wanted.emit("case", b, QPoint(5, 5))
    assert desk.context.selection.ids == (b,)


# drops


def test_every_crew_tells_the_verdict_before_the_drop(
    pane: MapPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    drag(desk, case)
    crews = len(pane.view.contents.crews)
    qtbot.waitUntil(lambda: len(pane.drop._found.crews) == crews)
    assert pane.view.contents.verdict is not None
    verdicts = pane.view.contents.verdict.crews
    assert verdicts[town.CREW2] == ALLOWED
    assert verdicts[town.OFF_DUTY_CREW] == REFUSED
    let_go(desk)
    assert pane.view.contents.verdict is None


def test_the_card_says_how_far_and_how_busy(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch(lon=116.92, lat=31.7)
    drag(desk, case)
    pane.view.target_hovered.emit(("crew", town.CREW2))
    assert desk.dragging.card.extra == "1.9 km · 在办 0 → 1"
    assert on_card(desk) is VerdictKind.YES
    pane.view.target_hovered.emit(None)
    assert on_card(desk) is None
    let_go(desk)


def test_a_region_without_an_office_refuses_and_says_why(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    ring = np.array([[116.8, 31.6], [117.0, 31.6], [117.0, 31.8]])
    pane.view.show_regions(Outlines.of([(town.EAST, "东", "East", [ring])]))
    drag(desk, case)
    pane.view.target_hovered.emit(("region", town.EAST))
    assert on_card(desk) is VerdictKind.NO
    assert desk.dragging.card.extra == _("No street office answers for this region.")
    let_go(desk)


def test_a_drop_on_a_crew_names_its_department_and_the_cases(
    pane: MapPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    with qtbot.waitSignal(pane.dropped_on) as dropped:
        pane.view.dropped.emit(("crew", town.CREW2), carried(case))
    assert dropped.args == [town.SANITATION, town.CREW2, [case]]


def test_a_drop_where_nobody_answers_is_no_drop(
    pane: MapPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    with qtbot.assertNotEmitted(pane.dropped_on, wait=50):
        pane.view.dropped.emit(("region", town.EAST), carried(case))


# what it says of itself


def test_an_empty_city_is_said_above_a_map_that_stays(pane: MapPane, qtbot: QtBot) -> None:
    assert kind(pane) is StateKind.EMPTY
    assert pane.view.isVisible()
    assert pane.bar.isVisible()
    assert pane.bar.words == "没有在办案件"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("mode", ["dark", "light"])
def test_every_state_can_be_shown(pane: MapPane, mode: str, language: str) -> None:
    theme.current().choose(mode=mode, language=language)
    for state in (
        states.LOADING, states.empty("x"), states.filtered(3), states.late(8),
        states.disconnected("14:03:07"), states.read_only(), states.forbidden("y"),
        states.failed("z", "detail"), states.READY,
    ):  # fmt: skip
        pane.set_state(state)
        assert pane.state == state
        assert pane.view.isVisible() is (state.kind not in (
            StateKind.LOADING, StateKind.FORBIDDEN, StateKind.FAILED,
        ))  # fmt: skip
        assert pane.bar.isVisible() is (state.kind in (
            StateKind.EMPTY, StateKind.FILTERED, StateKind.DISCONNECTED, StateKind.READ_ONLY,
        ))  # fmt: skip


def test_the_filter_that_hides_all_can_be_cleared_from_the_map(
    pane: MapPane, desk: LiveDesk
) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.sees(case)
    pane._look()
    assert kind(pane) is StateKind.FILTERED
    pane.bar.button.click()
    assert kind(pane) is StateKind.READY
    assert pane.view.contents.shown is None
