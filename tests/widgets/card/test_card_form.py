"""Commands that need more than a reason are filled in on the card, at several desks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from qtpy.QtGui import QDropEvent, QWheelEvent
from qtpy.QtWidgets import QFileDialog

from console.desk.forms import FormValues
from console.desk.queues import tabs
from console.domain.stage import Stage
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, seated, town_file
from widgets import theme
from widgets.card.body import CardBody
from widgets.card.form import CardForm
from widgets.card.pane import CardPane
from widgets.card.sending import send_command
from widgets.session.jobs import Jobs

__all__ = ["desk", "town_file"]
PATIENCE = 5000


class FormSubmitter(QObject):
    """Sends what the card asks for, as the workspace does."""

    def __init__(self, pane: CardPane) -> None:
        super().__init__(pane)
        self.context = pane.context
        pane.command_wanted.connect(self.give)

    def give(self, command: str, cases: tuple[int, ...], given: FormValues) -> None:
        send_command(self.context, command, cases, given)


def card_of(desk: LiveDesk, qtbot: QtBot) -> CardPane:
    made = CardPane(desk.context)
    qtbot.addWidget(made)
    FormSubmitter(made)
    made.resize(828, 452)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def card(desk: LiveDesk, qtbot: QtBot) -> CardPane:
    return card_of(desk, qtbot)


@pytest.fixture
def lead(town_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[LiveDesk]:
    """The supervision lead's desk."""
    with seated(town_file, tmp_path, qtbot, "lead") as made:
        yield made


def ask(desk: LiveDesk, card: CardPane, case: int, command: str) -> CardForm:
    desk.context.selection.choose([case])
    card.head.wanted.emit(command)
    return card.form


def pick(form: CardForm, key: str, value: object) -> None:
    made = form.inputs[key]
    made.setCurrentIndex(made.findData(value))


def test_a_case_in_hand_is_dispatched_again_with_a_reason(
    card: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.sees(case)
    form = ask(desk, card, case, "redispatch")
    assert form.go.toolTip() == form.note.text() == "尚缺：专业部门"
    pick(form, "department_id", town.OTHER)
    assert form.note.text() == "尚缺：理由"
    form.inputs["reason"].setText("管错了")
    assert form.note.text() == ""
    qtbot.keyClick(form.inputs["reason"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.world.case(case)["department_id"] == town.OTHER, timeout=PATIENCE)
    assert form.isHidden()


def test_who_is_proposed_is_said_in_words(card: CardPane, desk: LiveDesk) -> None:
    seat = desk.context.seat.desk
    claim = {"department_id": town.OTHER, "category_id": town.LITTER, "region_id": None}
    claims = [{**claim, "basis": "owner", "rank": 1}]
    seat.directory = replace(seat.directory, responsibilities=claims)
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.sees(case)
    form = ask(desk, card, case, "redispatch")
    assert "全市" in form.inputs["department_id"].itemText(0)
    assert "_" not in form.inputs["department_id"].itemText(0)  # no bare key


def test_the_crews_of_the_chosen_department_are_offered(card: CardPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.OTHER})
    desk.sees(case)
    form = ask(desk, card, case, "redispatch")
    crews = form.inputs["crews"]
    assert crews.values == [None]
    pick(form, "department_id", town.SANITATION)
    assert [town.CREW] in crews.values
    crews.choose([town.CREW])
    assert dict(form.filled().changes)["crews"] == [town.CREW]
    theme.current().choose(language="en")
    assert crews.value() == [town.CREW]
    assert crews.itemText(0) == "The department chooses"
    pick(form, "department_id", town.OTHER)
    assert crews.value() is None  # that crew is another department's
    assert "crews" not in form.filled().changes


def test_a_case_is_merged_into_one_that_is_near(
    card: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch(lon=116.9)
    form = ask(desk, card, case, "merge")
    (move,) = [move for move in card.head.moves if move.command == "merge"]
    assert move.refusal == "300 米内没有其他在办案件。"
    other = desk.to_dispatch(lon=116.9002)
    form.dismiss()
    form = ask(desk, card, case, "merge")
    assert form.inputs["into"].currentData() == other  # the only one is chosen
    form.go.click()
    qtbot.waitUntil(lambda: desk.world.case(case)["duplicate_of"] == other, timeout=PATIENCE)


def test_a_merged_case_ends_with_its_main_case(lead: LiveDesk, qtbot: QtBot) -> None:
    main, case = lead.to_dispatch(), lead.to_dispatch()
    lead.act("disp", "merge", case, changes={"into": main})
    lead.sees(case)
    card = card_of(lead, qtbot)
    lead.context.selection.choose([case])
    (close,) = [move for move in card.head.moves if move.command == "close"]
    assert close.refusal == "主案件尚未结束。"
    lead.act("disp", "ask-void", main, reason="误报")
    request = lead.world.rows("request")[-1]["id"]
    lead.act("lead", "decide", main, changes={"request_id": request, "approve": True})
    lead.loses(main)
    card.refresh()
    ask(lead, card, case, "close")
    assert next(move for move in card.head.moves if move.command == "close").refusal == ""
    qtbot.waitUntil(lambda: lead.world.case(case)["stage"] == Stage.CLOSED, timeout=PATIENCE)


def test_a_correction_can_be_begun_with_nothing_changed_yet(lead: LiveDesk, qtbot: QtBot) -> None:
    case = lead.world.act("caller", "register", changes={"category_id": 2, "region_id": 2}).subject
    assert case is not None
    lead.sees(case)
    card = card_of(lead, qtbot)
    lead.context.selection.choose([case])
    (change,) = [move for move in card.head.moves if move.command == "change"]
    assert change.refusal == ""


def test_an_order_is_answered_without_anybody_naming_it(
    card: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    due = desk.context.seat.room.clock.now() + 3_600_000
    desk.act("cmdlead", "supervise", case, changes={"due": due}, reason="市民再次来电")
    desk.sees(case)
    form = ask(desk, card, case, "answer")
    form.inputs["reason"].setText("已到场")
    qtbot.keyClick(form.inputs["reason"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.world.rows("request")[0]["state"] != 1, timeout=PATIENCE)


def test_a_correction_sends_only_what_was_changed(
    card: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch(severity=3)
    form = ask(desk, card, case, "change")
    assert form.note.text() == "尚未改动任何内容。"
    pick(form, "severity", 2)
    assert dict(form.filled().changes) == {"severity": 2}
    form.go.click()
    qtbot.waitUntil(lambda: desk.world.case(case)["severity"] == 2, timeout=PATIENCE)
    assert desk.world.case(case)["address"] == "望湖路 12 号"


def test_pictures_are_stored_before_the_command_names_them(
    card: CardPane, desk: LiveDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    case = desk.to_dispatch()
    picture = tmp_path / "after.jpg"
    Image.new("RGB", (40, 30), "grey").save(picture)
    form = ask(desk, card, case, "attach")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))] * 2)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    form.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none.NoModifier))
    assert form.inputs["photos"].files == [str(picture)]
    form.go.click()
    qtbot.waitUntil(lambda: len(desk.world.rows("attachment")) == 1, timeout=PATIENCE)
    qtbot.waitUntil(form.isHidden, timeout=PATIENCE)


def test_a_file_that_is_no_picture_is_said_and_the_form_stays(
    card: CardPane, desk: LiveDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    words = tmp_path / "words.jpg"
    words.write_text("no picture", encoding="utf-8")
    form = ask(desk, card, desk.to_dispatch(), "attach")
    form.inputs["photos"].add([str(words)])
    with qtbot.waitSignal(card.message, timeout=PATIENCE) as said:
        form.go.click()
    assert said.args is not None
    assert "words.jpg" in said.args[0]
    assert form.isVisible()
    assert form.isEnabled()
    assert form.inputs["photos"].files == [str(words)]


def test_pictures_are_chosen_in_the_systems_dialog(
    card: CardPane, desk: LiveDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: shown.append(dialog))
    form = ask(desk, card, desk.to_dispatch(), "attach")
    form.inputs["photos"].button.click()
    shown[0].filesSelected.emit(["/a.jpg", "/b.png"])
    shown[0].done(1)
    assert form.inputs["photos"].count_label.text() == "已选 2 张"


def test_the_supervision_lead_files_from_the_card(lead: LiveDesk, qtbot: QtBot) -> None:
    card = card_of(lead, qtbot)
    made = {"category_id": town.LITTER, "region_id": town.EAST, "source": "hotline"}
    case = lead.act("caller", "register", changes=made).subject
    assert case is not None
    lead.act("caller", "accept", case)
    lead.sees(case)
    assert tabs(lead.context.seat.desk.post)[0] == "file"  # what waits for this post comes first
    lead.context.selection.choose([case])
    assert card.head.first.text() == "立案"
    card.head.first.click()
    form = card.form
    pick(form, "condition_id", town.SLOW)
    pick(form, "severity", 2)
    form.go.click()
    qtbot.waitUntil(lambda: lead.world.case(case)["stage"] == Stage.DISPATCH, timeout=PATIENCE)
    assert lead.world.case(case)["condition_id"] == town.SLOW
    assert lead.world.case(case)["severity"] == 2


def test_an_order_of_the_lead_is_due_at_a_moment_he_sets(lead: LiveDesk, qtbot: QtBot) -> None:
    card = card_of(lead, qtbot)
    case = lead.to_dispatch()
    form = ask(lead, card, case, "supervise")
    due = form.inputs["due"]
    assert due.value() > lead.context.seat.room.clock.now()
    due.setDateTime(due.dateTime().addDays(1))
    wanted = due.value()
    form.inputs["reason"].setText("限期答复")
    form.go.click()
    qtbot.waitUntil(lambda: len(lead.world.rows("request")) == 1, timeout=PATIENCE)
    assert lead.world.rows("request")[0]["until"] == wanted


def test_letters_and_the_wheel_over_a_choice_give_no_command(
    card: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    card.activateWindow()
    case = desk.to_dispatch()
    form = ask(desk, card, case, "change")
    severity = form.inputs["severity"]
    severity.setFocus()
    qtbot.waitUntil(severity.hasFocus, timeout=PATIENCE)
    qtbot.keyClick(severity, Qt.Key.Key_D)
    assert severity.hasFocus()
    before = severity.currentIndex()
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPointF(0, 0).toPoint(), QPointF(0, -120).toPoint(),
        buttons, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    severity.wheelEvent(turn)
    assert severity.currentIndex() == before


def test_a_form_speaks_the_language_in_force_and_keeps_what_was_filled_in(
    card: CardPane, desk: LiveDesk
) -> None:
    form = ask(desk, card, desk.to_dispatch(), "change")
    pick(form, "severity", 2)
    form.inputs["address"].setText("望湖路 14 号")
    theme.current().choose(language="en")
    assert form.inputs["severity"].currentText() == "High"
    assert dict(form.filled().changes) == {"severity": 2, "address": "望湖路 14 号"}
    assert form.go.text() == "Correct"


def test_what_was_in_front_in_a_low_card_is_in_front_in_a_high_one(qtbot: QtBot) -> None:
    body = CardBody()
    qtbot.addWidget(body)
    body.show()
    body.show_photos(True)
    for front, then in (("photos", "story"), ("near", "near")):
        body.resize(600, 180)
        qtbot.waitUntil(lambda: bool(body.tabbed), timeout=PATIENCE)
        body.show_tab(front)
        body.resize(900, 400)
        qtbot.waitUntil(lambda: not body.tabbed, timeout=PATIENCE)
        assert body.key == then
        assert body.stack.currentWidget() is body.parts[then]


def test_who_was_sent_is_who_calls_in_unless_another_is_named(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with seated(town_file, tmp_path, qtbot, "caller") as desk:
        card = card_of(desk, qtbot)
        case = desk.to_verify()
        card.head.first.click()
        assert card.form.command == "answer-verify"
        assert card.form.inputs["on_behalf_of"].value() == "K1"
        card.form.inputs["answer"].choose(True)
        card.form.inputs["on_behalf_of"].setText("K2")
        card.form.go.click()
        qtbot.waitUntil(lambda: desk.world.case(case)["stage"] == Stage.INTAKE, timeout=PATIENCE)
        assert desk.world.rows("event")[-1]["on_behalf_of"] == "K2"
        desk.sees(case)


def test_a_window_that_goes_asks_for_nothing_more(desk: LiveDesk) -> None:
    jobs, told = Jobs(), list[object]()
    jobs.close()
    jobs.run(desk.context.selection, lambda: told.append("done"), told.append, told.append)
    assert not jobs.busy
    assert not told
