import re
from functools import partial

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QWidget

from console.desk.cases import offered
from console.desk.forms import FormValues
from console.domain.moment import MINUTE_MS
from console.domain.refusal import Refused
from console.domain.stage import Post, Stage
from console.live.follower import LinkState
from console.store.city import loader
from console.store.people import complainants
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets import theme
from widgets.card.facts import facts as told_facts
from widgets.card.fields import CardFields, Fact
from widgets.card.pane import CardPane
from widgets.controls import text
from widgets.controls.states import StateKind
from widgets.queue.model import COLUMNS, QueueModel

__all__ = ["desk", "town_file"]


@pytest.fixture
def pane(desk: LiveDesk, qtbot: QtBot) -> CardPane:
    made = CardPane(desk.context)
    qtbot.addWidget(made)
    made.resize(828, 452)
    with qtbot.waitExposed(made):
        made.show()
    return made


def lines(pane: CardPane, key: str) -> list[str]:
    part = getattr(pane.body, key)
    return [part.item(row).text() for row in range(part.count())]


def facts(pane: CardPane) -> dict[str, str]:
    return {fact.label: fact.value for fact in pane.body.fields.facts}


def test_without_a_case_the_card_asks_for_one(pane: CardPane) -> None:
    assert pane.state.kind is StateKind.EMPTY


def test_the_card_shows_the_chosen_case(pane: CardPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch(address="望湖路 12 号")
    desk.context.selection.choose([case])
    assert pane.state.kind is StateKind.READY
    assert facts(pane)["地址"] == "望湖路 12 号"
    assert pane.head.first.text() == "派遣"
    assert pane.head.heading.number == desk.world.case(case)["day_number"]


def test_the_card_tells_which_collector_looks_and_who_is_silent(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    desk.to_verify()
    assert re.fullmatch(r"K1 · \d\d:\d\d 派出", facts(pane)["监督员"])
    assert "处置班组" not in facts(pane)
    qtbot.waitUntil(lambda: len(lines(pane, "story")) == 2, timeout=5000)
    assert lines(pane, "story")[0].splitlines()[0].endswith("发核实 → K1")
    at_once = {"stage": int(Stage.VERIFY), "minutes": 0, "calendar": "continuous", "urgent": False}
    with desk.world.store.write() as connection:
        loader.load(connection, "stage_limit", [at_once])
    desk.to_verify()
    assert facts(pane)["监督员"].endswith("派出，未答复")
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    assert "监督员" not in facts(pane)


def drawn(fields: QWidget) -> list[text.DrawnText]:
    with text.reading() as seen:
        fields.grab()
    return seen


LONG = "望湖路 12 号门前堆放大量装修垃圾和<b>废旧家具</b>，已占用盲道，行人需绕行机动车道，请尽快清理。"


def test_what_was_reported_comes_first_and_whole(qtbot: QtBot) -> None:
    fields = CardFields()
    qtbot.addWidget(fields)
    told = [Fact("描述", LONG, lead=True), Fact("来源", "巡查"), Fact("认领", "")]
    fields.show_facts(told)
    fields.resize(420, 300)
    seen = drawn(fields)
    assert [one.text for one in seen] == [LONG, "来源", "巡查"]  # nothing is said of nobody
    assert not seen[0].cut


def test_a_low_and_narrow_card_scrolls_and_cuts_only_the_description(qtbot: QtBot) -> None:
    fields = CardFields()
    qtbot.addWidget(fields)
    rest = [Fact(f"项目{number}", "有内容的一项") for number in range(12)]
    fields.show_facts([Fact("描述", LONG * 3, lead=True), *rest])
    fields.resize(420, 74)
    fields.show()
    assert fields.verticalScrollBar().maximum() > 0
    lead, *others = fields.sheet.cells
    assert lead.lines == 2
    assert all(cell.box.right() <= fields.sheet.width() for cell in others)
    shown = drawn(fields)[0]
    assert shown.text.startswith("望湖路")
    assert shown.text.endswith("…")


def test_an_address_is_cut_in_its_middle_and_shown_whole_as_plain_text(qtbot: QtBot) -> None:
    fields = CardFields()
    qtbot.addWidget(fields)
    address = "<b>东城区</b>" + "望湖路" * 60 + " 12 号"
    fields.show_facts([Fact("地址", address, middle=True), Fact("来源", "<b>巡查</b>" * 60)])
    fields.resize(420, 400)
    _label, where, _name, what = (one.text for one in drawn(fields))
    assert where.endswith("12 号")
    assert "…" in where
    assert what.endswith("…")
    tip = text.tooltip(fields.sheet.cells[0].fact.shown_words)
    assert "&lt;b&gt;东城区" in tip
    assert "<b>" not in tip


def reporter(pane: CardPane) -> Fact:
    return pane.body.fields.facts[-2]


@pytest.fixture
def reported(pane: CardPane, desk: LiveDesk, qtbot: QtBot) -> int:
    """A case by a complainant, on the card."""
    case = desk.to_dispatch()
    told = {"name": "李某某", "phone": "13800001234"}
    desk.world.door("caller")
    complainants.act(desk.world.stores["caller"], "tell", case, Post.CALL_TAKER, told)
    desk.context.selection.choose([case])
    assert reporter(pane).hidden  # until the database has told
    qtbot.waitUntil(lambda: not reporter(pane).hidden, timeout=5000)
    return case


def test_the_reporter_is_masked_until_revealed_and_the_log_knows(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot, reported: int
) -> None:
    assert reporter(pane).value == "李** 138****1234"
    pane.reveal()
    qtbot.waitUntil(lambda: reporter(pane).value == "李某某 13800001234", timeout=5000)
    (look,) = (e for e in desk.world.rows("event") if e["command"] == "reveal")
    assert (look["kind"], look["subject"], look["post"]) == ("complainant", reported, "dispatcher")
    pane.refresh()  # what comes for the same case does not hide him again
    qtbot.waitUntil(lambda: not desk.context.jobs.busy, timeout=5000)
    assert reporter(pane).value == "李某某 13800001234"
    desk.context.selection.choose([desk.to_dispatch()])
    desk.context.selection.choose([reported])
    qtbot.waitUntil(lambda: reporter(pane).value == "李** 138****1234", timeout=5000)


def test_who_was_revealed_is_masked_again_when_the_seat_is_locked(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot, reported: int
) -> None:
    pane.reveal()
    qtbot.waitUntil(lambda: reporter(pane).value == "李某某 13800001234", timeout=5000)
    pane.mask_personal_data()
    assert "138" not in reporter(pane).value
    qtbot.waitUntil(lambda: reporter(pane).value == "李** 138****1234", timeout=5000)


def test_a_case_without_a_complainant_has_nobody_to_reveal(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    desk.context.selection.choose([desk.to_dispatch()])
    qtbot.waitUntil(lambda: not reporter(pane).hidden, timeout=5000)
    assert reporter(pane).value == ""
    pane.reveal()
    qtbot.waitUntil(lambda: not desk.context.jobs.busy, timeout=5000)
    assert not [e for e in desk.world.rows("event") if e["kind"] == "complainant"]


def test_a_look_that_is_refused_is_said(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot, reported: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.context.seat.desk, "post", Post.DEPARTMENT)
    with qtbot.waitSignal(pane.message, timeout=5000) as said:
        pane.reveal()
    assert said.args == ["此操作由其他岗位办理。"]
    assert reporter(pane).value == "李** 138****1234"


def test_the_story_tells_who_did_what_newest_first(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    desk.context.selection.choose([desk.to_dispatch()])
    qtbot.waitUntil(lambda: len(lines(pane, "story")) == 3)
    filed, accepted, registered = lines(pane, "story")
    assert "立案" in filed
    assert "监督值班长" in filed
    assert "受理" in accepted
    assert "登记" in registered


def test_a_remote_act_comes_into_the_open_card(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    qtbot.waitUntil(lambda: facts(pane)["专业部门"] == "部1")
    qtbot.waitUntil(lambda: "派遣 → 部1" in lines(pane, "story")[0])
    assert pane.steps.present == 3


def test_the_primary_button_asks_for_a_target(pane: CardPane, desk: LiveDesk, qtbot: QtBot) -> None:
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    with qtbot.waitSignal(pane.command_wanted) as wanted:
        pane.head.first.click()
    assert wanted.args == ["dispatch", (case,), FormValues()]


def test_what_the_rules_refuse_now_says_why(pane: CardPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "claim", case)
    desk.sees(case)
    desk.context.selection.choose([case])
    refused = {move.command: move.refusal for move in offered(desk.context.seat.desk, case)}
    assert refused["send-back"] == ""
    assert refused["claim"]
    assert refused["unmerge"] == "案件未被合并。"


def test_a_claim_says_what_it_does_and_is_amber_once_others_may_take_it_over(
    pane: CardPane, desk: LiveDesk
) -> None:
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    claim = next(move for move in pane.head.moves if move.command == "claim")
    assert "10 分钟" in claim.explained
    held_by = QueueModel(desk.context.seat.desk).headerData(
        len(COLUMNS) - 1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert claim.explained in str(held_by)
    desk.act("cmdlead", "claim", case)
    desk.sees(case)

    def held() -> Fact:
        told = told_facts(pane.case_names, case, pane.zone)
        return next(fact for fact in told if fact.label == "认领")

    fresh = held()
    assert (fresh.hue, fresh.value) == ("text.1", pane.case_names.holder(desk.cases.slot_of[case]))
    desk.cases.column("held_at")[desk.cases.slot_of[case]] -= 10 * MINUTE_MS + 1000
    assert held().hue == "warn.text"
    assert fresh.value in held().value


def test_a_command_that_needs_a_reason_waits_for_one(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    pane.head.wanted.emit("send-back")
    assert not pane.form.go.isEnabled()
    pane.form.inputs["reason"].setText("wrong condition")
    with qtbot.waitSignal(pane.command_wanted) as wanted:
        qtbot.keyClick(pane.form.inputs["reason"], Qt.Key.Key_Return)
    assert wanted.args == ["send-back", (case,), FormValues(reason="wrong condition")]
    assert pane.form.isHidden()


def test_a_reason_being_written_is_never_replaced(pane: CardPane, desk: LiveDesk) -> None:
    first, second = desk.to_dispatch(), desk.to_dispatch()
    desk.context.selection.choose([first])
    pane.head.wanted.emit("send-back")
    pane.form.inputs["reason"].setText("wrong con")
    desk.context.selection.choose([second])
    assert pane.case == first
    assert pane.form.inputs["reason"].text() == "wrong con"
    pane.form.dismiss()
    assert pane.case == second


def test_an_open_request_is_decided_on_the_card(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.act("dept", "ask-return", case, reason="not ours")
    desk.sees(case)
    desk.context.selection.choose([case])
    assert pane.head.first.text() == "同意"
    pane.head.first.click()
    qtbot.waitUntil(lambda: desk.world.case(case)["returns"] == 1, timeout=5000)


def test_a_lost_line_greys_the_buttons_at_once_and_its_return_frees_them(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    desk.context.selection.choose([desk.to_dispatch()])
    assert pane.head.first.isEnabled()
    listener = desk.context.listener
    for hearing, free in ((LinkState.DISCONNECTED, False), (LinkState.LIVE, True)):
        listener.link_state = hearing
        listener.link_state_changed.emit(hearing)
        assert pane.head.first.isEnabled() is free
    assert pane.head.first.toolTip() == ""


def test_without_a_line_the_story_says_so_in_words_of_the_desk(
    pane: CardPane, desk: LiveDesk
) -> None:
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    gone = Refused("database_unreachable", url="postgresql+psycopg://li@server/city", detail="?")
    pane.show_story_failure(case, gone)
    assert lines(pane, "story") == ["连接中断，恢复后显示经过。"]


def test_cases_alike_and_near_are_told_apart(pane: CardPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch(lon=116.9, lat=31.7)
    desk.to_dispatch(lon=116.9002, lat=31.7)  # 19 m away
    desk.to_dispatch(lon=116.9002, lat=31.7, category=town.COVER)
    desk.to_dispatch(lon=116.902, lat=31.7)  # 190 m away
    desk.to_dispatch(lon=116.91, lat=31.7)  # 950 m away
    desk.context.selection.choose([case])
    assert len(lines(pane, "duplicates")) == 1
    assert len(lines(pane, "near")) == 3
    assert lines(pane, "duplicates")[0].endswith("19 米")


def in_tabs(pane: CardPane, wanted: bool) -> bool:
    return pane.body.tabbed is wanted


def test_a_card_shrinks_to_a_small_window_and_grows_again(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    theme.current().choose(language="en")
    desk.context.selection.choose([desk.to_dispatch()])
    pane.body.show_photos(True)
    for size, tabbed in (((828, 452), False), ((420, 182), True), ((828, 452), False)):
        pane.resize(*size)
        qtbot.waitUntil(partial(in_tabs, pane, tabbed))
        assert (pane.width(), pane.height()) == size
    pane.resize(420, 182)
    qtbot.waitUntil(lambda: bool(pane.body.tabbed))
    assert pane.body.height() <= 112
    assert all(not one.cut or one.may_elide for one in drawn(pane))


def test_a_low_card_keeps_everything_in_tabs(pane: CardPane, desk: LiveDesk, qtbot: QtBot) -> None:
    desk.context.selection.choose([desk.to_dispatch()])
    assert pane.body.bar.count() == 3
    pane.resize(658, 296)
    qtbot.waitUntil(lambda: pane.body.bar.count() == 4)
    assert pane.body.stack.currentWidget() is pane.body.fields
    pane.resize(828, 452)
    qtbot.waitUntil(lambda: pane.body.bar.count() == 3)
    assert pane.body.fields.isVisible()


def test_a_case_that_is_gone_says_so(pane: CardPane, desk: LiveDesk, qtbot: QtBot) -> None:
    case = desk.to_dispatch()
    desk.context.selection.choose([case])
    desk.act("disp", "ask-void", case, reason="twice")
    request = next(iter(desk.world.rows("request")))["id"]
    desk.act("lead", "decide", case, changes={"request_id": request, "approve": True})
    desk.loses(case)
    qtbot.waitUntil(lambda: pane.state.kind is StateKind.EMPTY)


def test_a_clock_that_has_no_room_drops_its_date_and_is_never_elided(qtbot: QtBot) -> None:
    fields = CardFields()
    qtbot.addWidget(fields)
    fields.show_facts([Fact("截止时间", "11-24 12:02 · 超 2 时 14 分", short="超 2 时 14 分")])
    for width, told in ((600, "11-24 12:02 · 超 2 时 14 分"), (140, "超 2 时 14 分")):
        fields.resize(width, 48)
        assert [(one.text, one.cut) for one in drawn(fields)][1:] == [(told, False)]


def test_larger_words_need_the_tabs_earlier(pane: CardPane) -> None:
    found = []
    for comfort in (1.0, 1.3, 1.0):
        theme.current().choose(comfort=comfort)
        found.append(pane.body.tabbed)
    assert found == [False, True, False]
