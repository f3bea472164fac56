"""The documents of the command line say what the program takes."""

import runpy
import shlex
from pathlib import Path

import pytest

from console import words
from console.seat import options

ROOT = Path(__file__).resolve().parents[2]


def test_the_list_of_commands_is_the_grammar_s() -> None:
    before = words.language()
    try:
        made = runpy.run_path(str(ROOT / "build" / "commands.py"))
        made["parser"]()
        wanted = made["document"]()
    finally:
        words.use(before)
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == wanted


def examples() -> list[str]:
    text = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("main.py ")]


@pytest.mark.parametrize("line", examples())
def test_every_example_is_understood(line: str) -> None:
    before = words.language()
    try:
        assert options.parse(shlex.split(line)[1:]).verb
    finally:
        words.use(before)


def test_there_are_examples() -> None:
    assert len(examples()) > 20
