"""The arithmetic of `measure wall` and `measure soak --wall`; nothing here is timed."""

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from console.domain.evaluation import COUNTED
from console.measure import report, wall_process, wall_recount, wall_soak
from console.seat.options import parse

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3_600_000
NOW = 1_741_932_180_000  # 2025-03-14 14:03
MB = 2**20


def case(stage: int, **told: Any) -> dict[str, Any]:
    plain = dict.fromkeys(COUNTED) | {"registered_at": NOW - HOUR, "self_handled": False}
    return {**plain, "stage": stage, **told}


ROWS = (
    case(3),
    case(5, filed_at=NOW - HOUR, case_since=NOW - HOUR, case_deadline=NOW - 60_000),
    case(20, filed_at=NOW - HOUR, case_deadline=NOW, closed_at=NOW - 5, case_stopped=NOW - 5),
    case(20, registered_at=NOW - 48 * HOUR, closed_at=NOW - 30 * HOUR),
)
RIGHT = {
    "reported": 3,
    "filed": 2,
    "dispatched": 1,
    "handled": 0,
    "closed": 1,
    "on_time_rate": [1, 2],
    "overdue": 1,
    "ladder_late": 1,
    "flow": 2,
    "streets": 3,
    "categories": 3,
    "sources": 3,
    "trend": 3,
    "handled_parts": 0,
}


def test_figures_that_are_those_of_the_rows_are_right() -> None:
    held = wall_recount.Database(ROWS, 1, ZONE)
    told = {"at": NOW, "period": "today", "figures": RIGHT}
    assert wall_recount.wrong(told, held) == []


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_each_figure_that_differs_is_named(name: str) -> None:
    held = wall_recount.Database(ROWS, 1, ZONE)
    told = {"at": NOW, "period": "today", "figures": {**RIGHT, name: 99}}
    assert wall_recount.wrong(told, held) == [name]


def test_a_process_that_came_meanwhile_counts_from_its_start() -> None:
    assert wall_process.core_share({1: 10.0, 2: 1.0}, {1: 13.0, 3: 2.0}, 10.0) == 0.5


def test_frames_and_changes_are_told_by_the_second() -> None:
    pytest.importorskip("psutil")
    from console.measure.wall_run import between

    first = {"changes": 100, "applied_s": 1.0, "frames": 10}
    last = {"changes": 300, "applied_s": 1.1, "frames": 60}
    told = between(first, last, 10.0)
    assert told == {"fps": 5.0, "apply_us_per_change": 500, "changes_per_second": 20.0}
    assert between(first, first, 10.0)["apply_us_per_change"] == 0


def test_memory_is_told_by_role(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psutil")
    monkeypatch.setattr("sys.platform", "linux")
    tree = [
        SimpleNamespace(
            pid=pid, memory_info=lambda own=own: SimpleNamespace(rss=(own + 5) * MB, shared=5 * MB)
        )
        for pid, own in ((7, 100), (8, 40), (9, 3), (10, 2))
    ]
    told = wall_process.memory_by_role(tree, [8])
    assert told == {"window": 100.0, "renderer": 40.0, "rest": 5.0}


def test_what_grows_is_told_in_kilobytes_a_minute() -> None:
    weighed = [(minute / 2, {"window": 100 + minute / 2, "rest": 5.0}) for minute in range(41)]
    told = wall_soak.growth(weighed)
    assert told["window_slope_low"] == pytest.approx(1024, abs=1)
    assert told["memory_slope_high"] == pytest.approx(1024, abs=1)
    assert (told["rest_slope_low"], told["rest_mb"], told["memory_mb"]) == (0.0, 5.0, 125.0)
    assert not report.wall_soak_bounds()["window_slope_low"].holds(told["window_slope_low"])


def test_types_of_which_more_came_are_told_first() -> None:
    before, after = {"A": 5, "B": 9, "C": 1}, {"A": 6, "B": 9, "C": 4, "D": 2}
    assert list(wall_soak.more(before, after).items()) == [("C", 3), ("D", 2), ("A", 1)]


def test_a_wall_is_held_against_its_bounds() -> None:
    bounds = report.wall_bounds(100)
    assert bounds["core_share"].most == 0.6
    assert bounds["first_ratio"].most == 3.5
    assert not bounds["figures_wrong"].holds(1)
    assert not bounds["changes_per_second"].holds(80)


def test_the_command_line_names_scene_and_seconds() -> None:
    asked = parse(["measure", "wall", "--scene", "Overview", "--seconds", "5"])
    assert (asked.scene, asked.seconds) == ("Overview", 5.0)
    assert parse(["measure", "soak", "--wall"]).wall
    assert not parse(["measure", "soak"]).wall
