"""What other programs are started with."""

import sys

import pytest

from console.launching import clean_environment


def test_what_it_was_before_is_what_others_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", "/usr/lib/x/_internal", raising=False)
    ours = {"LD_LIBRARY_PATH": "/usr/lib/x/_internal", "_PYI_ARCHIVE_FILE": "x", "HOME": "/h"}
    assert clean_environment(ours) == {"HOME": "/h"}
    ours["LD_LIBRARY_PATH_ORIG"] = "/opt/lib"
    assert clean_environment(ours) == {"HOME": "/h", "LD_LIBRARY_PATH": "/opt/lib"}


def test_from_source_nothing_is_taken_away() -> None:
    plain = {"LD_LIBRARY_PATH": "/opt/lib", "HOME": "/h"}
    assert clean_environment(plain) == plain
