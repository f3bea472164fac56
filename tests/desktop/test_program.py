"""The program as a whole, from the command line: it proves itself, lives for a while, and ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from console import paths

pytestmark = pytest.mark.timeout(240)


def program(home: Path, *words: str) -> tuple[int, str, str]:
    """Runs `main.py` with a home of its own: (exit code, output, complaints)."""
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    ran = subprocess.run(
        [sys.executable, str(paths.root() / "main.py"), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


def document(output: str) -> Any:
    return json.loads(output.strip().splitlines()[-1])


def test_the_selftest_holds_every_step(tmp_path: Path) -> None:
    code, output, complaints = program(tmp_path, "selftest", "--json", "--language", "en")
    found = document(output)
    assert (code, found["passed"]) == (0, True), complaints[-2000:]
    assert len(found["steps"]) == (10 if sys.platform == "linux" else 9)
    assert {"version", "qt", "chromium"} <= set(found)
    assert "Traceback" not in complaints


def test_the_demo_lives_for_as_long_as_it_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code, output, complaints = program(tmp_path, "demo", "--for", "30", "--json")
    found = document(output)
    assert code == 0, complaints[-2000:]
    assert found["hearing"] == "hearing"
    assert found["open_before"] > 2000
    assert found["changes"] > 0
    assert found["crews_heard"] > 0
    assert found["faults"] == 0
    assert "Traceback" not in complaints
    assert not _alive(str(tmp_path))


def _alive(home: str) -> list[str]:
    """Processes whose command line names a file below `home`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().decode(errors="replace")
        except OSError:
            continue  # it ended while we looked
        if home in words:
            found.append(words)
    return found


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("words", [["demo"], ["demo", "--as", "li"]], ids=["sign-on", "window"])
def test_told_to_stop_it_closes_like_by_hand(
    tmp_path: Path, kind: signal.Signals, words: list[str]
) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    with subprocess.Popen(
        [sys.executable, str(paths.root() / "main.py"), *words, "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hear_interrupts,
    ) as child:
        over = time.monotonic() + 60
        while child.poll() is None and not _alive_simulators(tmp_path) and time.monotonic() < over:
            time.sleep(0.1)  # the demo's life begins once its city stands and Qt's loop runs
        child.send_signal(kind)
        try:
            output, complaints = child.communicate(timeout=30)
        finally:
            child.kill()
    assert child.returncode == 0, complaints[-2000:]
    assert document(output) == {}
    assert "Traceback" not in complaints
    assert not _alive(str(tmp_path))


def _hear_interrupts() -> None:
    """A run in the background of a shell has its children ignore Ctrl-C, and so would ours."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _alive_simulators(home: Path) -> list[str]:
    return [words for words in _alive(str(home)) if "simulate" in words]


def test_a_window_on_a_broken_database_says_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "letter.db"
    broken.write_text("Dear city, " * 400)
    code, _output, complaints = program(
        tmp_path, "dispatch", "--database", f"sqlite:///{broken}", "--as", "li", "--language", "en"
    )
    ours = [line for line in complaints.splitlines() if "database" in line]
    assert code == 1
    assert ours == [f"{broken} is not a database, or it is damaged."]
