"""Standard streams of a program without a console, and the mutex that tells an installer it
runs.
"""

import io
import os
import sys
from pathlib import Path
from typing import Final

MUTEX: Final = "wangge-console-running"
"""Held by every running console on Windows; the installer waits until nobody holds it."""
LONGEST: Final = 1500


class Streams:
    """Replaces the missing output and error streams; `hidden_text` is the text written to them.

    On Windows such a program has neither stream, and the first word written would end it.
    """

    def __init__(self) -> None:
        self._errors: io.StringIO | None = None
        if sys.stdout is None:
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 — for the whole run
        if sys.stderr is None:
            self._errors = sys.stderr = io.StringIO()

    @property
    def hidden_text(self) -> str:
        """End of the hidden error output; "" where the stream is visible."""
        return self._errors.getvalue()[-LONGEST:].strip() if self._errors is not None else ""


def show(sentence: str) -> None:
    """Shows a message box of Windows, before or after any window of ours."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "Wangge Console · 网格指挥台", 0x30)


def hold_mutex() -> None:
    """Tells an installer that the program runs, for as long as the process lives."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.CreateMutexW(None, False, MUTEX)
