"""Ended cases are looked for, shown whole on the card, and come alive again."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt

from console.desk import ended_cases
from console.domain.refusal import Refused
from console.domain.stage import Stage
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, seated, town_file
from widgets import theme
from widgets.controls.states import StateKind
from widgets.dispatch.workspace import DispatchWorkspace
from widgets.frame.top_bar import CommandBar
from widgets.map import scheme

__all__ = ["desk", "town_file"]
scheme.register()
PATIENCE = 5000


def space_of(desk: LiveDesk, qtbot: QtBot) -> Iterator[DispatchWorkspace]:
    made = DispatchWorkspace(desk.context)
    made.resize(1500, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close_down()
    made.close()
    made.deleteLater()


@pytest.fixture
def space(desk: LiveDesk, qtbot: QtBot) -> Iterator[DispatchWorkspace]:
    yield from space_of(desk, qtbot)


@pytest.fixture
def lead(town_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[LiveDesk]:
    with seated(town_file, tmp_path, qtbot, "lead") as made:
        yield made


@pytest.fixture
def leads_space(lead: LiveDesk, qtbot: QtBot) -> Iterator[DispatchWorkspace]:
    yield from space_of(lead, qtbot)


def closed(desk: LiveDesk, address: str = "望湖路 12 号") -> int:
    """A case through all its steps."""
    case = desk.to_dispatch(address=address)
    desk.act("disp", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.act("dept", "done", case, changes={"photos": []})
    if desk.world.case(case)["stage"] == Stage.FORWARD:
        desk.act("disp", "forward", case)
    desk.act("patrol", "pass", case)
    desk.act("lead", "close", case, changes={"closing_confirmed": True})
    desk.loses(case)
    return case


def opened(desk: LiveDesk, space: DispatchWorkspace, case: int) -> None:
    space.execute(desk.world.case(case)["number"])
    desk.qtbot.waitUntil(lambda: space.card.ended is not None, timeout=PATIENCE)
    assert space.card.case == case


def told(space: DispatchWorkspace) -> list[str]:
    part = space.card.body.story
    return [part.item(row).text() for row in range(part.count())]


def commands(space: DispatchWorkspace) -> dict[str, str]:
    return {move.command: move.refusal for move in space.card.head.moves}


def test_an_ended_case_is_found_by_its_number_and_shown_with_its_story(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case = closed(desk)
    opened(desk, space, case)
    card = space.card
    assert card.state.kind is StateKind.READY
    assert card.head.heading.stage is Stage.CLOSED
    facts = {fact.label: fact.value for fact in card.body.fields.facts}
    assert facts["地址"] == "望湖路 12 号"
    assert len(facts["结束时间"]) == len("2026-11-25 14:03")
    assert "截止时间" not in facts
    assert "结案" in told(space)[0]
    assert card.steps.present == 6
    assert case not in desk.cases
    assert not desk.context.selection.ids
    offered = commands(space)
    assert {name for name, refusal in offered.items() if not refusal} == {"note", "attach"}
    # no order waits for an answer, and the case was not merged
    assert set(offered) - {"note", "attach"} == {"answer", "unmerge"}
    theme.current().choose(language="en")
    assert "Ended" in {fact.label for fact in card.body.fields.facts}


def test_another_choice_puts_the_ended_case_away(desk: LiveDesk, space: DispatchWorkspace) -> None:
    case, other = closed(desk), desk.to_dispatch()
    opened(desk, space, case)
    desk.context.selection.choose([other])
    assert space.card.ended is None
    assert space.card.case == other
    desk.context.selection.choose([])
    assert space.card.state.kind is StateKind.EMPTY


def test_the_lead_reopens_a_closed_case_and_it_comes_alive_here(
    lead: LiveDesk, leads_space: DispatchWorkspace
) -> None:
    space, case = leads_space, closed(lead)
    opened(lead, space, case)
    assert space.card.head.first.text() == "重新核查"
    space.card.commands.open_form("reopen")
    reason = space.card.form.inputs["reason"]
    reason.setText("复发")
    lead.qtbot.keyClick(reason, Qt.Key.Key_Return)
    lead.qtbot.waitUntil(lambda: case in lead.cases, timeout=PATIENCE)
    lead.qtbot.waitUntil(lambda: space.card.ended is None, timeout=PATIENCE)
    assert lead.world.case(case)["stage"] == Stage.CHECK
    assert list(lead.context.selection.ids) == [case]
    assert space.card.head.heading.stage is Stage.CHECK


def test_a_case_closed_long_ago_is_not_reopened_and_the_card_says_why(
    lead: LiveDesk, leads_space: DispatchWorkspace
) -> None:
    case = closed(lead)
    seat = lead.context.seat.desk
    settings = {**seat.directory.settings, "reopen_days": -1}
    seat.directory = replace(seat.directory, settings=settings)
    opened(lead, leads_space, case)
    assert commands(leads_space)["reopen"]


def test_a_note_on_an_ended_case_comes_into_its_story(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case = closed(desk)
    opened(desk, space, case)
    space.card.commands.open_form("note")
    reason = space.card.form.inputs["reason"]
    reason.setText("市民致谢")
    desk.qtbot.keyClick(reason, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "市民致谢" in told(space)[0], timeout=PATIENCE)
    assert space.card.ended is not None
    assert space.card.case == case


def test_an_appeal_is_decided_on_the_ended_cards_own_buttons(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case = closed(desk)
    with desk.world.store.write() as connection:  # as if the department had been late
        connection.exec_driver_sql(
            "update case_ set department_deadline = department_since - 864000000"
        )
    desk.act("dept", "appeal", case, reason="雨天")
    opened(desk, space, case)
    assert space.card.head.first.text() == "同意"
    space.card.head.first.click()
    desk.qtbot.waitUntil(
        lambda: desk.world.rows("event")[-1]["command"] == "decide-appeal", timeout=PATIENCE
    )
    desk.qtbot.waitUntil(lambda: space.card.head.first.text() != "同意", timeout=PATIENCE)


def test_several_ended_cases_are_offered_to_choose_from(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    cases = [closed(desk, "清澜大道 7 号"), closed(desk, "清澜大道 9 号")]
    found = ended_cases.seek(desk.context.seat.desk, "清澜大道")
    assert [one.case for one in found] == cases[::-1]
    menu = space.ended_menu(found)
    assert "清澜大道 9 号 · 已结案" in menu.actions()[0].text()
    menu.actions()[1].trigger()
    desk.qtbot.waitUntil(lambda: space.card.case == cases[0], timeout=PATIENCE)


def test_enter_on_a_filter_that_no_open_case_has_looks_among_the_ended(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case = closed(desk, "清澜大道 7 号")
    desk.to_dispatch()
    space.queue.toggle_filter()
    space.queue.set_filter("清澜大道")
    desk.qtbot.keyClick(space.queue.search, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: space.card.case == case, timeout=PATIENCE)


def test_an_empty_filter_says_where_enter_looks(desk: LiveDesk, space: DispatchWorkspace) -> None:
    desk.to_dispatch()
    space.queue.set_filter("无此路名")
    assert "已结束案件" in space.queue.state.text


@pytest.mark.parametrize("beyond", [True, False])
def test_ctrl_enter_looks_among_the_ended_for_words_that_an_open_case_has_too(
    desk: LiveDesk, space: DispatchWorkspace, beyond: bool
) -> None:
    case = closed(desk, "清澜大道 7 号")
    desk.to_dispatch(address="清澜大道 9 号")
    space.queue.toggle_filter()
    space.queue.set_filter("清澜大道")
    held = Qt.KeyboardModifier.ControlModifier if beyond else Qt.KeyboardModifier.NoModifier
    with desk.qtbot.waitSignal(space.queue.sought, timeout=200, raising=False) as sought:
        desk.qtbot.keyClick(space.queue.search, Qt.Key.Key_Return, held)
    assert sought.signal_triggered is beyond
    if beyond:
        desk.qtbot.waitUntil(lambda: space.card.case == case, timeout=PATIENCE)


def test_the_command_bar_tells_enter_from_ctrl_enter(qtbot: QtBot) -> None:
    bar, heard = CommandBar(), list[str]()
    qtbot.addWidget(bar)
    bar.commanded.connect(lambda words: heard.append(f"here {words}"))
    bar.sought.connect(lambda words: heard.append(f"ended {words}"))
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    bar.setText(" １２ ")
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    qtbot.keyClick(bar, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["here 12", "ended 12"]


def test_what_is_not_there_is_said(desk: LiveDesk, space: DispatchWorkspace) -> None:
    heard: list[str] = []
    space.message.connect(lambda sentence, _hue: heard.append(sentence))
    nothing = "没有叫“无此路名”的案件、班组或部门。"
    for words, said in (("19990101-0001", "没有这个案件。"), ("无此路名", nothing)):
        assert not space.execute(words)
        desk.qtbot.waitUntil(partial(heard.__contains__, said), timeout=PATIENCE)
        assert space.card.ended is None


def test_a_database_that_does_not_answer_is_said_and_nothing_is_half_shown(
    desk: LiveDesk, space: DispatchWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, other = closed(desk), desk.to_dispatch()
    desk.context.selection.choose([other])
    desk.qtbot.waitUntil(lambda: len(told(space)) == 3, timeout=PATIENCE)
    before = told(space), space.card.head.heading.number
    gone = Refused("database_unreachable", path="网格库", detail="")

    def silent(*_args: object) -> None:
        raise gone

    heard: list[str] = []
    space.message.connect(lambda sentence, _hue: heard.append(sentence))
    for part in ("console.desk.ended_cases.archive.search", "console.desk.pictures.of_case"):
        heard.clear()
        with monkeypatch.context() as patched:
            patched.setattr(part, silent)
            space.execute(desk.world.case(case)["number"])
            desk.qtbot.waitUntil(partial(heard.__contains__, str(gone)), timeout=PATIENCE)
        assert space.card.ended is None
        assert (told(space), space.card.head.heading.number) == before
        assert space.card.case == other


def test_an_ended_case_does_not_take_a_form_that_is_being_written(
    desk: LiveDesk, space: DispatchWorkspace
) -> None:
    case, other = closed(desk), desk.to_dispatch()
    desk.context.selection.choose([other])
    space.card.commands.open_form("note")
    space.card.form.inputs["reason"].setText("half")
    with desk.qtbot.waitSignal(space.card.message, timeout=PATIENCE):
        space.execute(desk.world.case(case)["number"])
    assert space.card.case == other
    assert space.card.form.inputs["reason"].text() == "half"
