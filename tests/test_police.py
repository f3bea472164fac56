"""The tests' own guards catch what they are there to catch."""

import logging
import os
import socket
import threading
from pathlib import Path

import pytest
from qtpy.QtCore import QTimer
from qtpy.QtWidgets import QWidget

from tests import police
from tests.network import NetworkUsed, is_local


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as wire, pytest.raises(NetworkUsed):
        wire.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.org", 443)


def test_loopback_and_local_sockets_can_be_reached() -> None:
    assert is_local(("127.0.0.1", 5432))
    assert is_local(("::1", 5432, 0, 0))
    assert is_local("/run/some.socket")
    assert not is_local(("8.8.8.8", 53))


def test_the_home_is_the_tests_own() -> None:
    assert "wangge-tests-" in str(Path.home())
    assert "wangge-tests-" in os.environ["XDG_DATA_HOME"]


def test_a_window_left_open_is_seen(qapp: object) -> None:
    before = len(police.top_level_windows())
    window = QWidget()
    assert len(police.top_level_windows()) == before + 1
    window.deleteLater()


def test_a_running_timer_is_seen(qapp: object) -> None:
    timer = QTimer()
    assert timer not in police.running_timers()
    timer.start(60_000)
    assert timer in police.running_timers()
    timer.stop()


def test_a_thread_is_waited_for() -> None:
    go = threading.Event()
    thread = threading.Thread(target=go.wait, name="slow")
    thread.start()
    assert thread in threading.enumerate()
    go.set()  # ends within the guard's patience; this test would fail if it did not


def test_unexpected_and_missing_records_are_told_apart() -> None:
    unexpected, silent = police.judge(["a: lost", "b: odd"], ["lost", "found"])
    assert unexpected == ["b: odd"]
    assert silent == ["found"]


@pytest.mark.expects_log("late by 8 s")
def test_an_expected_record_is_allowed() -> None:
    logging.getLogger("wangge").warning("late by 8 s")
