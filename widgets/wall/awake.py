"""Keeping the wall's screens awake, and telling whether it worked."""

import logging
import os
import shutil
import subprocess
from typing import Any, Final

from wakepy import keep

LOG = logging.getLogger(__name__)
PATIENCE_S: Final = 2.0


class Awake:
    """Keeps the screens on from `begin` to `end`. `problem` says why it does not; "" where it does."""

    def __init__(self) -> None:
        self.problem = ""
        self._mode: Any = None

    def begin(self) -> None:
        """Asks the system, and where that is a bare X without a bus, the X server itself."""
        try:
            self._mode = keep.presenting(on_fail="pass")
            self._mode.__enter__()
            active = bool(self._mode.active)
        except Exception as error:  # noqa: BLE001 — whatever a desktop's bus answers, the wall goes on
            LOG.warning("the system does not keep the screen on: %s", error)
            active = False
        if _on_x():
            _run("xset", "s", "off", "s", "noblank")
            _run("xset", "-dpms")
        self.problem = "" if active or self.verified() else "screen_sleeps"

    def verified(self) -> bool:
        """Whether the X server says that it neither blanks the screen nor switches it off."""
        told = _run("xset", "q") if _on_x() else ""
        return "timeout:  0" in told and "DPMS is Enabled" not in told

    def end(self) -> None:
        """Lets the screens sleep again."""
        mode, self._mode = self._mode, None
        if mode is not None:
            mode.__exit__(None, None, None)


def _on_x() -> bool:
    return bool(os.environ.get("DISPLAY")) and shutil.which("xset") is not None


def _run(*command: str) -> str:
    """The output of a command of the X server; "" where it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
