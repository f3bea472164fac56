"""How many keys the everyday acts take on the demo city."""

from dataclasses import dataclass

from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication, QWidget

from console.domain.stage import Stage
from tests.widgets.dispatch.demo_desk import demo_file, demo_space
from widgets.dispatch.workspace import DispatchWorkspace
from widgets.frame.command_controller import CommandController
from widgets.frame.top_bar import CommandBar
from widgets.session.sent_command import CommandStatus, SentCommand

__all__ = ["demo_file", "demo_space"]
TRIED = 10


def keyboard() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_a_waiting_case_is_dispatched_by_two_keys_nine_times_of_ten(
    demo_space: DispatchWorkspace, qtbot: QtBot
) -> None:
    context, space = demo_space.context, demo_space
    confirmed: list[list[int]] = []

    def note(sent: SentCommand) -> None:
        if sent.status is CommandStatus.CONFIRMED:
            confirmed.append(sent.cases)

    context.operations.status_changed.connect(note)
    qtbot.keyClick(keyboard(), Qt.Key.Key_Home)
    done: list[int] = []
    for _turn in range(TRIED):
        case = context.selection.current
        assert case is not None
        qtbot.keyClick(keyboard(), Qt.Key.Key_1)
        qtbot.keyClick(keyboard(), Qt.Key.Key_Return)
        if space.queue.confirm.isVisible():
            qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
            qtbot.keyClick(keyboard(), Qt.Key.Key_Down)
            continue
        done.append(case)
        assert context.selection.current != case  # the next row is on top already
        qtbot.waitUntil(lambda: confirmed == [[one] for one in done], timeout=10_000)
    assert len(done) >= 0.9 * TRIED
    cases = context.seat.room.cases
    qtbot.waitUntil(
        lambda: all(cases.column("stage")[cases.slot_of[c]] == Stage.HANDLE for c in done),
        timeout=10_000,
    )


@dataclass
class Alone:
    """A workspace by itself."""

    current: DispatchWorkspace


def test_a_case_is_found_by_its_number_with_five_keys_at_most(
    demo_space: DispatchWorkspace, qtbot: QtBot
) -> None:
    """The slash, three digits, Enter: the newest case of that number is on top."""
    context, cases = demo_space.context, demo_space.context.seat.room.cases
    bar = CommandBar()
    bar.setParent(demo_space)
    bar.show()
    commanding = CommandController(bar, Alone(demo_space), demo_space)
    newest: dict[str, int] = {}
    for case in sorted(cases.slot_of, key=lambda one: cases.texts["number"][cases.slot_of[one]]):
        newest[cases.texts["day_number"][cases.slot_of[case]].rpartition("-")[2]] = case
    wanted = sorted(newest.items())[10::20][:TRIED]
    assert len(wanted) == TRIED
    for sequence, case in wanted:
        keys = 1  # the slash, which brings the keyboard here
        bar.setFocus()
        for digit in sequence.lstrip("0"):
            qtbot.keyClicks(bar, digit)
            keys += 1
        assert commanding.offers.isVisible()
        qtbot.keyClick(bar, Qt.Key.Key_Return)
        assert context.selection.current == case
        assert keys + 1 <= 5


def test_many_cases_go_each_to_its_own_by_one_key_and_enter(
    demo_space: DispatchWorkspace, qtbot: QtBot
) -> None:
    context, space = demo_space.context, demo_space
    targets = space.targets
    assert not targets.each.isVisible()
    qtbot.keyClick(keyboard(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    chosen = context.selection.ids
    assert len(chosen) > 20
    assert targets.each.isVisible()
    qtbot.keyClick(keyboard(), Qt.Key.Key_E)
    qtbot.waitUntil(targets.preview.go.hasFocus, timeout=10_000)
    told = {row.title: row for row in targets.preview.rows.rows}
    assert not targets.recommended.isVisible()
    shares = targets.preview.distribution.sent
    assert {share.case for share in targets.preview.distribution.shares} == set(chosen)
    assert sum(int(row.facts.split()[0]) for row in told.values() if row.key) == len(chosen)
    with qtbot.waitSignal(context.operations.undo_changed, timeout=10_000):
        qtbot.keyClick(keyboard(), Qt.Key.Key_Return)
    assert targets.recommended.isVisible()
    cases = context.seat.room.cases
    for share in shares:
        assert share.target is not None
        body, slot = share.target.department, cases.slot_of[share.case]
        qtbot.waitUntil(lambda: int(cases.column("department_id")[slot]) == body, timeout=10_000)  # noqa: B023
    context.operations.undo()  # one act, one way back
    qtbot.waitUntil(
        lambda: all(cases.column("stage")[cases.slot_of[s.case]] == Stage.DISPATCH for s in shares),
        timeout=10_000,
    )
