"""A run writes one file; what nobody caught is in it; old ones go; no home is no obstacle."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console import logs, paths


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root = logging.getLogger()
    held, level = list(root.handlers), root.level
    monkeypatch.setattr(paths, "logs", lambda: tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    yield tmp_path
    for handler in [one for one in root.handlers if one not in held]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.expects_log("uncaught")
def test_what_nobody_caught_is_written_and_still_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = logs.begin("demo")
    assert file is not None
    try:
        raise LookupError("望湖")
    except LookupError as error:
        sys.excepthook(LookupError, error, error.__traceback__)
    text = file.read_text(encoding="utf-8")
    assert "demo begins" in text
    assert "LookupError: 望湖" in text
    assert "test_logs.py" in text
    assert "LookupError" in capsys.readouterr().err


@pytest.mark.expects_log("uncaught")
def test_what_nobody_caught_on_a_thread_is_written_too(folder: Path) -> None:
    file = logs.begin("keep")
    assert file is not None

    def fails() -> None:
        raise LookupError("on a thread")

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    assert "LookupError: on a thread" in file.read_text(encoding="utf-8")


def test_only_the_newest_runs_are_kept(folder: Path) -> None:
    for day in range(10, 40):
        (folder / f"202601{day}-000000-demo-1.log").write_text("old")
    logs.begin("demo")
    left = sorted(file.name for file in folder.iterdir())
    assert len(left) == logs.KEPT
    assert left[0] == "20260121-000000-demo-1.log"


@pytest.mark.expects_log("no log is written")
def test_without_a_home_the_program_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "logs", lambda: folder / "missing")
    assert logs.begin("demo") is None
