"""Facts about a running console for its support: program, database, settings, folders.

Addresses stand without their passwords; nothing of cases or complainants is among them.
"""

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from console import machine, paths
from console.domain.refusal import Refused
from console.seat.recent import without_password
from console.seat.seat import Seat
from console.seat.setting_tools import SOURCE_WORDS
from console.store import software
from console.store.migrations import revisions
from console.version import frozen, version
from console.words import _


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows of (label, value), in the language in force."""

    title: str
    rows: Sequence[tuple[str, str]]


def as_text(sections: Sequence[Section]) -> str:
    """Plain text for a letter: one fact a line."""
    parts = [
        "\n".join([f"[{section.title}]", *(f"{label}: {value}" for label, value in section.rows)])
        for section in sections
    ]
    return "\n\n".join(parts) + "\n"


def program() -> Section:
    """Version, build, Python, system."""
    made = version()
    build = f"{made.commit} · {made.built}" if made.commit else _("from source")
    rows = [
        (_("Version"), made.number),
        (_("Build"), build),
        (_("Packaged"), _("yes") if frozen() else _("no")),
        ("Python", platform.python_version()),
        (_("Operating system"), platform.platform()),
        (_("Started from"), sys.executable),
    ]
    return Section(_("Program"), rows)


def database(seat: Seat) -> Section:
    """Kind and version of the server, revision found and wanted. Blocks: for worker threads."""
    rows = [(_("Address"), without_password(seat.url))]
    try:
        with seat.store.read() as connection:
            rows.append((_("Software"), software.name(connection)))
            found = revisions.current(connection)
        rows += [
            (_("Schema revision found"), found or _("none")),
            (_("Schema revision wanted"), revisions.NEWEST),
        ]
        rows.append((_("Rules"), _rules(revisions.check(seat.store))))
    except Refused as no:
        rows.append((_("Not read"), str(no)))
    return Section(_("Database"), rows)


def _rules(checked: dict[str, Any]) -> str:
    return _("of this build") if checked["digest"] else _("of another build")


def settings() -> Section:
    """Each setting of this workstation with the source that wins."""
    rows = []
    for one in machine.in_force().values():
        value = without_password(one.value) if one.name == "database" else one.value
        source = " ".join(filter(None, (_(SOURCE_WORDS[one.source]), one.place)))
        rows.append((one.name, f"{value or '–'}  ({source})"))
    return Section(_("Settings of this workstation"), rows)


def folders() -> Section:
    """Where logs, data and settings lie."""
    rows = [
        (_("Logs"), str(paths.logs())),
        (_("Data"), str(paths.user_data())),
        (_("Own settings"), str(paths.config_place())),
        (_("Machine's settings"), str(machine.machine_file())),
        (_("Cache"), str(paths.cache())),
        (_("Program's files"), str(paths.root())),
    ]
    return Section(_("Folders"), rows)
