"""What the packaged program is made of besides our own source, as one table."""

import platform
import re
import sqlite3
import ssl
import sysconfig
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from prune import EXCLUDED

ROOT: Final = Path(__file__).resolve().parent.parent
LEAFLET: Final = ROOT / "resources" / "map" / "leaflet"
WINDOWS: Final = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
LINUX: Final = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
WINDOWS_PYTHON: Final = {"CPython": "3.11.9", "OpenSSL": "3.0.13", "SQLite": "3.45.1"}
"""What the runtime of the Windows program brings along (build/windows/runtime.py)."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part that is no Python package: `licence` as SPDX says it, `text` its file where one ships."""

    name: str
    version: str
    licence: str
    url: str
    text: Path | None = None


def others(system: str) -> list[Component]:
    """Parts that came inside of packages or with Python; `system` is "linux" or "windows"."""
    python = {
        "CPython": platform.python_version(),
        "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
        "SQLite": sqlite3.sqlite_version,
    }
    if system == "windows":
        python = dict(WINDOWS_PYTHON)
    own = ROOT / "resources" / "fonts" / "OFL.txt"
    qt, chromium = _qt()
    return [
        Component("CPython", python["CPython"], "PSF-2.0", "https://www.python.org", _python_text()),
        Component("OpenSSL", python["OpenSSL"], "Apache-2.0", "https://www.openssl.org"),
        Component("SQLite", python["SQLite"], "blessing", "https://www.sqlite.org"),
        Component("Qt", qt, "LGPL-3.0-only", "https://www.qt.io"),
        Component("Chromium", chromium, "BSD-3-Clause", "https://www.chromium.org"),
        Component("Leaflet", _leaflet(), "BSD-2-Clause", "https://leafletjs.com", LEAFLET / "LICENSE"),
        Component("Noto Sans SC", "2.004", "OFL-1.1", "https://fonts.google.com/noto", own),
    ]  # fmt: skip


def packages(system: str, names: Sequence[str] = ()) -> dict[str, str]:
    """Python packages and those that they need, on a system: name → version; the program's by default."""
    place = default_environment() | (WINDOWS if system == "windows" else LINUX)
    locked = dict(_locked())
    found: dict[str, str] = {}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    waiting = list(names) or list(_wanted(project["project"]["dependencies"], place))
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found or name in EXCLUDED or name not in locked:
            continue
        found[name] = locked[name]
        try:
            waiting += _needs(distribution(name), place)
        except PackageNotFoundError:  # of the other system: the lock holds what it needs, as itself
            continue
    return dict(sorted(found.items()))


def _needs(package: Distribution, place: Mapping[str, object]) -> Iterator[str]:
    return _wanted(package.requires or [], place)


def _wanted(lines: list[str], place: Mapping[str, object]) -> Iterator[str]:
    for line in lines:
        need = Requirement(line)
        held = [
            need.marker is None
            or need.marker.evaluate({**{k: str(v) for k, v in place.items()}, "extra": extra})
            for extra in ("", "binary")  # psycopg[binary] is the one extra of ours
        ]
        if held[0] or (held[1] and "binary" in str(need.marker)):
            yield need.name


def _locked() -> Iterator[tuple[str, str]]:
    text = (ROOT / "build" / "requirements.lock").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        yield canonicalize_name(name), version


def _python_text() -> Path | None:
    file = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    return file if file.exists() else None


def _qt() -> tuple[str, str]:
    from qtpy.QtCore import qVersion
    from qtpy.QtWebEngineCore import qWebEngineChromiumVersion

    return str(qVersion()), str(qWebEngineChromiumVersion())


def _leaflet() -> str:
    head = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")[:200]
    found = re.search(r"Leaflet (\d[\d.]*\d)", head)
    return found[1] if found else ""
