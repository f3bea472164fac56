"""The demo: builds its city if it is missing, runs its simulation as a child process."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from console import paths
from console.domain.refusal import Refused
from console.store.engine import now_ms, open_store
from console.store.migrations import revisions

RATE: Final = 2.0


FRESH_MS: Final = 8 * 3_600_000
"""ms of standstill after which the city is made anew; it would show a day of neglect."""


def ready(url: str, past: int = 0) -> None:
    """Makes the demo city at `url` unless it is there and of today, with so many closed cases of the last
    year. Raises `Refused`.

    It is made beside its place and moved there whole: half a city is none.
    """
    file = make_url(url).database
    assert file is not None  # the demo is embedded
    path = Path(file)
    if path.exists() and _lives(url):
        return
    from console.city import demo as city  # half a hundred modules that a made city needs no more

    making = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        city.build(f"sqlite:///{making}", history=past)
        _remove(path)
        making.replace(path)
    finally:
        _remove(making)


def _lives(url: str) -> bool:
    """Whether the city is complete, of this program, and had a recent event."""
    store = open_store(url)
    try:
        if not revisions.check(store)["digest"]:
            return False
        with store.read() as connection:
            last = connection.exec_driver_sql("select max(recorded_at) from event").scalar()
        return last is not None and now_ms() - int(last) < FRESH_MS
    except Refused as no:
        if no.key in ("schema_missing", "schema_older"):
            return False
        raise
    finally:
        store.close()


def _remove(path: Path) -> None:
    """A database's file and what SQLite and our lock put beside it."""
    for beside in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + beside).unlink(missing_ok=True)


class DemoSimulator:
    """The simulator beside the window; ends with it, also when the window dies."""

    def __init__(self, url: str, rate: float = RATE) -> None:
        program = [sys.executable]
        if not getattr(sys, "frozen", False):
            program.append(str(paths.root() / "main.py"))
        self._words = [*program, "simulate", "--database", url]
        self._words += ["--rate", str(rate), "--with-parent"]
        self._child = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def look(self) -> bool:
        """Restarts the simulator where it has died; answers whether it had to."""
        if self._child.poll() is None:
            return False
        if self._child.stdin is not None:
            self._child.stdin.close()
        self._child = self._begin()
        return True

    def end(self) -> None:
        """Ends the simulator by closing its standard input, then by force."""
        if self._child.stdin is not None:
            self._child.stdin.close()
        try:
            self._child.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
