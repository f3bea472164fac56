"""Number, commit and date of what is packaged."""

import json
import os
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Release:
    """`number` of pyproject.toml; `commit` and its moment (seconds) where there is a repository.

    `changed`: the checkout holds what is in no commit.
    """

    number: str
    commit: str
    moment: int
    changed: bool

    @property
    def package(self) -> str:
        """Version of the packages: later commits sort later ("0.1.0+20260102030405.d8a9a52b2277")."""
        stamp = datetime.fromtimestamp(self.moment, UTC).strftime("%Y%m%d%H%M%S")
        return (
            f"{self.number}+{stamp}.{self.commit or 'unknown'}{'.changed' if self.changed else ''}"
        )

    @property
    def built(self) -> str:
        """Date of the commit, "2026-01-02"."""
        return datetime.fromtimestamp(self.moment, UTC).strftime("%Y-%m-%d")

    def write(self, file: Path) -> None:
        """What the program reads about itself (`console/version.py`)."""
        commit = f"{self.commit}{'+' if self.changed else ''}"
        told = {"number": self.number, "commit": commit, "built": self.built}
        file.write_text(json.dumps(told), encoding="utf-8")


def release() -> Release:
    """Of this checkout; without a repository the moment is `SOURCE_DATE_EPOCH` or 1 January 2020."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    number = project["project"]["version"]
    try:
        commit, moment = _git("log", "-1", "--format=%h %ct", "--abbrev=12").split()
        return Release(number, commit, int(moment), bool(_git("status", "--porcelain", "-uno")))
    except (OSError, subprocess.CalledProcessError):
        return Release(number, "", int(os.environ.get("SOURCE_DATE_EPOCH", "1577836800")), False)


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()
