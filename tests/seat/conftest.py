"""The command line as a script uses it: words in, exit code and both outputs back."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from console import words
from console.seat import command_line


@dataclass(frozen=True)
class Said:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Say = Callable[..., Said]


def no_window(_options: argparse.Namespace) -> int:
    raise AssertionError("this verb needs no window")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Iterator[Say]:
    """Runs a command line in this process, in Chinese unless it says otherwise."""
    before = words.language()

    def run(*argv: str, window: Callable[[argparse.Namespace], int] = no_window) -> Said:
        words.use("zh")
        capsys.readouterr()
        code = command_line.run(argv, window)
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    yield run
    words.use(before)
