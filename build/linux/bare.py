"""Bare systems made by debootstrap, entered by bubblewrap: nothing of this machine is in them.

Where each system comes from is the machine's own affair: Debian's archive is the first one its apt
sources name, Ubuntu's the one that debootstrap knows. Ubuntu's key comes from Debian 13 (package
ubuntu-archive-keyring), so a Debian 13 makes Ubuntu. All of it needs root.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

PLACE: Final = Path(__file__).resolve().parents[2] / "var" / "bare"
DEBIAN: Final = {"debian-12": "bookworm", "debian-13": "trixie"}
UBUNTU: Final = {"ubuntu-24.04": "noble"}
USER, HOME = 1000, "/home/wang"
SOURCES: Final = ("etc/apt/sources.list", "etc/apt/sources.list.d")
PATIENCE_S: Final = 900
PASSING: Final = (
    *("proc", "dev", "sys", "run", "tmp", "home", "root", "var/cache", "var/log", "var/lib/apt"),
    *("var/lib/dpkg", "var/lib/systemd", "etc/ld.so.cache", "usr/share/info/dir", "etc/passwd-"),
    *("etc/group-", "etc/shadow-", "etc/gshadow-"),
    "etc/localtime",  # tzdata takes away its own
)
"""Not part of a file list: what every apt run changes, and homes."""


class Unavailable(Exception):
    """A system cannot be had on this machine."""


def mirror() -> str:
    """Debian's archive as this machine's apt names it. Raises `Unavailable`."""
    for name in SOURCES:
        place = Path("/", name)
        files = sorted(place.iterdir()) if place.is_dir() else [place] if place.exists() else []
        for file in files:
            text = file.read_text(encoding="utf-8")
            for line in re.findall(r"^(?:URIs:|deb )(.*)$", text, re.MULTILINE):
                found = re.search(r"\w+://\S+/debian/?(?=\s|$)", line)
                if found is not None:
                    return found[0]
    raise Unavailable("no Debian archive among this machine's apt sources")


def base(system: str) -> Path:
    """The bare system, made when it is not there yet. Raises `Unavailable`."""
    ready = PLACE / "base" / system
    if ready.exists():
        return ready
    making = PLACE / "base" / f"{system}.making"
    shutil.rmtree(making, ignore_errors=True)
    making.parent.mkdir(parents=True, exist_ok=True)
    if system in DEBIAN:
        _run(["debootstrap", "--variant=minbase", DEBIAN[system], str(making), mirror()])
    else:
        _by_debian(UBUNTU[system], making)
    making.replace(ready)
    return ready


def _by_debian(suite: str, making: Path) -> None:
    maker = Bare("debian-13", "maker")
    try:
        maker.apt("install", "debootstrap", "ubuntu-archive-keyring")
        key = "--keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg"
        maker.run(["debootstrap", "--variant=minbase", key, suite, "/srv/made"])
        (maker.root / "srv" / "made").replace(making)
    finally:
        maker.remove()


def _run(words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    if done.returncode:
        raise Unavailable(f"{' '.join(words[:3])}: {(done.stdout + done.stderr)[-400:]}")


class Bare:
    """A copy of a bare system: `run` as root or as an ordinary user, `files`, `remove`."""

    def __init__(self, system: str, name: str) -> None:
        self.root = PLACE / f"{system}-{name}"
        self.remove()
        _run(["cp", "-ax", str(base(system)), str(self.root)])
        (self.root / "etc" / "passwd").open("a").write(
            f"wang:x:{USER}:{USER}:王伟:{HOME}:/bin/sh\n"
        )
        (self.root / "etc" / "group").open("a").write(f"wang:x:{USER}:\n")
        home = self.root / HOME.lstrip("/")
        home.mkdir(parents=True)
        os.chown(home, USER, USER)

    def run(
        self,
        words: Sequence[str],
        *,
        user: bool = False,
        check: bool = True,
        environment: Mapping[str, str] | None = None,
        patience: float = PATIENCE_S,
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command inside; as the ordinary user where asked. Raises `Unavailable` if it fails."""
        command = ["bwrap", "--die-with-parent", "--bind", str(self.root), "/", "--proc", "/proc"]
        for shared in ("/dev", "/tmp", "/dev/shm"):
            made = ["--dev"] if shared == "/dev" else ["--perms", "1777", "--tmpfs"]
            command += [*made, shared]
        command += ["--ro-bind", "/tmp/.X11-unix", "/tmp/.X11-unix"]
        command += ["--dir", "/run/lock", "--ro-bind", "/etc/resolv.conf", "/etc/resolv.conf"]
        command += ["--clearenv", "--cap-add", "ALL", "--chdir", HOME if user else "/"]
        inside = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        inside |= {"LANG": "C.UTF-8", "HOME": HOME if user else "/root"} | dict(environment or {})
        inside |= {"DEBIAN_FRONTEND": "noninteractive"}
        for name, value in inside.items():
            command += ["--setenv", name, value]
        if user:
            command += ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
        done = subprocess.run(
            [*command, *words], capture_output=True, text=True, check=False, timeout=patience
        )
        if check and done.returncode:
            told = f"{done.stdout}{done.stderr}"[-1500:]
            raise Unavailable(f"{self.root.name}: {' '.join(words)}: {done.returncode}\n{told}")
        return done

    def apt(self, *words: str) -> None:
        """apt-get inside, without recommended packages."""
        if not any((self.root / "var/lib/apt/lists").glob("*Packages*")):
            self.run(["apt-get", "-q", "update"])
        self.run(["apt-get", "-q", "-y", "--no-install-recommends", *words])

    def put(self, file: Path) -> str:
        """A file of this machine inside; its place there."""
        target = self.root / "srv" / file.name
        target.unlink(missing_ok=True)
        try:
            os.link(file, target)
        except OSError:
            shutil.copy(file, target)
        return f"/srv/{file.name}"

    def files(self, top: str = "") -> set[str]:
        """Every file and folder inside, `PASSING` left out; or all below `top`."""
        start = self.root / top
        found = set()
        for folder, folders, files in os.walk(start):
            place = os.path.relpath(folder, self.root)
            if not top:
                folders[:] = [f for f in folders if os.path.normpath(f"{place}/{f}") not in PASSING]
            names = {os.path.normpath(f"{place}/{name}") for name in (*files, *folders)}
            found |= {name for name in names if top or name not in PASSING}
        return {name for name in found if not name.startswith("srv/")}

    def remove(self) -> None:
        """Takes it away; a system that is entered no longer holds nothing of this machine."""
        shutil.rmtree(self.root, ignore_errors=True)
