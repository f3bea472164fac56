"""Progress of long work as one line on standard error.

Work calls `tell(done, count)` as often as it likes; nothing is written unless `shown` is in force.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from console.words import _

AFTER_S: Final = 2.0
"""Seconds of work before the first line."""
EVERY_S: Final = (0.5, 10.0)
"""Seconds between two lines: at a terminal, where they overwrite each other, and in a file."""


class Line:
    """Progress line: overwritten at a terminal, repeated now and then elsewhere."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self._over = out.isatty()
        self._next = time.monotonic() + AFTER_S
        self._written = 0

    def tell(self, done: int, count: int) -> None:
        """Writes the progress; `count` 0: unknown total."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + EVERY_S[0 if self._over else 1]
        said = _("{done} of {count}") if count else _("{done} so far")
        text = said.format(done=f"{done:,}", count=f"{count:,}")
        self._write(f"\r{text.ljust(self._written)}" if self._over else f"{text}\n")
        self._written = len(text)

    def end(self) -> None:
        """Erases the line."""
        if self._over and self._written:
            self._write(f"\r{' ' * self._written}\r")

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


_lines: Final[list[Line]] = []


def tell(done: int, count: int = 0) -> None:
    """Reports that `done` of `count` are done (0: unknown total)."""
    if _lines:
        _lines[-1].tell(done, count)


@contextmanager
def shown(out: TextIO) -> Iterator[None]:
    """Writes progress to `out` inside the block."""
    line = Line(out)
    _lines.append(line)
    try:
        yield
    finally:
        _lines.remove(line)
        line.end()
