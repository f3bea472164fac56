"""Choice of the event that an undo takes back."""

from collections.abc import Iterable, Mapping
from typing import Any


def basis(events: Iterable[Mapping[str, Any]], actor: int) -> Mapping[str, Any] | None:
    """The newest event that is not one of the actor's own undone pairs; None where there is none.

    `events` of one case, newest first, with `actor_id` and `command`. Whether it may be undone is
    for the caller to judge: whose it is, how old, and whether its command has a way back.
    """
    undone = 0
    for event in events:
        if event["actor_id"] == actor and event["command"] == "undo":
            undone += 1
        elif event["actor_id"] == actor and undone:
            undone -= 1
        else:
            return event
    return None
