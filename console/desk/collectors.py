"""Proposals of a collector to verify or check a case, with the reason in words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.desk.desk import Desk
from console.domain.collectors import Patrol, proposed, silent
from console.domain.geodesy import distance
from console.domain.outline import largest
from console.domain.worktime import Calendar, WorkCalendar
from console.store.city.directory import Directory
from console.words import _, both

PROPOSED: Final = 3
SENDS: Final = ("send-verify", "send-check")
ROUNDED: Final = 50
"""Metres that a way to the middle of a duty grid is rounded to."""
Row = Mapping[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A collector to send; `metres` from the case to the middle of his duty grids, if known."""

    collector: int
    own: bool
    metres: float | None
    why: str


def of_desk(desk: Desk, case: int) -> list[Proposal]:
    """Proposals for a case on this screen; who has been silent on it is left out."""
    row = desk.room.cases.row(case)
    calendar = desk.room.cases.calendars.calendar
    quiet = silent(row, desk.room.clock.now(), calendar)
    return proposals(desk.directory, row, {row["collector_id"]} if quiet else set())


def proposals(found: Directory, case: Row, quiet: Collection[int] = ()) -> list[Proposal]:
    """The best collectors on duty for a case row, without the silent ones in `quiet`."""
    middles = middle_of(found)
    patrols = [
        _patrol(found, case, collector, row, middles)
        for collector, row in found.collectors.items()
        if row["on_duty"] and collector not in quiet
    ]
    return [
        Proposal(one.collector, one.own, one.metres, _why(found, case, one))
        for one in proposed(patrols, quiet)[:PROPOSED]
    ]


def sent_to(case: Row, story: Sequence[Row]) -> set[int]:
    """Collectors sent to the case in its present stage, by the log, and the one on it now.

    A sending that was undone does not count.
    """
    found = {case["collector_id"]}
    for event, after in zip(story, [*story[1:], None], strict=False):
        if after is not None and after["command"] == "undo":
            continue
        if event["command"] in SENDS and event["recorded_at"] >= case["stage_since"]:
            found.add(event["after"].get("collector_id"))
            if _another_was_sent(event, case["stage_since"]):
                found.add(event["before"].get("collector_id"))
    return found - {None}


def _another_was_sent(event: Row, since: int) -> bool:
    """Whether another collector had been sent in this stage before; imported cases have no log of it."""
    if event["command"] == "send-verify":
        return "stage" not in event["after"]  # the first sending is what begins the stage
    return int(event["before"].get("check_sent_at") or 0) >= since


def calendar_of(found: Directory) -> Callable[[str], Calendar]:
    """The calendars of a city read without a live room."""
    return lambda name: WorkCalendar(name, found.spans[name])


def middle_of(found: Directory) -> dict[int, Point]:
    """Middle (lon, lat) of every duty grid whose unit grids are known."""
    middles = {row["code"]: _middle(largest(row["outline"])) for row in found.grids}
    made: dict[int, Point] = {}
    for number, duty in found.duty_grids.items():
        points = [middles[code] for code in duty["unit_grids"] if code in middles]
        if points:
            made[number] = _middle(points)
    return made


def _middle(points: Any) -> Point:
    return (
        sum(point[0] for point in points) / len(points),
        sum(point[1] for point in points) / len(points),
    )


def _patrol(
    found: Directory, case: Row, collector: int, row: Row, middles: Mapping[int, Point]
) -> Patrol:
    grids = [found.duty_grids[n] for n in row["duty_grids"] if n in found.duty_grids]
    code = case["grid_code"]
    own = bool(code) and any(code in grid["unit_grids"] for grid in grids)
    here = found.region_paths.get(case["region_id"], frozenset())
    his = found.region_paths.get(row["region_id"], frozenset())
    ways = [
        distance(case["lon"], case["lat"], *middles[grid["id"]])
        for grid in grids
        if case["lon"] is not None and case["lat"] is not None and grid["id"] in middles
    ]
    return Patrol(collector, own, len(here & his), min(ways, default=None))


def _why(found: Directory, case: Row, one: Patrol) -> str:
    row = found.collectors[one.collector]
    if one.own:
        grids = [found.duty_grids[n] for n in row["duty_grids"] if n in found.duty_grids]
        name = next(grid["name"] for grid in grids if case["grid_code"] in grid["unit_grids"])
        return _("patrols duty grid {grid}, where the case is").format(grid=name)
    region = found.regions[row["region_id"]]
    place = both(region["zh"], region["en"])
    if one.metres is None:
        return _("next on duty, of {region}").format(region=place)
    return _("next on duty, of {region}, about {metres} m away").format(
        region=place, metres=ROUNDED * round(one.metres / ROUNDED)
    )
