"""The demo city in one call: the same seed gives the same city, in about a second."""

from random import Random

from console.city import bodies, people
from console.city.facts import City
from console.city.land import landscape, skeleton
from console.city.land.blocks import settle
from console.city.land.regions import divide_up
from console.city.land.streets import lay_out
from console.city.names import Names


def build(seed: int = 1) -> City:
    """Geometry, bodies and people of an invented district. No database, no files written."""
    rng = Random(seed)
    first = skeleton.build(rng)
    settlement = settle(first, rng)
    drawn = Names(rng)
    named = [drawn.draw() for _community in settlement.communities]
    lake = landscape.lake_shape(settlement)
    regions, grids = divide_up(settlement, named, lake, drawn, rng)
    roads = lay_out(first, settlement, named, drawn)
    shapes = landscape.shapes(settlement, lake, drawn)
    places = landscape.places(regions, grids, roads, shapes, rng)
    found = bodies.bodies(regions)
    staff = people.operators(found, regions)
    duty = people.duty_grids(regions, grids)
    return City(
        seed=seed,
        regions=tuple(regions),
        grids=tuple(grids),
        roads=roads,
        shapes=tuple(shapes),
        places=tuple(places),
        departments=tuple(body.department for body in found),
        crews=tuple(bodies.crews(found, regions, roads, rng)),
        duty_grids=tuple(duty),
        collectors=tuple(people.collectors(duty, staff, rng)),
        operators=tuple(staff),
        responsibility=tuple(bodies.responsibility(found)),
    )
