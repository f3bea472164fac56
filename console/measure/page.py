"""Memory of the map's page beside a soak, measured in a process of its own."""

import json
import subprocess
import sys
from types import TracebackType
from typing import Final, Self

from console import paths
from console.measure.report import Figures

RATE: Final = 100.0
"""Changes a second that the page is given."""
PATIENCE_S: Final = 120.0


class Page:
    """Runs `measure page` during the block; `figures()` is empty where no page can be shown."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes

    def __enter__(self) -> Self:
        asked = ["measure", "page", "--json", "--minutes", str(self.minutes), "--rate", str(RATE)]
        self._child = subprocess.Popen(
            [*program(), *asked],
            cwd=paths.root(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a machine without a screen's libraries says so at length
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child.poll() is None:
            self._child.kill()
        self._child.communicate()

    def figures(self) -> Figures:
        """Memory figures of the page; waits for its end."""
        try:
            told, _complaints = self._child.communicate(timeout=PATIENCE_S)
            found = json.loads(told)["figures"]
        except (subprocess.TimeoutExpired, ValueError, KeyError):
            return {}  # no page here: a soak is about seats first
        return {key: value for key, value in found.items() if key.startswith("renderer_")}


def program() -> list[str]:
    """This program as a command."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(paths.root() / "main.py")]
