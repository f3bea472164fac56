import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.projection import EQUATOR_M, Viewport, fitting, world

_LON, _LAT = st.floats(-179, 179), st.floats(-84, 84)


def test_the_origin_is_the_middle_of_the_world() -> None:
    x, y = world(np.array([0.0]), np.array([0.0]))
    assert (x[0], y[0]) == pytest.approx((0.5, 0.5))


@given(_LON, _LAT, st.floats(3, 20), st.floats(0, 800), st.floats(0, 600))
def test_a_point_of_the_screen_comes_back_from_its_degrees(
    lon: float, lat: float, zoom: float, x: float, y: float
) -> None:
    viewport = Viewport(lon, lat, zoom, 800, 600)
    if not 0 < _world_y(viewport, y) < 1:
        return  # beyond the pole there are no degrees
    px, py = viewport.to_screen(*(np.array([v]) for v in viewport.to_degrees(x, y)))
    assert (px[0], py[0]) == pytest.approx((x, y), abs=0.01)


def _world_y(viewport: Viewport, y: float) -> float:
    middle = world(np.array(0.0), np.array(viewport.lat))[1]
    return float(middle) + (y - viewport.height / 2) / (256 * 2**viewport.zoom)


def test_north_is_up_and_east_is_right() -> None:
    viewport = Viewport(116, 40, 12, 800, 600)
    x, y = viewport.to_screen(np.array([116.01]), np.array([40.01]))
    assert x[0] > 400
    assert y[0] < 300


def test_metres_per_px_halve_with_each_zoom_and_shrink_to_the_pole() -> None:
    assert Viewport(0, 0, 0).metres_per_px() == pytest.approx(EQUATOR_M / 256)
    assert Viewport(0, 0, 1).metres_per_px() == pytest.approx(EQUATOR_M / 512)
    assert Viewport(0, 60, 1).metres_per_px() == pytest.approx(EQUATOR_M / 1024)


@given(_LON, st.floats(-70, 70), st.floats(0.001, 0.5))
def test_what_is_fitted_is_in_sight_and_no_closer_zoom_would_do(
    lon: float, lat: float, size: float
) -> None:
    bounds = (lon, lat, lon + size, lat + size)
    viewport = fitting(bounds, 800, 600)
    west, south, east, north = viewport.bounds()
    assert west <= lon <= lon + size <= east
    assert south <= lat <= lat + size <= north
    closer = Viewport(viewport.lon, viewport.lat, viewport.zoom + 1, 752, 552).bounds()
    fits = closer[2] - closer[0] > size and closer[3] - closer[1] > size
    assert viewport.zoom == 20 or not fits
