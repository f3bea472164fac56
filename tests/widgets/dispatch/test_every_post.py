"""Every post gives every one of its commands from the card of a living city, twice each time."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtTest import QTest

from console.desk import cases as card
from console.desk import counters, queues
from console.desk.forms import FieldKind
from console.domain.intent import Intent, new_command_id
from console.domain.stage import Post, Stage
from console.domain.workflow import RULES, WAITING_STAGES
from console.seat.demo import DemoSimulator
from console.seat.seat import players, take_seat
from console.store.door.opening import open_door
from console.store.engine import open_store
from console.store.people import operators
from tests.city import demo_city
from tests.widgets.desk import cases_of
from widgets.card.form import CardForm
from widgets.dispatch.workspace import DispatchWorkspace
from widgets.frame.window import Window
from widgets.map import scheme
from widgets.session.listener import Waker
from widgets.session.sent_command import CommandStatus, SentCommand
from widgets.workspace.cases import CaseWorkspace

scheme.register()
Fill = Callable[[CardForm], None]
PATIENCE: Final = 15_000
ELSEWHERE: Final = frozenset({"undo", "register", "decide-appeal"})
SELDOM: Final = frozenset({"answer", "answer-verify", "appeal", "close", "reopen"})
"""For cases with an order, being verified, merged or ended: a small city may have none just now."""
LOOKED_AT: Final = 60
"""So many cases of each stage are tried for one that takes the command."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo city that goes on living while it is worked in."""
    folder = tmp_path_factory.mktemp("living")
    url = demo_city.copied(demo_city.build(folder), folder)
    requested(url)
    simulator = DemoSimulator(url)
    yield url
    simulator.end()


def requested(url: str) -> None:
    """A return asked for by somebody of each department that has a case in hand."""
    for login in (one.login for one in players(url) if Post.DEPARTMENT in one.posts):
        with closing(open_store(url, actor=login)) as store:
            _actor, _zh, _en, held = operators.operator(store, login)
            for row in demo_city.rows(url, "case_"):
                mine = row["department_id"] in [one.department_id for one in held]
                if row["stage"] == Stage.HANDLE and mine and row["suspended_until"] is None:
                    asked = Intent(f"return {row['id']}", "ask-return", row["id"], Post.DEPARTMENT)
                    open_door(store).submit([replace(asked, reason="非本部门职责")])
                    break


def report(url: str, space: CaseWorkspace, qtbot: QtBot) -> None:
    """One more report, where the first case of this screen lies."""
    login = next(one.login for one in players(url) if Post.CALL_TAKER in one.posts)
    cases = space.context.seat.room.cases
    seen = next(row for row in demo_city.rows(url, "case_") if row["id"] in cases)
    with closing(open_store(url, actor=login)) as store:
        given = {name: seen[name] for name in ("region_id", "category_id", "lon", "lat", "address")}
        asked = Intent(new_command_id(0), "register", None, Post.CALL_TAKER, changes=given)
        answer = open_door(store).submit([asked])[0]
    assert answer.done, answer
    made = answer.subject or 0
    qtbot.waitUntil(lambda: made in cases, timeout=PATIENCE)


@contextmanager
def sat_down(url: str, post: Post, qtbot: QtBot) -> Iterator[tuple[Window, CaseWorkspace]]:
    login = next(one.login for one in players(url) if post in one.posts)
    waker = Waker()
    window = Window(take_seat(url, login, post, waker.wake), waker)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: window.seat.room.loaded, timeout=PATIENCE)
    try:
        yield window, cases_of(window)
    finally:
        window.close_for_good()
        window.deleteLater()


def taking(space: CaseWorkspace, command: str) -> int | None:
    """A case of this screen whose card offers the command now."""
    desk, cases = space.context.seat.desk, space.context.seat.room.cases
    stages = {rule.stage for rule in RULES if rule.command == command and rule.post is desk.post}
    for stage in sorted(stage for stage in stages if stage is not None):
        slots = [slot for slot in cases.slots() if cases.column("stage")[slot] == stage]
        for slot in slots[:LOOKED_AT]:
            case = int(cases.column("id")[slot])
            moves = card.offered(desk, case)
            if any(move.command == command and not move.refusal for move in moves):
                return case
    return None


def fill_in(form: CardForm, rolls: random.Random, picture: Path) -> None:
    """Something in each field that takes something."""
    for one in form.fields:
        made: Any = form.inputs[one.key]
        if one.kind is FieldKind.CHOICE:
            given = [place for place in range(made.count()) if made.itemData(place) is not None]
            if given and made.value() is None:
                made.setCurrentIndex(rolls.choice(given))
        elif one.kind is FieldKind.CHECK:
            made.setChecked(True)
        elif one.kind is FieldKind.PICTURES:
            made.add([str(picture)])
        elif one.kind is FieldKind.TEXT:
            made.setText(made.text() or "现场已核实")
    if form.command == "change":
        form.inputs["description"].setText("路面破损，已围挡")


def give(window: Window, space: CaseWorkspace, command: str, fill: Fill) -> None:
    """From the card, with each key and click given twice."""
    if command == "dispatch":
        assert isinstance(space, DispatchWorkspace)
        for digit in (1, 1):
            space.targets.arm(digit)
        press(window, Qt.Key.Key_Return)
        return
    case = space.context.selection.current
    space.card.head.wanted.emit(command)
    form = space.card.form
    if form.busy:
        fill(form)
        for _time in range(2):
            form.go.click()
    elif space.context.selection.current == case:  # where the choice goes on, so does the button
        space.card.head.wanted.emit(command)


def press(window: Window, key: Qt.Key) -> None:
    handle = window.windowHandle()
    for _time in range(2):
        QTest.keyClick(handle, key)


def settle(space: CaseWorkspace, case: int, qtbot: QtBot) -> None:
    operations = space.context.operations
    qtbot.waitUntil(lambda: not operations.pending(case), timeout=PATIENCE)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("post", list(WAITING_STAGES), ids=str)
def test_every_command_of_a_post_is_given_from_the_card(
    city: str, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 48), "green").save(tmp_path / "now.jpg")
    rolls = random.Random(int(list(WAITING_STAGES).index(post)))
    wanted = {rule.command for rule in RULES if rule.post is post and rule.stage}
    elsewhere = {r.command for r in RULES if r.post is post and r.stage is not Stage.INTAKE}
    fill = partial(fill_in, rolls=rolls, picture=tmp_path / "now.jpg")
    given = set()
    sent: list[SentCommand] = []
    with sat_down(city, post, qtbot) as (window, space):
        space.context.operations.status_changed.connect(sent.append)
        a_counter_shows_what_it_counts(window, space)
        form = space.card.form
        space.show_queue("all")
        for command in sorted(wanted - ELSEWHERE - {"decide"}):
            case = taking(space, command)
            if case is None and command in wanted - elsewhere:
                report(city, space, qtbot)  # those there were have been taken in by the living city
                case = taking(space, command)
            if case is None:
                continue
            space.context.selection.choose([case])
            sent.clear()
            give(window, space, command, fill)
            qtbot.waitUntil(lambda: form.isEnabled(), timeout=PATIENCE)  # pictures are stored first
            form.dismiss()
            settle(space, case, qtbot)
            once = {id(one) for one in sent if one.command != "undo"}
            assert len(once) <= 1, [one.words for one in sent]
            if any(one.status is CommandStatus.CONFIRMED for one in sent):
                given.add(command)
            if space.context.operations.can_undo and rolls.random() < 0.5:
                press(window, Qt.Key.Key_Z)
                settle(space, case, qtbot)
        for case in list(space.context.seat.room.cases.requests)[:LOOKED_AT]:
            if card.decidable(space.context.seat.desk, case) is not None:
                space.context.selection.choose([case])
                space.card.head.wanted.emit("decide+")
                space.card.head.wanted.emit("decide+")
                settle(space, case, qtbot)
                given.add("decide")
                break
    seldom = SELDOM if post in counters.COMMAND else SELDOM | {"decide"}
    assert not wanted - given - ELSEWHERE - seldom


def a_counter_shows_what_it_counts(window: Window, space: CaseWorkspace) -> None:
    for counter in counters.counters(space.context.seat.desk.post):
        window.counters.buttons[counter.key].click()
        figure = counters.count(space.context.seat.desk)[counter.key]
        if counter.key in counters.CASELESS:
            assert space.queue.model.total == 0
        else:
            assert space.queue.model.total == figure, counter.key
            assert queues.QUEUES[counter.key].label
        window.counters.buttons[counter.key].click()
    assert space.queue.model.key == queues.tabs(space.context.seat.desk.post)[0]
