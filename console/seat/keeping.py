"""`keep`: what a console does beside its screens, in a process of its own."""

import argparse
from collections.abc import Callable
from typing import Any

from console import keeper
from console.desk.unattended import Unattended, serves
from console.live.spans import Calendars
from console.seat.opening import opened
from console.store import directory, people
from console.store.door import open_door
from console.store.engine import Store
from console.words import _

Answered = tuple[Any, list[str], int]


def keep(options: argparse.Namespace) -> Answered:
    """Housekeeping under the lease, until told to stop."""
    with opened(options, options.actor) as store:
        document = keeper.run(store, options.seconds, _beside(store))
    return document, [_("The keeper has stopped.")], 0


def _beside(store: Store) -> Callable[[], object]:
    """A keeper who is a call taker also does what a call taker's console does by itself."""
    if store.actor is None:
        return bool
    if not serves([held.post for held in people.operator(store, store.actor)[3]]):
        return bool
    calendars = Calendars(directory.read(store).spans)
    return Unattended(store, open_door(store), calendars.calendar).turn
