"""Settings of this workstation and the source of each.

The later source wins: default < machine < installation < own < environment < command line.
"""

import logging
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from console import paths
from console.settings import CHOICES, Settings, settings_file

LOG = logging.getLogger(__name__)
FREE: Final = ("database", "ca", "seat")
"""Settings of any text: the database's address, the file of its authority, this workstation's
name.
"""
FORMS: Final = {
    "wall_pitch": ("MM", re.compile(r"\d{1,3}(\.\d{1,4})?")),
    "wall_distance": ("M", re.compile(r"\d{1,3}(\.\d{1,4})?")),
    "wall_seams": ("X,…[/Y,…]", re.compile(r"\d{1,5}(,\d{1,5})*(/\d{1,5}(,\d{1,5})*)?")),
    "wall_screens": ("NAME,…", re.compile(r"[^,\s][^,]*(,[^,]+)*")),
    "wall_rotate": ("SECONDS", re.compile(r"\d{1,5}")),
}
"""Settings of the wall at this machine: name → the form that people read, and the one that is checked."""
NAMES: Final = (*FREE, *FORMS, *CHOICES)
PREFIX: Final = "WANGGE_"
ELSEWHERE: Final = "WANGGE_MACHINE_SETTINGS"
"""Variable that names another file in place of the machine's own."""
SOURCES: Final = ("default", "machine", "installation", "own", "environment")


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """A setting's value in force and its source; `place` is a file or a variable."""

    name: str
    value: str
    source: str
    place: str


def machine_file() -> Path:
    """Settings for everybody at this machine."""
    if ELSEWHERE in os.environ:
        return Path(os.environ[ELSEWHERE])
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:\\ProgramData"), "wangge", "console.toml")
    return Path("/etc/wangge/console.toml")


def installation_file() -> Path:
    """Settings that an installer without an administrator writes, for this user."""
    return paths.config_place() / "console.toml"


def in_force() -> Mapping[str, SettingInForce]:
    """Every setting of this workstation, by name."""
    found = {
        name: SettingInForce(name, CHOICES[name][0] if name in CHOICES else "", "default", "")
        for name in NAMES
    }
    for source, file in (("machine", machine_file()), ("installation", installation_file())):
        for name, value in read(file).items():
            found[name] = SettingInForce(name, value, source, str(file))
    own = settings_file()
    for name, value in own.kept.items():
        found[name] = SettingInForce(name, value, "own", str(own.file))
    for name in NAMES:
        variable = f"{PREFIX}{name.upper()}"
        if fits(name, os.environ.get(variable)):
            found[name] = SettingInForce(name, os.environ[variable], "environment", variable)
    return found


def own() -> Settings:
    """The window's settings in force for the operator at this machine."""
    here = [one for one in in_force().values() if one.name in CHOICES]
    under = {one.name: one.value for one in here if one.source in ("machine", "installation")}
    over = {one.name: one.value for one in here if one.source == "environment"}
    return Settings(settings_file().file, under, over)


def read(file: Path) -> dict[str, str]:
    """Known names with values that fit; nothing where the file cannot be read."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        LOG.warning("%s cannot be read, it is left out: %s", file, error)
        return {}
    return {name: value for name, value in told.items() if fits(name, value)}


def fits(name: str, value: Any) -> bool:
    """Whether a setting may have a value."""
    if not isinstance(value, str) or not value:
        return False
    if name in FORMS:
        return FORMS[name][1].fullmatch(value) is not None
    return name in FREE or value in CHOICES.get(name, ())


def write(file: Path, values: Mapping[str, str]) -> None:
    """Puts values into a file beside those that are there. Raises ValueError for what does not fit."""
    for name, value in values.items():
        if not fits(name, value):
            raise ValueError(f"{name}={value}")
    kept = read(file) | dict(values)
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'{name} = "{_escaped(value)}"\n' for name, value in kept.items()]
    file.write_text("".join(lines), encoding="utf-8")


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
