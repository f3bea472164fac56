"""Each post begins in its own workspace; the others it may use are a key away and stay alive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QSplitter

from console.domain.stage import Post, Stage
from console.seat.options import WORKSPACES as VERBS
from console.seat.seat import take_seat
from tests.store import town, world
from tests.store.attacks import registered
from tests.widgets.desk import cases_of, town_file
from widgets import workspaces
from widgets.frame.window import Window
from widgets.map import scheme
from widgets.session.listener import Waker

__all__ = ["town_file"]
scheme.register()


@contextmanager
def seated(
    file: Path, folder: Path, qtbot: QtBot, login: str
) -> Iterator[tuple[Window, list[int]]]:
    """A window at somebody's seat in the town, with three cases that wait to be accepted."""
    made = world.embedded_world(file, folder)
    cases = [registered(made) for _number in range(3)]
    waker = Waker()
    window = Window(take_seat(made.url, login, None, waker.wake), waker)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: window.seat.room.loaded, timeout=10_000)
    try:
        yield window, cases
    finally:
        window.close_for_good()
        window.deleteLater()
        made.close()


def test_every_verb_is_a_workspace_the_wall_or_says_that_it_comes() -> None:
    known = {entry.key for entry in workspaces.WORKSPACES}
    assert known.isdisjoint(workspaces.PLANNED)
    assert {"demo", "wall", *known, *workspaces.PLANNED} == set(VERBS)


def test_every_post_with_a_queue_has_a_workspace_and_no_key_is_taken_twice() -> None:
    entries = workspaces.WORKSPACES
    assert all(workspaces.of(post) for post in workspaces.SUPERVISION | workspaces.COMMAND)
    assert len({entry.function_key for entry in entries}) == len(entries)
    assert [entry.key for entry in workspaces.of(Post.DEPARTMENT)] == ["department"]


def test_at_intake_one_key_accepts_and_the_next_report_is_chosen(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with seated(town_file, tmp_path, qtbot, "caller") as (window, cases):
        assert window.stack.key == "intake"
        space = cases_of(window)
        space.queue.table.choose(0)
        first = space.context.selection.current
        qtbot.waitUntil(lambda: bool(space.card.head.moves), timeout=5000)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        stage = space.context.seat.room.cases.column("stage")
        slot = space.context.seat.room.cases.slot_of[first or 0]
        qtbot.waitUntil(lambda: stage[slot] == Stage.FILE, timeout=8000)
        assert space.context.selection.current in set(cases) - {first}
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_V)
        assert space.card.form.command == "send-verify"


def test_a_key_without_a_command_here_says_so(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with seated(town_file, tmp_path, qtbot, "lead") as (window, _cases):
        space = cases_of(window)
        space.show_queue("all")
        space.queue.table.choose(0)
        qtbot.waitUntil(lambda: bool(space.card.head.moves), timeout=5000)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        assert window.status.sentence == "此键对本案件没有可用的指令。"


def test_another_workspace_keeps_what_is_chosen_and_comes_back_as_it_was(
    town_file: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [entry for entry in workspaces.WORKSPACES if entry.key in ("intake", "dispatch")]
    monkeypatch.setattr(workspaces, "of", lambda _post: both)
    with seated(town_file, tmp_path, qtbot, "caller") as (window, cases):
        intake = cases_of(window)
        intake.show_queue("all")
        window.selection.choose([cases[1]])
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F3)
        assert window.stack.key == "dispatch"
        assert window.top.tabs.currentIndex() == 1
        assert cases_of(window).card.case == cases[1]
        window.top.tabs.tabBarClicked.emit(0)
        assert cases_of(window) is intake
        assert intake.queue.model.key == "all"
        actions = {action.written for action in window.keys.shown_actions}
        assert actions >= {"/", "A", "X", "V", "F2", "F3", "Z  Ctrl+Z"}
        assert [one.words for one in window.keys.shown_actions if not one.words] == []


def test_a_post_that_no_case_waits_for_is_told_what_it_can_do(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with seated(town_file, tmp_path, qtbot, "chief") as (window, _cases):
        assert window.stack.key == ""
        assert window.counters.isHidden()
        page = window.workspace
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.workspace is not page, timeout=5000)
        assert cases_of(window).queue.model.key == "all"
        assert not window.counters.isHidden()
        assert town.WHO["chief"].post is Post.LEADER


def test_a_form_that_is_left_gives_the_keyboard_back_to_the_rows(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with seated(town_file, tmp_path, qtbot, "caller") as (window, _cases):
        space = cases_of(window)
        window.activateWindow()
        space.queue.table.choose(0)
        qtbot.waitUntil(lambda: bool(space.card.head.moves), timeout=5000)
        space.card.commands.open_form("reject")
        form = space.card.form
        qtbot.waitUntil(lambda: form.inputs["reason"].hasFocus(), timeout=5000)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
        assert not form.busy
        assert space.queue.table.hasFocus()


BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_a_part_goes_to_a_window_of_its_own_and_comes_back_as_it_was(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with seated(town_file, tmp_path, qtbot, "disp") as (window, cases):
        space = cases_of(window)
        space.show_queue("all")
        window.selection.choose([cases[1]])
        middle = space.queue.parentWidget()
        for key in (Qt.Key.Key_L, Qt.Key.Key_K, Qt.Key.Key_M, Qt.Key.Key_T):
            QTest.keyClick(window.windowHandle(), key, BOTH)
        assert set(space.detached.windows) == {"list", "card", "map", "targets"}
        assert all(part.isVisible() for part in (space.queue, space.card, space.map))
        assert space.queue.window() is space.detached.windows["list"]
        assert window.selection.current == cases[1]
        assert space.detached.windows["card"].windowTitle().startswith("案件卡")

        window._locked(locked=True)
        assert not space.detached.windows["list"].isEnabled()
        window._locked(locked=False)
        assert space.detached.windows["list"].isEnabled()

        space.detached.windows["list"].close()
        handle = space.detached.windows["card"].windowHandle()
        QTest.keyClick(handle, Qt.Key.Key_K, BOTH)
        for name in ("map", "targets"):
            space.detached.turn(name)
        assert not space.detached.windows
        assert space.queue.parentWidget() is middle
        assert isinstance(middle, QSplitter)
        assert [middle.widget(place) for place in range(middle.count())] == [
            space.queue,
            space.card,
        ]
        assert space.queue.model.key == "all"
        assert space.card.case == cases[1]
        assert space.map.window() is window
        space.detached.detach("map")
        left = space.detached.windows["map"]
    assert not left.isVisible()
