"""The database's clock, whatever this machine's own says."""

import pytest

from console.live.clock import SKEW_WORTH_SAYING_MS, DatabaseClock


class Times:
    """A steady clock and a wall clock that somebody may set."""

    def __init__(self, steady: int, wall: int) -> None:
        self.steady, self.wall = steady, wall

    def clock(self) -> DatabaseClock:
        return DatabaseClock(lambda: self.steady, lambda: self.wall)

    def go_on(self, ms: int) -> None:
        self.steady += ms
        self.wall += ms


@pytest.mark.parametrize("off", [0, 90_000, -3_600_000])
def test_a_machine_whose_clock_is_off_shows_the_database_s_time_and_by_how_much(off: int) -> None:
    times = Times(500, 1_000_000 + off)
    clock = times.clock()
    times.go_on(20)
    clock.set_from(1_000_010, asked=500, answered=520)  # stamped half-way
    assert clock.now() == 1_000_020
    assert clock.skew_ms == off
    assert clock.round_trip_ms == 20
    assert (abs(clock.skew_ms) > SKEW_WORTH_SAYING_MS) == (off != 0)


def test_setting_the_machine_s_clock_does_not_move_the_database_s() -> None:
    times = Times(0, 1_000_000)
    clock = times.clock()
    clock.set_from(1_000_000, 0, 0)
    times.wall += 7_200_000
    times.go_on(1_000)
    assert clock.now() == 1_001_000
    clock.set_from(1_001_000, 1_000, 1_000)
    assert clock.skew_ms == 7_200_000


def test_before_the_first_word_the_machine_s_own_clock_has_to_do() -> None:
    assert Times(7, 5_000).clock().now() == 5_000
