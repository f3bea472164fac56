"""The arithmetic, the pace, and one short run through real processes and a real server."""

import time

import pytest

from console.domain.refusal import Refused
from console.measure import latency
from console.measure.latency_process import Mark
from console.measure.steady_writers import at_rate

MS = 1_000_000


def test_the_wait_of_each_seat_is_counted_from_the_commit() -> None:
    done = [(1, 2, 10 * MS), (1, 3, 20 * MS)]
    seen = [[(1, 2, 15 * MS), (1, 3, 50 * MS)], [(1, 2, 11 * MS), (1, 3, 21 * MS)]]
    waited, missed = latency.compare(done, seen)
    assert sorted(waited) == [1, 1, 5, 30]
    assert missed == 0


def test_what_a_seat_never_saw_is_missed_and_what_it_saw_twice_counts_once() -> None:
    done = [(1, 2, 10 * MS), (1, 3, 20 * MS)]
    waited, missed = latency.compare(done, [[(1, 2, 12 * MS), (1, 2, 99 * MS)], []])
    assert list(waited) == [2]
    assert missed == 3


def test_a_seat_that_sees_a_change_before_the_committer_has_its_answer_waited_nothing() -> None:
    waited, _missed = latency.compare([(1, 2, 10 * MS)], [[(1, 2, 9 * MS)]])
    assert list(waited) == [0]


def test_commits_come_at_the_rate_whichever_hand_is_slow() -> None:
    def quick(number: int) -> Mark:
        return number, 0, time.perf_counter_ns()

    def slow(number: int) -> Mark:
        time.sleep(0.02)
        return quick(number)

    done = sorted(at_rate(50, 0.4, [quick, slow]))
    assert [number for number, _version, _at in done] == list(range(20))
    took = (max(at for _n, _v, at in done) - min(at for _n, _v, at in done)) / 1e9
    assert 0.3 < took < 1.5


def test_a_failing_hand_fails_the_measure() -> None:
    def broken(_number: int) -> Mark:
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        at_rate(50, 0.1, [broken])


def test_it_measures_a_server_only() -> None:
    with pytest.raises(Refused, match="PostgreSQL"):
        latency.measure(2, 10, 1, "sqlite:///x.db")


@pytest.mark.timeout(240)
def test_every_seat_of_two_processes_sees_every_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "CASES", 60)
    monkeypatch.setattr(latency, "GRACE_S", 1.0)
    figures = latency.measure(seats=3, rate=20, seconds=1)
    assert set(figures) == {
        "p50_ms", "p99_ms", "bare_p50_ms", "bare_p99_ms", "ratio", "missed",
    }  # fmt: skip
    assert figures["missed"] == 0
    assert 0 < figures["bare_p50_ms"] <= figures["bare_p99_ms"]
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
