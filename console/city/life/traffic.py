"""Drives of two hundred crews: to their cases, there for a while, else slow rounds near home.

Time is the simulation's, in seconds; the same seed and the same orders give the same drives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, degrees, radians
from random import Random
from typing import Final

from console.city.land.roads import Position, Roads
from console.domain.geodesy import distance

OFF_ROAD_KMH: Final = 10.0
"""From the corner to the spot itself, and back."""
ROUND_PACE: Final = 0.5
"""A round is driven at half the speed of an errand."""
ROUND_EDGES: Final = (3, 9)
REST_S: Final = (60.0, 420.0)
BEAT_M: Final = 700.0
"""How far from home a crew's rounds lead."""

Orders = Mapping[int, Sequence[tuple[int, Position]]]
"""Crew → the cases it is under way to or works at, with where they are."""
Fix = tuple[int, Position, float | None]
"""Crew, position, heading in degrees from north."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight drive to `to` that takes `seconds`."""

    to: Position
    seconds: float
    heading: float


@dataclass(slots=True)
class Vehicle:
    """A crew on the road; `stored_position` is its row in the position table."""

    crew: int
    home: Position
    position: Position
    rng: Random
    stored_position: Position
    heading: float | None = None
    legs: list[Leg] = field(default_factory=list)
    goal: int | None = None
    rests_until: float = 0.0

    def drive(self, seconds: float) -> None:
        """On along its legs for so long, or to their end."""
        while self.legs and seconds > 0:
            leg = self.legs[0]
            self.heading = leg.heading
            if seconds >= leg.seconds:
                self.position = leg.to
                seconds -= leg.seconds
                del self.legs[0]
                continue
            share = seconds / leg.seconds
            (x1, y1), (x2, y2) = self.position, leg.to
            self.position = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
            self.legs[0] = Leg(leg.to, leg.seconds - seconds, leg.heading)
            return


class Traffic:
    """All crews on duty."""

    def __init__(
        self, roads: Roads, homes: Mapping[int, Position], last: Mapping[int, Position], seed: int
    ) -> None:
        """`homes` of the crews on duty; `last` where a crew was heard of, if it ever was."""
        self.roads = roads
        self.vehicles = {
            crew: Vehicle(crew, home, last.get(crew, home), Random(f"{seed}/crew/{crew}"), home)
            for crew, home in sorted(homes.items())
        }
        for vehicle in self.vehicles.values():
            vehicle.stored_position = vehicle.position
            vehicle.rests_until = vehicle.rng.uniform(0, REST_S[1])

    def tick(self, now: float, seconds: float, orders: Orders) -> list[Fix]:
        """Drives for `seconds` until `now`; answers the crews whose position changed."""
        moved: list[Fix] = []
        for crew, vehicle in self.vehicles.items():
            self._decide(vehicle, now, orders.get(crew, ()))
            vehicle.drive(seconds)
            if vehicle.position != vehicle.stored_position:
                vehicle.stored_position = vehicle.position
                moved.append((crew, vehicle.position, vehicle.heading))
        return moved

    def there(self, crew: int, case: int) -> bool:
        """Whether the crew stands at the case. True for crews off duty, whose position is unknown."""
        vehicle = self.vehicles.get(crew)
        return vehicle is None or (vehicle.goal == case and not vehicle.legs)

    def _decide(self, vehicle: Vehicle, now: float, orders: Sequence[tuple[int, Position]]) -> None:
        wanted = dict(orders)
        if vehicle.goal in wanted:
            return
        if wanted:
            vehicle.goal, there = min(wanted.items())
            vehicle.legs = self._drive_to(vehicle.position, there)
        elif vehicle.goal is not None:
            vehicle.goal, vehicle.legs = None, []
            vehicle.rests_until = now + vehicle.rng.uniform(*REST_S)
        elif not vehicle.legs and now >= vehicle.rests_until:
            vehicle.legs = self._round(vehicle)
            driven = sum(leg.seconds for leg in vehicle.legs)
            vehicle.rests_until = now + driven + vehicle.rng.uniform(*REST_S)

    def _drive_to(self, start: Position, end: Position) -> list[Leg]:
        """Along the roads by the quickest way, and the last steps beside them."""
        way = self.roads.path(self.roads.nearest(start), self.roads.nearest(end))
        corners = [self.roads.nodes[node] for node in way]
        return [
            *_leg_off_road(start, corners[0]),
            *self._legs(way, 1.0),
            *_leg_off_road(corners[-1], end),
        ]

    def _round(self, vehicle: Vehicle) -> list[Leg]:
        """A few streets on by chance, never straight back; home when that is far."""
        node = self.roads.nearest(vehicle.position)
        if distance(*vehicle.position, *vehicle.home) > BEAT_M:
            way = self.roads.path(node, self.roads.nearest(vehicle.home))
        else:
            way = [node]
            for _street in range(vehicle.rng.randint(*ROUND_EDGES)):
                onward = [other for other, _s in self.roads.neighbours[way[-1]]]
                ahead = [other for other in onward if other not in way[-2:]]
                way.append(vehicle.rng.choice(ahead or onward))
        first = self.roads.nodes[way[0]]
        return [*_leg_off_road(vehicle.position, first), *self._legs(way, ROUND_PACE)]

    def _legs(self, way: Iterable[int], pace: float) -> list[Leg]:
        nodes = self.roads.nodes
        return [
            Leg(nodes[b], dict(self.roads.neighbours[a])[b] / pace, heading(nodes[a], nodes[b]))
            for a, b in pairwise(way)
        ]


def _leg_off_road(start: Position, end: Position) -> list[Leg]:
    """Off the road, straight; nothing where one is there already."""
    metres = distance(*start, *end)
    return [Leg(end, metres * 3.6 / OFF_ROAD_KMH, heading(start, end))] if metres > 0.1 else []


def heading(start: Position, end: Position) -> float:
    """Degrees clockwise from north, 0 ≤ heading < 360."""
    east = (end[0] - start[0]) * cos(radians(start[1]))
    return round(degrees(atan2(east, end[1] - start[1])) % 360.0, 1) % 360.0
