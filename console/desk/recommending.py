"""Who should have this case, and why: the recommended targets of a drop.

Responsibility first (owner or territory as the table says), then the nearest crews of those bodies
that have little to do. Explained in words, never a bare rank.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from console.desk import responsibility
from console.desk.desk import Desk
from console.domain.geodesy import distance
from console.domain.responsibility import Answering
from console.live.crews import busy
from console.words import _

TARGETS: Final = 3
STALE_MS: Final = 30 * 60_000
BUSY_METRES: Final = 800
"""What one more case in hand is worth in metres of way."""


@dataclass(frozen=True, slots=True)
class Target:
    """A department, or a crew of it; `metres` None where nothing is known of the way."""

    department: int
    crew: int | None
    metres: float | None
    in_hand: int
    why: str


def nearest_crews(desk: Desk, case: int, departments: frozenset[int] | None = None) -> list[Target]:
    """Crews on duty by way and load, nearest first; of these departments only, where given."""
    cases = desk.room.cases
    slot = cases.slot_of[case]
    lon, lat = float(cases.column("lon")[slot]), float(cases.column("lat")[slot])
    load = busy(cases)
    found: list[tuple[float, Target]] = []
    for crew, row in desk.directory.crews.items():
        path = desk.directory.department_paths.get(row["department_id"], frozenset())
        if not row["on_duty"] or (departments is not None and not path & departments):
            continue
        in_hand = len(load.get(crew, ()))
        metres = _way(desk, crew, lon, lat)
        target = Target(row["department_id"], crew, metres, in_hand, "")
        found.append(((metres or 1e9) + in_hand * BUSY_METRES, target))
    return [target for _cost, target in sorted(found, key=lambda pair: pair[0])]


def _way(desk: Desk, crew: int, lon: float, lat: float) -> float | None:
    crews = desk.room.crews
    slot = crews.slot_of.get(crew)
    if slot is None or np.isnan(lon):
        return None
    return distance(lon, lat, float(crews.lon[slot]), float(crews.lat[slot]))


def responsible(desk: Desk, case: int) -> list[Answering]:
    """The bodies that answer for this case, the lead first."""
    category, region = _what_and_where(desk, case)
    return responsibility.responsible(desk.directory, category, region)


def _what_and_where(desk: Desk, case: int) -> tuple[int, int]:
    cases = desk.room.cases
    slot = cases.slot_of[case]
    return int(cases.column("category_id")[slot]), int(cases.column("region_id")[slot])


def recommended(desk: Desk, case: int) -> list[Target]:
    """Up to three targets: the responsible body with its nearest crew, then the next best."""
    category, _region = _what_and_where(desk, case)
    made: list[Target] = []
    for rank, one in enumerate(responsible(desk, case)[:TARGETS]):
        body = one.department
        crews = nearest_crews(desk, case, frozenset({body}))
        why = responsibility.words(desk.directory, category, one)
        if crews and rank == 0 and crews[0].metres is not None:
            first = crews[0]
            nearest = _("nearest crew of the responsible body")
            made.append(Target(first.department, first.crew, first.metres, first.in_hand, nearest))
        made.append(Target(body, None, None, _in_hand(desk, body), why))
    if len(made) < TARGETS:
        taken = {target.crew for target in made}
        for target in nearest_crews(desk, case):
            if target.crew not in taken and len(made) < TARGETS:
                why = _("nearest, but of another body")
                made.append(
                    Target(target.department, target.crew, target.metres, target.in_hand, why)
                )
    return made[:TARGETS]


def _in_hand(desk: Desk, department: int) -> int:
    cases = desk.room.cases
    held = cases.column("department_id")[cases.slots()]
    return int(np.count_nonzero(held == department))
