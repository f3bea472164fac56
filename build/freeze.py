"""Freezes the program into one folder, says how large it is, and lets it prove itself.

    python build/freeze.py [--only-test]

Everything generated lands under `var/freeze`; nothing in `build/`. Exit code 0 when the frozen
program did all it was asked for on a virtual screen.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import release
from virtual_screen import VirtualScreen

ROOT: Final = Path(__file__).resolve().parent.parent
PLACE: Final = ROOT / "var" / "freeze"
FOLDER: Final = PLACE / "wangge-console"
ENDING: Final = ".exe" if sys.platform == "win32" else ""
PROGRAM: Final = FOLDER / f"wangge{ENDING}"
"""The program for a command line; `wangge-console` beside it has windows only."""
MADE: Final = PLACE / "made"
PATIENCE_S: Final = 300


def make(system: str, folder: Path = MADE) -> None:
    """What the recipe takes in besides the source: version, notices and icons."""
    import icons
    import notices

    folder.mkdir(parents=True, exist_ok=True)
    release.release().write(folder / "version.json")
    notices.write(folder / "notices", system)
    icons.make(folder / "icons")


def freeze() -> None:
    """Runs PyInstaller; a failure of its own raises CalledProcessError."""
    if "WANGGE_MADE" not in os.environ:
        make("windows" if sys.platform == "win32" else "linux")
    spec = ROOT / "build" / "console.spec"
    words = ["--noconfirm", "--log-level", "WARN", "--distpath", str(PLACE)]
    words += ["--workpath", str(PLACE / "work"), str(spec)]
    environment = {"WANGGE_MADE": str(MADE)} | os.environ
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", *words], cwd=ROOT, env=environment, check=True
    )
    if sys.platform == "linux":
        finish_on_linux()


def finish_on_linux() -> None:
    """The program's second name; nothing in the folder asks for a newer glibc than promised."""
    from linux import elf

    PROGRAM.unlink(missing_ok=True)
    PROGRAM.symlink_to("wangge-console")
    for library in FOLDER.rglob("libpython3*.so*"):
        elf.ask_for_less(library)
    if bad := elf.too_new(FOLDER):
        raise SystemExit("these ask for a newer glibc: " + "; ".join(bad))


def size_mb(folder: Path) -> float:
    """Megabytes (10⁶ bytes) of all files of a folder."""
    return (
        sum(f.stat().st_size for f in folder.rglob("*") if not f.is_symlink() and f.is_file()) / 1e6
    )


def packed_mb(folder: Path) -> float:
    """Megabytes of the folder as a .tar.xz of quick setting."""
    with tempfile.TemporaryDirectory() as scratch:
        packed = Path(scratch, "program.tar.xz")
        with tarfile.open(packed, "w:xz", preset=1) as archive:
            archive.add(folder, folder.name)
        return packed.stat().st_size / 1e6


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """An environment with a screen: the one there is, else a virtual one on Linux."""
    if sys.platform != "linux" or os.environ.get("DISPLAY"):
        yield dict(os.environ)
        return
    with VirtualScreen() as made:
        yield made.environment()


def prove(program: Path = PROGRAM) -> int:
    """Runs the frozen program through its verbs and its selftest; answers 0 when all held."""
    with tempfile.TemporaryDirectory(prefix="wangge-frozen-") as home, screen() as environment:
        # a home of its own, and none of the checkout's Python
        environment |= {"HOME": home, "XDG_DATA_HOME": home, "XDG_STATE_HOME": home}
        environment.pop("PYTHONPATH", None)
        url = f"sqlite:///{home}/frozen.db"
        asked: list[Sequence[str]] = [
            ("deadline", "--from", "2025-03-14T13:00", "--limit", "1工作时", "--json"),
            ("--database", url, "db", "load-demo", "--cases", "300"),
            ("--database", url, "cases", "list", "--limit", "1", "--json"),
            ("selftest",),
        ]
        for words in asked:
            done = subprocess.run([program, *words], env=environment, cwd=home, timeout=PATIENCE_S)
            print(
                f"{'ok    ' if done.returncode == 0 else 'failed'} {' '.join(words[-4:])}",
                flush=True,
            )
            if done.returncode:
                return done.returncode
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Freezes unless only the test is wanted; answers the test's exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only-test", action="store_true", help="do not freeze again")
    options = parser.parse_args(arguments)
    if not options.only_test:
        freeze()
        print(f"frozen: {size_mb(FOLDER):.0f} MB, packed {packed_mb(FOLDER):.0f} MB", flush=True)
    return prove()


if __name__ == "__main__":
    sys.exit(main())
