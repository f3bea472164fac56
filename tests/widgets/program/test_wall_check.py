"""`wall check` and the test picture, without a screen of a wall."""

import json
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtGui import QGuiApplication

from console import machine
from console.seat import wall_check, wall_install
from console.seat.options import parse
from console.seat.wall_seat import WallStart
from tests.store.world import World
from widgets import theme
from widgets.program import wall_check as page
from widgets.wall.awake import Awake
from widgets.wall.pattern import SIZES, Pattern, measured_words
from widgets.wall.pattern_program import PatternProgram
from widgets.wall.screens import key_of


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(machine.ELSEWHERE, str(tmp_path / "machine.toml"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "config"))
    return tmp_path


def asked(*words: str) -> dict[str, wall_check.Finding]:
    return {one.name: one for one in wall_check.findings(parse(["wall", "check", *words]))}


def test_a_city_without_a_login_of_a_wall_is_told(town_world: World) -> None:
    found = asked("--database", town_world.url, "--as", "disp")
    assert {"database", "schema", "login", "server", "clock", "zone", "autostart"} <= set(found)
    assert (found["database"].ok, found["schema"].ok, found["server"].ok) == (True, True, True)
    assert not found["login"].ok
    assert "db give disp wall" in found["login"].cure


def test_a_database_that_is_not_there_is_one_line(home: Path) -> None:
    (home / "secret").write_text("x")
    (home / "secret").chmod(0o644)
    found = asked("--database", f"sqlite:///{home}/none.db", "--password-file", f"{home}/secret")
    assert not found["database"].ok
    assert "login" not in found
    assert found["password_file"].ok == (os.name == "nt")


def test_the_page_ends_with_one_where_anything_is_wrong(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(Awake, "begin", lambda self: setattr(self, "problem", ""))
    monkeypatch.setattr(wall_install, "installed", lambda: "unit")
    words = ("--screen", "HDMI-9", "--database", f"sqlite:///{home}/none.db")
    assert page.run(parse(["wall", "check", *words, "--json"])) == 1
    told = json.loads(capsys.readouterr().out)
    checks = {one["name"]: one for one in told["checks"]}
    assert set(checks) <= set(wall_check.NAMES)
    assert not told["ok"]
    assert "HDMI-9" in checks["screens"]["found"]
    assert (checks["awake"]["ok"], checks["autostart"]["found"]) == (True, "unit")
    assert all(bool(one["do"]) != one["ok"] for one in told["checks"])


@pytest.mark.parametrize(
    ("size", "seams", "parts"),
    [((1920, 1080), (), 1), ((3840, 1080), (1920,), 2), ((960, 540), (480,), 1)],
)
def test_each_part_between_seams_has_facts_where_there_is_room(
    qtbot: QtBot, size: tuple[int, int], seams: tuple[int, ...], parts: int
) -> None:
    pattern = Pattern("DP-1")
    qtbot.addWidget(pattern)
    pattern.resize(*size)
    pattern.seams = (seams, ())
    assert len(pattern.parts()) == parts
    assert pattern.line_px() <= min(part.width() for part in pattern.parts())
    image = pattern.grab().toImage()
    if seams:
        assert image.pixelColor(seams[0], size[1] // 2) == theme.color("alarm")
    assert all(theme.wall.size(name, pattern.unit) > 1 for name in SIZES)


def test_what_is_measured_is_kept_and_the_unit_follows(qtbot: QtBot, home: Path) -> None:
    screen = key_of(QGuiApplication.screens()[0])
    program = PatternProgram(WallStart("", screens=(screen,), size=(1920, 1080)))
    program.begin()
    (window,) = program.windows
    qtbot.addWidget(window)
    before = window.pattern.unit
    qtbot.keyClicks(window, "630")
    qtbot.keyClick(window, Qt.Key.Key_Return)
    assert not machine.installation_file().exists()
    assert window.pattern.note
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    qtbot.keyClicks(window, "6")
    assert (before, window.pattern.unit) == (28, 62)
    assert "630" in measured_words(window.pattern.measured)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    kept = machine.read(machine.installation_file())
    assert kept == {"wall_pitch": "0.63", "wall_distance": "6"}
    program.close()
