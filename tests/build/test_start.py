"""`./start` sets a bare machine up and opens the console, without make."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a plain shell is not on Windows")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A checkout whose set-up and Python only write down what they were asked."""
    folder = tmp_path / "a place"
    for name in ("build/setup.sh", ".venv/bin/python"):
        file = folder / name
        file.parent.mkdir(parents=True)
        file.write_text(f'#!/bin/sh\necho {Path(name).stem} "$@" >> "{tmp_path}/told"\n')
        file.chmod(0o755)
    shutil.copy(ROOT / "start", folder / "start")
    return folder


def start(place: Path, *arguments: str) -> int:
    """Its exit code, called from elsewhere with nothing but the system's own commands."""
    done = subprocess.run(
        [str(place / "start"), *arguments], cwd="/", env={"PATH": os.defpath}, check=False
    )
    return done.returncode


def test_it_sets_up_first_and_then_opens_the_console(place: Path, tmp_path: Path) -> None:
    assert start(place, "dispatch", "--as", "a name") == 0
    told = (tmp_path / "told").read_text().splitlines()
    assert told == ["setup", f"python {place}/main.py dispatch --as a name"]


def test_nothing_is_opened_where_the_set_up_fails(place: Path, tmp_path: Path) -> None:
    (place / "build" / "setup.sh").write_text("#!/bin/sh\nexit 1\n")
    assert start(place) == 1
    assert not (tmp_path / "told").exists()


def test_it_is_plain_shell_and_make_demo_goes_the_same_road() -> None:
    assert os.access(ROOT / "start", os.X_OK)
    shell = shutil.which("dash") or "/bin/sh"
    assert subprocess.run([shell, "-n", str(ROOT / "start")], check=False).returncode == 0
    recipe = subprocess.run(
        ["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert recipe.stdout.split() == ["./start"]
