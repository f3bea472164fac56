"""The tree of departments: stations lie folded under their bureau, which shows all their cases."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.store import town
from tests.widgets.desk import LiveDesk, desk, seated, town_file
from widgets.targets.department_rows import DepartmentRows
from widgets.targets.row import TargetRow

__all__ = ["desk", "town_file"]


def row_of(bodies: DepartmentRows, department: int) -> TargetRow | None:
    return next((r for r in bodies.rows("") if r.department == department and not r.crew), None)


def test_a_team_lies_under_its_bureau_which_counts_its_cases(desk: LiveDesk, qtbot: QtBot) -> None:
    case = desk.to_dispatch()
    desk.act("disp", "dispatch", case, changes={"department_id": town.TEAM})
    desk.sees(case)
    bodies = DepartmentRows(desk.context.seat.desk)
    bodies.count(desk.cases)
    bureau = row_of(bodies, town.SANITATION)
    assert bureau is not None
    assert (bureau.open_cases, bureau.expanded) == (1, False)
    assert row_of(bodies, town.TEAM) is None
    bodies.fold(bureau.key)
    team = row_of(bodies, town.TEAM)
    assert team is not None
    assert (team.open_cases, team.depth) == (1, bureau.depth + 1)


def test_a_search_finds_a_folded_team(desk: LiveDesk) -> None:
    bodies = DepartmentRows(desk.context.seat.desk)
    assert [row.department for row in bodies.rows("部2")] == [town.TEAM]


def test_initials_need_not_begin_with_the_citys_own(desk: LiveDesk) -> None:
    """Who looks for 市环卫局 types hwj; what begins with the letters comes first all the same."""
    held = desk.context.seat.desk
    initials = {town.SANITATION: "shwj", town.TEAM: "hws", town.OTHER: "swj"}
    rows = {
        one: {**row, "initials": initials.get(one, "zz")}
        for one, row in held.directory.departments.items()
    }
    held.directory = replace(held.directory, departments=rows)
    bodies = DepartmentRows(held)
    assert [row.department for row in bodies.rows("hw")] == [town.TEAM, town.SANITATION]
    assert [row.department for row in bodies.rows("h")] == [town.TEAM]
    assert [row.department for row in bodies.rows("wj")] == [town.SANITATION, town.OTHER]


def test_a_department_is_told_no_load_of_others(
    town_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with seated(town_file, tmp_path, qtbot, "dept") as made:
        bodies = DepartmentRows(made.context.seat.desk)
        bodies.count(made.cases)
        shown = {row.department: row.open_cases for row in bodies.rows("b")}
        assert shown[town.SANITATION] == 0
        assert shown[town.OTHER] == -1
