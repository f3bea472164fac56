"""Long run with faults: nothing lost, nothing doubled, every screen right, nothing grows.

Seats in two processes follow the feed over a line that gets cut, writers work at a steady rate, and
at seeded moments the server is killed, frozen, or all connections are cut. Then the log is judged.
"""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from console.city import demo
from console.domain.refusal import Refused
from console.live.clock import wall_ms
from console.live.columns import differing
from console.live.follower import interval_ms
from console.measure import history, relay, soak_process
from console.measure.latency import CASES, Clients, dispatcher, some_cases
from console.measure.own_server import OwnServer, own_server
from console.measure.page import Page
from console.measure.report import Figures
from console.measure.retrying_writer import RetryingWriter
from console.measure.trend import slope
from console.store import address
from console.store.engine import open_store
from console.store.feed.opening import open_feed

WRITERS: Final = 4
KINDS: Final = ("killed", "cut", *(["frozen"] if hasattr(signal, "SIGSTOP") else []))
FROZEN_S: Final = (2.5, 6.0)
FAULT_EVERY_S: Final = (20.0, 40.0)
SETTLE_S: Final = 8.0
"""After a fault, until the last seat's longest pause (5 s) and its digest are over."""
WEIGH_EVERY_S: Final = 4.0
WARM: Final = 1 / 3
"""The share of a run in which caches and pools may still fill."""
FOR_EVER: Final = 1 << 62
PLAIN: Final = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1",
}
"""What the clients' allocators are told."""


@dataclass
class FaultSchedule:
    """Faults of one run; the seed decides their moments and kinds."""

    server: OwnServer
    cut: Callable[[], None]
    seconds: float
    seed: int = 1
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)
        # until when nothing is counted, and when the last fault was over: read by the clients
        self.shared: Any = multiprocessing.get_context("spawn").Array("q", [0, 0])
        self.next_at = time.monotonic() + self._pause()

    @property
    def calm(self) -> bool:
        return wall_ms() > int(self.shared[0])

    def cause_fault(self) -> None:
        """Causes one fault and waits until the server is back."""
        kind = self._rng.choice(KINDS)
        self.shared[0] = FOR_EVER
        if kind == "killed":
            self.server.kill()
            self.server.start()
        elif kind == "frozen":
            self.server.freeze(self._rng.uniform(*FROZEN_S))
        else:
            self.cut()
        self.faults.append(kind)
        self.shared[1] = wall_ms()
        self.shared[0] = self.shared[1] + round(SETTLE_S * 1000)
        self.next_at = time.monotonic() + SETTLE_S + self._pause()

    def _pause(self) -> float:
        """Pause before the next fault, shorter in a short run."""
        return self._rng.uniform(*FAULT_EVERY_S) * min(1.0, self.seconds / 240)


def measure(minutes: float, seats: int, rate: float, *, page: bool = False) -> Figures:
    """`commands lost doubled gaps refused digest_differences p50_ms p99_ms faults silences back_s
    memory_mb memory_slope_low memory_slope_high fds_grown threads_grown objects_grown`.

    Waits are those of changes in calm, from the door's moment to a seat's columns; the slope's
    interval is kB a minute, of both clients together, after the first third. With `page` and where one
    can be shown also `renderer_mb renderer_slope_low renderer_slope_high`, of a map's page that is
    changed meanwhile. Needs the test dependencies: raises `Refused`.
    """
    if page:
        with Page(minutes) as beside:
            return {**measure(minutes, seats, rate), **beside.figures()}
    with own_server() as server, _line(server) as (port, cut):
        demo.build(server.uri, cases=CASES)
        login, cases = dispatcher(server.uri), some_cases(server.uri)
        url = f"postgresql://postgres@127.0.0.1:{port}/{address.parse(server.uri).database}"
        schedule = FaultSchedule(server, cut, minutes * 60)
        entry = soak_process.serve
        with _plain_allocator():
            watching = Clients(url, login, seats, interval_ms(seats), entry, schedule.shared)
        with watching as clients:
            writers = [
                RetryingWriter(url, login, cases, rate / WRITERS) for _writer in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            try:
                growth = Growth(clients, minutes * 60)
                _run_faults(schedule, growth, minutes * 60)
            finally:
                for writer in writers:
                    writer.stop()
            return _figures(clients, schedule, writers, growth, server.uri)


@dataclass
class Growth:
    """Resources of both clients, sampled in calm: memory often, all else when warm and at the
    end.
    """

    clients: Clients
    seconds: float
    weighed: list[tuple[float, float]] = field(default_factory=list)
    counted: list[dict[str, int]] = field(default_factory=list)

    def look(self, passed: float) -> None:
        """Memory in kB by minute, after the warm first third of the run."""
        if passed < self.seconds * WARM:
            return
        if not self.counted:
            self.count()
        self.weighed.append((passed / 60, self._sum("weigh")["memory"] / 1024))

    def count(self) -> None:
        self.counted.append(self._sum("count"))

    def figures(self) -> dict[str, float]:
        low, high = slope(self.weighed)
        first, last = self.counted[0], self.counted[-1]
        return {
            "memory_mb": round(self.weighed[-1][1] / 1024, 1),
            "memory_slope_low": round(low, 1),
            "memory_slope_high": round(high, 1),
            **{f"{what}_grown": last[what] - first[what] for what in first},
        }

    def _sum(self, what: str) -> dict[str, int]:
        self.clients.tell(what, None)
        told = self.clients.hear(what)
        return {name: sum(one[name] for one in told) for name in told[0]}


def _run_faults(schedule: FaultSchedule, growth: Growth, seconds: float) -> None:
    """Faults and calm in turn, calm at the end."""
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < seconds or not schedule.calm:
        if time.monotonic() >= schedule.next_at and passed < seconds - SETTLE_S:
            schedule.cause_fault()
        elif schedule.calm:
            growth.look(passed)
        time.sleep(WEIGH_EVERY_S * min(1.0, seconds / 240))
    growth.look(passed)
    growth.count()


def _figures(
    clients: Clients,
    schedule: FaultSchedule,
    writers: list[RetryingWriter],
    growth: Growth,
    url: str,
) -> Figures:
    differences = _settled(clients, url)
    clients.tell("stop", None)
    told = clients.hear("stop")
    store = open_store(url)
    try:
        answered = {c: answer for writer in writers for c, answer in writer.answered.items()}
        judged = history.judged(store, answered)
    finally:
        store.close()
    counts = np.sum([one["counts"] for one in told], axis=0)
    if not counts.sum():
        raise Refused("measure_nothing", missed=judged["commands"])
    return {
        **judged,
        "digest_differences": differences + sum(one["faults"] for one in told),
        "p50_ms": _percentile(counts, 0.50),
        "p99_ms": _percentile(counts, 0.99),
        "faults": len(schedule.faults),
        "silences": sum(writer.silences for writer in writers),
        "back_s": round(max(one["back_ms"] for one in told) / 1000, 1),
        **growth.figures(),
    }


def _settled(clients: Clients, url: str) -> int:
    """How many seats differ from the database once everything has had its time."""
    store = open_store(url)
    feed = open_feed(store)
    until = time.monotonic() + 30
    try:
        while True:
            clients.tell("digest", None)
            seats = [one for client in clients.hear("digest") for one in client]
            committed = feed.digest()
            wrong = sum(bool(differing(seat, committed)) for seat in seats)
            if not wrong or time.monotonic() > until:
                return wrong
            time.sleep(0.5)
    finally:
        feed.close()
        store.close()


def _percentile(counts: Any, share: float) -> int:
    """Percentile `share` of all waits, in ms."""
    return int(np.searchsorted(np.cumsum(counts), share * counts.sum()))


@contextmanager
def _plain_allocator() -> Iterator[None]:
    """Processes begun meanwhile take memory from the C library, which can give pages back; Python's own
    allocator keeps a megabyte for the last object in it. Nor do their threads keep what they freed for
    themselves, which fills for half an hour and looks like a leak (3.4 bytes an event)."""
    before = {name: os.environ.get(name) for name in PLAIN}
    os.environ.update(PLAIN)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _line(server: OwnServer) -> Iterator[tuple[int, Callable[[], None]]]:
    """(port, cut): a relay to the server in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=relay.serve, args=(theirs, server.socket, 1))
    process.start()
    theirs.close()

    def cut() -> None:
        ours.send("cut")

    try:
        yield ours.recv(), cut
    finally:
        ours.close()
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()
