"""Sounds of the program, played by the system's player instead of a media library."""

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
"""Players tried in this order where the system is not Windows."""


def player() -> Sequence[str] | None:
    """The first player on this machine; None if there is none."""
    return next((command for command in PLAYERS if shutil.which(command[0])), None)


def play(name: str) -> bool:
    """Starts `resources/sounds/<name>.wav` without waiting; returns False if nothing can play it."""
    file = str(paths.resource("sounds", f"{name}.wav"))
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(file, winsound.SND_FILENAME | winsound.SND_ASYNC)
        return True
    command = player()
    if command is None:
        return False
    return launching.start([*command, file])
