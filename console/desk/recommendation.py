"""Recommended targets of a drop, with reasons.

The bodies that answer and their crews, weighed by `domain.recommend`; targets that the door would
refuse are left out. Reasons are words, never a bare rank.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from console.desk import foresight, responsibility, trades
from console.desk.desk import Desk
from console.domain import recommend
from console.domain.geodesy import distance
from console.domain.recommend import Candidate, Weights
from console.domain.responsibility import ResponsibleBody
from console.domain.verdict import YES, Verdict, VerdictKind
from console.live.crews import busy
from console.words import _

TARGETS: Final = 3
Load = Mapping[int, int]
"""Crew → cases."""
Held = Collection[tuple[int, int | None]]
"""Departments (without a crew) and crews, each with its department."""


@dataclass(frozen=True, slots=True)
class Target:
    """A department, or a crew of it; `metres` None where nothing is known of the way.

    `able` is whether the crew's own trade holds the case's category.
    """

    department: int
    crew: int | None
    metres: float | None
    in_hand: int
    why: str
    able: bool = True
    verdict: Verdict = field(default=YES)


def weights(desk: Desk) -> Weights:
    """The city's weights of way, load and skill."""
    return Weights.of(foresight.SeatLookups(desk).setting)


def nearest_crews(desk: Desk, case: int, departments: frozenset[int] | None = None) -> list[Target]:
    """Crews on duty by skill, way and load; of these departments only, where given."""
    worth, skill = weights(desk), trades.of(desk.directory)
    if departments is None:
        crews = [crew for crew, row in desk.directory.crews.items() if row["on_duty"]]
    else:
        crews = sorted({crew for body in departments for crew in skill.crews(body)})
    found = _crews(desk, case, crews, {}, 0)
    found.sort(key=lambda one: (not one.able, recommend.cost(one, worth)))
    return [_target(one, "") for one in found]


def _crews(desk: Desk, case: int, crews: Iterable[int], more: Load, place: int) -> list[Candidate]:
    """These crews as candidates; `more` is load they are about to have besides."""
    cases = desk.room.cases
    slot = cases.slot_of[case]
    lon, lat = float(cases.column("lon")[slot]), float(cases.column("lat")[slot])
    category, load = int(cases.column("category_id")[slot]), busy(cases)
    skill = trades.of(desk.directory)
    found: list[Candidate] = []
    for crew in crews:
        body = desk.directory.crews[crew]["department_id"]
        in_hand = len(load.get(crew, ())) + more.get(crew, 0)
        able = skill.able(body, category)
        found.append(Candidate(body, crew, _way(desk, crew, lon, lat), in_hand, place, able))
    return found


def _way(desk: Desk, crew: int, lon: float, lat: float) -> float | None:
    crews = desk.room.crews
    slot = crews.slot_of.get(crew)
    if slot is None or np.isnan(lon):
        return None
    return distance(lon, lat, float(crews.lon[slot]), float(crews.lat[slot]))


def responsible(desk: Desk, case: int) -> list[ResponsibleBody]:
    """The bodies that answer for this case, the lead first."""
    category, region = _what_and_where(desk, case)
    return responsibility.responsible(desk.directory, category, region)


def _what_and_where(desk: Desk, case: int) -> tuple[int, int]:
    cases = desk.room.cases
    slot = cases.slot_of[case]
    return int(cases.column("category_id")[slot]), int(cases.column("region_id")[slot])


def recommended(desk: Desk, case: int, more: Load | None = None) -> list[Target]:
    """Up to three targets that the door would take, the best first; none for a case that cannot be
    dispatched, whose reason `refusal` tells.

    `more` is what crews are about to have in hand besides, while several cases are shared out.
    """
    found = [
        one for one in _judged(desk, case, more or {}) if one.verdict.allowed is not VerdictKind.NO
    ]
    found.sort(key=lambda one: one.verdict.allowed is VerdictKind.CONFIRM)
    return found[:TARGETS]


def refusal(desk: Desk, case: int) -> Verdict | None:
    """Why no target is recommended though a body answers; None where one is."""
    found = [one.verdict for one in _judged(desk, case, {})]
    refused = [verdict for verdict in found if verdict.allowed is VerdictKind.NO]
    return refused[0] if refused and len(refused) == len(found) else None


def _judged(desk: Desk, case: int, more: Load) -> list[Target]:
    """The best candidates with the verdict on each, without those that have the case already."""
    bodies, held, worth = responsible(desk, case), _held(desk, case), weights(desk)
    found = _answering(desk, case, bodies, more, held)
    best = recommend.best(found, worth, len(bodies), TARGETS)
    if len(best) < TARGETS or recommend.needs_confirmation(best[-1], worth):
        found += _others(desk, case, bodies, more, held)
        best = recommend.best(found, worth, len(bodies), TARGETS)
    made = [_target(one, _why(desk, case, one, bodies, found)) for one in best]
    return [
        replace(one, verdict=foresight.foresee_dispatch(desk, [case], one.department, one.crew))
        for one in made
    ]


def _held(desk: Desk, case: int) -> Held:
    """The department and crews that have the case now."""
    cases = desk.room.cases
    slot = cases.slot_of[case]
    body = int(cases.column("department_id")[slot])
    crews = [crew for crew, _state in cases.crews.get(case, {}).values()]
    known = desk.directory.crews
    return {(body, None), *((known[c]["department_id"], c) for c in crews if c in known)}


def _answering(
    desk: Desk, case: int, bodies: Sequence[ResponsibleBody], more: Load, held: Held
) -> list[Candidate]:
    """Each body that answers, and its crews."""
    skill, seen = trades.of(desk.directory), {crew for _body, crew in held}
    made: list[Candidate] = []
    for place, one in enumerate(bodies):
        if (one.department, None) not in held:
            in_hand = _in_hand(desk, one.department)
            made.append(Candidate(one.department, None, None, in_hand, place))
        crews = [crew for crew in skill.crews(one.department) if crew not in seen]
        seen.update(crews)
        made += _crews(desk, case, crews, more, place)
    return made


def _others(
    desk: Desk, case: int, bodies: Sequence[ResponsibleBody], more: Load, held: Held
) -> list[Candidate]:
    """Crews on duty of bodies that do not answer."""
    skill, seen = trades.of(desk.directory), {crew for _body, crew in held}
    seen.update(crew for one in bodies for crew in skill.crews(one.department))
    rows = desk.directory.crews.items()
    crews = [crew for crew, row in rows if row["on_duty"] and crew not in seen]
    return _crews(desk, case, crews, more, len(bodies))


def _why(
    desk: Desk,
    case: int,
    one: Candidate,
    bodies: Sequence[ResponsibleBody],
    among: Sequence[Candidate],
) -> str:
    """The reason in the language in force."""
    category, _region = _what_and_where(desk, case)
    if one.crew is None:
        return responsibility.words(desk.directory, category, bodies[one.place])
    if one.place >= len(bodies):
        return _("able and near, but of another body")
    if one.place:
        return _("crew of a body that answers after the lead")
    ways = [c.metres for c in among if c.crew and c.able and not c.place and c.metres is not None]
    if one.metres is not None and one.metres > min(ways, default=one.metres):
        return _("crew of the responsible body, with less in hand than the nearest")
    return _("nearest crew of the responsible body")


def _target(one: Candidate, why: str) -> Target:
    return Target(one.department, one.crew, one.metres, one.in_hand, why, one.able)


def _in_hand(desk: Desk, department: int) -> int:
    cases = desk.room.cases
    held = cases.column("department_id")[cases.slots()]
    return int(np.count_nonzero(held == department))
