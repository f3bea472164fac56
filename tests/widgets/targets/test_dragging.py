"""The card beside the pointer stays on the screen and tells whom a drop would go to."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QPoint, QRect, QSize
from qtpy.QtGui import QGuiApplication

from console.desk.foresight import AGAIN
from console.domain.verdict import YES, VerdictKind
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets.controls import text
from widgets.targets.dragging import DragSession, beside
from widgets.targets.pane import TargetsPane

__all__ = ["desk", "town_file"]

CARD = QSize(280, 84)


def test_in_the_open_the_card_lies_right_below_the_pointer(qtbot: QtBot) -> None:
    middle = QGuiApplication.primaryScreen().geometry().center()
    at = beside(middle, CARD)
    assert at.x() > middle.x()
    assert at.y() > middle.y()


@pytest.mark.parametrize("corner", ["bottomRight", "topRight", "bottomLeft", "topLeft"])
def test_in_a_corner_the_whole_card_is_on_the_screen_and_not_under_the_pointer(
    qtbot: QtBot, corner: str
) -> None:
    edge = QGuiApplication.primaryScreen().geometry()
    pointer: QPoint = getattr(edge, corner)()
    card = QRect(beside(pointer, CARD), CARD)
    assert edge.contains(card)
    assert not card.contains(pointer)


def test_the_card_never_lies_over_the_targets(qtbot: QtBot) -> None:
    edge = QGuiApplication.primaryScreen().geometry()
    column = QRect(edge.right() - 299, edge.top() + 80, 300, edge.height() - 120)
    for x in range(edge.left(), edge.right() + 1, 25):
        for y in range(edge.top(), edge.bottom() + 1, 25):
            card = QRect(beside(QPoint(x, y), CARD, [column]), CARD)
            assert edge.contains(card), (x, y)
            assert not card.intersects(column), (x, y)
            assert not card.contains(QPoint(x, y)), (x, y)


def test_while_dragging_what_is_refused_tells_why_and_only_objections_are_amber(
    desk: LiveDesk, qtbot: QtBot
) -> None:
    pane = TargetsPane(desk.context, desk.dragging)
    qtbot.addWidget(pane)
    pane.resize(360, 900)
    pane.show()
    waiting, intake = desk.to_dispatch(), desk.to_verify()
    for cases, verdict in (((waiting,), VerdictKind.YES), ((waiting, intake), VerdictKind.NO)):
        desk.dragging.session = DragSession(cases)
        with text.reading() as drawn:
            pane.tree.grab()
        rows = [r for r in pane.tree.rows if r.department not in (None, town.CLOSED_DOWN)]
        found = [desk.dragging.verdict(row.department or 0, row.crew) for row in rows]
        assert {one.allowed for one in found if one is not None} == {verdict}
        reason = "案件当前阶段不允许此操作。"
        told = [words for words in drawn if words.text.startswith(reason[:4])]
        assert len(told) == (len(rows) if verdict is VerdictKind.NO else 0)
    desk.dragging.session = None


def test_the_card_names_the_target_where_the_ground_does_not(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    card = desk.dragging.card
    card.show_cases(desk.context, [case])
    bare = card.height()
    desk.dragging.aim(YES, "在办 3 → 4")
    one = card.height()
    desk.dragging.aim(YES, "在办 3 → 4", "望湖街道办")
    assert card.lines() == ["望湖街道办", "在办 3 → 4"]
    assert bare < one < card.height()
    desk.dragging.aim(None)
    assert card.lines() == []
    card.close_card()


def test_a_case_in_hand_is_told_to_need_a_reason_before_it_is_dropped(desk: LiveDesk) -> None:
    held, other, fresh = (desk.to_dispatch() for _ in range(3))
    for case in (held, other):
        desk.act("cmdlead", "dispatch", case, changes={"department_id": town.OTHER})
        desk.sees(case)
    dragging, card = desk.dragging, desk.dragging.card
    dragging.session = DragSession((held,))
    card.show_cases(desk.context, [held])
    dragging.aim(dragging.verdict(town.TEAM, town.CREW), "", "环卫21")
    assert card.lines() == ["环卫21", "改派…需填理由"]
    assert card.verdict is AGAIN
    for cases, why in (
        ((held, other), "在办案件须逐件改派，各填理由。"),
        ((held, fresh), "案件当前阶段不允许此操作。"),
    ):
        dragging.session = DragSession(cases)
        verdict = dragging.verdict(town.SANITATION)
        assert verdict is not None
        assert (verdict.allowed, verdict.text) == (VerdictKind.NO, why)
    dragging.session = None
    card.close_card()


def test_a_suspended_case_is_refused_where_it_would_be_dispatched_again(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.OTHER})
    until = desk.context.seat.room.clock.now() + 86_400_000
    desk.act("otherdept", "ask-suspension", case, changes={"until": until}, reason="雨")
    request = desk.world.rows("request")[-1]["id"]
    desk.act("cmdlead", "decide", case, changes={"request_id": request, "approve": True})
    desk.sees(case)
    verdict = desk.context.operations.foresee_dispatch([case], town.SANITATION)
    assert (verdict.allowed, verdict.key) == (VerdictKind.NO, "suspended")


def test_several_kinds_of_cases_are_not_all_called_by_the_first(desk: LiveDesk) -> None:
    cases = [desk.to_dispatch(category=kind) for kind in (town.LITTER, town.LITTER, town.COVER)]
    card = desk.dragging.card
    card.show_cases(desk.context, cases[:2])
    same = card.second
    card.show_cases(desk.context, cases)
    assert card.second == f"{same}等"
    card.close_card()
