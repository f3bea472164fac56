"""A program without a console says what it has to say all the same."""

import sys
from pathlib import Path

import pytest

from console.seat import windowed

INSTALLER = Path(__file__).resolve().parents[2] / "build" / "windows" / "installer.nsi"


def test_without_streams_the_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    streams = windowed.Streams()
    print("to nobody")  # noqa: T201
    print("no such database", file=sys.stderr)  # noqa: T201
    sys.stdout.close()
    assert streams.hidden_text == "no such database"


def test_with_streams_nothing_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    streams = windowed.Streams()
    print("seen", file=sys.stderr)  # noqa: T201
    assert (streams.hidden_text, capsys.readouterr().err) == ("", "seen\n")


def test_program_and_installer_name_the_same_mutex() -> None:
    assert f'!define MUTEX "{windowed.MUTEX}"' in INSTALLER.read_text(encoding="utf-8")
