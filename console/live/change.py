"""Change of the live columns, as every pane receives it, the sender's own included."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from console.live.columns import BatchResult
from console.store.feed.port import Happened


@dataclass(frozen=True, slots=True)
class Change:
    """Kind, ids, revision of the columns and actor of a change.

    `loaded`: everything may differ (first load, resync). `events` tell actor, post and command;
    `nouns` are kind and id of what changed beside the cases.
    """

    revision: int
    applied: BatchResult = field(default_factory=BatchResult)
    events: Sequence[Happened] = ()
    crews: frozenset[int] = frozenset()
    loaded: bool = False
    nouns: frozenset[tuple[str, int]] = frozenset()
