"""Measures the time from a commit at one seat to the columns of the others, beside a bare poll.

The clock starts when the committing seat has its answer and stops when another seat's columns hold
the change. The reference is a bare psycopg poll at the same interval, by as many readers in the
same processes, of rows inserted bare at the same rate.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import numpy as np
import psycopg

from console.city import demo
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.follower import interval_ms
from console.measure import steady_writers
from console.measure.latency_process import Mark, serve
from console.measure.own_server import own_server
from console.measure.report import Figures
from console.store.address import SERVER, parse, plain
from console.store.engine import open_store
from console.store.reading import queries

PROCESSES: Final = 2
PATIENCE_S: Final = 120.0
WARM_S: Final = 3.0
"""Seconds of writing before counting starts. The first change is slow for each of two hundred
sessions at once, for they were all opened a moment ago, which no shift does: in ten seconds
it would be all of p99.
"""
GRACE_S: Final = 2.0
"""Seconds after which a change counts as missed."""
CASES: Final = 3000


def measure(seats: int, rate: float, seconds: float, url: str | None = None) -> Figures:
    """`p50_ms p99_ms bare_p50_ms bare_p99_ms ratio missed`.

    Without `url` a PostgreSQL of its own is started, which needs the test dependencies; `Refused`
    where they are missing, and for a database that is no PostgreSQL.
    """
    with ExitStack() as stack:
        if url is None:
            url = stack.enter_context(own_city())
        if parse(url).drivername != SERVER:
            raise Refused("measure_needs_server")
        login = dispatcher(url)
        every_ms = interval_ms(seats)
        with Clients(url, login, seats, every_ms) as clients:
            return _figures(clients, url, login, rate, seconds)


def _figures(clients: "Clients", url: str, login: str, rate: float, seconds: float) -> Figures:
    writers = [
        steady_writers.DoorWriter(url, login, Post.DISPATCHER, some_cases(url))
        for _ in range(steady_writers.WRITERS)
    ]
    try:
        done = _steady(rate, seconds, [writer.commit for writer in writers])
    finally:
        for writer in writers:
            writer.close()
    waited, missed = compare(done, clients.stop())
    table, own = f"measure_bare_{os.getpid()}", plain(url)
    with _table(own, table):
        clients.go_bare(own, table)
        bare_writers = [
            steady_writers.BareWriter(own, table) for _ in range(steady_writers.WRITERS)
        ]
        bare_done = _steady(rate, seconds, [writer.commit for writer in bare_writers])
        # a bare poll misses what a number before it commits later: it is a clock, not a witness
        bare, _missed = compare(bare_done, clients.stop())
        for bare_hand in bare_writers:
            bare_hand.close()
    if not len(waited) or not len(bare):
        raise Refused("measure_nothing", missed=missed)
    p50, p99 = np.percentile(waited, (50, 99))
    bare_p50, bare_p99 = np.percentile(bare, (50, 99))
    return {
        "p50_ms": round(float(p50), 1),
        "p99_ms": round(float(p99), 1),
        "bare_p50_ms": round(float(bare_p50), 1),
        "bare_p99_ms": round(float(bare_p99), 1),
        "ratio": round(float(p50 / max(bare_p50, 0.1)), 2),
        "missed": missed,
    }


def _steady(rate: float, seconds: float, writers: Sequence[steady_writers.Commit]) -> list[Mark]:
    """Measurements after every session has received changes."""
    steady_writers.at_rate(rate, WARM_S, writers)
    return steady_writers.at_rate(rate, seconds, writers)


def compare(done: Sequence[Mark], seen: Sequence[Sequence[Mark]]) -> tuple[Any, int]:
    """(ms from commit to each seat that saw it, how often a seat did not).

    A seat that sees it before the committing one has its answer waited 0 ms.
    """
    waited: list[float] = []
    missed = 0
    for marks in seen:
        at: dict[tuple[int, int], int] = {}
        for key, version, moment in marks:
            at.setdefault((key, version), moment)
        for key, version, committed in done:
            heard = at.get((key, version))
            if heard is None:
                missed += 1
            else:
                waited.append(max(0.0, (heard - committed) / 1e6))
    return np.array(waited), missed


class Clients:
    """At least two processes that hold the seats between them, each running `entry`."""

    def __init__(
        self,
        url: str,
        login: str,
        seats: int,
        every_ms: int,
        entry: Callable[..., None] = serve,
        *beside: Any,
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._ends: list[Any] = []
        self._processes = []
        shares = [seats // PROCESSES + (n < seats % PROCESSES) for n in range(PROCESSES)]
        for share in shares:
            ours, theirs = context.Pipe()
            process = context.Process(
                target=entry, args=(theirs, url, login, share, every_ms, *beside)
            )
            process.start()
            theirs.close()
            self._ends.append(ours)
            self._processes.append(process)

    def __enter__(self) -> "Clients":
        self.hear("ready")
        return self

    def __exit__(self, *_error: object) -> None:
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join()

    def stop(self) -> list[Sequence[Mark]]:
        """Ends what they do now, after the time a change may take; answers what each seat saw."""
        time.sleep(GRACE_S)
        self.tell("stop", None)
        return [marks for seats in self.hear("seen") for marks in seats]

    def go_bare(self, address: str, table: str) -> None:
        """From watching to bare polling."""
        self.tell("bare", (address, table))
        self.hear("ready")

    def tell(self, what: str, value: Any) -> None:
        for end in self._ends:
            end.send((what, value))

    def hear(self, what: str) -> list[Any]:
        values = []
        for end in self._ends:
            if not end.poll(PATIENCE_S):
                raise Refused("measure_mute", seconds=round(PATIENCE_S))
            told, value = end.recv()
            assert told == what
            values.append(value)
        return values


@contextmanager
def own_city(cases: int = CASES, closed: int = 0) -> Iterator[str]:
    """A PostgreSQL with a demo city of so many open and closed cases, gone afterwards."""
    with own_server() as server:
        demo.build(server.uri, cases=cases, history=closed)
        yield server.uri


@contextmanager
def _table(address: str, name: str) -> Iterator[None]:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create table {name} (id bigint generated always as identity)")
        try:
            yield
        finally:
            connection.execute(f"drop table {name}")


def dispatcher(url: str) -> str:
    """The login of the first dispatcher. Raises `Refused` where there is none."""
    store = open_store(url)
    try:
        people = queries.people(store)
    finally:
        store.close()
    found = [p["login"] for p in people if Post.DISPATCHER in p["posts"]]
    if not found:
        raise Refused("measure_no_dispatcher")
    return str(found[0])


def some_cases(url: str) -> list[int]:
    store = open_store(url)
    try:
        return [int(row["id"]) for row in queries.cases(store, limit=500)]
    finally:
        store.close()
