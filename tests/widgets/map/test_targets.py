import numpy as np
import pytest

from widgets.map.arrays import COLLECTOR, CREW, CrewArrays, Outlines
from widgets.map.projection import Viewport
from widgets.map.targets import target_at

SIGHT = Viewport(0.0, 0.0, 14, 800, 600)


def _crew(id_: int, x: float, y: float, *, kind: int = CREW, alive: int = 1) -> CrewArrays:
    made = CrewArrays.empty(1)
    lon, lat = SIGHT.to_degrees(x, y)
    made.lon[0], made.lat[0], made.id[0], made.kind[0], made.alive[0] = lon, lat, id_, kind, alive
    return made


def _square(id_: int, x0: float, y0: float, x1: float, y1: float) -> Outlines:
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    return Outlines.of([(id_, "", "", [np.array([SIGHT.to_degrees(*c) for c in corners])])])


NOWHERE = Outlines.of(())


@pytest.mark.parametrize(("dx", "found"), [(0, True), (15, True), (18, False), (-15, True)])
def test_a_crew_is_a_target_within_16_px(dx: int, found: bool) -> None:
    target = target_at(_crew(7, 300, 200), NOWHERE, SIGHT, 300 + dx, 200)
    assert target == (("crew", 7) if found else None)


def test_at_closer_zooms_the_whole_label_is_the_target() -> None:
    close = Viewport(0.0, 0.0, 16, 800, 600)
    crew = CrewArrays.empty(1)
    crew.lon[0], crew.lat[0] = close.to_degrees(300, 200)
    crew.id[0], crew.alive[0] = 7, 1
    assert target_at(crew, NOWHERE, close, 332, 208) == ("crew", 7)
    assert target_at(crew, NOWHERE, close, 340, 208) is None


def test_collectors_and_empty_slots_take_no_case() -> None:
    for crew in (_crew(7, 300, 200, kind=COLLECTOR), _crew(7, 300, 200, alive=0)):
        assert target_at(crew, NOWHERE, SIGHT, 300, 200) is None


def test_a_crew_comes_before_the_region_it_stands_in() -> None:
    region = _square(3, 100, 100, 500, 400)
    assert target_at(_crew(7, 300, 200), region, SIGHT, 302, 200) == ("crew", 7)
    assert target_at(_crew(7, 300, 200), region, SIGHT, 400, 300) == ("region", 3)
    assert target_at(_crew(7, 300, 200), region, SIGHT, 600, 300) is None


def test_a_hole_is_outside_its_region() -> None:
    outer, hole = _square(3, 100, 100, 500, 400), _square(3, 200, 200, 300, 300)
    both = Outlines.of([(3, "", "", [*outer.parts(0), *hole.parts(0)])])
    assert target_at(CrewArrays.empty(), both, SIGHT, 250, 250) is None
    assert target_at(CrewArrays.empty(), both, SIGHT, 150, 150) == ("region", 3)
