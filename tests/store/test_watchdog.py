"""A silent server is noticed within seconds, and the feed comes back by the same code path."""

import os
import signal
import socket
import time

import pytest

from console.domain.refusal import Refused
from console.store import watchdog
from console.store.feed.server import ServerFeed
from console.store.watchdog import Watchdog
from tests.store.attacks import registered
from tests.store.world import World


class Raw:
    """A connection as the watchdog sees it."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end

    def fileno(self) -> int:
        return self.end.fileno()


def test_a_wait_without_answer_is_ended_by_closing_the_socket() -> None:
    near, far = socket.socketpair()
    dog = Watchdog(0.1)
    with near, far, dog.watching(Raw(near)):  # without it nobody would ever answer
        assert near.recv(1) == b""
    assert dog.bites == 1
    dog.close()


def test_calls_that_are_answered_in_time_are_left_alone() -> None:
    near, far = socket.socketpair()
    dog = Watchdog(5)
    with near, far:
        for _ in range(50):
            with dog.watching(Raw(near)):
                far.send(b"x")
                assert near.recv(1) == b"x"
    assert dog.bites == 0
    dog.close()


def test_two_calls_at_once_are_each_given_their_own_time() -> None:
    pairs = [socket.socketpair() for _call in range(2)]
    dog = Watchdog(5)
    with dog.watching(Raw(pairs[0][0])), dog.watching(Raw(pairs[1][0]), 0.1):
        assert pairs[1][0].recv(1) == b""  # the later one is given up first
        pairs[0][1].send(b"x")
        assert pairs[0][0].recv(1) == b"x"
    assert dog.bites == 1
    dog.close()
    for pair in pairs:
        for end in pair:
            end.close()


def test_a_watchdog_with_nothing_to_watch_sleeps_and_wakes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watchdog, "IDLE_S", 0.05)
    near, far = socket.socketpair()
    dog = Watchdog(0.1)
    with near, far:
        with dog.watching(Raw(near)):
            pass
        over = time.monotonic() + 60
        while dog._thread is not None and time.monotonic() < over:
            time.sleep(0.01)
        assert dog._thread is None
        with dog.watching(Raw(near)):
            assert near.recv(1) == b""
    assert dog.bites == 1
    dog.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no SIGSTOP on Windows to freeze with")
def test_a_frozen_server_is_noticed_and_the_feed_goes_on_afterwards(server: World) -> None:
    feed = ServerFeed(server.store, patience_s=0.5)
    cursor = feed.load().cursor
    pid = feed._run("select pg_backend_pid()")[0][0]
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(Refused):  # a frozen server never answers
            feed.poll(cursor)
    finally:
        os.kill(pid, signal.SIGCONT)
    case = registered(server)
    assert [event.subject for event in feed.poll(cursor).events] == [case]
    feed.close()


def test_a_connection_that_is_killed_is_a_refusal_and_comes_back(server: World) -> None:
    feed = ServerFeed(server.store)
    cursor = feed.load().cursor
    pid = feed._run("select pg_backend_pid()")[0][0]
    with server.store.read() as connection:
        connection.exec_driver_sql("select pg_terminate_backend(%s)", (pid,))
    with pytest.raises(Refused):
        feed.poll(cursor)
    case = registered(server)
    assert [event.subject for event in feed.poll(cursor).events] == [case]
    feed.close()
