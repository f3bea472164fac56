"""Process that changes cases through the door at a steady rate until stopped.

The changes are a mixture: notes, and cases that leave a queue and come back to it.
"""

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from console.domain.intent import Intent, new_command_id
from console.domain.refusal import Refused
from console.domain.stage import Post, Stage
from console.measure import steady_writers
from console.measure.latency import PATIENCE_S
from console.measure.latency_process import Mark
from console.store.door.opening import open_door
from console.store.engine import now_ms, open_store
from console.store.reading import queries

MOST: Final = 400
"""Cases of one kind that are changed."""
STEPS: Final = ("note", "dispatch", "note", "undo")
PIECE_S: Final = 1.0
"""Most seconds from the stop request to the end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Cases that get notes, cases that are sent to `department` and taken back."""

    notes: Sequence[int]
    waiting: Sequence[int]
    department: int

    def share(self, place: int, of: int) -> "Plan":
        """Share of the cases of one writer, as two writers on a case would conflict."""
        return Plan(self.notes[place::of], self.waiting[place::of], self.department)


def plan(url: str) -> Plan:
    """Plans the cases to change. Raises `Refused` if too few wait for dispatch or are in hand."""
    store = open_store(url)
    try:
        waiting = queries.cases(store, stage=int(Stage.DISPATCH), limit=MOST)
        in_hand = queries.cases(store, stage=int(Stage.HANDLE), limit=MOST)
    finally:
        store.close()
    found = min(len(waiting), len(in_hand))
    if found < steady_writers.WRITERS:
        raise Refused("measure_few_cases", count=found, wanted=steady_writers.WRITERS)
    notes, sent = ([int(row["id"]) for row in rows] for rows in (in_hand, waiting))
    return Plan(notes, sent, int(in_hand[0]["department_id"]))


def step(plan: Plan, number: int) -> tuple[str, int]:
    """Command and case of the n-th turn of a writer; a dispatch is undone two turns later."""
    lap, place = divmod(number, len(STEPS))
    command = STEPS[place]
    cases = plan.notes if command == "note" else plan.waiting
    turn = 2 * lap + place // 2 if command == "note" else lap
    return command, cases[turn % len(cases)]


class ChangeWriter:
    """One writer with a connection of its own."""

    def __init__(self, url: str, login: str, plan: Plan) -> None:
        self.store, self.plan, self.turn = open_store(url, login), plan, 0
        self.door = open_door(self.store)

    def commit(self, _number: int) -> Mark | None:
        command, case = step(self.plan, self.turn)
        self.turn += 1
        sent = {"department_id": self.plan.department} if command == "dispatch" else {}
        intent = Intent(
            *(new_command_id(now_ms()), command, case, Post.DISPATCHER),
            changes=sent,
            reason="measured",
        )
        answer = self.door.submit([intent])[0]
        return (case, answer.version or 0, 0) if answer.done else None

    def close(self) -> None:
        self.store.close()


class Changes:
    """`rate` changes a second from entering the block on; `done` of them when it was left."""

    def __init__(self, url: str, login: str, rate: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._end, theirs = context.Pipe()
        given = (theirs, url, login, rate, plan(url))
        self._process = context.Process(target=serve, args=given, daemon=True)
        self._process.start()
        theirs.close()
        self.done = 0

    def __enter__(self) -> Self:
        self._hear()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._end.send("stop")
        try:
            if kind is None:
                self.done = self._hear()
        finally:
            self._process.join(5)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._end.close()

    def _hear(self) -> Any:
        if not self._end.poll(PATIENCE_S):
            raise Refused("measure_mute", seconds=round(PATIENCE_S))
        return self._end.recv()


def serve(pipe: Any, url: str, login: str, rate: float, whole: Plan) -> None:
    """Entry of the child: reports ready, sends changes until told to stop, reports their count."""
    writers = [
        ChangeWriter(url, login, whole.share(n, steady_writers.WRITERS))
        for n in range(steady_writers.WRITERS)
    ]
    told = threading.Event()
    listener = threading.Thread(target=_wait, args=(pipe, told), daemon=True)
    pipe.send("ready")
    listener.start()
    commits: list[Callable[[int], Mark | None]] = [writer.commit for writer in writers]
    done = 0
    while not told.is_set():
        done += len(steady_writers.at_rate(rate, PIECE_S, commits))
    for writer in writers:
        writer.close()
    pipe.send(done)


def _wait(pipe: Any, told: threading.Event) -> None:
    with suppress(EOFError, OSError):  # whoever started it is gone
        pipe.recv()
    told.set()
