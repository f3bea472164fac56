"""What the Linux packages are made of, apart from the frozen program itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import components
import pytest
from linux import bare, deb, desktop, elf, manual
from release import Release

from console.seat import verb_words
from widgets.workspaces import PLANNED, WORKSPACES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux packages are made on Linux")
ROOT = Path(__file__).resolve().parents[2]
RELEASE = Release("1.2.3", "0123456789ab", 1_750_000_000, changed=False)


def test_a_later_commit_has_a_later_version() -> None:
    later = Release("1.2.3", "aaaaaaaaaaaa", RELEASE.moment + 1, changed=False)
    assert RELEASE.package == "1.2.3+20250615150640.0123456789ab"
    assert later.package > RELEASE.package
    assert Release("1.2.3", "", 0, changed=True).package.endswith("unknown.changed")


def test_each_workspace_has_an_entry_in_both_languages() -> None:
    made = dict(desktop.entries())
    assert {"wangge-console.desktop"} | {
        f"wangge-console-{one.key}.desktop" for one in WORKSPACES
    } == set(made)
    text = made["wangge-console-dispatch.desktop"]
    assert "Name[zh_CN]=网格指挥台 · 派遣\n" in text
    assert "Exec=wangge-console dispatch\n" in text


def test_only_what_is_built_is_started_by_systemd() -> None:
    made = dict(desktop.units())
    assert "ExecStart=/usr/bin/wangge keep\n" in made["wangge-keeper.service"]
    assert ("wangge-wall.service" in made) == ("wall" not in PLANNED)
    wall = made["wangge-wall.service"]
    assert "ExecStart=/usr/bin/wangge-console wall\nRestart=always\n" in wall
    assert "RestartForceExitStatus=75\nNotifyAccess=main\nWatchdogSec=30\n" in wall


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_manual_tells_every_verb(language: str) -> None:
    page = manual.page(language, RELEASE)
    leaves = [
        verb
        for verb in verb_words.VERB_HELP
        if not any(v.startswith(f"{verb} ") for v in verb_words.VERB_HELP)
    ]
    missing = [verb for verb in leaves if f".B {verb}\n".replace("-", r"\-") not in page]
    assert missing == []
    assert "main.py" not in page


def test_no_least_version_but_glibc_and_the_compiler_is_asked_for() -> None:
    assert deb.need("libc6 (>= 2.34)") == "libc6 (>= 2.34)"
    assert deb.need("libzstd1 (>= 1.5.2)") == "libzstd1"
    assert deb.need("libasound2 (>= 1.0.17)") == "libasound2t64 | libasound2"


def test_the_newest_glibc_of_a_file_is_read() -> None:
    if shutil.which("readelf") is None:
        pytest.skip("binutils are not here")
    assert elf.newest_glibc(Path("/bin/sh").resolve()) >= (2, 2, 5)
    assert "libc.so.6" in elf.needed(Path("/bin/sh").resolve())


def test_a_newer_symbol_is_asked_for_in_its_older_version(tmp_path: Path) -> None:
    """On a machine whose glibc has `hypot` twice, as those that packages are made on."""
    compiler = shutil.which("cc")
    if compiler is None or shutil.which("readelf") is None:
        pytest.skip("no compiler here")
    source, program = tmp_path / "h.c", tmp_path / "h"
    source.write_text(
        "#include <math.h>\n#include <stdlib.h>\n"
        "int main(int n, char **v) { return hypot(atof(v[1]), atof(v[2])) != 5; }\n"
    )
    subprocess.run([compiler, str(source), "-o", str(program), "-lm"], check=True)
    if elf.newest_glibc(program) < (2, 35):
        pytest.skip("this glibc has but one hypot")
    assert elf.ask_for_less(program) == ["GLIBC_2.35"]
    assert elf.newest_glibc(program) <= elf.NEWEST
    assert subprocess.run([str(program), "3", "4"], check=False).returncode == 0


def test_what_is_left_out_is_in_no_bill() -> None:
    linux, windows = components.packages("linux"), components.packages("windows")
    assert "cryptography" not in linux
    assert {"pyside6", "numpy", "psycopg-binary"} <= set(linux) & set(windows)
    assert "pywin32-ctypes" in set(windows) - set(linux)


def test_the_archive_is_the_one_that_this_machine_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "list"
    place.write_text("deb [arch=amd64] http://mirror.test/debian bookworm main\n")
    monkeypatch.setattr(bare, "SOURCES", (str(place),))
    assert bare.mirror() == "http://mirror.test/debian"
    place.write_text("Types: deb\nURIs: http://other.test/debian/\n")
    assert bare.mirror() == "http://other.test/debian/"
    place.write_text("")
    with pytest.raises(bare.Unavailable, match="no Debian archive"):
        bare.mirror()


@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh", "postinst", "prerm", "postrm"])
def test_the_scripts_are_plain_shell(script: str) -> None:
    shell = shutil.which("dash") or "/bin/sh"
    file = ROOT / "build" / "linux" / "templates" / script
    assert (
        subprocess.run([shell, "-n", str(file)], check=False, env={"PATH": os.defpath}).returncode
        == 0
    )
