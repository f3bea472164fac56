"""How far long work has come, said to whoever waits and to nobody else."""

import io

import pytest

from console import progress, words


class Screen(io.StringIO):
    """A terminal, or a file."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The moment it is, to be set."""
    moment = [100.0]
    monkeypatch.setattr("console.progress.time.monotonic", lambda: moment[0])
    return moment


def told(out: Screen, at: list[float], steps: int, every_s: float) -> str:
    words.use("en")
    try:
        with progress.shown(out):
            for step in range(1, steps + 1):
                at[0] += every_s
                progress.tell(step * 1000, steps * 1000)
    finally:
        words.use("zh")
    return out.getvalue()


def test_short_work_is_done_in_silence(at: list[float]) -> None:
    assert told(Screen(terminal=True), at, 15, 0.1) == ""


def test_a_terminal_has_one_line_that_goes_at_the_end(at: list[float]) -> None:
    said = told(Screen(terminal=True), at, 3, 1.0)
    assert said.split("\r")[1:3] == ["2,000 of 3,000", "3,000 of 3,000"]
    assert said.endswith("\r" + " " * len("3,000 of 3,000") + "\r")
    assert "\n" not in said


def test_a_file_has_a_line_now_and_then(at: list[float]) -> None:
    lines = told(Screen(terminal=False), at, 30, 1.0).splitlines()
    assert lines == ["2,000 of 30,000", "12,000 of 30,000", "22,000 of 30,000"]


def test_nobody_listens_outside() -> None:
    progress.tell(1, 2)


def test_work_of_unknown_length_says_how_much_is_done(at: list[float]) -> None:
    out = Screen(terminal=False)
    words.use("en")
    try:
        with progress.shown(out):
            at[0] += 5
            progress.tell(1200)
    finally:
        words.use("zh")
    assert out.getvalue() == "1,200 so far\n"
