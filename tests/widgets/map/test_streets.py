import numpy as np
import pytest

from widgets.map import trial_city
from widgets.map.arrays import Outlines
from widgets.map.projection import Viewport
from widgets.map.streets import WIDE_PX, zoom_of


def test_below_the_zoom_a_typical_street_is_narrower_than_its_cells_need() -> None:
    zoom = zoom_of(trial_city.regions())
    x, y = Viewport(116.347, 39.907, zoom, 800, 600).to_screen(
        np.array([116.30, 116.3235]), np.array([39.88, 39.8935])
    )
    across = float(np.sqrt((x[1] - x[0]) * (y[0] - y[1])))
    assert WIDE_PX <= across < WIDE_PX * 1.05


@pytest.mark.parametrize("regions", [Outlines.of(()), Outlines.of([(1, "东", "East", [])])])
def test_a_city_whose_streets_have_no_outline_has_no_such_zoom(regions: Outlines) -> None:
    assert zoom_of(regions) == 0
