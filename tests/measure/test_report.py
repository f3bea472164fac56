import pytest

from console.measure import report
from console.measure.report import Bound


def test_a_document_has_exactly_its_five_parts() -> None:
    found = report.document("latency", {"p50_ms": 12.0}, {"p50_ms": Bound(most=40)})
    assert list(found) == ["measure", "figures", "bounds", "within", "machine"]
    assert found["bounds"] == {"p50_ms": {"most": 40}}
    assert found["within"] is True


def test_one_figure_out_of_bounds_is_enough() -> None:
    bounds = {"p50_ms": Bound(most=40), "fps_ratio": Bound(least=0.8)}
    assert not report.document("x", {"p50_ms": 12.0, "fps_ratio": 0.79}, bounds)["within"]
    assert not report.document("x", {"p50_ms": 41.0, "fps_ratio": 1.0}, bounds)["within"]
    assert report.document("x", {"p50_ms": 40.0, "fps_ratio": 0.8}, bounds)["within"]


@pytest.mark.parametrize(("seats", "p50", "p99"), [(10, 40, 100), (50, 40, 100), (200, 80, 180)])
def test_more_seats_may_wait_longer_but_nobody_may_miss_anything(
    seats: int, p50: float, p99: float
) -> None:
    bounds = report.latency_bounds(seats)
    assert (bounds["p50_ms"].most, bounds["p99_ms"].most) == (p50, p99)
    assert not bounds["missed"].holds(1)


def test_a_million_cases_may_cost_the_map_more_of_a_frame() -> None:
    assert report.map_bounds(100_000)["layer_ms_p95"] == Bound(most=4.0)
    assert report.map_bounds(1_000_000)["layer_ms_p95"] == Bound(most=16.0)


def test_people_read_the_bound_beside_the_figure() -> None:
    told = report.lines("startup", {"ratio": 2.5, "seconds": 3.0}, {"ratio": Bound(most=2.0)})
    assert told == ["startup ratio 2.5  ≤ 2  ✗", "startup seconds 3"]
