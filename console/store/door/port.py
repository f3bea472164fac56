"""The door: the only way anything is changed. Same words for both databases."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Protocol

from console.domain.intent import INTENTS_MOST, Answer, Intent


class Door(Protocol):
    """Writes intents and answers each: done, refused or changed. Never a half-written command.

    All intents of one call, and of more than `INTENTS_MOST` each so many, share one transaction; expected refusals skip their own row only.
    Raises `Forged` (nothing at all is written) for what no console would ask, and `Refused` when
    the database cannot be reached.
    """

    def submit(self, intents: Sequence[Intent]) -> list[Answer]: ...


def arguments_hash(intent: Intent, actor: int) -> str:
    """What an intent asked for; a repeated command id must come with the same."""
    document = {**asdict(intent), "changes": dict(intent.changes), "actor": actor}
    return hashlib.sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()


def in_lock_order(intents: Sequence[Intent]) -> list[int]:
    """Indexes of `intents` in the order everybody locks subjects: by id, new ones last."""
    return sorted(
        range(len(intents)), key=lambda i: (intents[i].subject is None, intents[i].subject or 0, i)
    )


def in_pieces(door: Door, intents: Sequence[Intent]) -> list[Answer]:
    """The answers to more intents than a transaction may hold, a transaction for each so many."""
    pieces = range(0, len(intents), INTENTS_MOST)
    return [one for first in pieces for one in door.submit(intents[first : first + INTENTS_MOST])]
