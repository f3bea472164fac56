"""A standard imported again: what a case was filed by stays what it was."""

from pathlib import Path

import pytest

from console.intake.standards.workbook import import_standard
from tests.intake.standards import (
    COVER,
    COVERS,
    HEADER,
    LITTER,
    WATER,
    Row,
    book,
    components,
    condition,
    held,
    meant,
)
from tests.intake.tables import once
from tests.store import town
from tests.store.attacks import to_file
from tests.store.world import World


def filed(world: World, text: str) -> int:
    """A case of the city's own category, filed under the condition with this text."""
    case = to_file(world)
    chosen = condition(world, text)
    changed = {"category_id": chosen["category_id"]}
    assert world.act("caller", "change", case, changes=changed).done
    assert world.act("lead", "file", case, changes={"condition_id": chosen["id"]}).done
    return case


def test_a_changed_limit_leaves_a_filed_case_its_own(town_world: World, tmp_path: Path) -> None:
    import_standard(town_world.store, components(tmp_path, *COVERS))
    case = filed(town_world, COVERS[1][4])
    old = condition(town_world, COVERS[1][4])
    stricter = (*COVERS[1][:6], "2工作时", *WATER)
    rows = (COVERS[0], stricter, *COVERS[2:])
    report = import_standard(town_world.store, components(tmp_path, *rows))
    assert (report["imported"], report["unchanged"], report["ended"]) == (1, 3, [])
    assert sorted(held(town_world)) == sorted(meant("component", *rows))
    assert held(town_world, ended=True) == meant("component", COVERS[1])
    dispatched = {"department_id": town.SANITATION}
    assert town_world.act("disp", "dispatch", case, changes=dispatched).done
    row = town_world.case(case)
    assert (row["condition_id"], row["department_limit"], row["case_limit"]) == (
        *(old["id"], 240, 240),
    )
    assert filed(town_world, stricter[4]) != case


def test_a_changed_closing_text_and_a_changed_body(town_world: World, tmp_path: Path) -> None:
    import_standard(town_world.store, components(tmp_path, *COVERS))
    before = condition(town_world, COVERS[2][4])
    rows = (
        (*COVERS[0][:5], "恢复并固定", *COVERS[0][6:]),
        COVERS[1],
        (*COVERS[2][:7], "排水公司", "水务局"),
        COVERS[3],
    )
    report = once(town_world, import_standard, "filing_condition", components(tmp_path, *rows))
    assert (report["imported"], report["unchanged"]) == (2, 2)
    assert sorted(held(town_world)) == sorted(meant("component", *rows))
    assert held(town_world, ended=True) == meant("component", COVERS[0])
    assert condition(town_world, COVERS[2][4])["id"] == before["id"], "no case was filed by a body"


def test_a_condition_that_is_gone_is_ended_and_comes_back_as_another(
    town_world: World, tmp_path: Path
) -> None:
    file = components(tmp_path, *COVERS)
    import_standard(town_world.store, file)
    import_standard(town_world.store, book(tmp_path / "e.xlsx", ("事件", [HEADER, *LITTER], ())))
    assert held(town_world, ended=True) == [], "a file of events says nothing of components"
    case = filed(town_world, COVERS[0][4])
    old = town_world.case(case)["condition_id"]
    waiting = to_file(town_world)
    category = condition(town_world, COVERS[0][4])["category_id"]
    assert town_world.act("caller", "change", waiting, changes={"category_id": category}).done
    report = import_standard(town_world.store, components(tmp_path, *COVERS[1:]))
    assert (report["rows"], report["unchanged"]) == (3, 3)
    assert report["ended"] == ["0101 缺失、移位"]
    assert held(town_world, ended=True) == meant("component", COVERS[0])
    assert town_world.case(case)["condition_id"] == old
    refused = town_world.act("lead", "file", waiting, changes={"condition_id": old})
    assert refused.reason == "condition"
    back = import_standard(town_world.store, components(tmp_path, *COVERS))
    assert (back["imported"], back["unchanged"]) == (1, 3)
    assert condition(town_world, COVERS[0][4])["id"] != old


@pytest.mark.parametrize(
    "broken",
    [
        (*COVERS[0][:6], "尽快"),
        (*COVER[:2], "O1", COVER[3], *COVERS[0][4:]),
        (*COVER, None, *COVERS[0][5:]),
    ],
)
def test_nothing_is_ended_for_a_row_that_could_not_be_read(
    embedded: World, tmp_path: Path, broken: Row
) -> None:
    import_standard(embedded.store, components(tmp_path, *COVERS))
    report = import_standard(embedded.store, components(tmp_path, broken, *COVERS[1:]))
    assert (report["rejected"], report["ended"]) == (1, [])
    assert held(embedded, ended=True) == []


def test_a_renamed_subclass_is_told(town_world: World, tmp_path: Path) -> None:
    import_standard(town_world.store, components(tmp_path, *COVERS))
    case = filed(town_world, COVERS[3][4])
    category = town_world.case(case)["category_id"]
    renamed = (*COVERS[3][:3], "公共停车场", *COVERS[3][4:])
    report = import_standard(town_world.store, components(tmp_path, *COVERS[:3], renamed))
    assert report["renamed"] == [
        {"kind": "component", "code": "0201", "before": "停车场", "after": "公共停车场"}
    ]
    assert (report["imported"], report["ended"]) == (1, [])
    assert [r["zh"] for r in town_world.rows("category") if r["id"] == category] == ["公共停车场"]
