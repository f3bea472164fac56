"""Heartbeat of an occupied seat: reports it alive, counts the others, may hold the keeper's lease."""

import logging
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from console.domain.refusal import Refused
from console.keeper import RENEW_S, SIDE_TASK_EVERY, TASKS, Keeper, own_name, run_side_task
from console.live.clock import steady_ms
from console.live.follower import interval_ms
from console.store import lease
from console.store.city import state
from console.store.engine import Store
from console.store.lease import Kept
from console.store.migrations import revisions
from console.store.people import calls, seats

LOG = logging.getLogger(__name__)
FIRST_S: Final = 2.0
"""Seconds before the first turn, left to a window that opens."""
LIFE_EVERY: Final = 4
"""Turns between two reports of being alive."""
SEAT_REFUSALS: Final = frozenset({"seat_taken", "seats_full", "seat_name"})
"""Refusals by which a server denies a seat of this name."""
SILENCE_MS: Final = 60_000
"""ms without a keeper from which it is an alarm."""


@dataclass(frozen=True, slots=True)
class SeatOccupant:
    """Operator and post in the row of a seat."""

    seat: str
    operator: int
    post: str


def seat_name(login: str, given: str | None = None) -> str:
    """Name of the seat: `given`, else login and workstation, so that two operators at one
    machine differ.
    """
    return (given or f"{login}@{socket.gethostname()}")[:40]


class Heartbeat:
    """Thread beside the seat that runs `side_task` once a minute.

    `keeper_lease`, `on_line`, `seats`, `seat_refusal`, `city_version`, `answered` and `without_keeper_ms` may be read from any thread.
    `city_version` is an opaque version that changes with the city's own data, `answered` counts the calls
    answered at once today by kind of question.
    """

    def __init__(
        self,
        store: Store,
        occupant: SeatOccupant,
        pace: Callable[[int], None],
        unfit: Callable[[str], None] = lambda reason: None,
        side_task: Callable[[], object] = bool,
    ) -> None:
        self.store, self.occupant, self.set_pace, self.refuse = store, occupant, pace, unfit
        self._side_task = side_task
        name = f"{occupant.seat}:{own_name().rpartition(':')[2]}"
        self.keeper = Keeper(store, name, TASKS)
        self.keeper_lease: Kept | None = None
        self.on_line: Mapping[str, int] = {occupant.post: 1}
        self.seat_refusal: Refused | None = None
        self.city_version = ""
        self.answered: Mapping[str, int] = {}
        self._since = steady_ms()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="beat", daemon=True)

    def start(self) -> None:
        """Starts the thread; again, does nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def stop(self) -> None:
        """Ends the thread and leaves the seat empty."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def holds_lease(self) -> bool:
        """Whether this seat holds the lease."""
        return self.keeper_lease is not None and self.keeper.keeps(self.keeper_lease)

    @property
    def seats(self) -> int:
        """How many seats of whatever post have shown life of late."""
        return sum(self.on_line.values())

    def posts_on_line(self) -> Mapping[str, int]:
        """Same as `on_line`, as a callable."""
        return self.on_line

    def answered_today(self) -> Mapping[str, int]:
        """Same as `answered`, as a callable."""
        return self.answered

    def answer(self, question: str) -> None:
        """Counts a call answered at this seat, before the next turn reads it."""
        self.answered = {**self.answered, question: self.answered.get(question, 0) + 1}

    def without_keeper_ms(self) -> int:
        """ms since this seat last knew of a keeper."""
        return steady_ms() - self._since

    def turn(self, number: int) -> None:
        """One turn. Raises `Refused` when the database does not answer."""
        self.keeper_lease = self.keeper.turn()
        if self.keeper_lease.held:
            self._since = steady_ms()
        if number % LIFE_EVERY == 0:
            revisions.fit(self.store)
            self._report_alive()
        if number % SIDE_TASK_EVERY == 0:
            run_side_task(self._side_task)
        with self.store.read() as connection:
            self.on_line = seats.on_line(connection)
            self.answered = calls.answered_today(connection)
            if number % LIFE_EVERY == 0:
                self.city_version = state.city_state(connection)
        self.set_pace(interval_ms(self.seats))

    def _report_alive(self) -> None:
        """Reports the seat alive; another occupant's seat is refused, and the rest of the turn
        goes on.
        """
        try:
            with self.store.write() as connection:
                seats.show_life(
                    connection, self.occupant.seat, self.occupant.operator, self.occupant.post
                )
        except Refused as no:
            if no.key not in SEAT_REFUSALS:
                raise
            if self.seat_refusal is None:
                LOG.info("not seated: %s", no)
            self.seat_refusal = no
        else:
            self.seat_refusal = None

    def _run(self) -> None:
        number, pause = 0, FIRST_S
        while not self._over.wait(pause):
            pause = RENEW_S
            try:
                self.turn(number)
                number += 1
            except Refused as no:
                LOG.info("no beat: %s", no)
                number = 0
                if no.key.startswith("schema_"):
                    self.refuse(str(no))
        if number:  # life was shown, and the database answered a moment ago
            self._leave()

    def _leave(self) -> None:
        try:
            with self.store.write() as connection:
                seats.leave(connection, self.occupant.seat)
                if self.holds_lease:
                    lease.take(connection, self.keeper.name, 0)  # whoever is next need not wait
        except Refused as no:
            LOG.info("the seat was not left: %s", no)
