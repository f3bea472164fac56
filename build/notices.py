"""Notices of third parties and the bill of materials, from `components` by pip-licenses and cyclonedx.

`write(folder, system)` makes what ships inside the program: `third-party.txt` (every licence's text,
how to replace Qt) and `components.json` (the table that About shows).
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import components
from packaging.utils import canonicalize_name
from release import Release

ROOT: Final = Path(__file__).resolve().parent.parent
TOOLS: Final = ROOT / "var" / "package-tools" / ("Scripts" if os.name == "nt" else "bin")
COMMON: Final = ROOT / "build" / "licences"
WHOLE: Final = {"LGPL-3.txt": "GNU LGPL 3", "GPL-3.txt": "GNU GPL 3"}
"""Licences that packages name without shipping their text; of Apache 2.0 the text is our own licence."""
REPLACING_QT: Final = """\
Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They are shipped as
separate shared libraries in the folder `_internal/PySide6` (Linux: `_internal/PySide6/Qt/lib`) of the
program. You may replace them by your own builds of the same version: put your files in their place,
under the same names, and start the program again; `wangge selftest` tells whether it works with them.
Qt's sources: https://download.qt.io/official_releases/qt/ ; PySide6's:
https://download.qt.io/official_releases/QtForPython/ . QtWebEngine contains Chromium, whose own parts
and their licences are listed at https://doc.qt.io/qt-6/qtwebengine-licensing.html .
"""

Row = dict[str, Any]


def write(folder: Path, system: str) -> None:
    """Makes the folder that the program ships. Raises CalledProcessError where pip-licenses fails."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = table(system)
    shown = [{k: v for k, v in row.items() if k != "text"} for row in rows]
    text = json.dumps(shown, ensure_ascii=False, indent=1)
    (folder / "components.json").write_text(text, encoding="utf-8")
    (folder / "third-party.txt").write_text("\n".join(_chapters(rows)), encoding="utf-8")


def table(system: str) -> list[Row]:
    """`{name, version, licence, url, text}` of every part, packages last."""
    rows = [
        {
            "name": one.name,
            "version": one.version,
            "licence": one.licence,
            "url": one.url,
            "text": one.text.read_text(encoding="utf-8") if one.text else "",
        }
        for one in components.others(system)
    ]
    return rows + _packages(components.packages(system))


def _packages(wanted: dict[str, str]) -> list[Row]:
    command = [str(TOOLS / "pip-licenses"), "--python", sys.executable, "--format=json"]
    command += ["--with-urls", "--with-license-file", "--no-license-path", "--with-system"]
    done = subprocess.run(
        [*command, "--packages", *wanted], capture_output=True, text=True, check=True, timeout=300
    )
    told: dict[str, Row] = {canonicalize_name(row["Name"]): row for row in json.loads(done.stdout)}
    rows = []
    for name, version in wanted.items():
        row = told.get(name, {})
        text = row.get("LicenseText", "")
        rows.append(
            {
                "name": row.get("Name", name),
                "version": version,
                "licence": row.get("License", WINDOWS_ONLY.get(name, "")),
                "url": row.get("URL", ""),
                "text": "" if text == "UNKNOWN" else text,
            }
        )
    return rows


WINDOWS_ONLY: Final = {"pywin32-ctypes": "BSD-3-Clause", "tzdata": "Apache-2.0"}
"""Licences of packages that no Linux machine installs; their texts lie in the wheels."""


def _chapters(rows: Sequence[Row]) -> list[str]:
    parts = ["Parts of Wangge Console made by others", "", REPLACING_QT]
    for row in rows:
        head = f"{row['name']} {row['version']} · {row['licence']} · {row['url']}"
        parts += ["=" * 78, head, "", row["text"].strip(), ""]
    for file, name in WHOLE.items():
        parts += ["=" * 78, name, "", (COMMON / file).read_text(encoding="utf-8").strip(), ""]
    return parts


def bill(system: str, release: Release, file: Path) -> None:
    """Writes the bill of materials (CycloneDX, JSON): packages with their hashes, then the others."""
    wanted = components.packages(system)
    done = subprocess.run(
        [str(TOOLS / "cyclonedx-py"), "requirements", "--pyproject", str(ROOT / "pyproject.toml"),
         "--mc-type", "application", "--output-reproducible", "--of", "JSON", "-"],
        input=_locked(wanted), capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    made = json.loads(done.stdout)
    made["metadata"]["component"]["version"] = release.package
    for one in components.others(system):
        made["components"].append(
            {
                "bom-ref": f"part:{one.name}",
                "type": "library",
                "name": one.name,
                "version": one.version,
                "licenses": [{"license": {"id": one.licence}}],
                "externalReferences": [{"type": "website", "url": one.url}],
            }
        )
    file.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")


def _locked(wanted: dict[str, str]) -> str:
    """The lock's own lines of these packages, hashes and all."""
    lines, inside = [], False
    for line in (ROOT / "build" / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            inside = canonicalize_name(line.split("==")[0]) in wanted
        if inside and not line.lstrip().startswith("#"):
            lines.append(line)
    return "\n".join(lines) + "\n"
