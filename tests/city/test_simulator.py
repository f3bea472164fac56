"""The city lives: through the door, at its pace, the same by seed, and it stops when told."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from console import paths
from console.city.life import simulator
from console.city.life.scenery import PlannedCommand, Scenery
from console.city.life.simulator import Pace
from console.domain.refusal import Refused
from console.domain.stage import Post, Stage
from console.live.stop_flag import StopFlag
from console.store import lock
from console.store.lock import WriteLock
from tests.city.demo_city import CASES, copied, rows
from tests.city.test_demo import agrees, folded
from tests.store import world

Lively = tuple[str, dict[str, int]]


def lived(url: str, seed: int = 1, seconds: float = 1.6, **more: Any) -> dict[str, int]:
    """A few seconds of the city's own time, about as fast as the database can."""
    return simulator.run(url, rate=100.0, seed=seed, seconds=seconds, **more)


@pytest.fixture(scope="module")
def lively(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Lively:
    """A city that has lived for a while, to be looked at: its url and what the run answered."""
    url = copied(demo_file, tmp_path_factory.mktemp("lively"))
    return url, lived(url, seconds=3.2)


def deeds(url: str) -> list[tuple[Any, ...]]:
    """Who did what to which case and why, without the moments; through the door, which the stories
    that the city was made with are not."""
    known = {row["command_id"] for row in rows(url, "command")}
    return [
        (row["command"], row["subject"], row["actor_id"], row["post"], row["reason"])
        for row in rows(url, "event")
        if row["command_id"] in known
    ]


def fixes(url: str) -> list[tuple[Any, ...]]:
    return [
        (row["crew_id"], row["lon"], row["lat"], row["heading"])
        for row in rows(url, "crew_position")
    ]


def test_everything_goes_through_the_door_and_is_counted(lively: Lively) -> None:
    url, made = lively
    assert made["commands"] == made["done"] + made["refused"] == len(rows(url, "command"))
    assert made["done"] == len(deeds(url)) > 200
    assert made["refused"] < 0.1 * made["commands"]
    assert made["positions"] == len(fixes(url)) > 0
    assert made["seed"] == 1


def test_the_whole_centre_is_at_work(lively: Lively) -> None:
    done = Counter(deed[0] for deed in deeds(lively[0]))
    wanted = {"register", "accept", "file", "acknowledge", "start", "forward", "close"}
    assert wanted <= set(done)
    assert len({deed[2] for deed in deeds(lively[0])}) > 15


def test_the_log_still_tells_every_case_afterwards(lively: Lively) -> None:
    told = folded(rows(lively[0], "event"))
    for row in rows(lively[0], "case_"):
        assert agrees(told[row["id"]], row), (told[row["id"]], row)


def test_crews_that_have_set_out_are_on_the_road(lively: Lively, demo_url: str) -> None:
    moved = {fix[0] for fix in fixes(lively[0])}
    under_way = {r["crew_id"] for r in rows(demo_url, "assignment") if r["state"] == 3}
    on_duty = {r["id"] for r in rows(demo_url, "crew") if r["on_duty"]}
    assert under_way
    assert under_way <= moved <= on_duty
    assert all(0 <= fix[3] < 360 for fix in fixes(lively[0]))


def test_the_same_seed_lives_the_same_life(demo_file: Path, tmp_path: Path) -> None:
    one, again, other = (copied(demo_file, tmp_path, f"{n}.db") for n in ("one", "again", "other"))
    assert lived(one) == lived(again)
    assert deeds(one) == deeds(again)
    assert fixes(one) == fixes(again)
    lived(other, seed=2)
    assert deeds(other) != deeds(one)


def test_a_second_start_goes_on_with_what_the_first_left_at_intake(demo_url: str) -> None:
    lived(demo_url)
    waiting = [row for row in rows(demo_url, "case_") if row["stage"] == Stage.INTAKE]
    made = lived(demo_url, seed=2, seconds=8.0)
    taken = {deed[1] for deed in deeds(demo_url) if deed[0] in ("accept", "send-verify", "reject")}
    assert waiting
    assert made["done"] > 0
    assert {row["id"] for row in waiting} & taken


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_is_left_to_the_human_stays_in_the_queue(demo_url: str, share: float) -> None:
    lived(demo_url, seconds=2.4, share=share)
    dispatched = [deed for deed in deeds(demo_url) if deed[0] == "dispatch"]
    assert bool(dispatched) == bool(share)


def test_what_has_just_come_is_left_to_the_human_for_a_while(demo_url: str) -> None:
    waiting = {r["id"] for r in rows(demo_url, "case_") if r["stage"] == Stage.DISPATCH}
    lived(demo_url, seconds=3.2, share=1.0)
    sent = {deed[1] for deed in deeds(demo_url) if deed[0] == "dispatch"}
    assert sent
    assert sent <= waiting


def test_it_lives_on_a_server_too(server_uri: str, tmp_path: Path) -> None:
    from console.city import demo

    world.administer(server_uri, "create database living")
    url = world.database_uri(server_uri, "living")
    demo.build(url, cases=120)
    made = lived(url, seconds=1.2)
    assert made["done"] == len(deeds(url)) > 60
    assert made["refused"] < 0.1 * made["commands"]
    assert made["positions"] == len(fixes(url)) > 0
    world.administer(server_uri, "drop database living")


def test_a_city_that_is_no_demo_does_not_live_by_itself(embedded: world.World) -> None:
    with pytest.raises(Refused) as caught:
        lived(embedded.url)
    assert caught.value.key == "city_not_simulated"
    assert embedded.rows("event") == []


def test_refusals_are_counted_and_the_case_is_left_alone_for_a_while(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def close_too_early(city: Scenery, _rng: Random) -> PlannedCommand | None:
        waiting = city.waiting(Stage.DISPATCH, 0.0)
        if not waiting:
            return None
        tried.append(waiting[0]["id"])
        region, changes = waiting[0]["region_id"], {"closing_confirmed": True}
        return PlannedCommand("close", Post.SUPERVISION_LEAD, region, None, waiting[0], changes)

    monkeypatch.setattr(simulator, "next_command", close_too_early)
    made = lived(demo_url, seconds=0.3)
    assert made["refused"] == made["commands"] == len(tried) == len(set(tried)) > 10
    assert made["done"] == len(deeds(demo_url)) == 0


def test_a_locked_database_is_waited_for(demo_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE_S", 0.05)
    other, tries = WriteLock(Path(demo_url.removeprefix("sqlite:///"))), []
    other.__enter__()

    def unlocked_at_last(self: Pace, seconds: float) -> bool:
        tries.append(seconds)
        if len(tries) == 3:
            other.__exit__(None, None, None)
        return True

    monkeypatch.setattr(Pace, "pause", unlocked_at_last)
    made = lived(demo_url, seconds=1.0)
    other.close()
    assert tries == [0.5, 1.0, 2.0]
    assert made["commands"] == len(rows(demo_url, "command")) > 40


class Hands:
    """A clock that only sleeping and the test move."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_the_pace_keeps_the_time_line_and_rushes_after_nothing() -> None:
    hands = Hands()
    pace = Pace(StopFlag(), hands, hands.sleep)
    assert pace.until(5.0)
    assert hands.now == pytest.approx(105.0)
    hands.now += 60
    assert pace.until(6.0)
    assert hands.now == pytest.approx(165.0)
    assert pace.until(7.0)
    assert hands.now == pytest.approx(166.0)


def test_a_wake_up_ends_the_wait() -> None:
    hands, stop_flag = Hands(), StopFlag()
    stop_flag.set()
    assert not Pace(stop_flag, hands, hands.sleep).until(50.0)
    assert hands.now == 100.0


def child(url: str, *more: str) -> "subprocess.Popen[bytes]":
    program = [sys.executable, str(paths.root() / "main.py"), "--database", url]
    return subprocess.Popen(
        [*program, "simulate", "--rate", "20", "--json", *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ,
    )


def alive(url: str) -> None:
    """Waits until the city lives."""
    until = time.monotonic() + 60
    while not rows(url, "command"):
        assert time.monotonic() < until, "it never began"
        time.sleep(0.2)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_it_says_what_it_did(demo_url: str, kind: signal.Signals) -> None:
    process = child(demo_url)
    try:
        alive(demo_url)
        process.send_signal(kind)
        out, _err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert b'"commands": ' in out
    assert len(rows(demo_url, "case_")) >= CASES


def test_it_does_not_outlive_its_parent(demo_url: str) -> None:
    process = child(demo_url, "--with-parent")
    try:
        alive(demo_url)
        assert process.poll() is None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=120) == 0
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
