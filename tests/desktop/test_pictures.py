"""The dispatch window as pictures: nothing cut, pale, small or nameless; every state draws."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console import paths
from console.city import demo

LOOKS = {f"{s} {m} {w}" for s in ("1366x768", "1920x1080") for m in ("dark", "light")
         for w in ("zh", "en")}  # fmt: skip
SENTENCES = {
    "empty": "Nothing to dispatch",
    "filtered": "312",
    "late": "8 s late",
    "deaf": "No new data since 14:03:07",
    "read-only": "Read only",
    "forbidden": "Dispatcher",
    "failed": "The list could not be drawn.",
}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    url = f"sqlite:///{tmp_path_factory.mktemp('pictures')}/demo.db"
    demo.build(url, seed=1, cases=1000)
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.pictures", url],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd=paths.root(),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[Any]] = json.loads(done.stdout)
    return told


def test_every_look_was_taken_and_its_audit_is_empty(pictures: dict[str, list[Any]]) -> None:
    assert {shot["name"] for shot in pictures["looks"]} == LOOKS
    assert {shot["name"]: shot["findings"] for shot in pictures["looks"] if shot["findings"]} == {}


def test_the_audit_of_every_state_is_empty(pictures: dict[str, list[Any]]) -> None:
    found = {shot["name"]: shot["findings"] for shot in pictures["states"] if shot["findings"]}
    assert found == {}


@pytest.mark.parametrize("state", SENTENCES)
def test_a_state_says_what_it_is_in_every_pane(pictures: dict[str, list[Any]], state: str) -> None:
    (shot,) = [shot for shot in pictures["states"] if shot["name"] == state]
    assert shot["words"].count(SENTENCES[state]) >= 5


def test_loading_shows_no_case(pictures: dict[str, list[Any]]) -> None:
    (shot,) = [shot for shot in pictures["states"] if shot["name"] == "loading"]
    (ready,) = [shot for shot in pictures["looks"] if shot["name"] == "1366x768 light en"]
    assert "Exposed refuse" in ready["words"]
    assert "Exposed refuse" not in shot["words"]


def test_no_look_and_no_state_makes_the_window_grow(pictures: dict[str, list[Any]]) -> None:
    taken = [*pictures["looks"], *pictures["states"]]
    assert [shot["name"] for shot in taken if shot["grown"]] == []


def test_back_from_another_language_everything_lies_as_before(
    pictures: dict[str, list[Any]],
) -> None:
    before, other, after = pictures["again"]
    assert other != before
    assert after == before


def test_the_door_takes_a_picture_and_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "shot.png"
    program = [sys.executable, str(paths.root() / "main.py"), "shot", "sign-on", str(file)]
    done = subprocess.run(
        [*program, "--audit", "--json"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["findings"] == []
    assert file.stat().st_size > 0


def test_a_state_that_there_is_not_is_refused_with_all_there_are(tmp_path: Path) -> None:
    file = tmp_path / "shot.png"
    program = [sys.executable, str(paths.root() / "main.py"), "--language", "en", "shot"]
    done = subprocess.run(
        [*program, "dispatch", str(file), "--state", "nosuch"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 1
    assert "empty" in done.stderr
    assert "overfull" in done.stderr
    assert "locked" in done.stderr
    assert not file.exists()
