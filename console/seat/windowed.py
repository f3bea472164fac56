"""The program without a console: where its words go, and how an installer knows that it runs."""

import io
import os
import sys
from pathlib import Path
from typing import Final

MUTEX: Final = "wangge-console-running"
"""Held by every running console on Windows; the installer waits until nobody holds it."""
LONGEST: Final = 1500


class Streams:
    """Gives a program without a console its output and errors; `told` is what it had to say.

    On Windows such a program has neither stream, and the first word written would end it.
    """

    def __init__(self) -> None:
        self._errors: io.StringIO | None = None
        if sys.stdout is None:
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 — for the whole run
        if sys.stderr is None:
            self._errors = sys.stderr = io.StringIO()

    @property
    def told(self) -> str:
        """The end of what went to the errors that nobody sees; "" where somebody does."""
        return self._errors.getvalue()[-LONGEST:].strip() if self._errors is not None else ""


def show(sentence: str) -> None:
    """A message box of Windows: what is said before there is any window of ours, or after."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "Wangge Console · 网格指挥台", 0x30)


def hold_mutex() -> None:
    """Tells an installer that the program runs, for as long as the process lives."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.CreateMutexW(None, False, MUTEX)
