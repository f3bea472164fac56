"""The room as one seat holds it: columns, crews and clock, changed only by `take_in`.

The digest is compared here, where the columns are: what differs is fetched again and reported.
"""

import logging
from collections.abc import Callable, Sequence

from console.live.change import Change
from console.live.clock import DatabaseClock
from console.live.columns import Applied, OpenCases, differing
from console.live.crews import CrewColumns
from console.live.follower import Hearing
from console.live.listening import Heard, Listening, Proof
from console.live.picture import Picture, arrange
from console.live.spans import Calendars
from console.store.feed.port import (
    BUCKETS,
    Feed,
    FirstLoad,
    Happened,
)

WHERE = {"region_id", "department_id"}
LOG = logging.getLogger(__name__)


class Room:
    """Everything live. `wake` is called from another thread when `take_in` has something to do."""

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
        self.listening = Listening(open_feed, wake, self.clock, self._arrange, every_ms=every_ms)
        self.faults = 0
        self.loaded = False
        self.narrow = False
        """Whether the operator sees a part of the city only: a case may then leave his sight."""
        self._mending = False

    def _arrange(self, load: FirstLoad) -> Picture:
        """On the listening thread: the columns are made before the GUI thread hears of them."""
        return arrange(load, self.cases.calendars)

    def start(self) -> None:
        self.listening.start()

    def stop(self) -> None:
        self.listening.stop()

    def hearing(self) -> Hearing:
        return self.listening.hearing()

    def take_in(self) -> Change | None:
        """Applies what was heard, on the caller's thread; None where nothing changed."""
        heard = self.listening.drain()
        if not heard:
            return None
        if heard.picture is not None:
            self.cases.load(heard.picture)
            self.loaded = True
        proven = heard.proof.after if heard.proof is not None else len(heard.events)
        applied = self.cases.apply(heard.events[:proven])
        self._rows(heard, applied)
        asked = self._asked(heard.events[:proven], applied)
        if heard.proof is not None and not asked:
            self._compare(heard.proof)
        applied.add(self.cases.apply(heard.events[proven:]))
        asked |= self._asked(heard.events[proven:], applied)
        if asked:
            self.listening.refetch(asked)
        moved = self.crews.move(heard.positions)
        if heard.picture is None and not applied and not moved and not heard.events:
            return None
        return Change(
            self.cases.revision, applied, heard.events, frozenset(moved), heard.picture is not None
        )

    def _rows(self, heard: Heard, applied: Applied) -> None:
        """Rows fetched again win over what is held, unless older."""
        for case in heard.unseen:
            if self.cases.drop(case):
                applied.gone.add(case)
                applied.changed.discard(case)
        for row in heard.rows:
            case = int(row["id"])
            slot = self.cases.slot_of.get(case)
            if slot is not None and self.cases.column("version")[slot] > row["version"]:
                continue
            placed = self.cases.put(row)
            applied.missing.discard(case)
            (applied.gone if placed < 0 else applied.changed).add(case)
            if placed >= 0:
                applied.slots.add(placed)
        if heard.rows or heard.unseen:
            self.cases.revision += 1

    def _asked(self, events: Sequence[Happened], applied: Applied) -> set[int]:
        """Cases to be fetched whole: unknown ones, and those that may be out of sight by now."""
        if not self.narrow:
            return set(applied.missing)
        elsewhere = {e.subject for e in events if e.kind == "case" and e.after.keys() & WHERE}
        return applied.missing | elsewhere & (applied.changed | applied.added)

    def _compare(self, proof: Proof) -> None:
        """A bucket that differs twice in a row is a fault; once may be rows fetched meanwhile."""
        wrong = differing(self.cases.digest(), proof.digest)
        if wrong and not self._mending:
            LOG.info("digest differs in %d buckets, comparing again", len(wrong))
        elif wrong:
            self.faults += 1
            LOG.error("digest still differs in buckets %s", wrong[:8])
        if wrong:
            amiss = set(wrong)
            # by bucket what is not held, by id what is held and may be open no more
            self.listening.refetch_buckets(wrong)
            self.listening.refetch(case for case in self.cases.slot_of if case % BUCKETS in amiss)
        self._mending = bool(wrong)
