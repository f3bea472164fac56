"""All figures of a wall at one moment, from the live columns and the tallies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from console.desk import ladder, queues
from console.desk.case_names import CaseNames
from console.desk.cases import STEPS, step_of
from console.desk.clock_words import clock_words
from console.desk.counters import LOST_MS
from console.desk.desk import Desk
from console.domain.stage import Post, Stage
from console.live.crews import busy
from console.wall.figures import (
    Figures,
    FlowStep,
    Headline,
    LadderStep,
    NewestCase,
    OneThing,
    People,
    PhotoPair,
    PostPresence,
)
from console.wall.period_figures import HEADLINES, PeriodFigures
from console.wall.scenes import PERIODS
from console.words import _, language

NEWEST: Final = 40
"""The newest cases that are kept ready; a wall shows as many of them as it has rows."""
ENDED_MS: Final = 30 * 60_000
"""So long a case that has ended stays among the newest."""
MANNED: Final = (
    *(Post.CALL_TAKER, Post.SUPERVISION_LEAD, Post.DISPATCHER, Post.COMMAND_LEAD, Post.DEPARTMENT),
    *(Post.COLLECTOR, Post.DUTY_LEADER),
)


def english(title: str) -> str:
    """The English caption of a Chinese title; an English one needs none."""
    return title if language() == "zh" else ""


class Board:
    """Figures of one desk. `on_line` gives the seats that show life by post."""

    def __init__(self, desk: Desk, on_line: Callable[[], Mapping[str, int]]) -> None:
        self.desk, self.on_line = desk, on_line
        self.names = CaseNames(desk)
        self._newest: dict[int, NewestCase] = {}
        self._ended: dict[int, int] = {}
        self.pairs: Sequence[PhotoPair] = ()

    def figures(self, period: str, about: Mapping[str, Any] | None = None) -> Figures | None:
        """Figures of the period that runs, and of the one thing that a scene is `about`.

        None until the tallies are loaded.
        """
        tallies, now = self.desk.room.tallies, self.desk.room.clock.now()
        if tallies is None:
            return None
        told = PeriodFigures(self.desk, tallies, period, now)
        steps = self._ladder(now)
        return Figures(
            period=period,
            period_label=_(PERIODS[period]),
            at=now,
            headlines=[
                replace(self._headline(key, told, steps), caption=english(HEADLINES[key]))
                for key in HEADLINES
            ],
            trend=told.trend(),
            flow=self._flow(now),
            ladder=steps,
            streets=told.rank("street"),
            departments=told.rank("department", "dispatched"),
            categories=told.rank("category"),
            sources=told.rank("source"),
            handled=told.handled(),
            heat=told.heat(),
            newest=self._newest_cases(now),
            people=self._people(now),
            pairs=self.pairs,
            one=self._one(about, now) if about is not None else None,
        )

    def _headline(self, key: str, told: PeriodFigures, steps: list[LadderStep]) -> Headline:
        if key == "overdue":
            late = sum(step.count for step in steps if step.notches)
            return Headline(key, _(HEADLINES[key]), late, hue="alarm" if late else "")
        if key == "on_duty":
            return Headline(key, _(HEADLINES[key]), sum(self._manned().values()))
        return told.headline(key)

    def _ladder(self, now: int) -> list[LadderStep]:
        counts = ladder.counts(self.desk, now)
        notches = (0, 0, 1, 2, 3)
        return [
            LadderStep(key, _(title), count, notch)
            for (key, title), count, notch in zip(
                ladder.STEPS.items(), counts, notches, strict=True
            )
        ]

    def _flow(self, now: int) -> list[FlowStep]:
        """The seven steps; in the last, evaluation, no open case stands."""
        cases = self.desk.room.cases
        slots = cases.slots()
        stages, since = cases.column("stage")[slots], cases.column("stage_since")[slots]
        late = cases.queue_used(now, slots) >= 1
        made = []
        for place, (title, own) in enumerate(STEPS):
            here = np.isin(stages, [int(stage) for stage in own])
            oldest = int(now - since[here].min()) if here.any() else None
            made.append(
                FlowStep(str(place), _(title), int(here.sum()), int((here & late).sum()), oldest)
            )
        return made

    def _newest_cases(self, now: int) -> list[NewestCase]:
        """The newest reports; one that was here stays for a while after it has ended."""
        cases = self.desk.room.cases
        slots = cases.slots()
        reported = cases.column("registered_at")[slots]
        chosen = slots[np.argsort(-reported, kind="stable")[:NEWEST]]
        clocks = queues.clocks(self.desk, chosen, now)
        held = {
            int(cases.column("id")[slot]): self._newest_case(
                int(slot), clock_words(clocks, place, self.desk.zone), float(clocks.used[place])
            )
            for place, slot in enumerate(chosen)
        }
        for case, row in self._newest.items():
            if case not in held and case not in cases:
                ended = self._ended.setdefault(case, now)
                if now - ended < ENDED_MS:
                    held[case] = NewestCase(
                        *(row.number, row.severity, row.category, row.place, "", None),
                        *(len(STEPS), True, row.reported_ms),
                    )
        self._ended = {case: at for case, at in self._ended.items() if case in held}
        self._newest = held
        return sorted(held.values(), key=lambda row: -row.reported_ms)

    def _newest_case(self, slot: int, words: str, used: float) -> NewestCase:
        read = self.desk.room.cases.column
        region = self.names.name_of("regions", int(read("region_id")[slot]))
        street = self.names.street(slot)
        return NewestCase(
            number=self.names.number(slot),
            severity=int(read("severity")[slot]),
            category=self.names.category(slot),
            place=street if street == region else f"{street} · {region}",
            clock=words,
            used=None if used != used else used,
            step=1 + step_of(Stage(int(read("stage")[slot]))),
            ended=False,
            reported_ms=int(read("registered_at")[slot]),
        )

    @property
    def empty_panels(self) -> frozenset[str]:
        """Kinds of panel that have nothing to show: a scene of nothing else has no turn."""
        return frozenset() if self.pairs else frozenset({"pairs"})

    def _one(self, about: Mapping[str, Any], now: int) -> OneThing:
        """One case with its clock; anything else by the title it was sent with."""
        title, cases = str(about.get("title") or ""), self.desk.room.cases
        case = about.get("id") if about.get("kind") == "case" else None
        slot = cases.slot_of.get(case) if isinstance(case, int) else None
        if slot is None:
            return OneThing(title, "", _("ended") if case is not None else "")
        clocks = queues.clocks(self.desk, np.array([slot]), now)
        row = self._newest_case(slot, clock_words(clocks, 0, self.desk.zone), float(clocks.used[0]))
        late = row.used is not None and row.used >= 1
        told = [row.category, row.place, self.names.stage(slot), self.names.department(slot)]
        return OneThing(
            title or row.number,
            row.clock,
            " · ".join(part for part in told if part),
            "alarm" if late else "",
        )

    def _manned(self) -> dict[str, int]:
        seats = self.on_line()
        return {str(post): seats.get(str(post), 0) for post in MANNED}

    def _collectors_silent(self, now: int) -> int:
        """Collectors asked to verify or check a case who have not answered within its stage's limit."""
        cases = self.desk.room.cases
        slots = cases.slots()
        asked = np.isin(cases.column("stage")[slots], [int(Stage.VERIFY), int(Stage.CHECK)])
        late = asked & (cases.queue_used(now, slots) >= 1)
        found = cases.column("collector_id")[slots[late]]
        return len(set(found[found > 0].tolist()))

    def _people(self, now: int) -> People:
        found, crews = self.desk.directory, self.desk.room.crews
        working = busy(self.desk.room.cases)
        silent = crews.at > 0
        silent &= now - crews.at > LOST_MS
        out = np.array([int(crew) in working for crew in crews.ids], bool)
        on_duty = [row for row in found.collectors.values() if row["on_duty"]]
        covered = {grid for row in on_duty for grid in row["duty_grids"] or ()}
        return People(
            posts=[
                PostPresence(post, Post(post).label, number)
                for post, number in self._manned().items()
            ],
            crews_busy=int(out.sum()),
            crews_free=int((~out).sum()) if len(out) else 0,
            crews_silent=int(silent.sum()),
            collectors_out=len(on_duty),
            collectors_silent=self._collectors_silent(now),
            grids=len(found.duty_grids),
            grids_uncovered=sum(number not in covered for number in found.duty_grids),
        )
