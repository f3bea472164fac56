"""Servers are remembered newest first, without passwords, and a torn file is no failure."""

from pathlib import Path

import pytest

from console.seat.recent import MOST, Recent, without_password


def test_the_newest_comes_first_and_once(tmp_path: Path) -> None:
    recent = Recent(tmp_path / "servers.json")
    recent.put("postgresql://a/city", "li")
    recent.put("postgresql://b/city", "wang")
    recent.put("postgresql://a/city", "li")
    assert recent.all() == [("postgresql://a/city", "li"), ("postgresql://b/city", "wang")]
    for number in range(MOST + 3):
        recent.put(f"postgresql://{number}/city", "li")
    assert len(recent.all()) == MOST


def test_no_password_is_ever_kept(tmp_path: Path) -> None:
    recent = Recent(tmp_path / "servers.json")
    recent.put("postgresql://li:a:secret@a:5433/city?sslmode=verify-full", "li")
    assert recent.all() == [("postgresql://li@a:5433/city?sslmode=verify-full", "li")]
    assert "secret" not in recent.file.read_text(encoding="utf-8")
    assert without_password("postgresql://li:s@h1:1,h2/city") == "postgresql://li@h1:1,h2/city"
    assert without_password("no address at all") == "no address at all"
    assert without_password("postgresql://a/city") == "postgresql://a/city"


@pytest.mark.expects_log("cannot be read")
@pytest.mark.parametrize("torn", ["{half", "[1, 2]", "null"])
def test_a_torn_file_remembers_nothing(tmp_path: Path, torn: str) -> None:
    file = tmp_path / "servers.json"
    file.write_text(torn, encoding="utf-8")
    assert Recent(file).all() == []


@pytest.mark.expects_log("not remembered")
def test_a_folder_that_is_not_there_is_said_in_the_log(tmp_path: Path) -> None:
    Recent(tmp_path / "missing" / "servers.json").put("postgresql://a/city", "li")
