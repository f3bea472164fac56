"""`wall install` in a home of its own, with and without systemd."""

import configparser
import os
import shlex
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from console import paths
from console.seat import wall_install, wall_unit
from tests.seat.conftest import Say

URL = "postgresql://wall@db.test/网格"
WORDS = ("--database", URL, "--screen", "DP-1,HDMI 2", "--pitch", "0.9", "--led")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose systemd is a program that notes what it is asked."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "config"))
    monkeypatch.setenv("WANGGE_MACHINE_SETTINGS", str(tmp_path / "machine.toml"))
    monkeypatch.setenv("PATH", os.defpath if os.name == "nt" else str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path


@pytest.fixture
def systemd(home: Path) -> Path:
    asked = home / "asked"
    file = home / "bin" / "systemctl"
    file.write_text(f'#!/bin/sh\necho "$@" >>{shlex.quote(str(asked))}\n')
    file.chmod(0o755)
    return asked


@pytest.mark.skipif(os.name == "nt", reason="systemd")
def test_a_unit_is_written_enabled_and_taken_away(say: Say, home: Path, systemd: Path) -> None:
    said = say("wall", "install", *WORDS, "--json")
    assert (said.code, said.document["way"], said.document["failed"]) == (0, "systemd", [])
    unit = home / "config" / "systemd" / "user" / wall_unit.UNIT
    link = unit.parent / "graphical-session.target.wants" / wall_unit.UNIT
    assert link.resolve() == unit
    text = unit.read_text(encoding="utf-8")
    assert f'main.py wall --database {URL} --screen "DP-1,HDMI 2" --pitch 0.9 --led\n' in text
    assert {"Restart=always", "WatchdogSec=30", "RestartForceExitStatus=75"} <= set(
        text.splitlines()
    )
    assert systemd.read_text() == "--user daemon-reload\n"
    assert wall_install.installed() == str(link)
    gone = say("wall", "install", "--remove", "--json").document["removed"]
    assert str(unit) in gone
    assert (link.is_symlink(), unit.exists(), wall_install.installed()) == (False, False, "")
    assert say("wall", "install", "--remove").out == "大屏没有设置自动启动。\n"


@pytest.mark.skipif(os.name == "nt", reason="a shell")
def test_without_systemd_the_desktop_starts_it(say: Say, home: Path) -> None:
    said = say("wall", "install", "--seat", '50% "南" $墙`', "--json")
    (file,) = map(Path, said.document["files"])
    assert file == home / "config" / "autostart" / wall_unit.ENTRY
    read = configparser.RawConfigParser()
    read.read(file, encoding="utf-8")
    line = read["Desktop Entry"]["Exec"]
    # as the specification of desktop entries says: the string's escapes, then the quoted word's
    quoted = line.removeprefix("sh -c ").replace("\\\\", "\\").replace("%%", "%")
    shell = subprocess.run(
        ["/bin/sh", "-c", f"printf %s {quoted}"], capture_output=True, text=True, check=True
    ).stdout
    assert shlex.split(shell.removeprefix("until ").partition(";")[0])[1:] == [
        *(str(paths.root() / "main.py"), "wall", "--seat", '50% "南" $墙`'),
    ]


def test_a_dry_run_writes_nothing(say: Say, home: Path) -> None:
    said = say("wall", "install", "--dry-run", "--json")
    assert said.code == 0
    assert said.document["files"]
    assert not (home / "config" / "autostart").exists()


def test_no_password_is_written_down(say: Say, home: Path) -> None:
    said = say("wall", "install", "--database", "postgresql://wall:geheim@db.test/x", "--json")
    assert (said.code, said.document["error"]) == (1, "wall_password")


def test_the_task_of_windows_is_well_formed() -> None:
    command = ["C:\\a & b\\wangge-console.exe", "wall", "--seat", "南 墙"]
    text = wall_unit.task(command, "CITY\\wall").replace(' encoding="UTF-16"', "")
    root = ElementTree.fromstring(text)
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    told = {one.tag.removeprefix(space): one.text for one in root.iter()}
    assert told["Command"] == command[0]
    assert told["Arguments"] == 'wall --seat "南 墙"'
    assert (told["MultipleInstancesPolicy"], told["ExecutionTimeLimit"]) == ("IgnoreNew", "PT0S")


def test_systemd_replaces_nothing_in_a_word() -> None:
    text = wall_unit.unit(["/x/main", "wall", "--seat", '50% $A "b\\c"'])
    assert 'ExecStart=/x/main wall --seat "50%% $$A \\"b\\\\c\\""\n' in text
