"""Writers at a steady rate: through the door, or bare into a table of their own."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import psycopg

from console.domain.intent import Intent, new_command_id
from console.domain.stage import Post
from console.measure.latency_process import Mark
from console.store.door.opening import open_door
from console.store.engine import now_ms, open_store

WRITERS: Final = 4
"""Writers that share the rate, so that one slow commit does not hold the others up."""

Commit = Callable[[int], Mark | None]
"""Makes the n-th commit; answers its mark and moment."""


def at_rate(rate: float, seconds: float, writers: Sequence[Commit]) -> list[Mark]:
    """Commits number 0, 1, … at `rate` a second in turn by these hands; answers what was done."""
    start = time.perf_counter()
    count = round(rate * seconds)
    made: list[list[Mark]] = [[] for _writer in writers]
    failures: list[BaseException] = []

    def work(which: int) -> None:
        try:
            for number in range(which, count, len(writers)):
                time.sleep(max(0.0, start + number / rate - time.perf_counter()))
                done = writers[which](number)
                if done is not None:
                    made[which].append(done)
        except Exception as failure:  # noqa: BLE001 — raised again below, on the caller's thread
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(which,)) for which in range(len(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [mark for marks in made for mark in marks]


class DoorWriter:
    """Adds notes to cases through the door, each to another case in turn."""

    def __init__(self, url: str, login: str, post: Post, cases: Sequence[int]) -> None:
        self.store = open_store(url, login)
        self.door = open_door(self.store)
        self.post, self.cases = post, cases

    def commit(self, number: int) -> Mark | None:
        case = self.cases[number % len(self.cases)]
        intent = Intent(
            new_command_id(now_ms()), "note", case, self.post, reason=f"measured {number}"
        )
        answer = self.door.submit([intent])[0]
        now = time.perf_counter_ns()
        return (case, answer.version, now) if answer.done and answer.version is not None else None

    def close(self) -> None:
        self.store.close()


class BareWriter:
    """One bare insert and commit each."""

    def __init__(self, address: str, table: str) -> None:
        self.connection = psycopg.connect(address, autocommit=True)
        self.query: Any = f"insert into {table} default values returning id"  # noqa: S608 — our own

    def commit(self, number: int) -> Mark | None:
        row = self.connection.execute(self.query).fetchone()
        assert row is not None
        return row[0], 0, time.perf_counter_ns()

    def close(self) -> None:
        self.connection.close()
