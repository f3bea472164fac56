"""Metres on the ellipsoid, and the shifted datums undone."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.geodesy import (
    LocalPlane,
    area,
    bd09_to_gcj02,
    bd09_to_wgs84,
    distance,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_gcj02,
)

LON, LAT = st.floats(75, 134), st.floats(4, 53)


def test_a_minute_of_latitude_and_of_longitude_are_as_long_as_tables_say() -> None:
    # Lengths of one degree on WGS-84 at 30° north: 110,852 m and 96,486 m.
    assert distance(116.9, 29.995, 116.9, 30.005) == pytest.approx(1108.52, abs=0.05)
    assert distance(116.9, 30.0, 116.91, 30.0) == pytest.approx(964.86, abs=0.05)


def test_far_apart_the_earth_is_round() -> None:
    # Beijing to Shanghai on the ellipsoid: 1,067 km.
    assert distance(116.4074, 39.9042, 121.4737, 31.2304) == pytest.approx(1_067_000, rel=0.006)


@given(LON, LAT, LON, LAT)
def test_distance_is_the_same_both_ways(x1: float, y1: float, x2: float, y2: float) -> None:
    assert distance(x1, y1, x2, y2) == pytest.approx(distance(x2, y2, x1, y1))
    assert distance(x1, y1, x1, y1) == 0


@given(st.floats(-10_000, 10_000), st.floats(-10_000, 10_000))
def test_the_plane_is_true_to_a_thousandth_within_ten_kilometres(x: float, y: float) -> None:
    frame = LocalPlane(116.9, 31.7)
    lon, lat = frame.to_degrees(x, y)
    assert frame.to_metres(lon, lat) == pytest.approx((x, y), abs=1e-5)
    assert distance(116.9, 31.7, lon, lat) == pytest.approx(
        (x * x + y * y) ** 0.5, rel=1e-3, abs=1e-3
    )


@pytest.mark.parametrize("closed", [False, True])
def test_a_hectare_has_ten_thousand_square_metres_either_way_round(closed: bool) -> None:
    frame = LocalPlane(116.9, 31.7)
    ring = [frame.to_degrees(*p) for p in ((0, 0), (100, 0), (100, 100), (0, 100))]
    ring += ring[:1] * closed
    assert area(ring) == pytest.approx(10_000, rel=1e-5)
    assert area(ring[::-1]) == pytest.approx(10_000, rel=1e-5)


def test_two_points_enclose_nothing() -> None:
    assert area([(116.9, 31.7), (117.0, 31.8)]) == 0


def test_the_shift_of_chinese_maps_is_some_hundred_metres() -> None:
    lon, lat = wgs84_to_gcj02(116.397, 39.909)
    assert distance(116.397, 39.909, lon, lat) == pytest.approx(560, abs=40)


@given(LON, LAT)
def test_the_shift_can_be_taken_back_to_a_millimetre(lon: float, lat: float) -> None:
    back = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert distance(lon, lat, *back) < 1e-3


def test_abroad_nothing_is_shifted() -> None:
    assert wgs84_to_gcj02(-73.98, 40.75) == (-73.98, 40.75)
    assert gcj02_to_wgs84(-73.98, 40.75) == (-73.98, 40.75)


def test_baidus_own_shift_is_taken_off_first() -> None:
    # A published pair: 116.404, 39.915 in BD-09 is 116.39762729119315, 39.90865673957631 in GCJ-02.
    expected = gcj02_to_wgs84(116.39762729119315, 39.90865673957631)
    assert distance(*bd09_to_wgs84(116.404, 39.915), *expected) < 0.5


PUBLISHED = (
    (wgs84_to_gcj02, (116.41024449916938, 39.91640428150164), 1e-6),
    (gcj02_to_wgs84, (116.39775550083061, 39.91359571849836), 1.0),
    (gcj02_to_bd09, (116.41036949371029, 39.92133699351022), 1e-6),
    (bd09_to_gcj02, (116.39762729119315, 39.90865673957631), 1.0),
)
"""Where 116.404, 39.915 goes by the tables of the usual libraries; they do not iterate back."""


@pytest.mark.parametrize(("move", "expected", "metres"), PUBLISHED, ids=lambda v: str(v)[:30])
def test_the_published_pairs_of_the_shifted_datums_come_out(
    move: Callable[[float, float], tuple[float, float]],
    expected: tuple[float, float],
    metres: float,
) -> None:
    assert distance(*move(116.404, 39.915), *expected) < metres


@given(LON, LAT)
def test_baidus_shift_can_be_taken_back_to_a_millimetre(lon: float, lat: float) -> None:
    there = gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))
    assert distance(lon, lat, *bd09_to_wgs84(*there)) < 1e-3
