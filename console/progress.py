"""How far long work has come, as one line on standard error for whoever waits at a terminal.

Work calls `tell(done, count)` as often as it likes; nobody hears it unless `shown` is in force.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from console.words import _

AFTER_S: Final = 2.0
"""Work that ends sooner is done in silence."""
EVERY_S: Final = (0.5, 10.0)
"""Between two lines: at a terminal, where they are one, and in a file."""


class Line:
    """One line, written over at a terminal; a line now and then elsewhere."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self._over = out.isatty()
        self._next = time.monotonic() + AFTER_S
        self._written = 0

    def tell(self, done: int, count: int) -> None:
        """`count` 0: nobody knows how much there is."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + EVERY_S[0 if self._over else 1]
        said = _("{done} of {count}") if count else _("{done} so far")
        text = said.format(done=f"{done:,}", count=f"{count:,}")
        self._write(f"\r{text.ljust(self._written)}" if self._over else f"{text}\n")
        self._written = len(text)

    def end(self) -> None:
        """Takes the line away."""
        if self._over and self._written:
            self._write(f"\r{' ' * self._written}\r")

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


_lines: Final[list[Line]] = []


def tell(done: int, count: int = 0) -> None:
    """So many of `count` are done (0: of an unknown number)."""
    if _lines:
        _lines[-1].tell(done, count)


@contextmanager
def shown(out: TextIO) -> Iterator[None]:
    """What is told meanwhile is written to `out`."""
    line = Line(out)
    _lines.append(line)
    try:
        yield
    finally:
        _lines.remove(line)
        line.end()
