"""A year of closed cases for the demo city, day by day, one bounded piece at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from console.city import national
from console.city.callers import caller
from console.city.facts import City
from console.city.land.ground import Ground
from console.city.mix import SOURCES
from console.city.past.past_case import (
    FiledCondition,
    PastCase,
    PastDispatch,
    Place,
)
from console.city.past.rows import Rows, Scopes
from console.city.past.sampling import (
    DAY_MS,
    DAYS,
    DaySample,
    DaySampler,
)
from console.city.past.story import StoryWriter
from console.city.tables import reasons
from console.domain import tokens
from console.domain.category import CJT214
from console.domain.condition import default_conditions
from console.domain.severity import Severity
from console.domain.stage import Post
from console.domain.stage_limits import STAGE_LIMITS
from console.domain.worktime import WorkSpan

AT_ONCE: Final = 5_000
"""Cases in one piece: some 20 MB while it is written."""
SPOTS: Final = 12_000
"""Number of different spots of a history, which recur week after week."""
SECOND_CHOICE: Final = 0.1
WITH_CREW: Final = 0.8
"""Share of the calls whose caller left a name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines by table, and those of the tokens."""

    rows: Rows
    tokens: Sequence[str]


class History:
    """`count` closed cases with ids from 1 on; `numbered` is the last number of each day told so far."""

    def __init__(
        self, city: City, count: int, now: int, spans: Mapping[str, Sequence[WorkSpan]], seed: int,
        *, brackets: str,
    ) -> None:  # fmt: skip
        self.city, self.count = city, count
        self.numbered: dict[str, int] = {}
        self.begins = now - (DAYS + 1) * DAY_MS
        self.conditions = default_conditions(CJT214)
        self._sampler = DaySampler(self.conditions, spans, now, seed)
        self._days = [(d.strftime("%Y%m%d"), d, n) for d, n in self._sampler.days(count) if n]
        self._rng = Random(f"{seed}/history")
        self._writer = StoryWriter(_scopes(city, brackets), _limits(), 1)
        self._kinds = [self._kind(i) for i in range(len(self.conditions))]
        self._places = self._spots()
        self._staff = Staff(city)
        self._texts: dict[str, frozenset[str]] = {}

    def last_numbers(self) -> dict[str, int]:
        """The last number of each day, known before anything is told."""
        return {word: wanted for word, _day, wanted in self._days}

    def pieces(self) -> Iterator[Piece]:
        """In order of registration."""
        case = 0
        for word, day, wanted in self._days:
            for first in range(0, wanted, AT_ONCE):
                sample = self._sampler.sample(day, min(AT_ONCE, wanted - first))
                found: list[str] = []
                for past_case in self._drawn(word, sample):
                    case += 1
                    self._writer.tell(case, past_case)
                    found += self._found_by(case, past_case)
                yield Piece(self._writer.take(), found)

    def _drawn(self, day: str, sample: DaySample) -> Iterator[PastCase]:
        rng, staff = self._rng, self._staff
        columns = zip(
            sample.condition.tolist(), sample.fate, sample.registered.tolist(), sample.accepted.tolist(),
            sample.filed.tolist(), sample.sent.tolist(), sample.deadline.tolist(),
            sample.first_sent.tolist(), sample.given_back.tolist(), sample.first_deadline.tolist(),
            sample.done.tolist(), sample.failed.tolist(), sample.again.tolist(),
            sample.again_deadline.tolist(), sample.forwarded.tolist(), sample.passed.tolist(),
            sample.closed.tolist(), strict=True,
        )  # fmt: skip
        count = len(sample.condition)
        sources = rng.choices(list(SOURCES), list(SOURCES.values()), k=count)
        places = rng.choices(self._places, k=count)
        number = self.numbered.get(day, 0)
        for i, (
            condition, fate, registered, accepted, filed, sent, deadline, first, back,
            first_deadline, done, failed, again, moved, forwarded, passed, closed,
        ) in enumerate(columns):  # fmt: skip
            number += 1
            kind, place = self._kinds[condition], places[i]
            one, other = staff.responsible(kind.category, place.region)
            if other != one and rng.random() < SECOND_CHOICE:
                one, other = other, one
            way = [PastDispatch(one, staff.crew(rng, one), sent, deadline, done)]
            if fate == "returned":
                way.insert(
                    0, PastDispatch(other, staff.crew(rng, other), first, first_deadline, back)
                )
                if other == one:
                    way, fate = way[1:], "closing"
            if fate in ("rejected", "self_handled"):
                closed = accepted
            elif fate == "voided":
                closed = first
            yield PastCase(
                f"{day}{number:05d}", f"{day[4:]}-{number:04d}", sources[i], kind, place,
                METHODS[fate], registered, accepted, filed, way, sample.pauses.get(i),
                (failed, again, moved) if fate == "rework" else None,
                forwarded, passed, closed, staff.actors(rng, one, other),
                rng.choice(reasons()[REASONS.get(fate, "void")]), caller(rng, sources[i]),
            )  # fmt: skip
        self.numbered[day] = number

    def _found_by(self, case: int, past_case: PastCase) -> list[str]:
        """The tokens of a case; those of an address and of a condition are made once."""
        held = self._texts.get(past_case.place.address)
        if held is None:
            address = past_case.place.address
            held = frozenset(tokens.of_text(address) | tokens.initials(address))
            self._texts[address] = held
        about = self._texts.get(past_case.kind.text)
        if about is None:
            about = frozenset(tokens.of_text(past_case.kind.text[: tokens.DESCRIBED]))
            self._texts[past_case.kind.text] = about
        return [
            f"{token}\t{case}"
            for token in (past_case.number, past_case.day_number, *(held | about))
        ]

    def _kind(self, number: int) -> FiledCondition:
        one = self.conditions[number]
        category = national.category_ids()[one.category]
        limit = one.limit.minutes, one.limit.calendar
        row = list(national.conditions()).index(one) + 1
        urgent = one.severity is Severity.E
        return FiledCondition(row, category, int(one.severity), *limit, f"{one.zh}。", urgent)

    def _spots(self) -> list[Place]:
        ground = Ground(self.city)
        signs = {c.id: c.call_sign for c in self.city.collectors}
        duty = {grid.id: grid for grid in self.city.duty_grids}
        walks = {
            code: collector.id
            for collector in self.city.collectors
            for number in collector.duty_grids
            for code in duty[number].grids
        }
        made = []
        for _spot in range(min(SPOTS, self.count)):
            spot = ground.spot(self._rng)
            (lon, lat), grid = spot.position, spot.grid
            json = (
                f'"lon":{lon},"lat":{lat},"address":"{spot.address}","grid_code":"{grid.code}",'
                f'"region_id":{grid.region}'
            )
            walker = walks.get(grid.code)
            sign = signs.get(walker or 0)
            made.append(Place(lon, lat, spot.address, grid.code, grid.region, walker, sign, json))
        return made


METHODS: Final = {
    "closing": "closing",
    "rework": "closing",
    "returned": "closing",
    "extended": "closing",
    "suspended": "closing",
    "self_handled": "self_handled",
    "rejected": "rejected",
    "voided": "voided",
}
REASONS: Final = {
    "rework": "fail",
    "returned": "ask-return",
    "rejected": "reject",
    "extended": "ask-extension",
    "suspended": "ask-suspension",
}


def _limits() -> Mapping[tuple[int, bool], int]:
    return {(int(stage), urgent): limit.minutes for (stage, urgent), limit in STAGE_LIMITS.items()}


def _scopes(city: City, brackets: str) -> Scopes:
    regions = {region.id: region.parent for region in city.regions}
    departments = {body.id: body.parent for body in city.departments}
    above, over = ({one: _line(one, tree) for one in tree} for tree in (regions, departments))
    return Scopes(above, over, brackets)


def _line(node: int, parents: Mapping[int, int | None]) -> list[int]:
    found: list[int] = []
    above: int | None = node
    while above is not None:
        found.append(above)
        above = parents[above]
    return found


class Staff:
    """Possible actors: by post in the whole district, by desk for a department; and crews."""

    def __init__(self, city: City) -> None:
        self._by_post: dict[str, list[int]] = {}
        desks: dict[int, int] = {}
        for operator in city.operators:
            for held in operator.posts:
                if held.department is not None:
                    desks[held.department] = operator.id
                elif held.region == centre_region(city):
                    self._by_post.setdefault(held.post, []).append(operator.id)
        parents = {body.id: body.parent for body in city.departments}
        self._desk = {
            body: next(desks[one] for one in _line(body, parents) if one in desks)
            for body in parents
            if any(one in desks for one in _line(body, parents))
        }
        self._crews: dict[int, list[int]] = {}
        for crew in city.crews:
            self._crews.setdefault(crew.department, []).append(crew.id)
        self._answer = self._answers(city)
        self._street = {region.id: city.street_of(region.id) for region in city.regions}

    def _answers(self, city: City) -> dict[tuple[int, int | None], list[tuple[int, int]]]:
        ids = national.category_ids()
        found: dict[tuple[int, int | None], list[tuple[int, int]]] = {}
        for row in city.responsibility:
            key = ids[row.category], row.region
            found.setdefault(key, []).append((row.rank, row.department))
        return found

    def responsible(self, category: int, region: int) -> tuple[int, int]:
        """The first and the second body that answer for it there."""
        street = self._street[region]
        found = self._answer.get((category, street), []) + self._answer.get((category, None), [])
        ranked = sorted(found)
        return ranked[0][1], ranked[min(1, len(ranked) - 1)][1]

    def crew(self, rng: Random, department: int) -> int | None:
        held = self._crews.get(department)
        return rng.choice(held) if held and rng.random() < WITH_CREW else None

    def actors(self, rng: Random, *departments: int) -> Mapping[str, int]:
        found = {str(post): rng.choice(self._by_post[post]) for post in CENTRE}
        found |= {f"department-{one}": self._desk[one] for one in departments}
        return found


CENTRE: Final = (Post.CALL_TAKER, Post.SUPERVISION_LEAD, Post.DISPATCHER, Post.COMMAND_LEAD)


def centre_region(city: City) -> int:
    """The district, in which the centre's own people hold their posts."""
    return next(region.id for region in city.regions if region.tier == "district")
