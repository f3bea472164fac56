"""Desktop entries, AppStream metainfo and user units of systemd, from the table of workspaces."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from release import Release

from console import words
from console.seat import options, wall_unit
from console.version import COMMAND
from widgets.workspaces import PLANNED, WORKSPACES

ID: Final = "org.wangge.Console"
PROGRAM: Final = "wangge-console"
SUMMARY: Final = (
    "Command and dispatch for a city's digital management centre",
    "数字城管指挥调度台",
)
DESCRIPTION: Final = (
    (
        (
            "Live cases on a map, a queue to dispatch from, departments and crews, over one shared "
            "database. A demo city comes along; nothing is fetched from the internet."
        ),
        "地图上的实时案件、派遣队列、专业部门与处置人员，共用一个数据库。自带演示城市，不联网取任何内容。",
    ),
)
KEEPER: Final = "Wangge Console: runs maintenance of the database"


def both(text: str) -> tuple[str, str]:
    """A marked text in English and in Chinese."""
    return text, words.chinese()[text]


def entries() -> Iterator[tuple[str, str]]:
    """(file name, text) of every desktop entry: the program, then each workspace."""
    name = both("Wangge Console")
    yield f"{PROGRAM}.desktop", entry(name, SUMMARY, "")
    for one in WORKSPACES:
        label = both(one.label)
        named = f"{name[0]} · {label[0]}", f"{name[1]} · {label[1]}"
        yield f"{PROGRAM}-{one.key}.desktop", entry(named, SUMMARY, one.key)


def entry(name: tuple[str, str], comment: tuple[str, str], verb: str) -> str:
    """One desktop entry; `name` and `comment` in English and Chinese."""
    return "\n".join(
        [
            "[Desktop Entry]",
            "Type=Application",
            f"Name={name[0]}",
            f"Name[zh_CN]={name[1]}",
            f"Comment={comment[0]}",
            f"Comment[zh_CN]={comment[1]}",
            f"Exec={PROGRAM}{f' {verb}' if verb else ''}",
            f"Icon={PROGRAM}",
            "Terminal=false",
            "Categories=Office;",
            "Keywords=dispatch;city;网格;城管;派遣;",
            f"StartupWMClass={PROGRAM}",
            "",
        ]
    )


def metainfo(release: Release) -> str:
    """AppStream's description of the program."""
    name = both("Wangge Console")
    told = "\n".join(
        f"    <p>{escape(en)}</p>\n    <p xml:lang='zh_CN'>{escape(zh)}</p>"
        for en, zh in DESCRIPTION
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>{ID}</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>Apache-2.0</project_license>
  <name>{name[0]}</name>
  <name xml:lang="zh_CN">{name[1]}</name>
  <summary>{escape(SUMMARY[0])}</summary>
  <summary xml:lang="zh_CN">{escape(SUMMARY[1])}</summary>
  <description>
{told}
  </description>
  <launchable type="desktop-id">{PROGRAM}.desktop</launchable>
  <provides><binary>{PROGRAM}</binary><binary>{COMMAND}</binary></provides>
  <releases><release version="{release.number}" date="{release.built}"/></releases>
  <content_rating type="oars-1.1"/>
</component>
"""


def units() -> Iterator[tuple[str, str]]:
    """(file name, text) of the user units whose verb this program has."""
    yield (
        "wangge-keeper.service",
        (
            f"[Unit]\nDescription={KEEPER}\nAfter=network-online.target\n\n[Service]\n"
            f"ExecStart=/usr/bin/{COMMAND} keep\nRestart=on-failure\nRestartSec=5\n\n"
            "[Install]\nWantedBy=default.target\n"
        ),
    )
    if "wall" in options.WORKSPACES and "wall" not in PLANNED:
        yield wall_unit.UNIT, wall_unit.unit([f"/usr/bin/{PROGRAM}", "wall"])


def write(share: Path, system: Path, release: Release) -> None:
    """Entries and metainfo below `share` (…/share), units into `system`."""
    for folder, made in (
        (share / "applications", entries()),
        (share / "metainfo", iter([(f"{ID}.metainfo.xml", metainfo(release))])),
        (system, units()),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made:
            (folder / name).write_text(text, encoding="utf-8")


def validate(share: Path) -> None:
    """Lets the desktops' own tools read what was written. Raises CalledProcessError."""
    entries = sorted((share / "applications").glob("*.desktop"))
    subprocess.run(["desktop-file-validate", *map(str, entries)], check=True)
    file = share / "metainfo" / f"{ID}.metainfo.xml"
    subprocess.run(["appstreamcli", "validate", "--no-net", "--no-color", str(file)], check=True)
