"""A case is registered from the window by keyboard, once, with its caller kept apart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication, QWidget

from console.domain.intent import Answer, Intent
from console.domain.refusal import Refused
from console.domain.stage import Stage
from tests.store import streets, town
from tests.store.world import World
from tests.widgets.desk import town_file
from tests.widgets.intake.call_desk import PATIENCE, at_desk, form_of, intake_of
from tests.widgets.intake.typist import Typist
from widgets.frame.window import Window

__all__ = ["town_file"]
Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def fill(hand: Typist, qtbot: QtBot, *, phone: str = "13800001234") -> Typist:
    """The form up to its description."""
    hand.press(Key.Key_F9)
    form_of(hand.window, qtbot)
    hand.type(phone).press(Key.Key_Return, Key.Key_Return)
    hand.type("bllj").press(Key.Key_Return)
    return hand.type("whl99").press(Key.Key_Return)


def keyboard() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def saved(window: Window, world: World, qtbot: QtBot, count: int = 1) -> Sequence[Any]:
    qtbot.waitUntil(lambda: len(world.rows("case_")) == count, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not intake_of(window).is_registering, timeout=PATIENCE)
    return world.rows("case_")


def test_a_ringing_telephone_becomes_a_case_within_twenty_seconds(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        hand = Typist(window)
        hand.decide("a call: the form").press(Key.Key_F9)
        pane = form_of(window, qtbot)
        hand.type("13800001234").press(Key.Key_Return)
        hand.decide("the name").type("李").press(Key.Key_Return)
        hand.decide("what: initials, the first line").type("bllj").press(Key.Key_Return)
        hand.decide("where: road and number").type("whl99").press(Key.Key_Return)
        assert "部1" in pane.form.whose.words  # who answers stands there at once
        assert streets.EAST_1 in pane.form.where.words
        assert pane.form.description.suggestions.shown
        hand.decide("words of the standard").press(Key.Key_Return)
        hand.decide("nothing is the same: save").press(Key.Key_Return)
        (row,) = saved(window, world, qtbot)
        assert hand.seconds <= 20.0, hand.told()
        assert (hand.keys, hand.decisions) == (30, 6), hand.told()  # 16.5 s
        assert (row["category_id"], row["address"]) == (town.LITTER, "望湖路 99 号")
        assert row["description"]
        (who,) = world.rows("complainant")
        assert (who["name"], who["phone"]) == ("李", "13800001234")
        assert row["day_number"] in window.status.sentence
        qtbot.waitUntil(lambda: window.selection.current == row["id"], timeout=PATIENCE)
        space = intake_of(window)
        qtbot.waitUntil(lambda: bool(space.card.head.moves), timeout=PATIENCE)
        hand.press(Key.Key_A)  # the loop goes on from the rows
        qtbot.waitUntil(lambda: world.case(row["id"])["stage"] == Stage.FILE, timeout=PATIENCE)


def test_enter_that_is_pressed_again_and_again_saves_once(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        hand = fill(Typist(window), qtbot)
        hand.press(Key.Key_Escape).type("full")
        pane = form_of(window, qtbot)
        for _time in range(3):
            pane.save()
            hand.press(Key.Key_Return, held=CONTROL)
        saved(window, world, qtbot)
        qtbot.wait(300)
        assert len(world.rows("case_")) == 1


def test_escape_asks_nothing_and_no_draft_is_lost(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, _world):
        hand, space = Typist(window), intake_of(window)
        hand.press(Key.Key_F9, Key.Key_Escape)
        assert not space.is_registering
        assert not space.draft
        assert space.queue.isAncestorOf(keyboard())
        hand.press(Key.Key_F9).type("1380").press(Key.Key_Escape)
        assert not space.is_registering
        assert "1" in space.new.text()
        hand.press(Key.Key_F9)
        assert space.register.form.phone.text() == "1380"
        hand.press(Key.Key_F9)  # a second call while the first one waits
        assert space.register.form.phone.text() == ""
        hand.type("1390")
        assert [draft.phone for draft in space.register.kept_drafts] == ["1380", "1390"]
        assert [chip.isVisible() for chip in space.register._chips] == [True]
        space.register._chips[0].click()
        assert space.register.form.phone.text() == "1380"
        assert window.close() is False
        assert space.register.confirm.isVisible()
        space.register.confirm.leave.click()
        assert len(space.register.kept_drafts) == 2


def test_what_is_missing_is_said_and_the_keyboard_goes_there(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        hand = Typist(window)
        hand.press(Key.Key_F9)
        form = form_of(window, qtbot).form
        hand.type("13x")
        assert "不是电话号码" in form.note.text()
        form.phone.clear()
        QTest.keyClicks(form.phone, "138")
        hand.press(Key.Key_Return, held=CONTROL)
        assert form.note.text() == "请选择类别。"
        assert form.kind.hasFocus()
        hand.type("zzz").press(Key.Key_Return, held=CONTROL)
        assert form.note.text() == "没有类别“zzz”。"
        form.kind.selectAll()
        hand.type("bllj").press(Key.Key_Return).press(Key.Key_Return, held=CONTROL)
        assert form.note.text().startswith("请填地点")
        form_of(window, qtbot).take_point(*streets.OUTSIDE)
        assert "在城区范围之外" in form.note.text()
        form_of(window, qtbot).take_point(*streets.IN_THE_WEST)
        hand.press(Key.Key_Escape).press(Key.Key_Return, held=CONTROL)
        assert form.note.text() == "请简要填写问题描述。"
        assert not world.rows("case_")


def test_a_point_of_the_map_is_the_place_by_key_and_by_click(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, _world):
        hand, space = Typist(window), intake_of(window)
        hand.press(Key.Key_F9)
        pane = form_of(window, qtbot)
        space.map.view.centre_on(116.9011, 31.7101, 17)
        hand.press(Key.Key_F11)
        assert space.map.confirm.isVisible()
        hand.press(Key.Key_Return)
        assert pane.form.place.text() == "望湖路 95 号附近"
        assert space.map.view.contents.spot == pytest.approx((116.9011, 31.7101), abs=1e-5)
        assert pane.form.description.hasFocus()
        hand.press(Key.Key_F11)
        space.map.view.background_clicked.emit(*streets.IN_THE_WEST)
        assert not space.map.confirm.isVisible()
        assert streets.WEST_1 in pane.form.where.words
        space.map.view.background_clicked.emit(*streets.OUTSIDE)  # a click means nothing more
        assert streets.WEST_1 in pane.form.where.words
        hand.press(Key.Key_F11, Key.Key_Escape)
        assert space.is_registering


def like_it(world: World, who: str = "both") -> int:
    spot = {"lon": 116.902, "lat": 31.7101}
    changes = {"category_id": town.LITTER, "region_id": town.EAST, "description": "满了", **spot}
    case = world.act(who, "register", changes=changes).subject
    assert case is not None
    return case


def test_the_same_case_is_opened_or_noted_by_one_key(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        case = like_it(world)
        qtbot.waitUntil(lambda: case in window.seat.room.cases, timeout=PATIENCE)
        hand = fill(Typist(window), qtbot)
        pane = form_of(window, qtbot)
        assert [line.case for line in pane.duplicates.lines] == [case]
        hand.press(Key.Key_1, held=CONTROL)
        assert window.selection.current == case
        assert intake_of(window).is_registering
        hand.press(Key.Key_1, held=ALT)
        qtbot.waitUntil(lambda: bool(world.rows("phone_call")), timeout=PATIENCE)
        (call,) = world.rows("phone_call")
        assert (call["act"], call["case_id"], call["phone"]) == ("repeat", case, "13800001234")
        note = world.rows("event")[-2]
        assert (note["command"], note["reason"]) == ("note", "再次来电反映")
        qtbot.waitUntil(lambda: not intake_of(window).is_registering, timeout=PATIENCE)
        assert [row["id"] for row in world.rows("case_")] == [case]


def test_the_same_registered_meanwhile_is_said_before_it_is_saved(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        hand = fill(Typist(window), qtbot).press(Key.Key_Return)
        pane = form_of(window, qtbot)
        case = like_it(world)
        qtbot.waitUntil(lambda: case in window.seat.room.cases, timeout=PATIENCE)
        hand.press(Key.Key_Return)
        assert world.case(case)["day_number"] in pane.form.note.text()
        assert len(world.rows("case_")) == 1
        hand.press(Key.Key_Return)
        saved(window, world, qtbot, 2)


def test_earlier_calls_of_the_number_stand_there(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        hand = fill(Typist(window), qtbot).press(Key.Key_Return, Key.Key_Return)
        (row,) = saved(window, world, qtbot)
        hand.press(Key.Key_F9).type("138 0000 1234").press(Key.Key_Return)
        pane = form_of(window, qtbot)
        qtbot.waitUntil(lambda: bool(pane.duplicates.lines), timeout=PATIENCE)
        assert pane.duplicates.lines[0].case == row["id"]
        assert row["day_number"] in pane.duplicates.lines[0].words


def test_a_call_answered_at_once_is_counted_and_no_case(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        hand = Typist(window)
        hand.press(Key.Key_F9).type("13800001234").press(Key.Key_F10)
        pane = form_of(window, qtbot)
        hand.press(Key.Key_Return, held=CONTROL)
        assert pane.form.note.text() == "请选择问题类别。"
        pane.form.question.choose("consult")
        pane.form.answer.setFocus()
        hand.type("water back at 8").press(Key.Key_Return)
        qtbot.waitUntil(lambda: not intake_of(window).is_registering, timeout=PATIENCE)
        (call,) = world.rows("phone_call")
        assert (call["question"], call["answer"]) == ("consult", "water back at 8")
        assert not world.rows("case_")
        figure = window.counters.buttons["answered"]
        qtbot.waitUntil(lambda: figure.figure == 1, timeout=PATIENCE)
        figure.click()
        assert "咨询 1" in intake_of(window).queue.state.text


class Silent:
    """A door whose database does not answer for a while."""

    def __init__(self, door: Any) -> None:
        self.door, self.silent = door, True

    def submit(self, intents: Sequence[Intent]) -> list[Answer]:
        if self.silent:
            raise Refused("database_unreachable", path="town")
        answers: list[Answer] = self.door.submit(intents)
        return answers


def test_while_the_link_is_lost_the_draft_stays_and_is_saved_once_it_is_back(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        intake_of(window).show_queue("check")  # which will not hold the new case
        desk = window.seat.desk
        desk.door = door = Silent(desk.door)
        hand = fill(Typist(window), qtbot).press(Key.Key_Return, Key.Key_Return)
        pane = form_of(window, qtbot)
        qtbot.waitUntil(lambda: "尚未保存" in pane.form.note.text(), timeout=PATIENCE)
        assert intake_of(window).is_registering
        assert pane.form.place.text() == "望湖路 99 号"
        assert intake_of(window).draft
        hand.press(Key.Key_F9).type("1390")  # the next call does not wait for it
        assert len(pane.kept_drafts) == 2
        door.silent = False
        qtbot.waitUntil(lambda: len(world.rows("case_")) == 1, timeout=PATIENCE)
        qtbot.waitUntil(lambda: len(pane.kept_drafts) == 1, timeout=PATIENCE)
        assert pane.form.phone.text() == "1390"  # what is typed now was not touched
        case = world.rows("case_")[0]["id"]
        qtbot.waitUntil(lambda: case in window.seat.room.cases, timeout=PATIENCE)
        assert intake_of(window).is_registering
        assert [row["phone"] for row in world.rows("complainant")] == ["13800001234"]


def test_a_collector_registers_without_a_caller(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "patrol") as (window, world):
        hand = Typist(window)
        hand.press(Key.Key_F9)
        pane = form_of(window, qtbot)
        assert not pane.form.phone.isVisible()
        assert pane.form.kind.hasFocus()
        hand.type("bllj").press(Key.Key_Return).type("whl cjl").press(Key.Key_Return)
        hand.press(Key.Key_Return, Key.Key_Return)
        (row,) = saved(window, world, qtbot)
        assert (row["source"], row["address"]) == ("collector", "望湖路与长江路交叉口")
        qtbot.waitUntil(lambda: window.selection.current == row["id"], timeout=PATIENCE)


def test_a_post_that_registers_nothing_is_told_so(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "lead") as (window, _world):
        Typist(window).press(Key.Key_F9)
        assert not intake_of(window).is_registering
        assert not intake_of(window).new.isVisible()
        assert window.status.sentence == "此操作由其他岗位办理。"


def test_who_called_is_hidden_while_nobody_sits_there(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, _world):
        Typist(window).press(Key.Key_F9).type("13800001234").press(Key.Key_Return)
        form = form_of(window, qtbot).form
        intake_of(window).mask_personal_data()
        assert form.phone.echoMode() is form.phone.EchoMode.Password
        form.phone.setFocus()
        assert form.phone.echoMode() is form.phone.EchoMode.Normal


def test_a_letter_typed_beside_a_field_accepts_no_case(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_desk(town_file, tmp_path, qtbot, "caller") as (window, world):
        hand = Typist(window)
        fill(hand, qtbot).press(Key.Key_Return, Key.Key_Return)
        (row,) = saved(window, world, qtbot)
        space = intake_of(window)
        qtbot.waitUntil(lambda: window.selection.current == row["id"], timeout=PATIENCE)
        qtbot.waitUntil(lambda: bool(space.card.head.moves), timeout=PATIENCE)
        hand.press(Key.Key_F9)
        pane = form_of(window, qtbot)
        keyboard().clearFocus()
        for action in space.keymap:
            if action.key in ("on", "away", "note"):
                space.act(action)
        assert not space.context.operations.pending(row["id"])
        assert not space.card.form.busy
        assert pane.isAncestorOf(keyboard())
        assert world.case(row["id"])["stage"] == Stage.INTAKE
