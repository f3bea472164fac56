"""Stage limits: a city's own in place of the national ones, each bad row by its line."""

from pathlib import Path
from typing import Any

import pytest

from console.domain.refusal import Refused
from console.domain.stage import Stage
from console.intake.limits import import_limits
from console.store.city import loader
from tests.intake.shapes import csv
from tests.intake.tables import by, named, once, workbook
from tests.store.world import World


def test_a_row_replaces_a_default_or_adds_a_classs_own(town_world: World, tmp_path: Path) -> None:
    count = len(town_world.rows("stage_limit"))
    file = workbook(
        tmp_path,
        ("办理环节", "是否紧急", "区域类别", "办理时限"),
        ("派遣", "否", None, "20分钟"),
        ("核查", "否", "三类区域", "2小时"),
        ("核查", "否", None, "1工作日"),
    )
    report = once(town_world, import_limits, "stage_limit", file)
    assert (report["rows"], report["imported"], report["rejected"]) == (3, 3, 0)
    assert len(town_world.rows("stage_limit")) == count + 2
    check, dispatch = int(Stage.CHECK), int(Stage.DISPATCH)
    held = by(town_world, "stage_limit", stage=dispatch, urgent=False)
    assert (held["minutes"], held["calendar"], held["area_class"]) == (20, "continuous", 0)
    rural = by(town_world, "stage_limit", stage=check, area_class=3)
    assert (rural["minutes"], rural["calendar"]) == (120, "continuous")
    usual = by(town_world, "stage_limit", stage=check, area_class=0)
    assert (usual["minutes"], usual["calendar"]) == (480, "working")


@pytest.mark.parametrize(
    ("row", "why", "values"),
    [
        ("处置,否,2小时,", "stage_unlimited", {"text": "处置"}),
        (",否,2小时,", "stage_unlimited", {"text": ""}),
        ("核查,,2小时,", "stage_without_urgent", {}),
        ("核查,也许,2小时,", "row_flag", {"text": "也许"}),
        ("核查,否,尽快,", "limit_unreadable", {"text": "尽快"}),
        ("核查,否,,", "limit_unreadable", {"text": ""}),
        ("核查,否,2小时,四类", "grid_class", {"text": "四类"}),
        ("核查,否,9999工作日,", "stage_limit_bounds", {"text": "9999工作日", "days": 30}),
        ("核查,否,0分钟,", "stage_limit_bounds", {"text": "0分钟", "days": 30}),
        (f"核查,否,{'长' * 50},", "row_too_long", {"text": "长" * 40 + "…", "most": 40}),
    ],
)
def test_a_row_that_cannot_be_meant_is_told_and_leaves_the_rest(
    embedded: World, tmp_path: Path, row: str, why: str, values: dict[str, Any]
) -> None:
    file = csv(tmp_path, "环节,紧急,时限,类别", row, "立案,是,5分钟,")
    report = once(embedded, import_limits, "stage_limit", file)
    named(report, 2, why, **values)
    assert by(embedded, "stage_limit", stage=int(Stage.FILE))["minutes"] == 5


def test_a_stage_that_comes_twice_is_taken_once(embedded: World, tmp_path: Path) -> None:
    file = csv(tmp_path, "stage,urgent,limit", "立案,是,5分钟", "file,yes,6分钟")
    report = once(embedded, import_limits, "stage_limit", file)
    named(report, 3, "row_twice", number="file")
    assert by(embedded, "stage_limit", stage=int(Stage.FILE))["minutes"] == 5


def test_a_file_without_the_columns_changes_nothing(embedded: World, tmp_path: Path) -> None:
    before = embedded.rows("stage_limit")
    with pytest.raises(Refused, match="紧急"):
        import_limits(embedded.store, csv(tmp_path, "环节,时限", "立案,5分钟"))
    assert embedded.rows("stage_limit") == before


def test_wide_digits_and_capitals_are_read(embedded: World, tmp_path: Path) -> None:
    file = csv(
        tmp_path, "Stage,Urgent,Limit,Class", "VERIFY,NO,２小时,３", "Check,No,1小时,Ⅲ类区域"
    )
    report = once(embedded, import_limits, "stage_limit", file)
    named(report, 3, "grid_class", text="Ⅲ类区域")
    held = by(embedded, "stage_limit", stage=int(Stage.VERIFY))
    assert (held["minutes"], held["area_class"], held["urgent"]) == (120, 3, False)


def test_a_stage_of_another_version_is_left_alone(embedded: World, tmp_path: Path) -> None:
    odd = {"stage": 99, "urgent": False, "minutes": 5, "calendar": "continuous"}
    with embedded.store.write() as connection:
        loader.load(connection, "stage_limit", [odd])
    once(embedded, import_limits, "stage_limit", csv(tmp_path, "环节,紧急,时限", "立案,是,5分钟"))
    assert by(embedded, "stage_limit", stage=99)["minutes"] == 5
