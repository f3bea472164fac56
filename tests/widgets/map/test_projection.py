import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.projection import EQUATOR_M, Sight, fitting, world

_LON, _LAT = st.floats(-179, 179), st.floats(-84, 84)


def test_the_origin_is_the_middle_of_the_world() -> None:
    x, y = world(np.array([0.0]), np.array([0.0]))
    assert (x[0], y[0]) == pytest.approx((0.5, 0.5))


@given(_LON, _LAT, st.floats(3, 20), st.floats(0, 800), st.floats(0, 600))
def test_a_point_of_the_screen_comes_back_from_its_degrees(
    lon: float, lat: float, zoom: float, x: float, y: float
) -> None:
    sight = Sight(lon, lat, zoom, 800, 600)
    if not 0 < _world_y(sight, y) < 1:
        return  # beyond the pole there are no degrees
    px, py = sight.to_screen(*(np.array([v]) for v in sight.to_degrees(x, y)))
    assert (px[0], py[0]) == pytest.approx((x, y), abs=0.01)


def _world_y(sight: Sight, y: float) -> float:
    middle = world(np.array(0.0), np.array(sight.lat))[1]
    return float(middle) + (y - sight.height / 2) / (256 * 2**sight.zoom)


def test_north_is_up_and_east_is_right() -> None:
    sight = Sight(116, 40, 12, 800, 600)
    x, y = sight.to_screen(np.array([116.01]), np.array([40.01]))
    assert x[0] > 400
    assert y[0] < 300


def test_metres_per_px_halve_with_each_zoom_and_shrink_to_the_pole() -> None:
    assert Sight(0, 0, 0).metres_per_px() == pytest.approx(EQUATOR_M / 256)
    assert Sight(0, 0, 1).metres_per_px() == pytest.approx(EQUATOR_M / 512)
    assert Sight(0, 60, 1).metres_per_px() == pytest.approx(EQUATOR_M / 1024)


@given(_LON, st.floats(-70, 70), st.floats(0.001, 0.5))
def test_what_is_fitted_is_in_sight_and_no_closer_zoom_would_do(
    lon: float, lat: float, size: float
) -> None:
    bounds = (lon, lat, lon + size, lat + size)
    sight = fitting(bounds, 800, 600)
    west, south, east, north = sight.bounds()
    assert west <= lon <= lon + size <= east
    assert south <= lat <= lat + size <= north
    closer = Sight(sight.lon, sight.lat, sight.zoom + 1, 752, 552).bounds()
    fits = closer[2] - closer[0] > size and closer[3] - closer[1] > size
    assert sight.zoom == 20 or not fits
