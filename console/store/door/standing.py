"""Standing dispatch rules at work: what is due goes through the door as the rule's owner.

Any keeper does it, and two at once do no harm: rule, case and their versions make the command's id,
so the ledger answers the second. What the door refuses stays in the ledger and is not tried again
before the rule or the case has changed.
"""

from typing import Final

from sqlalchemy.engine import Connection

from console.store.dialect import pick
from console.store.door import embedded, server

AT_ONCE: Final = 100
"""Cases dispatched in one turn of the keeper; the rest waits for the next."""


def keep(connection: Connection, now: int | None = None, most: int = AT_ONCE) -> int:
    """Dispatches up to `most` cases that are due; answers how many it did.

    `now` (ms) is the clock of an embedded database; a server has its own.
    """
    return pick(connection, embedded.keep_standing, server.keep_standing)(connection, now, most)


def keep_task(connection: Connection) -> None:
    """The keeper's part in it."""
    keep(connection)
