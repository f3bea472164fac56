"""A change as every screen hears it, the sender's too."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from console.live.columns import Applied
from console.store.feed.port import Happened


@dataclass(frozen=True, slots=True)
class Change:
    """What changed, which ids, at which revision of the columns, by whom.

    `loaded`: everything may differ (first load, resync). `events` tell actor, post and command.
    """

    revision: int
    applied: Applied = field(default_factory=Applied)
    events: Sequence[Happened] = ()
    crews: frozenset[int] = frozenset()
    loaded: bool = False
