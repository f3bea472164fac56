"""Settings of the workstation: one order of sources, known names only."""

import os
from pathlib import Path

import pytest

from console import machine
from console.settings import Settings, settings_file
from tests.seat.conftest import Say, language_as_before, say

__all__ = ["language_as_before", "say"]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's file and a home of this test's own."""
    monkeypatch.setenv(machine.ELSEWHERE, str(tmp_path / "machine.toml"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "config"))
    return tmp_path


def test_the_later_source_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.in_force()["theme"].source == "default"
    machine.write(machine.machine_file(), {"theme": "light", "seat": "席位07", "comfort": "1.3"})
    assert (machine.in_force()["theme"].value, machine.in_force()["theme"].source) == (
        "light",
        "machine",
    )
    machine.write(machine.installation_file(), {"seat": "席位08"})
    assert (machine.in_force()["seat"].value, machine.in_force()["seat"].source) == (
        "席位08",
        "installation",
    )
    settings_file().keep("theme", "dark")
    assert (machine.in_force()["theme"].value, machine.in_force()["theme"].source) == (
        "dark",
        "own",
    )
    monkeypatch.setenv("WANGGE_THEME", "light")
    assert machine.in_force()["theme"].source == "environment"
    shown = machine.own()
    assert (shown["theme"], shown["comfort"], shown["lock_minutes"]) == ("light", "1.3", "15")


def test_what_the_operator_keeps_leaves_the_machines_alone(files: Path) -> None:
    machine.write(machine.machine_file(), {"comfort": "1.3"})
    machine.own().keep("theme", "light")
    machine.write(machine.machine_file(), {"comfort": "1.15"})
    assert machine.own()["comfort"] == "1.15"
    assert isinstance(machine.own(), Settings)


@pytest.mark.expects_log("cannot be read, it is left out")
def test_a_broken_file_is_left_out(files: Path) -> None:
    machine.machine_file().write_text("theme = ")
    assert machine.in_force()["theme"].source == "default"


def test_what_does_not_fit_is_left_out_and_never_written(files: Path) -> None:
    machine.machine_file().write_text('theme = "pink"\nseat = 7\nother = "x"\n')
    assert {one.source for one in machine.in_force().values()} == {"default"}
    with pytest.raises(ValueError, match="pink"):
        machine.write(machine.machine_file(), {"theme": "pink"})


def test_the_installer_writes_and_the_list_tells(say: Say, files: Path) -> None:
    url = 'postgresql://li:geheim@db.test/网格"城'
    said = say("settings", "install", f"database={url}", "ca=", "seat=席位07", "--json")
    assert (said.code, said.document["values"]) == (0, {"database": url, "seat": "席位07"})
    assert machine.in_force()["database"].value == url
    listed = {row["name"]: row for row in say("settings", "list", "--here", "--json").document}
    assert listed["database"]["from"] == "installation"
    assert "geheim" not in say("settings", "list", "--here").out
    assert listed["ca"]["from"] == "default"
    say("settings", "install", "--for-all", "language=en")
    assert "operator's own < environment" in say("settings", "list", "--here").out


def test_the_installer_refuses_what_is_no_setting(
    say: Say, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = say("settings", "install", "colour=red", "--json")
    assert (said.code, said.document["error"]) == (1, "machine_setting_unfit")
    (files / "flat").write_text("")  # no folder can be made there
    monkeypatch.setenv(machine.ELSEWHERE, str(files / "flat" / "console.toml"))
    said = say("settings", "install", "--for-all", "seat=A1", "--json")
    assert (said.code, said.document["error"]) == (1, "file_unwritable")


def test_the_machines_database_stands_where_none_is_named(
    say: Say, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PGSSLROOTCERT", "PGSSLMODE"):
        monkeypatch.setenv(name, "")  # what is set below goes again
        monkeypatch.delenv(name)
    missing = files / "none.db"
    machine.write(machine.machine_file(), {"database": f"sqlite:///{missing}", "ca": "/ca.pem"})
    said = say("cases", "list", "--json")
    assert (said.code, said.document["error"]) == (1, "database_missing")
    assert (os.environ["PGSSLROOTCERT"], os.environ["PGSSLMODE"]) == ("/ca.pem", "verify-full")
    assert say("deadline", "--from", "2025-03-14T13:00", "--limit", "1工作时").code == 0
