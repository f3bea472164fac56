"""How late an event loop was, from the moments at which it was heard."""

import numpy as np
import pytest

from console.domain.refusal import Refused
from console.measure import loop_lateness


def test_a_loop_that_keeps_time_is_never_late() -> None:
    assert loop_lateness.lateness([n / 8 for n in range(100)], 1 / 8).max() == 0.0


def test_everything_that_was_due_while_the_loop_was_held_up_is_late() -> None:
    late = loop_lateness.lateness([0.0, 0.125, 0.625, 0.75], 0.125)
    assert late.tolist() == [0.0, 0.0, 0.375, 0.25, 0.125, 0.0]


def test_one_long_stall_in_a_minute_shows_in_the_thousandth() -> None:
    moments = [*np.arange(0.0, 30.0, 0.005), *np.arange(30.5, 60.0, 0.005)]
    found = loop_lateness.figures(moments, 0.005)
    assert found["worst_ms"] == pytest.approx(500, abs=6)
    assert found["p999_ms"] > 400
    assert found["p99_ms"] < 10


def test_a_loop_that_was_never_heard_has_no_figure() -> None:
    assert len(loop_lateness.lateness([1.0], 0.005)) == 0
    with pytest.raises(Refused):
        loop_lateness.figures([1.0], 0.005)
