"""Input shared by the simulated habits, and their choice of a case."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from console.city.facts import Position
from console.city.land.ground import Ground
from console.city.life.case_view import CaseView, OpenCaseRow
from console.city.life.traffic import Traffic
from console.city.mix import Mix
from console.city.tables import reasons
from console.domain.category import Key
from console.domain.stage import Post, Stage
from console.store.city.directory import Directory

FRESH_FIRST: Final = 0.7
"""Share of choices in which a case that moved during this run goes first."""
SULK_S: Final = 120.0
"""Seconds for which a case is left alone after a refused command."""


@dataclass(frozen=True, slots=True)
class PlannedCommand:
    """A command about to be given; its operator follows from post, region and department."""

    command: str
    post: Post
    region: int
    department: int | None = None
    case: OpenCaseRow | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    on_behalf_of: str | None = None


@dataclass(slots=True)
class Scenery:
    """The city and its cases at `now`, a second of the simulation.

    `share` of the cases to dispatch is dispatched by the simulation, the rest waits for a human.
    """

    directory: Directory
    ground: Ground
    mix: Mix
    sight: CaseView
    traffic: Traffic
    seed: int
    share: float
    now: float = 0.0
    sulking: dict[int, float] = field(default_factory=dict)
    category_ids: dict[Key, int] = field(init=False)

    def __post_init__(self) -> None:
        found = self.directory.categories.items()
        self.category_ids = {
            (row["scheme"], row["kind"], row["code"]): number for number, row in found
        }

    def chance(self, case: int, what: str) -> float:
        """Fixed random number in [0, 1) for a case and a decision."""
        return zlib.crc32(f"{self.seed}/{case}/{what}".encode()) / 2**32

    def waiting(
        self, stage: Stage, patience: float, only: Callable[[OpenCaseRow], bool] | None = None
    ) -> list[OpenCaseRow]:
        """Cases at `stage` that nothing has happened to for `patience` seconds, by id."""
        found = []
        for number, row in sorted(self.sight.cases.items()):
            quiet = self.sight.touched[number] <= self.now - patience
            if row["stage"] == stage and quiet and row["duplicate_of"] is None:
                calm = self.sulking.get(number, self.now) <= self.now
                if calm and (only is None or only(row)):
                    found.append(row)
        return found

    def pick(
        self,
        rng: Random,
        stage: Stage,
        patience: float,
        only: Callable[[OpenCaseRow], bool] | None = None,
    ) -> OpenCaseRow | None:
        """One of those waiting, rather one that moved during this run; None for none."""
        found = self.waiting(stage, patience, only)
        moving = [row for row in found if self.sight.touched[row["id"]] >= 0]
        if moving and rng.random() < FRESH_FIRST:
            found = moving
        return rng.choice(found) if found else None

    def rest(self, case: int) -> None:
        """Ignores a case for a while."""
        self.sulking[case] = self.now + SULK_S

    def collector(self, rng: Random, region: int) -> int | None:
        """A collector on duty in the region, else anywhere; None for none."""
        path = self.directory.region_paths.get(region, frozenset())
        on_duty = [n for n, row in sorted(self.directory.collectors.items()) if row["on_duty"]]
        near = [n for n in on_duty if self.directory.collectors[n]["region_id"] in path]
        return rng.choice(near or on_duty) if on_duty else None

    def call_sign(self, rng: Random, case: OpenCaseRow) -> str | None:
        """Call sign of the case's collector, else of one near it."""
        chosen = case["collector_id"] or self.collector(rng, case["region_id"])
        row = self.directory.collectors.get(chosen or 0)
        return str(row["call_sign"]) if row else None


def position(case: OpenCaseRow) -> Position | None:
    return None if case["lon"] is None or case["lat"] is None else (case["lon"], case["lat"])


def reason(rng: Random, act: str) -> str:
    """A reason as people write it, in the city's language."""
    return rng.choice(reasons()[act])
