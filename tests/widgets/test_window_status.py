"""The status bar says what is wrong with this seat before anything else."""

from console.domain.refusal import Refused
from tests.widgets.desk import town_file, window
from widgets.window import Window

__all__ = ["town_file", "window"]


def test_a_seat_that_is_somebody_elses_is_said_until_it_is_ones_own(window: Window) -> None:
    window._aged()
    assert window.status.alarm == ""
    window.seat.beat.unseated = Refused("seat_taken", seat="席位01")
    window._aged()
    assert window.status.alarm.startswith("席位“席位01”上另有他人")
    assert window.status.facts[0] == window.status.alarm
    window.seat.beat.unseated = None
    window._aged()
    assert window.status.alarm == ""
