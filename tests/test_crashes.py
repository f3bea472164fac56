"""What a hard end of the program leaves, and what the next start makes of it."""

import os
import subprocess
import sys
from pathlib import Path

from console import crashes, paths

DIES = "import faulthandler, pathlib, sys; from console import crashes; crashes.begin(pathlib.Path(sys.argv[1])); "


def run(folder: Path, end: str) -> int:
    """A process that begins and ends as told."""
    words = [sys.executable, "-c", DIES + end, str(folder)]
    return subprocess.run(
        words, cwd=paths.root(), stderr=subprocess.DEVNULL, check=False
    ).returncode


def test_a_fault_is_told_once(tmp_path: Path) -> None:
    assert run(tmp_path, "faulthandler._sigabrt()") != 0
    told = crashes.left(tmp_path)
    assert told is not None
    assert "Fatal Python error" in told.read_text(encoding="utf-8")
    assert told.name.endswith(".log")
    assert crashes.left(tmp_path) is None


def test_a_proper_end_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "pass") == 0
    assert list(tmp_path.iterdir()) == []


def test_a_killed_program_has_nothing_to_tell(tmp_path: Path) -> None:
    assert run(tmp_path, "import os; os._exit(9)") == 9
    assert crashes.left(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_what_a_running_program_writes_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{os.getpid()}{crashes.ENDING}").write_text("Fatal Python error")
    assert crashes.left(tmp_path) is None
