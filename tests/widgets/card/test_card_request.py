"""A request is decided with everything about it in sight: who, what, how long, the deadlines, earlier ones."""

import re

import pytest
from pytestqt.qtbot import QtBot

from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets import theme
from widgets.card.pane import CardPane

__all__ = ["desk", "town_file"]
DAY = 86_400_000
MOMENT = r"\d\d-\d\d \d\d:\d\d"


@pytest.fixture
def pane(desk: LiveDesk, qtbot: QtBot) -> CardPane:
    made = CardPane(desk.context)
    qtbot.addWidget(made)
    made.resize(828, 452)
    with qtbot.waitExposed(made):
        made.show()
    return made


def handled(desk: LiveDesk) -> int:
    """A case that department 部4 has."""
    case = desk.to_dispatch()
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.OTHER})
    desk.sees(case)
    return case


def ask(desk: LiveDesk, case: int, what: str, reason: str, **changes: int) -> int:
    desk.act("otherdept", f"ask-{what}", case, changes=changes, reason=reason)
    desk.sees(case)
    found: int = desk.world.rows("request")[-1]["id"]
    return found


def decide(desk: LiveDesk, case: int, request: int, approve: bool, reason: str = "") -> None:
    changes = {"request_id": request, "approve": approve}
    desk.act("cmdlead", "decide", case, changes=changes, reason=reason or None)
    desk.sees(case)


def shown(pane: CardPane, qtbot: QtBot, case: int) -> None:
    pane.context.selection.choose([case])
    qtbot.waitUntil(lambda: pane.request.shown is not None, timeout=5000)


def story(pane: CardPane) -> list[str]:
    part = pane.body.story
    return [part.item(row).text() for row in range(part.count())]


def test_an_extension_is_told_with_hours_and_both_deadlines_which_the_door_then_sets(
    desk: LiveDesk, pane: CardPane, qtbot: QtBot
) -> None:
    case = handled(desk)
    request = ask(desk, case, "extension", "管线复杂", hours=8)
    shown(pane, qtbot, case)
    banner = pane.request
    assert banner.isVisible()
    told = re.fullmatch(rf"申请延期 8 小时 · 截止 ({MOMENT}) → ({MOMENT})", banner.what.text())
    assert told is not None
    assert re.fullmatch(rf"部4 · otherdept · {MOMENT} · 此前没有申请", banner.who.text())
    assert banner.why.text() == "理由：管线复杂"
    assert banner.earlier.isHidden()
    before, promised = told.groups()
    assert before != promised
    decide(desk, case, request, approve=True)
    qtbot.waitUntil(banner.isHidden, timeout=5000)
    qtbot.waitUntil(lambda: "已同意" in story(pane)[0], timeout=5000)
    assert f"已同意：申请延期 8 小时 · 截止 {promised}" in story(pane)[0]
    assert "申请延期 8 小时" in story(pane)[1]


def test_a_suspension_is_told_with_its_end_and_what_was_asked_before(
    desk: LiveDesk, pane: CardPane, qtbot: QtBot
) -> None:
    case = handled(desk)
    decide(desk, case, ask(desk, case, "extension", "下雨", hours=4), approve=False, reason="不必")
    until = desk.context.seat.room.clock.now() + 3 * DAY
    ask(desk, case, "suspension", "等材料", until=until)
    shown(pane, qtbot, case)
    banner = pane.request
    assert re.fullmatch(rf"申请挂账至 {MOMENT} · 截止 {MOMENT} → {MOMENT}", banner.what.text())
    assert re.fullmatch(rf"此前：{MOMENT} 未同意：申请延期 4 小时", banner.earlier.text())
    qtbot.waitUntil(lambda: len(story(pane)) >= 4, timeout=5000)
    assert any("未同意：申请延期 4 小时" in line and "不必" in line for line in story(pane))


def test_a_return_moves_no_deadline_and_is_told_with_its_reason(
    desk: LiveDesk, pane: CardPane, qtbot: QtBot
) -> None:
    case = handled(desk)
    ask(desk, case, "return", "不属本部门")
    shown(pane, qtbot, case)
    assert pane.request.what.text() == "申请回退"
    assert pane.request.why.text() == "理由：不属本部门"


def test_the_banner_goes_with_its_case_and_speaks_the_language_in_force(
    desk: LiveDesk, pane: CardPane, qtbot: QtBot
) -> None:
    case, other = handled(desk), desk.to_dispatch()
    ask(desk, case, "extension", "管线复杂", hours=8)
    shown(pane, qtbot, case)
    theme.current().choose(language="en")
    assert pane.request.what.text().startswith("Extension asked for: 8 h · Deadline ")
    pane.context.selection.choose([other])
    assert pane.request.isHidden()


def test_the_attached_form_is_one_key_away(desk: LiveDesk, pane: CardPane, qtbot: QtBot) -> None:
    case = handled(desk)
    ask(desk, case, "extension", "管线复杂", hours=8)
    shown(pane, qtbot, case)
    assert pane.request.form.isHidden()
    heard: list[str] = []
    pane.request.opened.disconnect()
    pane.request.opened.connect(heard.append)
    pane.request.look()
    assert heard == []  # nothing attached
    desk.act("otherdept", "attach", case, changes={"photos": [town.BLOB]})
    desk.sees(case)
    qtbot.waitUntil(pane.request.form.isVisible, timeout=5000)
    pane.request.look()
    assert heard == [town.BLOB]
