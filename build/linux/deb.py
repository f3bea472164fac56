"""The Debian package: what it holds, what it depends on, how it is put in and taken out."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from linux import desktop, elf, manual
from release import Release

NAME: Final = "wangge-console"
HOME: Final = f"usr/lib/{NAME}"
TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
ROOT: Final = Path(__file__).resolve().parents[2]
LEVEL: Final = 3
"""Of xz: a tenth larger than the default 6, made in a third of the time."""
NEWER_NAMES: Final = {
    "libasound2": "libasound2t64",
    "libcups2": "libcups2t64",
    "libglib2.0-0": "libglib2.0-0t64",
}
"""Names since Debian 13 and Ubuntu 24.04 of what Debian 12 and Ubuntu 22.04 call otherwise."""
FLOORS: Final = ("libc6", "libstdc++6")
MORE: Final = ("tzdata", "xkb-data")
"""Data that the program reads and no library names."""
CONTROL: Final = """\
Package: {name}
Version: {version}
Architecture: amd64
Maintainer: Wangge Console <wangge-console@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: xdg-utils, fonts-noto-cjk, x11-xserver-utils
Suggests: pipewire-bin | pulseaudio-utils | alsa-utils
Section: misc
Priority: optional
Description: {summary}
 Live cases on a map, a queue to dispatch from, departments and crews, over one
 shared database (PostgreSQL, or SQLite for one machine). A demo city comes along.
 .
 网格指挥台：地图上的实时案件、派遣队列、专业部门与处置人员，共用一个数据库。
"""


def stage(frozen: Path, root: Path, release: Release) -> None:
    """Lays out below `root` what the package holds; the program's files are hard links."""
    shutil.copytree(frozen, root / HOME, symlinks=True, copy_function=link)
    binaries = root / "usr" / "bin"
    binaries.mkdir(parents=True)
    for name in ("wangge", NAME):
        (binaries / name).symlink_to(f"../lib/{NAME}/{name}")
    share = root / "usr" / "share"
    desktop.write(share, root / "usr" / "lib" / "systemd" / "user", release)
    manual.write(share / "man", release)
    icons(frozen.parent / "made" / "icons", share / "icons" / "hicolor")
    own = share / NAME
    own.mkdir()
    shutil.copy(TEMPLATES / "apparmor", own / "apparmor")
    _documents(share / "doc" / NAME, frozen / "_internal" / "notices")
    settings = root / "etc" / "wangge"
    settings.mkdir(parents=True)
    shutil.copy(TEMPLATES / "console.toml", settings / "console.toml")
    for path in root.rglob("*"):
        if not path.is_symlink():
            executable = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if executable else 0o644)


def link(source: str, target: str) -> None:
    """A hard link, or a copy on another file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def icons(made: Path, hicolor: Path) -> None:
    """The program's icon at every size, and as a drawing."""
    for picture in made.glob("*.png"):
        place = hicolor / f"{picture.stem}x{picture.stem}" / "apps"
        place.mkdir(parents=True)
        shutil.copy(picture, place / f"{NAME}.png")
    drawing = hicolor / "scalable" / "apps"
    drawing.mkdir(parents=True)
    shutil.copy(ROOT / "resources" / "icons" / f"{NAME}.svg", drawing / f"{NAME}.svg")


def _documents(folder: Path, notices: Path) -> None:
    folder.mkdir(parents=True)
    ours = (
        f"Wangge Console\nLicence: Apache-2.0\n\n{(ROOT / 'LICENSE').read_text(encoding='utf-8')}"
    )
    third = (notices / "third-party.txt").read_text(encoding="utf-8")
    (folder / "copyright").write_text(f"{ours}\n\n{third}", encoding="utf-8")
    packed = folder / "changelog.gz"
    with packed.open("wb") as out:
        subprocess.run(["gzip", "-9n", "-c", str(ROOT / "CHANGELOG.md")], stdout=out, check=True)


def depends(root: Path) -> list[str]:
    """The packages that hold what the shipped ELF files need, proved by dpkg-shlibdeps.

    Raises CalledProcessError when a library is neither shipped nor in any package here.
    """
    folders = sorted({file.parent for file in elf.elf_files(root / HOME)})
    with tempfile.TemporaryDirectory() as scratch:
        debian = Path(scratch, "debian")
        debian.mkdir()
        (debian / "control").write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: amd64\n")
        words = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", f"-S{root}"]
        words += [f"-l{folder}" for folder in folders]
        words += [f"-x{package}" for package in shipped_packages(root / HOME / "_internal")]
        words += [f"-e{file}" for file in elf.elf_files(root / HOME)]
        done = subprocess.run(
            words, cwd=scratch, capture_output=True, text=True, check=False, timeout=600
        )
        if done.returncode:
            raise SystemExit(f"dpkg-shlibdeps: {done.stderr.strip()}")
    told = done.stdout.strip().partition("shlibs:Depends=")[2]
    return sorted(need(one.strip()) for one in told.split(",")) + list(MORE)


def shipped_packages(folder: Path) -> set[str]:
    """Packages of this system whose libraries the program brings along itself."""
    names = [file.name for file in folder.glob("lib*.so*") if not file.is_symlink()]
    done = subprocess.run(
        ["dpkg", "-S", *(f"*/{name}" for name in names)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return {line.partition(":")[0] for line in done.stdout.splitlines()}


def need(told: str) -> str:
    """What dpkg-shlibdeps tells on Debian 12 as any release of `NEWER_NAMES` can fill it.

    Only `FLOORS` keep the least version: of the others dpkg knows the one that this release was built
    with, not the one the program needs.
    """
    name, blank, version = told.partition(" ")
    floor = f"{blank}{version}" if name in FLOORS else ""
    newer = NEWER_NAMES.get(name)
    return f"{newer}{floor} | {name}{floor}" if newer else f"{name}{floor}"


def build(root: Path, release: Release, version: str, folder: Path, level: int = LEVEL) -> Path:
    """Packs a staged root; answers the .deb."""
    place = root / "DEBIAN"
    place.mkdir(exist_ok=True)
    size = sum(f.lstat().st_size for f in (root / "usr").rglob("*") if f.is_file()) // 1024
    control = CONTROL.format(
        name=NAME,
        version=version,
        size=size,
        depends=", ".join(depends(root)),
        summary=desktop.SUMMARY[0],
    )
    (place / "control").write_text(control, encoding="utf-8")
    (place / "conffiles").write_text("/etc/wangge/console.toml\n")
    for script in ("postinst", "prerm", "postrm"):
        shutil.copy(TEMPLATES / script, place / script)
        (place / script).chmod(0o755)
    file = folder / f"{NAME}_{version}_amd64.deb"
    words: Sequence[str] = ("dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build")
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(release.moment)}
    subprocess.run([*words, str(root), str(file)], env=environment, check=True)
    return file
