"""Open cases as they would lie on the desks at one moment: raw facts, no database.

Moments are ms and consistent with the handling limits in their own calendars, so that about one
case in eight is overdue in the stage it is in.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from console.city.facts import City
from console.city.land.ground import Ground, Spot
from console.city.mix import Mix, source
from console.domain.condition import Condition
from console.domain.limit import Limit
from console.domain.moment import MINUTE_MS
from console.domain.severity import Severity
from console.domain.stage import AssignmentState, Stage
from console.domain.stage_limits import STAGE_LIMITS
from console.domain.worktime import WorkCalendar

STAGES: Final = {
    Stage.INTAKE: 5.0,
    Stage.VERIFY: 4.0,
    Stage.FILE: 5.0,
    Stage.DISPATCH: 9.0,
    Stage.HANDLE: 62.0,
    Stage.FORWARD: 4.0,
    Stage.CHECK: 7.0,
    Stage.CLOSE: 3.0,
    Stage.VOID: 1.0,
}
OVERDUE: Final = 0.125
DUE_SOON: Final = 0.11
SUSPENDED: Final = 0.03
SECOND_CHOICE: Final = 0.12
"""Share of cases that went to the second in the list of those responsible."""
WITH_CREW: Final = 0.55
CREW_AT_MOST: Final = 5
"""Most cases of a crew at a time; more wait with its department."""
DAY_MS: Final = 24 * 60 * MINUTE_MS
BEFORE_FILING: Final = (Stage.INTAKE, Stage.VERIFY, Stage.FILE)
BEFORE_DISPATCH: Final = (*BEFORE_FILING, Stage.DISPATCH, Stage.VOID)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One open case. Facts of the future are None; every moment is ms.

    `department_since` and `department_stopped` are the department's clock; its limit is the
    condition's. `department_deadline` already counts a suspension in.
    """

    spot: Spot
    condition: Condition
    severity: Severity
    source: str
    description: str
    stage: Stage
    registered_at: int
    stage_since: int
    collector: int | None
    department: int | None = None
    department_since: int | None = None
    department_deadline: int | None = None
    department_stopped: int | None = None
    suspended_from: int | None = None
    suspended_until: int | None = None
    acknowledged_at: int | None = None
    started_at: int | None = None
    arrived_at: int | None = None
    crew: int | None = None
    crew_state: AssignmentState | None = None
    deadline_before: int | None = None
    """The department's deadline before a suspension was granted."""
    asked_at: int | None = None
    """When the department asked for it."""
    reported_at: int | None = None
    """When the centre reported the work back, and with it sent somebody to check."""

    @property
    def filed(self) -> bool:
        return self.stage not in BEFORE_FILING

    @property
    def filed_at(self) -> int | None:
        """Part of the way to the dispatch, or to the stage where it waits for one."""
        if not self.filed:
            return None
        if self.stage is Stage.DISPATCH:
            return self.stage_since
        ends = self.stage_since if self.department_since is None else self.department_since
        return self.registered_at + round(0.6 * (ends - self.registered_at))


def open_cases(
    city: City, count: int, now: int, calendars: Mapping[str, WorkCalendar], seed: int = 1
) -> list[OpenCase]:
    """`count` open cases as of `now`, oldest first; `calendars` by name, working and continuous.

    Raises Refused "calendar_ends" where a calendar does not reach back half a year.
    """
    pace = Random(f"{seed}/{city.seed}/pace")  # how fast people are moves no case elsewhere
    draw = _Draw(city, now, calendars, Random(f"{seed}/{city.seed}"), pace)
    return sorted((draw.case() for _case in range(count)), key=lambda case: case.registered_at)


@dataclass
class _Draw:
    city: City
    now: int
    calendars: Mapping[str, WorkCalendar]
    rng: Random
    pace: Random
    busy: set[int] = field(default_factory=set)
    in_hand: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.ground, self.mix = Ground(self.city), Mix()
        self.collectors: dict[str, int] = {}
        duty = {grid.id: grid for grid in self.city.duty_grids}
        for collector in self.city.collectors:
            for number in collector.duty_grids:
                self.collectors.update(dict.fromkeys(duty[number].grids, collector.id))
        self.crews: dict[int, list[int]] = {}
        for crew in self.city.crews:
            if crew.on_duty:
                self.crews.setdefault(crew.department, []).append(crew.id)
        self.responsible: dict[tuple[object, int | None], list[tuple[int, int]]] = {}
        for row in self.city.responsibility:
            key = row.category, row.region
            self.responsible.setdefault(key, []).append((row.rank, row.department))

    def case(self) -> OpenCase:
        rng = self.rng
        spot, condition = self.ground.spot(rng), self.mix.draw(rng)
        stage = rng.choices(list(STAGES), list(STAGES.values()))[0]
        since = self._stage_since(stage, condition)
        lead = round(rng.uniform(3, 55) * MINUTE_MS)
        case = OpenCase(
            spot=spot,
            condition=condition,
            severity=condition.severity,
            source=source(rng),
            description=f"{spot.address}附近，{condition.zh}。",
            stage=stage,
            registered_at=since if stage is Stage.INTAKE else since - lead,
            stage_since=since,
            collector=self.collectors.get(spot.grid.code),
        )
        return case if stage in BEFORE_DISPATCH else self._dispatched(case)

    def _used(self) -> float:
        """Share of a limit used up: most are in time, some soon due, some late."""
        luck = self.rng.random()
        if luck < OVERDUE:
            return 1.0 + min(4.0, self.rng.expovariate(1.4)) + 0.02
        if luck < OVERDUE + DUE_SOON:
            return self.rng.uniform(0.8, 0.99)
        return self.rng.uniform(0.03, 0.8)

    def _stage_since(self, stage: Stage, condition: Condition) -> int:
        urgent = condition.severity is Severity.E
        limit = STAGE_LIMITS.get((stage, urgent))
        return self._back(condition.limit if limit is None else limit, self._used())

    def _back(self, limit: Limit, share: float) -> int:
        """When a clock started that has used `share` of `limit` now."""
        calendar = self.calendars[limit.calendar]
        used = round(share * limit.minutes * MINUTE_MS)
        return min(self.now, calendar.moment(calendar.position(self.now) - used))

    def _dispatched(self, case: OpenCase) -> OpenCase:
        limit = case.condition.limit
        calendar = self.calendars[limit.calendar]
        since = case.stage_since
        if case.stage is not Stage.HANDLE:
            spent = round(self.rng.uniform(0.1, 0.95) * limit.minutes * MINUTE_MS)
            since = calendar.moment(max(0, calendar.position(case.stage_since) - spent))
        dispatched = replace(
            case,
            registered_at=since - (case.stage_since - case.registered_at),
            department=self._department(case),
            department_since=since,
            department_deadline=calendar.deadline(since, limit.minutes),
        )
        if case.stage is not Stage.HANDLE:
            return self._handled(dispatched, since)
        if limit.minutes >= 480 and self.rng.random() < SUSPENDED:
            return self._suspended(dispatched, calendar)
        return self._under_way(dispatched, since)

    def _suspended(self, case: OpenCase, calendar: WorkCalendar) -> OpenCase:
        """Suspended for weeks; the deadline has been moved by the working time in them."""
        assert case.department_since is not None
        since = case.department_since
        begin = calendar.position(since)
        half = round(self.rng.uniform(0.05, 0.5) * (calendar.position(self.now) - begin))
        start = max(since, calendar.moment(begin + half))
        asked = max(since, calendar.moment(begin + round(self.pace.uniform(0.5, 0.9) * half)))
        until = self.now + self.rng.randint(3, 60) * DAY_MS
        gained = calendar.position(until) - calendar.position(start)
        span = case.condition.limit.minutes * MINUTE_MS
        end = calendar.moment(calendar.position(since) + span + gained)
        return replace(
            case,
            suspended_from=start,
            suspended_until=until,
            department_deadline=end,
            deadline_before=case.department_deadline,
            asked_at=min(start, asked),
        )

    def _work(self, case: OpenCase, since: int, until: int, rng: Random) -> list[int]:
        """When a department acknowledges, sets out and arrives: in the hours of its limit's calendar."""
        calendar = self.calendars[case.condition.limit.calendar]
        begin, room = calendar.position(since), calendar.position(until) - calendar.position(since)
        early, long, far = (rng.random() for _step in range(3))
        acknowledged = min(round((4 + 71 * early) * MINUTE_MS), room // 4)
        started = acknowledged + round((0.05 + 0.55 * long) * (room - acknowledged))
        arrived = started + min(round((6 + 39 * far) * MINUTE_MS), (room - started) // 2)
        moments = (calendar.moment(begin + used) for used in (acknowledged, started, arrived))
        return [min(until, max(since, moment)) for moment in moments]

    def _handled(self, case: OpenCase, since: int) -> OpenCase:
        """What is done: acknowledged, begun and finished, reported back and perhaps checked."""
        steps = 1 if case.stage is Stage.FORWARD else 2 if case.stage is Stage.CHECK else 3
        ends = [case.stage_since]  # the last of done, reported back and passed is the stage's begin
        for _step in range(steps - 1):
            most = (ends[0] - since) // 10
            ends.insert(0, ends[0] - min(most, self.pace.randint(3, 55) * MINUTE_MS))
        done = ends[0]
        acknowledged, started, arrived = self._work(case, since, done, self.pace)
        able = self.crews.get(case.department or 0, [])
        crew = self.pace.choice(able) if able else None
        return replace(
            case,
            department_stopped=done,
            reported_at=ends[1] if steps > 1 else None,
            acknowledged_at=acknowledged,
            started_at=started,
            arrived_at=arrived if crew is not None else None,
            crew=crew,
            crew_state=AssignmentState.FINISHED if crew is not None else None,
        )

    def _department(self, case: OpenCase) -> int:
        key = case.condition.category
        street = self.city.street_of(case.spot.grid.region)
        rows = sorted(
            self.responsible.get((key, street), []) + self.responsible.get((key, None), [])
        )
        second = len(rows) > 1 and self.rng.random() < SECOND_CHOICE
        return rows[1 if second else 0][1]

    def _under_way(self, case: OpenCase, since: int) -> OpenCase:
        """How far the department and perhaps a crew are; a crew is on one spot at a time."""
        assert case.department is not None
        of_body = self.crews.get(case.department, [])
        crews = [crew for crew in of_body if self.in_hand[crew] < CREW_AT_MOST]
        if not crews or self.rng.random() > WITH_CREW:
            return case
        crew = self.rng.choice(crews)
        self.in_hand[crew] += 1
        steps = [AssignmentState.SENT, AssignmentState.ACKNOWLEDGED]
        if crew not in self.busy:
            steps += [AssignmentState.UNDER_WAY, AssignmentState.ARRIVED] * 2
        state = self.rng.choice(steps)
        if state >= AssignmentState.UNDER_WAY:
            self.busy.add(crew)
        done = self._work(case, since, self.now, self.rng)[: state - AssignmentState.SENT]
        acknowledged, started, arrived = (*done, None, None, None)[:3]
        return replace(
            case,
            crew=crew,
            crew_state=state,
            acknowledged_at=acknowledged,
            started_at=started,
            arrived_at=arrived,
        )
