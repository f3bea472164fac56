"""The frozen folder itself; `make freeze` makes it and runs these."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from freeze import FOLDER, PROGRAM
from linux import elf
from PIL import Image
from prune import kept

pytestmark = pytest.mark.skipif(
    not PROGRAM.exists(), reason="nothing is frozen here; `make freeze` does it"
)
MOST_MB = 560


def files() -> list[str]:
    """What is in the folder; the links PyInstaller sets at its top stand for files that are."""
    inside = FOLDER / "_internal"
    there = [f for f in inside.rglob("*") if f.is_file() and not f.is_symlink()]
    return [f.relative_to(inside).as_posix() for f in there]


def test_nothing_of_the_prune_list_is_in_the_folder() -> None:
    assert [path for path in files() if not kept(path)] == []


def test_both_languages_of_the_web_view_are() -> None:
    locales = {Path(path).name for path in files() if "qtwebengine_locales" in path}
    assert locales == {"en-US.pak", "zh-CN.pak"}


def test_it_is_no_larger_than_it_was() -> None:
    size = sum(f.stat().st_size for f in FOLDER.rglob("*") if f.is_file() and not f.is_symlink())
    assert size / 1e6 < MOST_MB


def test_it_reckons_a_deadline_without_a_checkout(tmp_path: Path) -> None:
    words = ["deadline", "--from", "2025-03-14T13:00", "--limit", "1工作时", "--json"]
    said = subprocess.run(
        [PROGRAM, *words], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(said.stdout)["deadline"] == "2025-03-14T15:00:00+08:00"


def test_it_reads_pictures(tmp_path: Path) -> None:
    """Pillow's readers are in the folder, whatever of it was pruned."""
    city = f"sqlite:///{tmp_path / 'city.db'}"
    made = [str(PROGRAM), "--database", city, "db", "load-demo", "--cases", "20"]
    subprocess.run(made, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    for kind in ("JPEG", "PNG", "WEBP"):
        file = tmp_path / f"picture.{kind.lower()}"
        Image.new("RGB", (40, 30), "red").save(file, kind)
        words = ["--database", city, "--as", "li", "act", "attach", "7", "--photo", str(file)]
        said = subprocess.run(
            [str(PROGRAM), *words, "--json"],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is Linux's")
def test_no_file_asks_for_a_newer_glibc_than_promised() -> None:
    assert elf.too_new(FOLDER) == []


def test_both_names_are_one_program_that_says_its_own() -> None:
    for name in ("wangge", "wangge-console"):
        program = PROGRAM.with_stem(name)
        said = subprocess.run(
            [program, "--help"], capture_output=True, text=True, check=True, timeout=60
        )
        assert f"{name} [" in said.stdout
        assert "main.py" not in said.stdout


def test_it_tells_number_and_commit() -> None:
    said = subprocess.run(
        [PROGRAM, "--version"], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.startswith("wangge ")
    assert json.loads((FOLDER / "_internal" / "version.json").read_text())["commit"] in said.stdout
