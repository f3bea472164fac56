"""`wall install`: the wall starts by itself after a power cut; `--remove` takes that away again."""

import argparse
import logging
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from console import paths
from console.domain.refusal import Refused
from console.seat import wall_options, wall_unit
from console.store import address
from console.version import frozen
from console.words import _, mark

LOG = logging.getLogger(__name__)
PATIENCE_S: Final = 20.0
SIGN_ON: Final = mark(
    "Let the system sign this user on by itself, or nothing starts after a power cut."
)
WINDOW: Final = "wangge-console"
"""Name of the packaged program that has a window."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What starts a wall by itself: files to write, links to make, commands to run, what is left to do."""

    way: str
    command: Sequence[str]
    files: Mapping[Path, str] = field(default_factory=dict)
    links: Mapping[Path, Path] = field(default_factory=dict)
    commands: Sequence[Sequence[str]] = ()
    removing: Sequence[Sequence[str]] = ()
    hints: Sequence[str] = ()
    encoding: str = "utf-8"

    def as_json(self) -> dict[str, Any]:
        """The document of `--json`."""
        return {
            "way": self.way,
            "command": list(self.command),
            "files": {str(place): text for place, text in self.files.items()},
            "links": {str(place): str(to) for place, to in self.links.items()},
            "commands": [list(one) for one in self.commands],
            "hints": list(self.hints),
        }


def install(options: argparse.Namespace) -> tuple[Any, Sequence[str], int]:
    """The document, its lines, 0. Raises `Refused` for a password on the command line."""
    if options.database and address.parse(options.database).password:
        raise Refused("wall_password")
    found = plan(program(), list(wall_options.words_of(options)))
    words = [_("Starts by itself ({way}): {command}").format(
        way=found.way, command=shlex.join(found.command)
    )]  # fmt: skip
    if options.dry_run:
        texts = [f"--- {place}\n{text.rstrip()}" for place, text in found.files.items()]
        return found.as_json(), [*words, *texts, *_commands(found.commands)], 0
    if options.remove:
        gone = remove(found)
        words = [_("Removed: {place}").format(place=place) for place in gone]
        return {"removed": gone}, words or [_("The wall did not start by itself.")], 0
    failed = carry_out(found)
    words += [_("Written: {place}").format(place=place) for place in found.files]
    words += [_("Not done: {command}").format(command=shlex.join(one)) for one in failed]
    return {**found.as_json(), "failed": failed}, [*words, *found.hints], 0


def _commands(commands: Sequence[Sequence[str]]) -> list[str]:
    return [f"$ {shlex.join(one)}" for one in commands]


def program() -> list[str]:
    """This program as a command that has a window."""
    if frozen():
        name = f"{WINDOW}.exe" if sys.platform == "win32" else WINDOW
        return [str(Path(sys.executable).with_name(name))]
    return [sys.executable, str(paths.root() / "main.py")]


def plan(own: Sequence[str], words: Sequence[str], system: str = sys.platform) -> Plan:
    """How a wall with these words is started on this system."""
    command = [*own, "wall", *words]
    if system == "win32":
        return _windows(command)
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    entry = config / "autostart" / wall_unit.ENTRY
    if shutil.which("systemctl") is None:
        files = {entry: wall_unit.entry(command, systemd=False)}
        return Plan("autostart", command, files, hints=[_(SIGN_ON)])
    units = config / "systemd" / "user"
    unit = units / wall_unit.UNIT
    return Plan(
        "systemd",
        command,
        {unit: wall_unit.unit(command), entry: wall_unit.entry(command, systemd=True)},
        {units / f"{wall_unit.WANTED}.wants" / wall_unit.UNIT: unit},
        [["systemctl", "--user", "daemon-reload"]],
        [
            ["systemctl", "--user", "stop", wall_unit.UNIT],
            ["systemctl", "--user", "daemon-reload"],
        ],
        [
            _("So that it outlives the session: loginctl enable-linger {user}")
            .format(user=os.environ.get("USER", ""))
            .strip(),
            _(SIGN_ON),
            _("Start it now: systemctl --user start {unit}").format(unit=wall_unit.UNIT),
        ],
    )


def _windows(command: Sequence[str]) -> Plan:
    user = "\\".join(filter(None, (os.environ.get("USERDOMAIN"), os.environ.get("USERNAME"))))
    file = Path(tempfile.gettempdir()) / "wangge-wall.xml"
    return Plan(
        "task",
        command,
        {file: wall_unit.task(command, user)},
        commands=[["schtasks", "/Create", "/F", "/TN", wall_unit.TASK, "/XML", str(file)]],
        removing=[["schtasks", "/Delete", "/F", "/TN", wall_unit.TASK]],
        hints=[_(SIGN_ON)],
        encoding="utf-16",
    )


def carry_out(found: Plan) -> list[Sequence[str]]:
    """Writes files and links, runs the commands; answers those that failed. Raises `Refused`."""
    try:
        for place, text in found.files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding=found.encoding, newline="")
        for place, to in found.links.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            place.symlink_to(to)
    except OSError as error:
        raise Refused("file_unwritable", path=str(error.filename)) from error
    return [one for one in found.commands if not _run(one)]


def remove(found: Plan) -> list[str]:
    """Takes away what `carry_out` made; answers what was there."""
    made = [*found.links, *found.files]
    there = [place for place in made if place.is_symlink() or place.exists()]
    ended = [one for one in found.removing[:1] if _run(one)]
    try:
        for place in there:
            place.unlink()
    except OSError as error:
        raise Refused("file_unwritable", path=str(error.filename)) from error
    for one in found.removing[1:]:
        _run(one)
    return [*map(str, there), *(shlex.join(one) for one in ended if found.way == "task")]


def installed() -> str:
    """Where a start by itself is written down; "" where it is not."""
    if sys.platform == "win32":
        return wall_unit.TASK if _run(["schtasks", "/Query", "/TN", wall_unit.TASK]) else ""
    found = plan(program(), ())
    shipped = Path("/etc/systemd/user") / f"{wall_unit.WANTED}.wants" / wall_unit.UNIT
    places = [*found.links, *found.files, shipped]
    return next((str(place) for place in places if place.exists()), "")


def _run(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        LOG.info("%s: %s", command[0], error)
        return False
    if done.returncode:
        LOG.info("%s: %s", shlex.join(command), done.stderr.decode(errors="replace").strip())
    return done.returncode == 0
