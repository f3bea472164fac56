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
    many = report.map_bounds(1_000_000)
    assert many["layer_ms_p95"] == Bound(most=6.0)
    assert many["fps_ratio"] == Bound(least=0.9)
    assert many["first_paint_s"] == Bound(most=3.0)


@pytest.mark.parametrize(("clients", "least"), [(1, 0.55), (8, 0.55), (9, 0.5), (32, 0.5)])
def test_the_door_is_held_against_five_statements_by_hand(clients: int, least: float) -> None:
    assert report.dispatch_bounds(clients) == {"five_ratio": Bound(least=least)}


def test_a_start_is_held_against_a_window_of_the_same_libraries() -> None:
    assert report.startup_bounds() == {"stack_ratio": Bound(most=3.5)}


def test_no_stall_counts_where_no_changes_came() -> None:
    bounds = report.stall_bounds(100)
    assert bounds["p999_ms"] == Bound(most=50.0)
    assert not bounds["heard_per_second"].holds(80)


def test_a_list_of_any_length_answers_within_two_frames() -> None:
    most = {key: bound.most for key, bound in report.board_bounds().items()}
    assert most == {
        "sort_ms_p95": 30.0,
        "filter_ms_p95": 30.0,
        "scroll_ms_p95": 25.0,
        "repaint_4k_ms_p95": 25.0,
    }


def test_people_read_the_bound_beside_the_figure() -> None:
    told = report.lines("startup", {"ratio": 2.5, "seconds": 3.0}, {"ratio": Bound(most=2.0)})
    assert told == ["startup ratio 2.5  ≤ 2  ✗", "startup seconds 3"]
