"""Live room of one seat: columns, crews and clock, changed only by `apply_updates`.

The digest is compared here, where the columns are: buckets that differ are fetched again and
reported.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from console.domain.nouns import noun
from console.live.change import Change
from console.live.clock import DatabaseClock
from console.live.columns import BatchResult, OpenCases, differing
from console.live.crews import CrewColumns
from console.live.feed_thread import FeedThread, FeedUpdates, Proof
from console.live.first_load import LoadedColumns, columns_of
from console.live.follower import LinkState
from console.live.nouns import Key, LiveNouns
from console.live.spans import Calendars
from console.live.tallies import HELD_MS, Tallies
from console.store.feed.port import (
    BUCKETS,
    Feed,
    FirstLoad,
    Happened,
)

WHERE = {"region_id", "department_id"}
LOG = logging.getLogger(__name__)


class Room:
    """All live state. `wake` is called from another thread when `apply_updates` has something to do."""

    def __init__(
        self,
        calendars: Calendars,
        open_feed: Callable[[], Feed],
        wake: Callable[[], None],
        *,
        every_ms: int = 40,
    ) -> None:
        self.clock = DatabaseClock()
        self.cases = OpenCases(calendars)
        self.crews = CrewColumns()
        self.nouns = LiveNouns()
        self.feed_thread = FeedThread(open_feed, wake, self.clock, self._arrange, every_ms=every_ms)
        self.faults = 0
        self.tallies: Tallies | None = None
        self._new_tallies: Callable[[int], Tallies] | None = None
        self.loaded = False
        self.narrow = False
        """Whether the operator sees a part of the city only: a case may then leave his sight."""
        self._mending = False

    def _arrange(self, load: FirstLoad) -> LoadedColumns:
        """Builds the columns on the listening thread, before the GUI thread gets them."""
        loaded = columns_of(load, self.cases.calendars)
        if self._new_tallies is None:
            return loaded
        tallies = self._new_tallies(load.at)
        for rows in load.counted:
            tallies.add(rows, load.at - HELD_MS)
        return replace(loaded, tallies=tallies)

    def keep_tallies(self, new: Callable[[int], Tallies]) -> None:
        """Keeps tallies from the next load on; `new` makes empty ones for the moment it is given (ms).

        It is called from the listening thread, before `start` or a reload.
        """
        self._new_tallies = new
        self.feed_thread.counted_since = self._counted_since

    def _counted_since(self) -> int:
        assert self._new_tallies is not None
        return self._new_tallies(self.clock.now()).since

    def start(self) -> None:
        self.feed_thread.start()

    def stop(self) -> None:
        self.feed_thread.stop()

    def link_state(self) -> LinkState:
        return self.feed_thread.link_state()

    def apply_updates(self) -> Change | None:
        """Applies the queued updates on the caller's thread; None where nothing changed."""
        updates = self.feed_thread.drain()
        if not updates:
            return None
        if updates.first_load is not None:
            self.cases.load(updates.first_load)
            self.nouns.load(updates.first_load.nouns)
            self.tallies = updates.first_load.tallies
            self.loaded = True
        proven = updates.proof.after if updates.proof is not None else len(updates.events)
        applied = self.cases.apply(updates.events[:proven])
        self._rows(updates, applied)
        asked = self._asked(updates.events[:proven], applied)
        if updates.proof is not None and not asked:
            self._compare(updates.proof)
        applied.add(self.cases.apply(updates.events[proven:]))
        asked |= self._asked(updates.events[proven:], applied)
        if self.tallies is not None:
            asked |= self._tally(self.tallies, updates)
        if asked:
            self.feed_thread.refetch(asked)
        changed = self._nouns(updates)
        moved = self.crews.move(updates.positions)
        heard = updates.first_load is not None or updates.events
        if not (heard or applied or changed or moved):
            return None
        return Change(
            self.cases.revision,
            applied,
            updates.events,
            frozenset(moved),
            updates.first_load is not None,
            frozenset(changed),
        )

    def _tally(self, tallies: Tallies, updates: FeedUpdates) -> set[int]:
        """Keeps the tallies; answers the cases that must be fetched whole for them."""
        missing = tallies.apply(updates.events)
        for case in updates.unseen:
            tallies.drop(case)
        for row in updates.rows:
            tallies.put(row)
            missing.discard(int(row["id"]))
        if tallies.outdated:
            LOG.info("a case that ended long ago changed: the tallies are loaded anew")
            tallies.outdated = False
            self.feed_thread.reload()
        return missing

    def _rows(self, updates: FeedUpdates, applied: BatchResult) -> None:
        """Writes rows fetched again, unless newer ones are held."""
        for case in updates.unseen:
            if self.cases.drop(case):
                applied.gone.add(case)
                applied.changed.discard(case)
        for row in updates.rows:
            case = int(row["id"])
            slot = self.cases.slot_of.get(case)
            if slot is not None and self.cases.column("version")[slot] > row["version"]:
                continue
            placed = self.cases.put(row)
            applied.missing.discard(case)
            (applied.gone if placed < 0 else applied.changed).add(case)
            if placed >= 0:
                applied.slots.add(placed)
        if updates.rows or updates.unseen:
            self.cases.revision += 1

    def _nouns(self, updates: FeedUpdates) -> set[Key]:
        """Folds nouns in; asks for what cannot be folded, and for a kind that differs from the digest."""
        proven = updates.proof.after if updates.proof is not None else len(updates.events)
        first = self.nouns.apply(updates.events[:proven])
        changed = set(first.changed)
        for fetched in updates.nouns:
            changed |= self.nouns.put(fetched.kind, fetched.asked, fetched.rows)
        missing = first.missing
        if updates.proof is not None and not missing:
            ours = self.nouns.digest()
            for kind, check in updates.proof.nouns.items():
                if noun(kind) is not None and ours.get(kind) != check:  # a newer program's
                    LOG.info("digest of %s differs, fetching it again", kind)
                    self.feed_thread.refetch_nouns(kind)
        later = self.nouns.apply(updates.events[proven:])
        for kind, number in sorted(missing | later.missing):
            self.feed_thread.refetch_nouns(kind, [number])
        return changed | later.changed

    def _asked(self, events: Sequence[Happened], applied: BatchResult) -> set[int]:
        """Cases to be fetched whole: unknown ones, and those that may be out of sight by now."""
        if not self.narrow:
            return set(applied.missing)
        elsewhere = {e.subject for e in events if e.kind == "case" and e.after.keys() & WHERE}
        return applied.missing | elsewhere & (applied.changed | applied.added)

    def _compare(self, proof: Proof) -> None:
        """Compares digests: a bucket that differs twice in a row is a fault, once may be a race."""
        wrong = differing(self.cases.digest(), proof.digest)
        if wrong and not self._mending:
            LOG.info("digest differs in %d buckets, comparing again", len(wrong))
        elif wrong:
            self.faults += 1
            LOG.error("digest still differs in buckets %s", wrong[:8])
        if wrong:
            amiss = set(wrong)
            # by bucket what is not held, by id what is held and may be open no more
            self.feed_thread.refetch_buckets(wrong)
            self.feed_thread.refetch(case for case in self.cases.slot_of if case % BUCKETS in amiss)
        self._mending = bool(wrong)
