from dataclasses import replace

import pytest
from qtpy.QtCore import Qt

from console.desk.clock_words import left_words
from console.domain.stage import Stage
from console.live.change import Change
from console.live.columns import BatchResult
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets import theme
from widgets.queue.model import COLUMNS, QueueModel

__all__ = ["desk", "town_file"]


@pytest.fixture
def model(desk: LiveDesk) -> QueueModel:
    made = QueueModel(desk.context.seat.desk)
    desk.context.listener.changed.connect(made.apply)
    made.refresh()
    return made


@pytest.mark.parametrize("column", [key for key, _title in COLUMNS])
@pytest.mark.parametrize("falling", [False, True])
def test_rows_that_come_one_by_one_stand_as_if_sorted_at_once(
    model: QueueModel, desk: LiveDesk, column: str, falling: bool
) -> None:
    model.sort_by(column, falling=falling)
    for number, severity in enumerate((3, 1, 4, 2)):
        region = (town.EAST, town.WEST)[number % 2]
        desk.to_dispatch(severity=severity, address=f"路 {9 - number} 号", region=region)
    came = model.ids.tolist()
    assert len(came) == 4
    model.refresh()
    keys = model.case_order.keys(column, model.order).tolist()
    assert keys == sorted(keys, reverse=falling)
    by_case = dict(zip(model.ids.tolist(), keys, strict=True))
    assert [by_case[case] for case in came] == keys


def test_a_case_whose_severity_changes_moves_to_its_place(
    model: QueueModel, desk: LiveDesk
) -> None:
    first, second = desk.to_dispatch(severity=2), desk.to_dispatch(severity=3)
    assert model.ids.tolist() == [first, second]
    desk.act("cmdlead", "change", second, changes={"severity": 1})
    desk.sees(second)
    assert model.ids.tolist() == [second, first]


def test_only_cases_that_pass_the_filter_come_in(model: QueueModel, desk: LiveDesk) -> None:
    model.set_filter("望湖")
    lake = desk.to_dispatch(address="望湖路 1 号")
    desk.to_dispatch(address="松堤街 1 号")
    assert model.ids.tolist() == [lake]
    assert model.total == 2
    model.set_filter("")
    assert len(model.ids) == 2


def test_pinyin_initials_find_a_street(model: QueueModel, desk: LiveDesk) -> None:
    east, west = desk.to_dispatch(region=town.EAST), desk.to_dispatch(region=town.WEST)
    model.set_filter("q2")  # 区2
    assert model.ids.tolist() == [east]
    model.set_filter("q3")  # of a number it would be a part on every date with that figure
    assert model.ids.tolist() == [west]


def test_the_clock_is_the_one_of_the_queue_it_stands_in(model: QueueModel, desk: LiveDesk) -> None:
    case = desk.to_dispatch(severity=3)
    assert model.cell(0, "clock") in ("余 30 工作分", "余 29 工作分")
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    desk.sees(case)
    model.set_queue("handle")
    assert model.ids.tolist() == [case]
    assert model.cell(0, "clock") in ("余 8 工作时", "余 7 工作时 59 分")  # 480 working minutes


def test_a_row_whose_slot_went_to_another_case_shows_nothing(
    model: QueueModel, desk: LiveDesk
) -> None:
    case = desk.to_dispatch()
    model.hold()
    slot = desk.cases.slot_of[case]
    desk.cases.column("id")[slot] = 999
    assert model.cell(0, "address") == ""
    desk.cases.column("id")[slot] = case
    model.release()
    assert model.cell(0, "address") == "望湖路 12 号"


def test_a_change_elsewhere_repaints_nothing_here(model: QueueModel, desk: LiveDesk) -> None:
    desk.to_dispatch()
    told: list[object] = []
    model.dataChanged.connect(told.append)
    model.apply(Change(99, BatchResult()))
    assert told == []


def test_the_queue_of_mine_holds_what_i_claimed(model: QueueModel, desk: LiveDesk) -> None:
    case, _other = desk.to_dispatch(), desk.to_dispatch()
    model.set_queue("mine")
    assert model.ids.tolist() == []
    desk.act("disp", "claim", case)
    desk.sees(case)
    assert model.ids.tolist() == [case]
    assert desk.cases.column("stage")[desk.cases.slot_of[case]] == Stage.DISPATCH


def test_a_clock_of_working_time_says_so(model: QueueModel, desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    row = model.ids.tolist().index(case)
    assert desk.cases.row(case)["stage_calendar"] == "working"
    assert "工作" in model.cell(row, "clock")
    desk.cases.column("stage_calendar")[desk.cases.slot_of[case]] = desk.cases.calendars.code(
        "continuous"
    )
    assert model.cell(row, "clock")
    assert "工作" not in model.cell(row, "clock")


def test_an_address_with_tags_is_shown_as_it_is_written(model: QueueModel, desk: LiveDesk) -> None:
    case = desk.to_dispatch(address="<b>望湖路</b> 12 号")
    index = model.index(model.ids.tolist().index(case), 3)
    assert model.data(index) == "<b>望湖路</b> 12 号"
    tip = model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert tip == "<p>&lt;b&gt;望湖路&lt;/b&gt; 12 号</p>"


def test_time_left_and_time_over_in_words() -> None:
    assert left_words(18, over=False) == "余 18 分"
    assert left_words(-134, over=True) == "超 2 时 14 分"
    assert left_words(101 * 60 + 5, over=False) == "余 101 时"
    theme.current().choose(language="en")
    assert left_words(-134, over=True) == "2 h 14 min over"


def test_names_that_change_while_the_pointer_is_pressed_are_sorted_when_it_lets_go(
    model: QueueModel, desk: LiveDesk
) -> None:
    held = desk.context.seat.desk
    for category in (town.COVER, town.LITTER, town.COVER):
        desk.to_dispatch(category=category)
    model.sort_by("category")

    def shown() -> list[str]:
        return [model.case_names.category(int(slot)) for slot in model.order]

    first = shown()[0]
    rows = {
        one: {**row, "zh": "龥" if row["zh"] == first else "一"}
        for one, row in held.directory.categories.items()
    }
    model.hold()
    held.directory = replace(held.directory, categories=rows)
    model.apply(Change(0, loaded=True))
    model.release()
    assert shown() == sorted(shown())
    model.set_filter("龥")
    assert set(shown()) == {"龥"}
