"""The command line as a script uses it: words in, exit code and both outputs back."""

import argparse
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from console import words
from console.seat import command_line
from tests.store.world import World


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
Act = Callable[..., dict[str, Any]]


def no_window(_options: argparse.Namespace) -> int:
    raise AssertionError("this verb needs no window")


@pytest.fixture(autouse=True)
def language_as_before() -> Iterator[None]:
    """A command line chooses the language for the whole process."""
    before = words.language()
    yield
    words.use(before)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command line in this process, in Chinese unless it says otherwise."""

    def run(*argv: str, window: Callable[[argparse.Namespace], int] = no_window) -> Said:
        words.use("zh")
        capsys.readouterr()
        code = command_line.run(argv, window)
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture
def act(say: Say, town_world: World) -> Act:
    """`act("li", "accept 7 …")` → the one result, with the exit code beside it."""

    def run(who: str, line: str, *more: str) -> dict[str, Any]:
        said = say("--database", town_world.url, "--as", who, "act", *line.split(), *more, "--json")
        (result,) = json.loads(said.out)["results"]
        assert said.code == (0 if result["outcome"] == "done" else 1)
        return {**result, "error": said.err}

    return run


@pytest.fixture
def photo(tmp_path: Path) -> str:
    file = tmp_path / "after.jpg"
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "green").save(out, "JPEG")
    file.write_bytes(out.getvalue())
    return str(file)
