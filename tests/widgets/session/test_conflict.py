"""A conflict names the person who was faster, and his act."""

from pytestqt.qtbot import QtBot

from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets.session.conflict import explanation, is_conflict, last_entry
from widgets.session.sent_command import CommandStatus, SentCommand

__all__ = ["desk", "town_file"]


def refused(desk: LiveDesk, qtbot: QtBot, cases: list[int]) -> SentCommand:
    """Dispatched here, after the screen was overtaken."""
    sent = desk.context.operations.dispatch(cases, town.OTHER, words="部4", what="0314-0125")
    qtbot.waitUntil(lambda: sent.status is CommandStatus.REFUSED, timeout=5000)
    return sent


def test_who_was_first_is_named(desk: LiveDesk, qtbot: QtBot) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    sent = refused(desk, qtbot, [case])
    own = desk.context.seat.desk
    assert is_conflict(sent)
    told = explanation(own, sent, last_entry(own, case))
    assert told == "未办成：派遣 0314-0125 → 部4 · cmdlead已先办理：派遣 → 部1"


def test_of_ones_own_act_and_of_no_act_nothing_is_said(desk: LiveDesk, qtbot: QtBot) -> None:
    case = desk.to_dispatch()
    desk.act("disp", "dispatch", case, changes={"department_id": town.SANITATION})
    sent = refused(desk, qtbot, [case])
    own = desk.context.seat.desk
    assert explanation(own, sent, last_entry(own, case)) == ""
    assert explanation(own, sent, None) == ""


def test_only_another_persons_act_on_one_case_is_looked_up(desk: LiveDesk, qtbot: QtBot) -> None:
    cases = [desk.to_dispatch(), desk.to_dispatch()]
    for case in cases:
        desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    assert not is_conflict(refused(desk, qtbot, cases))
    closed = desk.context.operations.dispatch([desk.to_dispatch()], town.CLOSED_DOWN, words="部5")
    qtbot.waitUntil(lambda: closed.status is CommandStatus.REFUSED, timeout=5000)
    assert not is_conflict(closed)
