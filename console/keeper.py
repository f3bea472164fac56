"""Maintenance under a lease: one running program at a time does it, by the database's clock.

`main.py keep` or any console may hold the lease; a keeper that falls silent is replaced within
seconds. All tasks are idempotent, for two keepers may overlap for a moment.
"""

import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.engine import Connection

from console.domain.intent import Forged
from console.domain.refusal import Refused
from console.live.stop_flag import StopFlag, pause, stop_on_signals
from console.store import lease
from console.store.door import standing
from console.store.engine import Store
from console.store.lease import Kept
from console.store.log import audit, months

LOG = logging.getLogger(__name__)
LEASE_MS: Final = 15_000
RENEW_S: Final = 5.0
SIDE_TASK_EVERY: Final = 12
"""Turns between two runs of the side task: a minute."""

Task = Callable[[Connection], None]
TASKS: Final[Sequence[Task]] = (standing.keep_task, audit.seal_task, months.keep_task)
"""Maintenance tasks; each may run twice."""


def own_name() -> str:
    """Name of this program among all keepers."""
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass(slots=True)
class Keeper:
    """Tries to hold the lease; does its `tasks` while it does."""

    store: Store
    name: str = field(default_factory=own_name)
    tasks: Sequence[Task] = ()

    def turn(self) -> Kept:
        """Takes or renews the lease and runs the tasks; answers who keeps.

        While another holds it nothing is written. Raises `Refused` when the database does not
        answer.
        """
        kept = current_lease(self.store)
        if kept is not None and kept.held and kept.holder != self.name:
            return kept
        lease.end_stalled(self.store)  # before it: what they hold may be the lease itself
        with self.store.write() as connection:
            kept = lease.take(connection, self.name, LEASE_MS)
            if kept.holder == self.name:
                for task in self.tasks:
                    task(connection)
        return kept

    def keeps(self, kept: Kept) -> bool:
        return kept.holder == self.name


def current_lease(store: Store) -> Kept | None:
    """The lease as it is; None when nobody ever kept."""
    with store.read() as connection:
        return lease.who_keeps(connection)


def run_side_task(side_task: Callable[[], Any]) -> None:
    """Runs a side task; its refusal is logged and does not end the caller."""
    try:
        side_task()
    except (Refused, Forged) as no:
        LOG.info("not done beside: %s", no)


def run(
    store: Store, seconds: float | None = None, side_task: Callable[[], Any] = bool
) -> dict[str, Any]:
    """Runs the maintenance for so long (None: until SIGTERM or SIGINT); answers how often it held the lease.

    `side_task` is done once a minute, whoever keeps. A database that does not answer is tried again at
    the next turn; every turn counts.
    """
    keeper, stop_flag = Keeper(store, tasks=TASKS), StopFlag()
    held = turns = 0
    until = None if seconds is None else time.monotonic() + seconds
    with stop_on_signals(stop_flag):
        while True:
            turns += 1
            try:
                held += keeper.keeps(keeper.turn())
                if turns % SIDE_TASK_EVERY == 1:
                    run_side_task(side_task)
            except Refused as no:
                LOG.warning("not kept: %s", no)
            left = RENEW_S if until is None else min(RENEW_S, until - time.monotonic())
            if left <= 0 or not pause(stop_flag, left):
                break
    return {"holder": keeper.name, "turns": turns, "held": held}
