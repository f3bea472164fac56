"""The portable installer: one file that a user without root runs, by makeself."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from linux import deb, desktop, manual
from release import Release

SCRIPTS: Final = Path(__file__).resolve().parent / "templates"


def stage(frozen: Path, folder: Path, release: Release) -> None:
    """What the installer unpacks: the program, what goes into ~/.local/share, its scripts."""
    shutil.copytree(frozen, folder / "program", symlinks=True, copy_function=deb.link)
    share = folder / "share"
    desktop.write(share, folder / "systemd", release)
    manual.write(share / "man", release)
    deb.icons(frozen.parent / "made" / "icons", share / "icons" / "hicolor")
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy(SCRIPTS / script, folder / script)
        (folder / script).chmod(0o755)
    shutil.copy(SCRIPTS / "apparmor", folder / "apparmor")
    (folder / "version").write_text(release.package + "\n")


def build(folder: Path, release: Release, version: str, out: Path) -> Path:
    """Packs a staged folder; answers the installer."""
    file = out / f"WanggeConsole-{version}-linux-x64.run"
    words = [
        "makeself",
        "--quiet",
        "--xz",
        "--complevel",
        str(deb.LEVEL),
        "--threads",
        "0",
        "--nox11",
        "--sha256",
    ]
    words += ["--packaging-date", f"@{release.moment}", "--tar-extra", "--owner=0 --group=0"]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    subprocess.run(
        [*words, str(folder), str(file), f"Wangge Console {version}", "./install.sh"],
        env=environment, check=True,
    )  # fmt: skip
    return file
