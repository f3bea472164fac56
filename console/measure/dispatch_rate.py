"""Measures commands a second through the door of PostgreSQL, beside the same intents inserted bare.

Each client sends cases of its own from one department to another, as fast as it is answered. Beside
it, by as many clients: the same rows into a bare table, the same changes written without a guard in
one statement, and these by hand in the five statements a program of its own would send.
"""

import json
import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, Final

import numpy as np
import psycopg

from console.domain.intent import new_command_id
from console.domain.refusal import Refused
from console.domain.stage import Post, Stage
from console.live.garbage import freeze_objects
from console.measure.latency import PATIENCE_S, PROCESSES, own_city
from console.measure.report import Figures
from console.store.address import SERVER, parse, plain
from console.store.door.server import COLUMNS, ROW
from console.store.engine import now_ms, open_store
from console.store.reading import queries

LEAST: Final = 8
"""Cases of one client at the least. All there are is better: a case remembers every department it
was with, and one sent to and fro ten thousand times is none that any city has."""
DOOR: Final = f"insert into intent ({COLUMNS}) values {ROW} returning outcome, refusal"  # noqa: S608
BARE: Final = f"insert into measure_intent ({COLUMNS}) values {ROW} returning 'done', ''"  # noqa: S608
OPEN: Final = """
with c as (
  update measure_case set department_id = (%(changes)s::jsonb->>'department_id')::int,
    department_since = %(at)s, version = version + 1 where id = %(subject)s
  returning id, version
), l as (
  insert into measure_command (command_id, outcome, at) values (%(command_id)s, 'done', %(at)s)
)
insert into measure_event (subject, version, command, command_id, at, after, reason)
select c.id, c.version, %(command)s, %(command_id)s, %(at)s, %(changes)s::jsonb, %(reason)s from c
returning 'done', ''
"""
LEDGER: Final = """
insert into measure_command (command_id, outcome, at) values (%(command_id)s, 'pending', %(at)s)
"""
LOCK: Final = """
select id, department_id, version from measure_case where id = %(subject)s for update
"""
CASE: Final = """
update measure_case set department_id = (%(changes)s::jsonb->>'department_id')::int,
  department_since = %(at)s, version = version + 1 where id = %(subject)s
"""
EVENT: Final = """
insert into measure_event (subject, version, command, command_id, at, after, reason)
select id, version, %(command)s, %(command_id)s, %(at)s, %(changes)s::jsonb, %(reason)s
from measure_case where id = %(subject)s
"""
ANSWER: Final = """
update measure_command set outcome = 'done' where command_id = %(command_id)s returning outcome
"""
FIVE: Final = (LEDGER, LOCK, CASE, EVENT, ANSWER)
"""Steps of `OPEN`, statement by statement."""
Script = str | tuple[str, ...]
"""One statement that commits by itself, or several in one transaction."""
TABLES: Final = """
create table measure_intent as select * from intent with no data;
create table measure_case as select * from case_ where stage < 20;
create unique index on measure_case (id);
create table measure_event (seq bigint generated always as identity primary key, subject bigint,
  version int, command text, command_id text, at bigint, after jsonb, reason text);
create table measure_command (command_id text primary key, outcome text, at bigint);
"""
DROP: Final = "drop table if exists measure_intent, measure_case, measure_event, measure_command"
Done = list[float]
"""ms of each command of one client."""


def measure(clients: int, seconds: float, url: str | None = None) -> Figures:
    """`per_second`, what was measured beside it, the ratios to that, `p50_ms p99_ms` of the door.

    Without `url` a PostgreSQL of its own is started. Writes into the database it is given. Raises
    `Refused` for one that is no PostgreSQL or has too few dispatched cases.
    """
    with ExitStack() as stack:
        if url is None:
            url = stack.enter_context(own_city())
        if parse(url).drivername != SERVER:
            raise Refused("measure_needs_server")
        plan = _plan(url, clients)
        with psycopg.connect(plain(url), autocommit=True) as owner:
            owner.execute(DROP)
            owner.execute(TABLES)
            stack.callback(_drop, plain(url))
        own = plain(parse(url).set(username=plan["login"], password=None))
        door = _run(own, plan, DOOR, seconds)
        bare = _run(plain(url), plan, BARE, seconds)
        unguarded = _run(plain(url), plan, OPEN, seconds)
        five = _run(plain(url), plan, FIVE, seconds)
    took = np.array([ms for client in door for ms in client])
    each, per_bare, per_open, per_five = (
        _rate(found, seconds) for found in (door, bare, unguarded, five)
    )
    if not per_bare or not per_open or not per_five:
        raise Refused("measure_nothing", missed=0)
    return {
        "per_second": round(each),
        "bare_per_second": round(per_bare),
        "unguarded_per_second": round(per_open),
        "five_per_second": round(per_five),
        "ratio": round(each / per_bare, 2),
        "guard_ratio": round(each / per_open, 2),
        "five_ratio": round(each / per_five, 2),
        "p50_ms": round(float(np.percentile(took, 50)), 1),
        "p99_ms": round(float(np.percentile(took, 99)), 1),
    }


def _drop(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(DROP)


def _rate(found: Sequence[Done], seconds: float) -> float:
    return sum(map(len, found)) / seconds


def _plan(url: str, clients: int) -> dict[str, Any]:
    """A dispatcher, for each client its cases in hand, and two departments to send them between."""
    store = open_store(url)
    try:
        people = [p["login"] for p in queries.people(store) if Post.DISPATCHER in p["posts"]]
        cases = [
            row
            for row in queries.cases(store, stage=int(Stage.HANDLE))
            if not row["suspended_until"]
        ]
    finally:
        store.close()
    wanted = clients * LEAST
    if not people:
        raise Refused("measure_no_dispatcher")
    if len(cases) < wanted:
        raise Refused("measure_few_cases", count=len(cases), wanted=wanted)
    departments = sorted({int(row["department_id"]) for row in cases})[:2]
    ids = [int(row["id"]) for row in cases]
    return {
        "login": people[0],
        "departments": departments,
        "cases": [ids[n::clients] for n in range(clients)],
    }


def _run(address: str, plan: dict[str, Any], sql: Script, seconds: float) -> list[Done]:
    """All clients for so long, in processes of their own."""
    context = multiprocessing.get_context("spawn")
    shares = [plan["cases"][n::PROCESSES] for n in range(PROCESSES)]
    pipes, processes = [], []
    for share in shares:
        ours, theirs = context.Pipe()
        arguments = (theirs, address, share, plan["departments"], sql, seconds)
        process = context.Process(target=serve, args=arguments)
        process.start()
        pipes.append(ours)
        processes.append(process)
    try:
        for pipe in pipes:
            _hear(pipe)
        for pipe in pipes:
            pipe.send("go")
        return [done for pipe in pipes for done in _hear(pipe)]
    finally:
        for process in processes:
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join()


def _hear(pipe: Any) -> Any:
    if not pipe.poll(PATIENCE_S):
        raise Refused("measure_mute", seconds=round(PATIENCE_S))
    found = pipe.recv()
    if isinstance(found, str) and found != "ready":
        raise Refused("measure_nothing", missed=found)
    return found


def serve(
    pipe: Any,
    address: str,
    shares: Sequence[Sequence[int]],
    departments: Sequence[int],
    sql: Script,
    seconds: float,
) -> None:
    """In the child: one thread and connection a client."""
    clients = [_Client(address, cases, departments, sql) for cases in shares]
    freeze_objects()  # as a console does: its collector never walks what the start has made
    pipe.send("ready")
    pipe.recv()
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=client.work, args=(until,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failed = [client.failure for client in clients if client.failure]
    pipe.send(failed[0] if failed else [client.done for client in clients])


class _Client:
    """Sends its cases to and fro."""

    def __init__(
        self, address: str, cases: Sequence[int], departments: Sequence[int], sql: Script
    ) -> None:
        self.connection = psycopg.connect(address, autocommit=True)
        self.cursor = self.connection.cursor()
        self.cases, self.departments, self.sql = cases, departments, sql
        self.values: Callable[[int], Any] = self._named if sql in (OPEN, FIVE) else self._row
        self.done: Done = []
        self.failure = ""

    def _row(self, number: int) -> Any:
        case, department = self._move(number)
        changes = json.dumps({"department_id": department})
        return (
            *(new_command_id(now_ms()), 0, "redispatch", "case", case, None, "dispatcher"),
            *(changes, "measured", None, None),
        )

    def _named(self, number: int) -> Any:
        case, department = self._move(number)
        return {
            "command_id": new_command_id(now_ms()),
            "command": "redispatch",
            "subject": case,
            "changes": json.dumps({"department_id": department}),
            "reason": "measured",
            "at": now_ms(),
        }

    def _move(self, number: int) -> tuple[int, int]:
        """Every case in turn, each time to the other department."""
        lap, place = divmod(number, len(self.cases))
        return self.cases[place], self.departments[lap % len(self.departments)]

    def work(self, until: float) -> None:
        number = 0
        send = self._one if isinstance(self.sql, str) else self._several
        while (begun := time.perf_counter()) < until:
            row = send(self.values(number))
            if row is None or row[0] != "done":
                self.failure = str(row)
                break
            self.done.append((time.perf_counter() - begun) * 1000)
            number += 1
        self.connection.close()

    def _one(self, values: Any) -> Any:
        query: Any = self.sql
        return self.cursor.execute(query, values).fetchone()

    def _several(self, values: Any) -> Any:
        with self.connection.transaction(), self.connection.cursor() as cursor:
            for query in self.sql:
                statement: Any = query
                cursor.execute(statement, values)
            return cursor.fetchone()
