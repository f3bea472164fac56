"""`measure board` and `measure stall` at a small size: they run, say their keys, and refuse too little."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from console import paths
from console.city import demo
from console.measure import page, report


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('measured') / 'city.db'}"
    demo.build(url, cases=300)
    return url


def measured(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*page.program(), "measure", *words, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=paths.root(),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def test_a_short_list_is_sorted_filtered_scrolled_and_painted(city: str) -> None:
    done = measured("board", "--rows", "300", "--selected", "30", "--database", city)
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["within"] else 1), done.stderr
    assert set(report.board_bounds()) <= set(told["figures"])
    assert told["figures"]["selected"] == 30
    assert told["figures"]["rows"] >= 300
    assert all(took > 0 for took in told["figures"].values())


def test_a_window_is_typed_into_while_changes_come(city: str) -> None:
    asked = ("--rate", "20", "--minutes", "0.05", "--open", "300", "--database", city)
    told = json.loads(measured("stall", *asked).stdout)
    figures = told["figures"]
    assert {"p99_ms", "p999_ms", "worst_ms", "bare_p999_ms", "key_ms_p99"} <= set(figures)
    assert set(report.stall_bounds(20)) == set(told["bounds"])
    assert figures["p99_ms"] <= figures["p999_ms"] <= figures["worst_ms"]
    assert figures["heard_per_second"] > 2
    assert figures["keys"] >= 5


@pytest.mark.parametrize(
    "words", [("board", "--rows", "9000"), ("stall", "--open", "9000", "--minutes", "0.01")]
)
def test_fewer_cases_than_asked_for_are_no_figure(city: str, words: tuple[str, ...]) -> None:
    done = measured(*words, "--database", city)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "measure_few_open"


def test_a_missing_database_is_said(tmp_path: Path) -> None:
    for measure in ("board", "stall"):
        done = measured(measure, "--database", f"sqlite:///{tmp_path / 'missing.db'}")
        assert done.returncode == 1
        assert "missing.db" in done.stderr
