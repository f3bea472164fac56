"""From a ringing telephone to the dispatcher's list, over PostgreSQL, by keyboard alone."""

from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt

from console.domain.stage import Stage
from console.live.clock import wall_ms
from tests.store import streets, town
from tests.store.world import World
from tests.widgets.desk import cases_of, desk_of
from tests.widgets.intake.call_desk import PATIENCE, form_of, opened
from tests.widgets.intake.typist import Typist
from widgets.frame.window import Window

Key = Qt.Key
KEYS, DECISIONS = 34, 8
"""Of the whole way: registered (30 keys, 6 decisions, 16.5 s), accepted by one, filed by three."""


def stands(window: Window, case: int, stage: Stage) -> bool:
    """Whether this console has the case in that stage."""
    cases = window.seat.room.cases
    return case in cases and cases.column("stage")[cases.slot_of[case]] == stage


def moves_come(window: Window, case: int, qtbot: QtBot) -> None:
    """The case is on the card with what its post may do."""
    card = cases_of(window).card
    qtbot.waitUntil(lambda: card.case == case and bool(card.head.moves), timeout=PATIENCE)


def test_a_call_is_a_row_of_the_dispatcher_by_keyboard_alone(server: World, qtbot: QtBot) -> None:
    streets.lay(server)
    server.now = wall_ms()
    server.later(0)
    with opened(server.url, "caller", qtbot) as calls, opened(server.url, "disp", qtbot) as desk:
        hand = Typist(calls)
        hand.decide("a call: the form").press(Key.Key_F9)
        form_of(calls, qtbot)
        hand.type("13800001234").press(Key.Key_Return)
        hand.decide("the name").type("李").press(Key.Key_Return)
        hand.decide("what").type("bllj").press(Key.Key_Return)
        hand.decide("where").type("whl99").press(Key.Key_Return)
        hand.decide("in which words").press(Key.Key_Return)
        hand.decide("save").press(Key.Key_Return)
        qtbot.waitUntil(lambda: calls.selection.current is not None, timeout=PATIENCE)
        case = calls.selection.current
        assert case is not None
        moves_come(calls, case, qtbot)
        hand.decide("it is ours: accept").press(Key.Key_A)
        qtbot.waitUntil(lambda: stands(desk, case, Stage.FILE), timeout=PATIENCE)
        with opened(server.url, "lead", qtbot) as filing:
            lead = Typist(filing, hand.keys, hand.decisions)
            cases_of(filing).queue.table.choose(0)
            moves_come(filing, case, qtbot)
            lead.decide("file it: the first condition").press(Key.Key_A, Key.Key_Down)
            lead.press(Key.Key_Return)
            qtbot.waitUntil(lambda: stands(desk, case, Stage.DISPATCH), timeout=PATIENCE)
        queue = desk_of(desk).queue
        assert queue.model.key == "dispatch"
        qtbot.waitUntil(lambda: queue.model.row_of(case) == 0, timeout=PATIENCE)
        assert (lead.keys, lead.decisions) == (KEYS, DECISIONS), (*hand.steps, *lead.told())
        assert lead.seconds <= 21.0, lead.told()
    row = server.case(case)
    assert (row["category_id"], row["grid_code"]) == (town.LITTER, streets.EAST_1)
    (who,) = server.rows("complainant")
    assert (who["case_id"], who["phone"]) == (case, "13800001234")
    assert "13800001234" not in str(server.rows("event"))
