"""A sound of the program, by the system's own player: no media library for one tone."""

import shutil
import sys
from collections.abc import Sequence
from typing import Final

from console import paths
from widgets.session import launching

PLAYERS: Final[Sequence[Sequence[str]]] = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "--quiet"),
    ("afplay",),
)
"""Tried in this order where the system is not Windows."""


def player() -> Sequence[str] | None:
    """The first player this machine has; None where it has none."""
    return next((command for command in PLAYERS if shutil.which(command[0])), None)


def play(name: str) -> bool:
    """Starts `resources/sounds/<name>.wav` and goes on; False where nothing can play it."""
    file = str(paths.resource("sounds", f"{name}.wav"))
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(file, winsound.SND_FILENAME | winsound.SND_ASYNC)
        return True
    command = player()
    if command is None:
        return False
    return launching.start([*command, file])
