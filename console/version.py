"""Version, commit and command name of the running program."""

import json
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from console import paths

FILE: Final = "version.json"
"""Written by the packaging beside `resources/`; absent in a checkout."""
COMMAND: Final = "wangge"
"""The packaged program's name on a command line; `wangge-console` is its name as a window."""


@dataclass(frozen=True, slots=True)
class Version:
    """`number` as in pyproject.toml, `commit` and `built` (date of the commit) of a packaged one."""

    number: str
    commit: str = ""
    built: str = ""

    def __str__(self) -> str:
        return f"{self.number} ({self.commit}, {self.built})" if self.commit else self.number


@cache
def version() -> Version:
    """Of this program, packaged or from source."""
    packaged = paths.root() / FILE
    if packaged.exists():
        return Version(**json.loads(packaged.read_text(encoding="utf-8")))
    project = paths.root() / "pyproject.toml"
    if project.exists():
        return Version(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    from importlib.metadata import version as installed  # as a wheel it has neither file

    return Version(installed("wangge-console"))


def frozen() -> bool:
    """Whether this is a packaged program."""
    return bool(getattr(sys, "frozen", False))


def called() -> str:
    """The name this process was started by: `main.py` from source."""
    return Path(sys.argv[0] or COMMAND).stem if frozen() else "main.py"


def command(words: str) -> str:
    """`words` after the name by which a command line finds the program: "wangge cases list"."""
    return f"{COMMAND if frozen() else 'main.py'} {words}"
