"""A child process that tells JSON lines, and a pointer on its screen."""

import json
import queue
import subprocess
import sys
import threading
import time
from typing import Any

from tests.screen import Desktop

TIMEOUT_S = 60.0


class StoryEntry:
    """A child `python -m MODULE …` and the lines it tells."""

    def __init__(self, screen: Desktop, *words: str) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", *words],
            env=screen.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._lines: queue.Queue[list[Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            if line.startswith("["):
                self._lines.put(json.loads(line))

    def wait(self, *begins: Any) -> list[Any]:
        """The next line that begins so; others are passed over."""
        until = time.monotonic() + TIMEOUT_S
        while True:
            line = self._lines.get(timeout=max(0.01, until - time.monotonic()))
            if tuple(line[: len(begins)]) == begins:
                return line[len(begins) :]

    def end(self) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.close()
        self._child.terminate()
        self._child.wait(TIMEOUT_S)
        self._reader.join(TIMEOUT_S)
        self._child.stdout.close()


class Hand:
    """A pointer driven by xdotool."""

    def __init__(self, screen: Desktop) -> None:
        self._screen = screen

    def do(self, *words: str | float) -> None:
        command = ["xdotool", *(str(word) for word in words)]
        subprocess.run(command, env=self._screen.environment(), check=True, timeout=TIMEOUT_S)

    def drag(self, start: list[int], end: list[int]) -> None:
        """Presses at `start`, moves in steps as a hand does, lets go at `end`."""
        self.do("mousemove", *start, "sleep", 0.4, "mousedown", 1, "sleep", 0.15)
        for step in range(1, 17):
            x = start[0] + (end[0] - start[0]) * step // 16
            y = start[1] + (end[1] - start[1]) * step // 16
            self.do("mousemove", x, y, "sleep", 0.05)
        self.do("mousemove", end[0] + 1, end[1], "sleep", 0.5, "mouseup", 1)

    def fling(self, start: list[int], end: list[int]) -> None:
        """Ends in a quick run down and to the left, and rests: at the right edge of the screen the
        card beside the pointer lies there and is overtaken.
        """
        before = [end[0] + 150, end[1] - 140]
        self.do("mousemove", *start, "sleep", 0.4, "mousedown", 1, "sleep", 0.15)
        self.do("mousemove", start[0] + 9, start[1] + 9, "sleep", 0.2, "mousemove", *before)
        run: list[str | float] = ["sleep", 0.4]
        for step in range(1, 6):
            run += ["mousemove", before[0] - 30 * step, before[1] + 28 * step, "sleep", 0.03]
        self.do(*run, "sleep", 1, "mouseup", 1)

    def picture(self, path: str) -> None:
        """The whole screen as a PNG, to be looked at when something went wrong."""
        words = ["import", "-window", "root", path]
        subprocess.run(words, env=self._screen.environment(), check=True, timeout=TIMEOUT_S)
