"""A screen of its own: made, used, and gone afterwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from virtual_screen import VirtualScreen, main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb runs on Linux")


def _screen_answers(display: str) -> bool:
    """True when an X server answers there."""
    done = subprocess.run(
        ["xdpyinfo", "-display", display], capture_output=True, check=False, env=dict(os.environ)
    )
    return done.returncode == 0


def test_the_screen_has_the_size_asked_for_and_ends_with_its_block() -> None:
    with VirtualScreen("1366x768") as screen:
        told = subprocess.run(
            ["xdotool", "getdisplaygeometry"],
            env=screen.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.split() == ["1366", "768"]
        display = screen.display
    assert not _screen_answers(display)


def test_windows_are_looked_after_when_the_block_begins() -> None:
    with VirtualScreen() as screen:
        told = subprocess.run(
            ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
            env=screen.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
    assert "window id" in told.stdout


def test_two_screens_do_not_share_a_display() -> None:
    with VirtualScreen() as one, VirtualScreen() as other:
        assert one.display != other.display


def test_the_command_line_gives_the_command_its_screen_and_returns_its_code(
    tmp_path: Path,
) -> None:
    told = tmp_path / "display"
    assert main(["sh", "-c", f"echo $DISPLAY > {told}; exit 3"]) == 3
    assert told.read_text().startswith(":")
