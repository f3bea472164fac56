"""Simulator of the demo city: people act through the door, crews drive; a child process.

Events depend on the seed and on the number of the step, never on the wall clock: steps and ticks
lie on the simulation's own time line, which the clock only paces. A database that does not answer
stops that time line; nothing is made up for in a rush.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from console.city import plan
from console.city.land.ground import Ground
from console.city.life.case_view import CaseView
from console.city.life.habits import next_command
from console.city.life.scenery import PlannedCommand, Scenery, position
from console.city.life.staff import Staff
from console.city.life.traffic import Orders, Traffic
from console.city.mix import Mix
from console.domain.intent import Intent, new_command_id
from console.domain.refusal import Refused
from console.domain.stage import AssignmentState, Stage
from console.live.stop_flag import StopFlag, pause, stop_on_signals
from console.store.city import directory, loader
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from console.store.migrations import revisions

LOG = logging.getLogger(__name__)
SHARE: Final = 0.35
"""Share of the cases to dispatch that the simulation dispatches; the rest is left to a human."""
TICK_S: Final = 1.0
BACKOFF_S: Final = (0.5, 8.0)
BEHIND_S: Final = 2.0


def run(
    url: str,
    *,
    rate: float,
    seed: int,
    seconds: float | None,
    share: float = SHARE,
    with_parent: bool = False,
) -> dict[str, int]:
    """Runs the simulation at `url` with `rate` commands a second, for `seconds` (None: until
    stopped).

    SIGTERM, SIGINT and, `with_parent`, the end of standard input stop it. Answers counts: commands
    = done + refused, position rows, and the seed. Raises `Refused` for a database that cannot be
    opened or holds no demo city.
    """
    stop_flag = StopFlag()
    store = open_store(url)
    try:
        revisions.check(store)
        with stop_on_signals(stop_flag, with_parent):
            return _live(url, store, rate, seed, seconds, share, stop_flag)
    finally:
        store.close()


def _live(
    url: str,
    store: Store,
    rate: float,
    seed: int,
    seconds: float | None,
    share: float,
    stop_flag: "StopFlag",
) -> dict[str, int]:
    found = directory.read(store, with_grids=True)
    if "demo_seed" not in found.settings:
        raise Refused("city_not_simulated", path=str(store.url.database))
    city = plan.build(found.settings["demo_seed"])
    feed, staff = open_feed(store), Staff(url, store, found)
    try:
        sight = CaseView(feed)
        sight.load()
        homes = {
            crew: (row["home_lon"], row["home_lat"])
            for crew, row in found.crews.items()
            if row["on_duty"] and row["home_lon"] is not None
        }
        last = {row[0]: (row[2], row[3]) for row in feed.positions(0).rows}
        traffic = Traffic(city.roads, homes, last, seed)
        scenery = Scenery(found, Ground(city), Mix(), sight, traffic, seed, share)
        life = Simulation(store, staff, scenery, rate, Pace(stop_flag))
        life.go(seconds)
        return {**life.counts, "seed": seed}
    finally:
        staff.close()
        feed.close()


@dataclass(slots=True)
class Pace:
    """Keeps the simulation's time line in step with a clock."""

    stop_flag: StopFlag
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    origin: float = field(init=False)

    def __post_init__(self) -> None:
        self.origin = self.clock()

    def until(self, second: float) -> bool:
        """Waits for that second; False when stopped. A late caller starts from here anew."""
        late = self.clock() - self.origin - second
        if late > BEHIND_S:
            self.origin += late
        return pause(self.stop_flag, self.origin + second - self.clock(), self.clock, self.sleep)

    def pause(self, seconds: float) -> bool:
        """Waits; False when stopped."""
        return pause(self.stop_flag, seconds, self.clock, self.sleep)


@dataclass(slots=True)
class Simulation:
    """Steps (commands) and ticks (crews drive a second) in the order of the time line."""

    store: Store
    staff: Staff
    scenery: Scenery
    rate: float
    pace: Pace
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("commands", "done", "refused", "positions"), 0)
    )

    def go(self, seconds: float | None) -> None:
        """Runs until `seconds` of the time line are over (None: never) or the stop flag is set."""
        rhythm = Random(f"{self.scenery.seed}/rhythm")
        number, step, tick = 0, rhythm.expovariate(self.rate), TICK_S
        while seconds is None or min(step, tick) <= seconds:
            now = min(step, tick)
            if not self.pace.until(now):
                return
            self.scenery.now = now
            if tick <= step:
                self._patiently(self._tick)
                tick += TICK_S
                continue
            number += 1
            self._step(Random(f"{self.scenery.seed}/{number}"))
            step += rhythm.expovariate(self.rate)

    def _tick(self) -> None:
        sight = self.scenery.sight
        sight.look(self.scenery.now)
        moved = self.scenery.traffic.tick(self.scenery.now, TICK_S, self._orders())
        rows = [
            {"crew_id": crew, "at": sight.at, "lon": lon, "lat": lat, "heading": heading}
            for crew, (lon, lat), heading in moved
        ]
        if rows:
            with self.store.write() as connection:
                loader.load(connection, "crew_position", rows)
            self.counts["positions"] += len(rows)

    def _orders(self) -> Orders:
        """Where crews have set out for, from the assignments alone."""
        orders: dict[int, list[tuple[int, tuple[float, float]]]] = {}
        for number, case in self.scenery.sight.cases.items():
            there = position(case)
            if case["stage"] != Stage.HANDLE or there is None:
                continue
            for held in case["assignments"].values():
                if held["state"] >= AssignmentState.UNDER_WAY:
                    orders.setdefault(held["crew_id"], []).append((number, there))
        return orders

    def _step(self, rng: Random) -> None:
        self._patiently(self._look)
        deed = next_command(self.scenery, rng)
        if deed is None:
            return
        who = self.staff.choose(rng, deed.post, deed.region, deed.department)
        if who is None:
            return
        outcome = self._patiently(_RetriedCommand(self.staff, who, deed, self.scenery.sight.at))
        if outcome is None:
            return
        self.counts["commands"] += 1
        self.counts["done" if outcome else "refused"] += 1
        if deed.case is not None and not outcome:
            self.scenery.rest(deed.case["id"])

    def _look(self) -> None:
        self.scenery.sight.look(self.scenery.now)

    def _patiently(self, act: Callable[[], Any]) -> Any:
        """Repeats an act while the database does not answer; None when stopped."""
        wait = BACKOFF_S[0]
        while True:
            try:
                return act()
            except Refused as no:
                if not no.key.startswith("database_"):
                    LOG.info("refused: %s", no)
                    return False
                LOG.info("waiting: %s", no)
            if not self.pace.pause(wait):
                return None
            wait = min(2 * wait, BACKOFF_S[1])


class _RetriedCommand:
    """One command with the same id for every retry."""

    def __init__(self, staff: Staff, who: str, deed: PlannedCommand, at: int) -> None:
        self.staff, self.who = staff, who
        case: Mapping[str, Any] | None = deed.case
        self.intent = Intent(
            command_id=new_command_id(at),
            command=deed.command,
            subject=case["id"] if case else None,
            post=deed.post,
            version_seen=case["version"] if case else None,
            changes=deed.changes,
            reason=deed.reason,
            on_behalf_of=deed.on_behalf_of,
        )

    def __call__(self) -> bool:
        return self.staff.door(self.who).submit([self.intent])[0].done
