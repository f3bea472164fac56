"""Connections cut at random bytes, and a line that swallows everything without a word."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from console import paths
from console.domain.refusal import Refused
from console.live.follower import LinkState
from console.measure.relay import Relay
from console.store.door.opening import open_door
from console.store.engine import open_store
from tests.faults.history import (
    Hand,
    a_new_screen_agrees,
    all_answered,
    asked_until_answered,
    keeps_its_word,
)
from tests.faults.screens import agrees, over_line, screen, server_socket, until, waits_for_link
from tests.store.attacks import filed
from tests.store.world import World

NOTICED_S = 3.0
NAMESPACE = f"wangge{os.getpid()}"
NEAR, FAR = "169.254.77.1", "169.254.77.2"
PORT = 15432


def test_connections_cut_at_any_byte_lose_nothing_and_double_nothing(
    server: World, line: Relay
) -> None:
    cases = [filed(server) for _case in range(6)]
    url = over_line(server, line.port)
    line.delay_s = 0.0005
    screens = [screen(server, url) for _screen in range(2)]
    hands = [Hand(url, "disp", cases) for _hand in range(4)]
    for hand in hands:
        hand.start()
    for within in (40_000, 4_000, 40_000):
        line.cut_within = within
        line.cut_all()
        time.sleep(0.6)
    line.cut_within = 0
    time.sleep(0.3)
    for hand in hands:
        hand.stop()
    told = all_answered(hands)
    assert line.cuts > 20
    assert len(told) > 20
    assert sum(len(hand.silences) for hand in hands) > 10
    keeps_its_word(server, told)
    for seen in screens:
        agrees(seen.room, server)
        seen.close()
    a_new_screen_agrees(server)


@dataclass
class Hole:
    """An address of the world's server, and what swallows all that goes there until it heals."""

    url: str
    swallow: Callable[[], None]
    heal: Callable[[], None]


@pytest.fixture
def relay_hole(server: World, line: Relay) -> Hole:
    def swallow() -> None:
        line.silent = True

    def heal() -> None:
        line.silent = False

    return Hole(over_line(server, line.port), swallow, heal)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def within(*words: str) -> list[str]:
    return ["ip", "netns", "exec", NAMESPACE, *words]


@contextmanager
def namespace() -> Iterator[None]:
    """A network of its own behind a pair of virtual cables; gone afterwards."""
    near, far = f"wga{os.getpid()}"[:15], f"wgb{os.getpid()}"[:15]
    ip("netns", "add", NAMESPACE)
    try:
        ip("link", "add", near, "type", "veth", "peer", "name", far)
        ip("link", "set", far, "netns", NAMESPACE)
        ip("addr", "add", f"{NEAR}/30", "dev", near)
        ip("link", "set", near, "up")
        ip("-n", NAMESPACE, "addr", "add", f"{FAR}/30", "dev", far)
        ip("-n", NAMESPACE, "link", "set", far, "up")
        yield
    finally:
        subprocess.run(["ip", "link", "del", near], check=False, capture_output=True)
        ip("netns", "del", NAMESPACE)


@pytest.fixture
def namespace_hole(server: World, server_uri: str) -> Iterator[Hole]:
    if shutil.which("ip") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("network namespaces need root and the ip tool")
    try:
        made = namespace()
        made.__enter__()
    except (subprocess.CalledProcessError, OSError) as no:
        pytest.skip(f"network namespaces are not allowed on this machine: {no}")
    relay = subprocess.Popen(
        within(
            *(sys.executable, "-m", "console.measure.relay"),
            *(server_socket(server_uri), FAR, str(PORT)),
        ),
        cwd=paths.root(),
        stdin=subprocess.PIPE,
    )
    route = ("-n", NAMESPACE, "route")
    try:
        url = over_line(server, PORT, FAR)
        reachable(url)
        yield Hole(
            url,
            lambda: ip(*route, "add", "blackhole", f"{NEAR}/32"),
            lambda: ip(*route, "del", "blackhole", f"{NEAR}/32"),
        )
    finally:
        relay.communicate()
        made.__exit__(None, None, None)


def reachable(url: str) -> None:
    """Waits until the relay listens."""
    over = time.monotonic() + 10
    while True:
        try:
            open_store(url).close()
        except Refused:
            assert time.monotonic() < over
            time.sleep(0.05)
        else:
            return


@pytest.mark.parametrize("kind", ["relay_hole", "namespace_hole"])
def test_a_black_hole_is_noticed_in_three_seconds_and_left_without_help(
    server: World, kind: str, request: pytest.FixtureRequest
) -> None:
    hole: Hole = request.getfixturevalue(kind)
    case = filed(server)
    seen = screen(server, hole.url)
    waits_for_link(seen.room, LinkState.LIVE)
    store = open_store(hole.url, "disp")
    note = server.intent("disp", "note", case, reason="into the hole")
    first = server.intent("disp", "note", case, reason="before")
    assert open_door(store).submit([first])[0].done  # a connection that has worked
    hole.swallow()
    hand = Hand(hole.url, "disp", [case])
    begun = time.monotonic()
    with pytest.raises(Refused) as unknown:
        open_door(store).submit([note])
    command_s = time.monotonic() - begun
    assert unknown.value.key == "database_unreachable"  # which the screen shows as unknown
    assert command_s < NOTICED_S
    feed_s = command_s + waits_for_link(seen.room, LinkState.LATE)
    assert feed_s < NOTICED_S + 0.5  # late is what has heard nothing for three seconds
    assert until(seen.room, lambda: seen.room.feed_thread.reason != "") < NOTICED_S
    hand.start()
    time.sleep(0.5)
    hole.heal()
    waits_for_link(seen.room, LinkState.LIVE)
    answer = asked_until_answered(store, note)
    store.close()
    hand.stop()
    keeps_its_word(server, {note.command_id: answer.version} | all_answered([hand]))
    agrees(seen.room, server)
    seen.close()
