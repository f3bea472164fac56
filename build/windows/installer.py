"""The Windows program, frozen under Wine, and its installer by NSIS."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import freeze
from release import Release
from windows import runtime

HERE: Final = Path(__file__).resolve().parent
FROZEN: Final = runtime.PLACE / "frozen"
FOLDER: Final = FROZEN / "wangge-console"
MADE: Final = FROZEN / "made"
WINES_MARK: Final = b"Wine builtin DLL"
FOREIGN: Final = ("ucrtbase", "icuuc.", "ucrtwine", "api-ms-win")
"""Beginnings of names that belong to Windows or to the Wine prefix."""
RUNTIMES: Final = ("vcruntime140.dll", "vcruntime140_1.dll")


def build(
    made: Release, out: Path, keep: bool, step: Callable[[str], AbstractContextManager[None]]
) -> Path:
    """Freezes unless `keep`, proves that nothing of Wine is in the folder, packs it.

    On a Windows machine the program is frozen by its own Python.
    """
    file = out / f"WanggeConsole-{made.package}-x64.exe"
    if sys.platform == "win32":
        if not keep:
            freeze.freeze()
        pack(freeze.FOLDER, freeze.MADE, made, file)
        return file
    if not keep:
        with step("a CPython for Windows under Wine"):
            runtime.ready()
        with step("freeze under Wine"):
            freeze_under_wine()
    if foreign := of_wine(FOLDER):
        raise SystemExit("of Wine or Windows, and not to be shipped: " + ", ".join(foreign))
    with step("installer"):
        pack(FOLDER, MADE, made, file)
    return file


def freeze_under_wine() -> None:
    """Runs PyInstaller of the Windows Python on the same recipe."""
    shutil.rmtree(FROZEN, ignore_errors=True)
    freeze.make("windows", MADE)
    words = [str(runtime.PYTHON / "python.exe"), "-m", "PyInstaller", "--noconfirm"]
    words += ["--log-level", "WARN", "--distpath", _z(FROZEN), "--workpath", _z(FROZEN / "work")]
    words.append(_z(runtime.ROOT / "build" / "console.spec"))
    done = runtime.wine(words, check=False, more={"WANGGE_MADE": _z(MADE)})
    if done.returncode or not (FOLDER / "wangge.exe").exists():
        raise SystemExit(
            f"PyInstaller under Wine: {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}"
        )


def _z(path: Path) -> str:
    """A path of this machine as Wine names it."""
    return "Z:" + str(path).replace("/", "\\")


def of_wine(folder: Path) -> list[str]:
    """Shipped files that are Wine's or this prefix's; the C runtime must be that of the wheels."""
    wheels = {
        hashlib.sha256(file.read_bytes()).digest()
        for name in RUNTIMES
        for file in runtime.SITE.rglob(name)
    }
    found = []
    for file in sorted(folder.rglob("*")):
        name = file.name.lower()
        if not file.is_file() or not name.endswith((".dll", ".exe", ".pyd")):
            continue
        raw = file.read_bytes()
        strange = name in RUNTIMES and hashlib.sha256(raw).digest() not in wheels
        if strange or WINES_MARK in raw[:4096] or name.startswith(FOREIGN):
            found.append(str(file.relative_to(folder)))
    return found


def pack(folder: Path, parts: Path, made: Release, file: Path) -> None:
    """Runs makensis; `parts` holds the icons."""
    number = ([*made.number.split("."), "0", "0", "0"])[:3]
    defines = {
        "VERSION": made.package,
        "NUMBER": ".".join([*number, "0"]),
        "SOURCE": str(folder),
        "OUT": str(file),
        "ICON": str(parts / "icons" / "wangge-console.ico"),
    }
    words = [f"-D{name}={value}" for name, value in defines.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(HERE / "installer.nsi")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"makensis: {(done.stdout + done.stderr)[-3000:]}")
