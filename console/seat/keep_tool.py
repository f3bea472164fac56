"""`keep`: maintenance in a process of its own."""

import argparse
from collections.abc import Callable
from typing import Any

from console import keeper
from console.desk.automatic_commands import AutomaticCommands, serves
from console.live.spans import Calendars
from console.seat.opening import opened
from console.store.city import directory
from console.store.city.state import city_state
from console.store.door.opening import open_door
from console.store.engine import Store
from console.store.people import operators
from console.words import _

ToolAnswer = tuple[Any, list[str], int]


def keep(options: argparse.Namespace) -> ToolAnswer:
    """Runs maintenance under the lease, until told to stop."""
    with opened(options, options.actor) as store:
        document = keeper.run(store, options.seconds, _side_task(store))
    return document, [_("The keeper has stopped.")], 0


def _side_task(store: Store) -> Callable[[], object]:
    return bool if store.actor is None else _SideTask(store, store.actor).turn


class _SideTask:
    """Automatic commands of a keeper who is a call taker.

    It runs for months: posts and calendars are read at each turn.
    """

    def __init__(self, store: Store, login: str) -> None:
        self.store, self.login, self._state = store, login, ""
        self._calendars = Calendars({})
        self._work = AutomaticCommands(store, open_door(store), self._calendars.calendar)

    def turn(self) -> int:
        """Gives the due commands; answers how many cases. Raises `Refused`."""
        if not serves([held.post for held in operators.operator(self.store, self.login)[3]]):
            return 0
        with self.store.read() as connection:
            state = city_state(connection)
        if state != self._state:
            self._calendars.renew(directory.read(self.store).spans)
            self._state = state
        return self._work.turn()
