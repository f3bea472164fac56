"""The right column: who is recommended, what is armed, and what is said to whom may not dispatch."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets.targets.dragging import DragSession
from widgets.targets.pane import TargetsPane
from widgets.targets.row import way_words

__all__ = ["desk", "town_file"]


@pytest.fixture
def pane(desk: LiveDesk, qtbot: QtBot) -> TargetsPane:
    made = TargetsPane(desk.context, desk.dragging)
    qtbot.addWidget(made)
    made.resize(360, 900)
    made.show()
    return made


def recommended(pane: TargetsPane) -> list[str]:
    return [row.spoken for row in pane.recommended.rows]


def test_after_a_drop_the_next_case_has_its_own_recommendations(
    desk: LiveDesk, pane: TargetsPane
) -> None:
    first = desk.to_dispatch(category=town.LITTER)
    second = desk.to_dispatch(category=town.COVER, region=town.WEST, lon=116.99)
    chosen = desk.context.selection
    chosen.choose([second])
    of_second = recommended(pane)
    chosen.choose([first])
    of_first = recommended(pane)
    assert of_first != of_second
    desk.dragging.session = DragSession((first,))
    desk.dragging.started.emit()
    chosen.choose([second])  # as the queue moves on inside the drop
    assert recommended(pane) == of_first  # nothing moves while something is dragged
    desk.dragging.session = None
    desk.dragging.ended.emit()
    assert recommended(pane) == of_second


def test_a_verdict_is_not_carried_over_to_other_cases(desk: LiveDesk, pane: TargetsPane) -> None:
    cases = [desk.to_dispatch(address=f"望湖路 {n} 号") for n in (1, 2)]
    desk.context.selection.choose(cases[:1])
    pane.arm(1)
    assert pane.recommended.armed_verdict is not None
    desk.context.selection.choose(cases)
    assert pane.recommended.armed_verdict is None


def test_a_case_that_cannot_be_dispatched_is_told_so_instead_of_proposing_anybody(
    desk: LiveDesk, pane: TargetsPane
) -> None:
    desk.to_verify()
    assert recommended(pane) == []
    assert pane.panes[0].state.text == "案件当前阶段不允许此操作。"


def test_crews_of_another_trade_are_folded_below_those_who_can(
    desk: LiveDesk, pane: TargetsPane
) -> None:
    seat = desk.context.seat
    rows = [
        {"category_id": town.LITTER, "region_id": None, "department_id": town.SANITATION},
        {"category_id": town.COVER, "region_id": None, "department_id": town.OTHER},
    ]
    claims = [row | {"rank": 1, "basis": "owner"} for row in rows]
    seat.desk.directory = replace(seat.desk.directory, responsibilities=claims)
    desk.context.selection.choose([desk.to_dispatch(category=town.LITTER)])
    able = ["C1", "C2"]
    assert [row.title for row in pane.nearby.rows] == [*able, "不对口的班组 1"]
    pane.nearby.press(2)
    assert [row.title for row in pane.nearby.rows] == [*able, "不对口的班组 1", "C4"]
    pane.nearby.press(2)
    assert len(pane.nearby.rows) == 3


def test_who_may_not_dispatch_is_not_told_to_drop_here(desk: LiveDesk, pane: TargetsPane) -> None:
    assert pane.panes[0].title.counts == "拖到此处或按 1–3"
    desk.context.seat.desk.post = town.WHO["lead"].post
    pane.restyle()
    assert pane.panes[0].title.counts == "仅派遣员、指挥值班长可派遣"


@pytest.mark.parametrize(
    ("metres", "words"),
    [(4, "0 m"), (444, "440 m"), (994, "990 m"), (996, "1.0 km"), (1949, "1.9 km")],
)
def test_a_way_in_words(metres: float, words: str) -> None:
    assert way_words(metres) == words
