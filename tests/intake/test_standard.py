"""A city's filing standard: its rows are found by their words, whatever was merged or left blank."""

import random
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from console.domain.category import OWN
from console.domain.refusal import Refused
from console.intake.standards.workbook import import_standard
from tests.intake import standards
from tests.intake.standards import (
    COVER,
    COVERS,
    HEADER,
    LITTER,
    WATER,
    Row,
    book,
    components,
    held,
    meant,
)
from tests.intake.tables import once
from tests.store.world import World


def said(file: str, report: dict[str, Any], line: int, why: str, **values: Any) -> None:
    """The report rejects this one line, with the reason and its sheet."""
    reason = str(Refused("standard_row", sheet="部件", reason=Refused(why, **values)))
    assert report["rejections"] == [{"line": line, "reason": reason, "sheet": "部件"}], file


def test_a_standard_is_imported_once(town_world: World, tmp_path: Path) -> None:
    rows = ("部件", [HEADER, *COVERS], ()), ("事件", [HEADER, *LITTER], ())
    report = once(town_world, import_standard, "filing_condition", book(tmp_path / "a.xlsx", *rows))
    assert (report["rows"], report["imported"], report["rejections"]) == (6, 6, [])
    assert report["without_place"] == 0
    assert held(town_world) == meant("component", *COVERS) + meant("event", *LITTER)
    limits = [
        (r["limit_minutes"], r["calendar"], r["severity"])
        for r in town_world.rows("filing_condition")[-6:]
    ]
    assert limits == [
        *((120, "continuous", 1), (240, "working", 2), (960, "working", 3)),
        *((7200, "working", 4), (3360, "working", 4), (240, "working", 2)),
    ]


def test_the_city_s_code_is_another_than_the_same_code_of_the_nation(
    town_world: World, tmp_path: Path
) -> None:
    before = town_world.rows("category"), town_world.rows("filing_condition")
    import_standard(town_world.store, components(tmp_path, *COVERS[:2]))
    categories = town_world.rows("category")
    assert categories[: len(before[0])] == before[0]
    assert town_world.rows("filing_condition")[: len(before[1])] == before[1]
    (made,) = categories[len(before[0]) :]
    assert (made["scheme"], made["kind"], made["code"]) == (OWN, "component", "0101")
    assert all((made["en"], made["class_en"])), "English as the national standard says it"


@pytest.mark.parametrize("one", ["1", 1, 1.0, "01", " 01 ", "０１"])
@pytest.mark.parametrize("sub", ["1", 1.0, 101, "0101", "3205080101"])
def test_codes_as_number_and_as_text_are_the_same(
    embedded: World, tmp_path: Path, one: Any, sub: Any
) -> None:
    import_standard(embedded.store, components(tmp_path, (one, COVER[1], sub, *COVERS[0][3:])))
    assert held(embedded) == meant("component", COVERS[0])


def test_odd_headers_titles_merges_notes_and_other_sheets(
    town_world: World, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["××市城市部件立案结案规范"],
        [],
        [
            *("主管\n部门", "责任单位", "处置时限（单位：工作日）", "结案标准", "立 案\r\n条 件"),
            *("部件小类", "部件小类代码", "大类", "大类代码", "备注"),
        ],
        ["水务局", "水务公司", "2紧急工作时", "恢复", "缺失、移位", "上水井盖", 1, "公用设施", 1],
        [None, None, 3, "更换", "破损\n超过25cm²", None, None, None, None],
        [],
        [*rows_of_header()],
        [None, None, "4工作时", "消除", "声响", "污水井盖", 2, None, None, "二期"],
        ["二、道路交通类"],
        ["城管局", None, "1天", "修复", "破损", "停车场", "0201", "道路交通", "2"],
        ["注：工作日指法定工作日。"],
    ]
    merged = ("A1:J1", "A4:A5", "F4:F5", "G4:G5", "I4:I8", "A11:J11")
    file = book(
        tmp_path / "规范.xlsx",
        ("说明", [["部件"]], ()),
        ("城市管理部件立案标准", rows, merged),
        ("部件事件汇总", [["合计"]], ()),
    )
    report = once(town_world, import_standard, "filing_condition", file)
    large = ("component", "0101", "公用设施", "上水井盖", None)
    assert held(town_world) == [
        (*large, "缺失、移位", "恢复", "2紧急工作时", "水务公司", "水务局"),
        (*large, "破损\n超过25cm²", "更换", "3工作日", "水务公司", "水务局"),
        (
            *("component", "0102", "公用设施", "污水井盖", None),
            *("声响", "消除", "4工作时", "水务公司", "水务局"),
        ),
        (
            *("component", "0201", "道路交通", "停车场", None),
            *("破损", "修复", "1天", "水务公司", "城管局"),
        ),
    ]
    assert report["ignored"] == ["说明", "部件事件汇总"]
    assert [row["line"] for row in report["skipped"]] == [7, 9, 11]
    assert any("部件事件汇总" in remark for remark in report["remarks"])


def rows_of_header() -> list[str]:
    """The header of the page before, printed again."""
    return ["主管部门", "责任单位", "处置时限(单位：工作日)", "结案标准", "立案条件", "部件小类"]


def test_a_header_of_two_rows_and_limits_by_area_class(town_world: World, tmp_path: Path) -> None:
    rows = [
        ["大类", None, "小类", None, "立案条件", "结案条件", "处置时限", None, None],
        ["编码", "名称", "编码", "名称", None, None, "A类", "B类区域", "C"],
        ["01", "公用设施", "01", "上水井盖", "缺失", "恢复", "1工作时", "2工作时", None],
    ]
    merged = ("A1:B1", "C1:D1", "E1:E2", "F1:F2", "G1:I1")
    file = book(tmp_path / "a.xlsx", ("部件", rows, merged))
    report = once(town_world, import_standard, "filing_condition", file)
    assert report["rows"] == 2
    large = ("component", "0101", "公用设施", "上水井盖")
    assert held(town_world) == [
        (*large, 1, "缺失", "恢复", "1工作时", None, None),
        (*large, 2, "缺失", "恢复", "2工作时", None, None),
    ]


def test_area_classes_in_a_column_of_their_own(town_world: World, tmp_path: Path) -> None:
    rows: list[Row] = [
        (*COVER, "缺失", "恢复", "1工作时", *WATER, "一类"),
        (*COVER, None, None, "2工作时", *WATER, "B"),
        (*COVER, "缺失", "恢复", "3工作时", *WATER, "Ⅲ类"),
        (*COVER, "缺失", "恢复", "4工作时", *WATER, None),
        (*COVER, "缺失", "恢复", "5工作时", *WATER, "丁"),
    ]
    merged = ("E2:E3", "F2:F3")
    file = book(tmp_path / "a.xlsx", ("部件", [(*HEADER, "区域等级"), *rows], merged))
    report = once(town_world, import_standard, "filing_condition", file)
    assert [(row[4], row[7]) for row in held(town_world)] == [
        *((1, "1工作时"), (2, "2工作时"), (3, "3工作时"), (None, "4工作时"))
    ]
    said(file, report, 6, "grid_class", text="丁")


@pytest.mark.parametrize(
    ("row", "why", "values"),
    [
        ((*COVER, "缺失", "恢复", None, *WATER), "standard_no_limit", {}),
        ((*COVER, "缺失", "恢复", "尽快", *WATER), "limit_unreadable", {"text": "尽快"}),
        ((*COVER, None, "恢复", "1天", *WATER), "standard_no_condition", {}),
        ((*COVER[:2], "1A", "井", "缺失", "恢复", "1天"), "standard_code", {"text": "1A"}),
        (
            *((*COVER[:2], "0201", "井", "缺", "恢复", "1天"), "standard_class"),
            {"code": "0201", "large": "01"},
        ),
        ((*COVER[:2], None, "井", "缺失", "恢复", "1天"), "standard_no_code", {}),
        ((None, None, "07", "井", "缺失", "恢复", "1天"), "standard_no_code", {}),
        ((*COVER[:2], "07", None, "缺失", "恢复", "1天"), "row_without_name", {}),
        ((*COVER, "缺失", "#REF!", "1天"), "standard_error", {"text": "#REF!"}),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_sheet(
    embedded: World, tmp_path: Path, row: Row, why: str, values: dict[str, Any]
) -> None:
    file = components(tmp_path, row, COVERS[3])
    report = once(embedded, import_standard, "filing_condition", file)
    assert (report["rows"], report["imported"]) == (2, 1)
    said(file, report, 2, why, **values)


def test_blank_codes_below_an_unread_one_are_not_of_the_one_above(
    embedded: World, tmp_path: Path
) -> None:
    blank = (None, None, None, None)
    unread = (None, None, "O2", "污水井盖", "声响", "消除", "1天")
    report = import_standard(
        embedded.store, components(tmp_path, COVERS[0], unread, (*blank, "高差", "修复", "5天"))
    )
    assert [entry["line"] for entry in report["rejections"]] == [3, 4]
    assert held(embedded) == meant("component", COVERS[0])


def test_one_code_with_two_names_and_one_condition_twice(embedded: World, tmp_path: Path) -> None:
    other = (*COVER[:3], "消火栓", "缺失", "恢复", "1天")
    again = (*COVERS[0][:6], "9天")
    report = import_standard(embedded.store, components(tmp_path, COVERS[0], other, again))
    twice = Refused("standard_row", sheet="部件", reason=Refused("standard_twice", code="0101"))
    assert [entry["reason"] for entry in report["rejections"]] == [str(twice)]
    told = {"sheet": "部件", "line": 3, "code": "0101", "one": "消火栓", "other": "上水井盖"}
    assert report["remarks"] == [str(Refused("told_otherwise", **told))]
    renamed = (*COVER, "缺失", "恢复", "1天", *COVERS[0][7:])
    assert held(embedded) == meant("component", COVERS[0], renamed)


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_columns_and_any_merging_gives_the_same_rows(
    embedded: World, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    rows = [*COVERS, *drawn(rng)]
    order = rng.sample(range(len(HEADER)), len(HEADER))
    title = [["部件立案标准"]] * rng.randrange(3)
    shown, merged = [[row[column] for column in order] for row in rows], []
    for place, column in enumerate(order):
        for first, last in runs(rows, column) if column in AS_ABOVE else ():
            how = rng.choice(("repeated", "blank", "merged"))
            if how == "repeated":
                continue
            for row in shown[first + 1 : last + 1]:
                row[place] = None
            if how == "merged" and last > first:
                letter, above = "ABCDEFGHI"[place], len(title) + 2
                merged.append(f"{letter}{above + first}:{letter}{above + last}")
    header = [HEADER[column] for column in order]
    file = book(tmp_path / "a.xlsx", ("部件", [*title, header, *shown], merged))
    report = once(embedded, import_standard, "filing_condition", file)
    assert report["rejections"] == []
    assert held(embedded) == meant("component", *rows)


AS_ABOVE = (0, 1, 2, 3, 7, 8)
"""Columns of `HEADER` in which a blank is as above: class, subclass, bodies."""


def runs(rows: list[Row], column: int) -> list[tuple[int, int]]:
    """First and last row of each run with the same value; a subclass only within its class."""

    def told(number: int) -> Row:
        row = rows[number]
        return (row[0], row[column]) if column in (2, 3) else (row[column],)

    found = (list(run) for _told, run in groupby(range(len(rows)), key=told))
    return [(run[0], run[-1]) for run in found]


def drawn(rng: random.Random) -> list[Row]:
    """Rows of more classes, each subclass with one to four conditions."""
    bodies = [("队", "局"), ("站", "局")]
    return [
        (
            *(f"{large:02}", f"大类{large}", f"{sub:02}", f"小类{large}-{sub}"),
            *(f"情形{n}", "恢复", "1天", *rng.choice(bodies)),
        )
        for large in range(3, 6)
        for sub in range(1, rng.randrange(2, 5))
        for n in range(rng.randrange(1, 5))
    ]


def test_an_import_that_fails_half_way_leaves_nothing(
    town_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = "category", "filing_condition"
    before = [town_world.rows(name) for name in tables]

    def fails(*_all: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("console.intake.standards.workbook._Import.end", fails)
    with pytest.raises(ConnectionError):
        import_standard(town_world.store, components(tmp_path, *COVERS))
    assert [town_world.rows(name) for name in tables] == before


def test_the_same_name_without_a_code_is_as_above(embedded: World, tmp_path: Path) -> None:
    below = (None, "公用设施", None, "上水井盖", *COVERS[1][4:])
    import_standard(embedded.store, components(tmp_path, COVERS[0], below))
    assert held(embedded) == meant("component", *COVERS[:2])


def test_a_class_with_its_code_in_its_name(embedded: World, tmp_path: Path) -> None:
    rows = [(f"{row[0]} {row[1]}", *row[2:]) for row in COVERS]
    import_standard(embedded.store, components(tmp_path, *rows, header=("大类", *HEADER[2:])))
    assert held(embedded) == meant("component", *COVERS)


def test_formulas_count_by_their_results(embedded: World, tmp_path: Path) -> None:
    path = Path(components(tmp_path, (*COVERS[0][:5], "=1+1", *COVERS[0][6:])))
    standards.with_part(path, "xl/worksheets/sheet1.xml", "<v />", "<v>2</v>")
    import_standard(embedded.store, str(path))
    assert [row[6] for row in held(embedded)] == ["2"]
