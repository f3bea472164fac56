"""A CPython for Windows inside a Wine prefix, with the locked packages, below `var/windows`.

Everything comes from wheels that are pinned by hash. What Wine lacks is filled in the prefix alone
(`fill_gaps`); `installer` proves that none of it is shipped.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import components
from packaging.utils import canonicalize_name
from windows import pe

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
PLACE: Final = ROOT / "var" / "windows"
PYTHON: Final = PLACE / "python"
SITE: Final = PYTHON / "Lib" / "site-packages"
PREFIX: Final = PLACE / "prefix"
SYSTEM: Final = PREFIX / "drive_c" / "windows" / "system32"
LOCK: Final = ROOT / "build" / "requirements.lock"
WINE: Final = "/usr/lib/wine/wine64"
WINES_OWN: Final = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll")
PLATFORM: Final = (
    *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
    *("--abi", "cp311", "--abi", "abi3", "--abi", "none", "--only-binary=:all:", "--no-deps"),
)
NOT_TAKEN: Final = ("api-ms-win", "tcl86", "tk86", "_tkinter", "vcruntime", "msvcp", "_msi")
LIB_LEFT: Final = (
    *("site-packages", "lib-dynload", "test", "tkinter", "idlelib", "turtledemo", "ensurepip"),
    *("__pycache__", "config-*", "_sysconfigdata*", "lib2to3"),
)
COMPLEX: Final = "#include <complex.h>\n"


def wine(
    words: Sequence[str],
    *,
    check: bool = True,
    patience: float = 4 * 3600,
    cwd: Path = ROOT,
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a Windows program; its output as text. Raises CalledProcessError."""  # fmt: skip
    return subprocess.run(
        [WINE, *words], env=environment() | dict(more or {}), cwd=cwd, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=check, timeout=patience,
        encoding="utf-8", errors="replace",
    )  # fmt: skip


def environment() -> dict[str, str]:
    """What every program under Wine is started with."""
    return os.environ | {
        "WINEPREFIX": str(PREFIX),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d;ucrtbase=n",
    }


def ready() -> None:
    """Makes what is missing; does nothing when all of it is there for these pins."""
    if sys.version_info[:2] != (3, 11):
        raise SystemExit(
            "The Windows program is made with CPython 3.11, whose library it takes over."
        )
    stamp, want = PLACE / "stamp", _pins()
    if stamp.exists() and stamp.read_text() == want:
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    install_packages()
    take_python()
    make_prefix()
    fill_gaps()
    stamp.write_text(want)


def _pins() -> str:
    files = [LOCK, HERE / "runtime.lock", HERE / "python.c", HERE / "runtime.py", HERE / "pe.py"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def install_packages() -> None:
    """The lock's packages for Windows: those of the program, and PyInstaller with what it needs."""
    wanted = set(components.packages("windows")) | set(
        components.packages("windows", ["pyinstaller"])
    )
    wanted |= {"pefile", "pywin32-ctypes", "psutil"}
    lines, inside = [], False
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            inside = canonicalize_name(line.split("==")[0]) in wanted
            line = line.partition(" ;")[0].rstrip(" \\") + " \\"  # the marker is of this system
        if inside and not line.lstrip().startswith("#"):
            lines.append(line)
    own = PLACE / "windows.lock"
    own.write_text("\n".join(lines) + "\n")
    words = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    words += ["--target", str(SITE), "--require-hashes", "-r", str(own), *PLATFORM]
    subprocess.run(words, check=True)


def take_python() -> None:
    """CPython's runtime from its wheel, the library of this very CPython, and python.exe."""
    wheels = PLACE / "wheels"
    words = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
    words += ["-d", str(wheels), "--require-hashes", "-r", str(HERE / "runtime.lock"), *PLATFORM]
    subprocess.run(words, check=True)
    libraries = PYTHON / "DLLs"
    libraries.mkdir(parents=True)
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        for entry in wheel.namelist():
            folder, _slash, name = entry.rpartition("/")
            if folder == "deploy_libs" and not name.lower().startswith(NOT_TAKEN):
                place = PYTHON if name == "python311.dll" else libraries
                (place / name).write_bytes(wheel.read(entry))
    for name in ("vcruntime140.dll", "vcruntime140_1.dll"):
        shutil.copy(SITE / "shiboken6" / name, PYTHON / name)
    library = Path(sysconfig.get_path("stdlib"))
    ignored = shutil.ignore_patterns(*LIB_LEFT)
    shutil.copytree(library, PYTHON / "Lib", ignore=ignored, dirs_exist_ok=True)
    runtime = PYTHON / "python311.dll"
    pe.forwarder(PYTHON / "python3.dll", pe.exports(runtime), "python311")
    program = [pe.GCC, "-municode", "-O1", "-o", str(PYTHON / "python.exe"), str(HERE / "python.c")]
    subprocess.run(program, check=True)


def make_prefix() -> None:
    """A Wine prefix that calls itself Windows 10 and asks no debugger."""
    PREFIX.mkdir(parents=True)
    plain = {"WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d"}
    wine(["wineboot", "--init"], more=plain)
    wine(["winecfg", "-v", "win10"], more=plain)
    key = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug"
    wine(["reg", "add", key, "/v", "Auto", "/t", "REG_SZ", "/d", "0", "/f"], more=plain)


def fill_gaps() -> None:
    """What Wine lacks of Windows' C runtime and ICU: forwarders and empty functions, in the prefix."""
    binaries = [f for kind in ("*.dll", "*.pyd") for f in PYTHON.rglob(kind)]
    asked = [pe.imports(file) for file in binaries]
    there = (
        set(pe.exports(WINES_OWN)) - KNOWN
    )  # those of complex numbers are there and end the program
    lacking = sorted(
        name
        for of in asked
        for library, names in of.items()
        if library.startswith(("api-ms-win-crt", "ucrtbase"))
        for name in names - there
    )
    shutil.copy(WINES_OWN, SYSTEM / "ucrtwine.dll")
    (SYSTEM / "ucrtbase.dll").unlink()
    own = sorted(set(lacking))
    pe.forwarder(SYSTEM / "ucrtbase.dll", there, "ucrtwine", _complex(own), own)
    names = sorted({name for of in asked for name in of.get("icuuc.dll", ())})
    source = "".join(f"int {name}(void) {{ return 0; }}\n" for name in names)
    pe.forwarder(SYSTEM / "icuuc.dll", (), "", source, names)


def _complex(names: Sequence[str]) -> str:
    """C that has each function linked in: mingw's own where C99 knows it, else one that answers 0."""
    lines = [
        f"void *keep_{name}(void) {{ return (void *)&{name}; }}" for name in names if name in KNOWN
    ]
    lines += [f"int {name}(void) {{ return 0; }}" for name in names if name not in KNOWN]
    return COMPLEX + "\n".join(lines)


C99: Final = (
    *(
        "cabs",
        "cacos",
        "cacosh",
        "carg",
        "casin",
        "casinh",
        "catan",
        "catanh",
        "ccos",
        "ccosh",
        "cexp",
    ),
    *("cimag", "clog", "conj", "cpow", "cproj", "creal", "csin", "csinh", "csqrt", "ctan", "ctanh"),
)
KNOWN: Final = frozenset(f"{name}{kind}" for name in C99 for kind in ("", "f", "l"))
