"""Thread that follows the feed for one seat and hands updates to the GUI thread.

It never touches the columns. It queues `FeedUpdates` and calls `wake`, which must only post an
event; the owner of the columns drains the queue on its own thread.
"""

import random
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.domain.refusal import Refused
from console.live.clock import DatabaseClock, steady_ms
from console.live.first_load import LoadedColumns
from console.live.follower import Follower, LinkState, NextAction, positions_every_ms
from console.store.feed.port import (
    CursorLost,
    Digest,
    Feed,
    FirstLoad,
    Happened,
    NounDigest,
    Positions,
    Proven,
    Rows,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """Digests of a screen once the first `after` of its events are applied."""

    digest: Digest
    nouns: NounDigest
    after: int


@dataclass(frozen=True, slots=True)
class FetchedNouns:
    """Rows of one kind fetched again: those `asked` for (None: all that are not gone)."""

    kind: str
    asked: Sequence[int] | None
    rows: Rows


@dataclass(slots=True)
class FeedUpdates:
    """Updates since the last drain, in order: a first load, then events, rows, positions."""

    first_load: LoadedColumns | None = None
    events: list[Happened] = field(default_factory=list)
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)
    nouns: list[FetchedNouns] = field(default_factory=list)
    proof: Proof | None = None
    positions: list[tuple[int, int, float, float, float | None]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(
            self.first_load
            or self.events
            or self.rows
            or self.unseen
            or self.nouns
            or self.positions
            or self.proof is not None
        )


class FeedThread:
    """Follows `open_feed()` until `stop`. `wake` is called from the listening thread."""

    def __init__(
        self,
        open_feed: Callable[[], Feed],
        wake: Callable[[], None],
        clock: DatabaseClock,
        arrange: Callable[[FirstLoad], LoadedColumns],
        *,
        every_ms: int = 40,
        seed: int | None = None,
    ) -> None:
        self._open_feed, self._wake, self.clock = open_feed, wake, clock
        self._arrange = arrange
        self.counted_since: Callable[[], int | None] = _nothing
        """Since when (ms) a first load brings what tallies count; None: it brings nothing of it."""
        self._follower = Follower(steady_ms(), random.Random(seed), every_ms)
        self._feed: Feed | None = None
        self._positions = 0
        self._positions_at = 0
        self._updates = FeedUpdates()
        self._asked: deque[Callable[[Feed], None]] = deque()
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._over = self._anew = False
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)

    def start(self) -> None:
        """Starts the thread; again, does nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def stop(self) -> None:
        """Ends the thread and its connection; waits for both."""
        self._over = True
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join()

    def pace(self, every_ms: int) -> None:
        """Sets the polling interval, from the next poll on."""
        self._follower.every_ms = every_ms

    def reload(self) -> None:
        """Loads everything anew, as where the cursor is lost."""
        self._anew = True
        self._bell.set()

    def refuse_schema(self, reason: str) -> None:
        """Stops polling: the database now belongs to another version of the program."""
        self._follower.refused_schema(reason)
        self._wake()

    def drain(self) -> FeedUpdates:
        """Takes the updates since the last drain."""
        with self._lock:
            heard, self._updates = self._updates, FeedUpdates()
        return heard

    def refetch(self, ids: Iterable[int]) -> None:
        """Asks for whole rows of these cases; they arrive as `FeedUpdates.rows`.

        Those that are not there, or out of this operator's sight, arrive as `FeedUpdates.unseen`.
        """
        wanted = sorted(set(ids))

        def fetch(feed: Feed) -> None:
            rows = feed.cases(wanted)
            self._keep(rows=rows, unseen=set(wanted) - {int(row["id"]) for row in rows})

        self._ask(fetch)

    def refetch_nouns(self, kind: str, ids: Sequence[int] | None = None) -> None:
        """Asks for rows of a noun, or for all of its kind; they arrive as `FeedUpdates.nouns`."""

        def fetch(feed: Feed) -> None:
            self._keep(nouns=[FetchedNouns(kind, ids, feed.nouns(kind, ids))])

        self._ask(fetch)

    def refetch_buckets(self, buckets: Sequence[int]) -> None:
        """Asks for the open cases of these digest buckets."""
        wanted = list(buckets)
        self._ask(lambda feed: self._keep(rows=feed.buckets(wanted)))

    def link_state(self) -> LinkState:
        return self._follower.link_state(steady_ms())

    def age_ms(self) -> int | None:
        return self._follower.age_ms(steady_ms())

    @property
    def reason(self) -> str:
        return self._follower.reason

    def _ask(self, what: Callable[[Feed], None]) -> None:
        self._asked.append(what)
        self._bell.set()

    def _run(self) -> None:
        while not self._over:
            if self._anew:
                self._anew = False
                self._follower.lost(steady_ms())
            step = self._follower.next(steady_ms())
            if step.action is NextAction.WAIT and not (self._asked and self._feed):
                self._bell.wait(step.wait_ms / 1000)
                self._bell.clear()
                continue
            try:
                self._do(step.action, step.cursor)
            except CursorLost:
                self._follower.lost(steady_ms())
            except Refused as no:
                self._drop_feed()
                self._follower.failed(steady_ms(), str(no))
                self._wake()
        self._drop_feed()

    def _do(self, action: NextAction, cursor: str) -> None:
        feed = self._feed = self._feed or self._open_feed()
        while self._asked:
            self._asked[0](feed)
            self._asked.popleft()
        if action is NextAction.LOAD:
            load = feed.load(self.counted_since())
            self._keep(first_load=self._arrange(load))
            self._follower.loaded(steady_ms(), load.cursor)
        elif action is NextAction.DIGEST:
            proven = feed.prove(cursor)
            self._keep(events=proven.batch.events, proven=proven)
            self._follower.compared(steady_ms(), proven.batch.cursor)
        elif action is NextAction.POLL:
            self._poll(feed, cursor)

    def _poll(self, feed: Feed, cursor: str) -> None:
        asked = steady_ms()
        batch = feed.poll(cursor)
        answered = steady_ms()
        self.clock.set_from(batch.at, asked, answered)
        self._follower.polled(answered, batch.cursor)
        if batch.events:
            self._keep(events=batch.events)
        if answered >= self._positions_at:
            self._positions_at = answered + positions_every_ms(self._follower.every_ms)
            self._keep_positions(feed.positions(self._positions))

    def _keep_positions(self, found: Positions) -> None:
        self._positions = found.cursor
        if found.rows:
            self._keep(positions=found.rows)

    def _keep(
        self,
        first_load: LoadedColumns | None = None,
        events: Sequence[Happened] = (),
        rows: Sequence[Mapping[str, Any]] = (),
        unseen: Iterable[int] = (),
        nouns: Sequence[FetchedNouns] = (),
        proven: Proven | None = None,
        positions: Sequence[tuple[int, int, float, float, float | None]] = (),
    ) -> None:
        with self._lock:
            if first_load is not None:
                self._updates = FeedUpdates(
                    first_load=first_load, positions=self._updates.positions
                )
            self._updates.events += events
            self._updates.rows += rows
            self._updates.unseen += unseen
            self._updates.nouns += nouns
            if proven is not None:
                after = len(self._updates.events)
                self._updates.proof = Proof(proven.digest, proven.nouns, after)
            self._updates.positions += positions
        self._wake()

    def _drop_feed(self) -> None:
        if self._feed is not None:
            self._feed.close()
            self._feed = None


def _nothing() -> None:
    return None
