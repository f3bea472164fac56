"""When a wall is to be started again."""

import os
import socket
from pathlib import Path

import pytest

from console.wall.health import DEATHS_MS, TURNS, UNPAINTED_MS, Deaths, Watch


def nothing() -> None:
    """Ends nothing."""


def test_three_deaths_in_ten_minutes_are_too_many() -> None:
    deaths = Deaths()
    assert [deaths.one_more(at) for at in (0, 1000, DEATHS_MS + 1)] == [False, False, False]
    assert deaths.one_more(DEATHS_MS + 1000)


def test_a_program_that_looks_no_more_is_ended() -> None:
    watch = Watch(int, nothing)
    for _turn in range(2 * TURNS):
        watch.looked()
        assert not watch.turn()
    assert [watch.turn() for _turn in range(TURNS)] == [False] * (TURNS - 1) + [True]


@pytest.mark.skipif(os.name == "nt", reason="systemd")
def test_systemd_hears_of_what_paints_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ago = [0]
    watch = Watch(lambda: ago[0], nothing)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        watch.looked()
        watch.turn()
        assert heard.recv(100) == b"WATCHDOG=1"
        ago[0] = UNPAINTED_MS + 1
        watch.looked()
        watch.turn()
        with pytest.raises(BlockingIOError):
            heard.recv(100)
