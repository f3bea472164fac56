"""The demo: its city made when it is missing, its life as a child process."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from console import paths
from console.domain.refusal import Refused
from console.store import revisions
from console.store.engine import open_store

RATE: Final = 2.0


def ready(url: str) -> None:
    """Makes the demo city at `url` unless it is there. Raises `Refused`."""
    file = make_url(url).database
    if file is not None and Path(file).exists():
        store = open_store(url)
        try:
            revisions.check(store)
            return
        except Refused as no:
            if no.key != "schema_missing":
                raise
        finally:
            store.close()
    from console.city import demo as city  # half a hundred modules that a made city needs no more

    city.build(url)


class Life:
    """The simulator beside the window; ends with it, also when the window dies."""

    def __init__(self, url: str, rate: float = RATE) -> None:
        program = [sys.executable]
        if not getattr(sys, "frozen", False):
            program.append(str(paths.root() / "main.py"))
        self._child = subprocess.Popen(
            [*program, "simulate", "--database", url, "--rate", str(rate), "--with-parent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> None:
        """Closing its standard input tells it; what does not go by itself is ended."""
        if self._child.stdin is not None:
            self._child.stdin.close()
        try:
            self._child.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
