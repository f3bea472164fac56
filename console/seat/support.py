"""`support-bundle`: diagnostic data without personal data.

Versions, the sources of this workstation's settings, counts of the database and the last logs.
Values that may name a person (database, seat, file names) are left out, and in the logs homes,
logins, names and addresses of servers are blotted out.
"""

import argparse
import getpass
import json
import logging
import platform
import re
import socket
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from console import machine, paths
from console.domain.refusal import Refused
from console.seat.opening import database_url
from console.seat.recent import Recent
from console.settings import CHOICES
from console.store.engine import open_store
from console.store.migrations import revisions
from console.version import version
from console.words import _

ToolAnswer = tuple[Any, list[str], int]
LOGS_KEPT: Final = 8
BLOT: Final = "▇▇"
LOG = logging.getLogger(__name__)
PATTERNS: Final = (
    re.compile(r"postgresql(\+\w+)?://\S+"),
    re.compile(r"sqlite:///\S+"),
    re.compile(r"\b1[3-9]\d{9}\b"),  # a mobile number
    re.compile(r"\b\d{17}[\dXx]\b"),  # an identity number
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
)


def bundle(options: argparse.Namespace) -> ToolAnswer:
    """Writes the zip; answers `{file, members}`. Raises `Refused` where it cannot be written."""
    file = Path(options.file)
    names, database = _database(options)
    members = {
        "about.json": _text(_about()),
        "settings.json": _text(_settings()),
        "database.json": _text(database),
    } | {f"logs/{log.name}": _log(log, names) for log in _logs()}
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in members.items():
                packed.writestr(name, text)
    except OSError as error:
        raise Refused("file_unwritable", path=str(file)) from error
    line = _("{file}: {count} parts, without names, logins, addresses or cases.")
    return (
        {"file": str(file), "members": sorted(members)},
        [line.format(file=file, count=len(members))],
        0,
    )


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)


def _about() -> dict[str, str]:
    return {
        "version": str(version()),
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
    }


def _settings() -> list[dict[str, str]]:
    """Sources of all, values of those that are chosen from a list."""
    return [
        {"name": one.name, "from": one.source, "value": one.value if one.name in CHOICES else ""}
        for one in machine.in_force().values()
    ]


def _database(options: argparse.Namespace) -> tuple[set[str], dict[str, Any]]:
    """Words to redact, and the facts: revision and counts, or the refusal's key."""
    url = database_url(options)
    words = {getpass.getuser(), socket.gethostname(), Path.home().name}
    words |= {login for _url, login in Recent().all()}
    try:
        with closing(open_store(url, options.actor)) as store:
            told = revisions.check(store)
            with store.read() as connection:
                rows = connection.exec_driver_sql("select login, zh, en from operator").all()
                counts = {
                    table: connection.exec_driver_sql(f"select count(*) from {table}").scalar()  # noqa: S608
                    for table in COUNTED
                }
    except Refused as no:
        return words, {"error": no.key}
    words |= {str(word) for row in rows for word in row if word}
    return words, {
        "kind": store.kind,
        "counts": counts,
        **{k: told[k] for k in ("revision", "digest")},
    }


COUNTED: Final = ("case_", "event", "operator", "department", "crew", "region")


def _logs() -> list[Path]:
    try:
        return sorted(paths.logs().glob("*.log*"), key=lambda log: log.name)[-LOGS_KEPT:]
    except OSError as error:
        LOG.info("no logs: %s", error)
        return []


def _log(file: Path, words: set[str]) -> str:
    """Text of a log with personal names redacted."""
    text = file.read_text(encoding="utf-8", errors="replace").replace(str(Path.home()), "~")
    for pattern in PATTERNS:
        text = pattern.sub(BLOT, text)
    longest_first = sorted((word for word in words if word), key=len, reverse=True)
    for word in longest_first:
        text = re.sub(_whole(word), BLOT, text)
    return text


def _whole(word: str) -> str:
    """Pattern of a whole word: the login "li" is not in "list"; Chinese has no word boundaries."""
    plain = re.escape(word)
    return plain if not word.isascii() else rf"(?<![A-Za-z0-9_]){plain}(?![A-Za-z0-9_])"
