"""Once settled, the collector lets nothing heap up, however much the start has made."""

import subprocess
import sys

LIFE = """
import gc
from console.live.garbage import freeze_objects
start = [[number] for number in range(200_000)]
gc.collect()
freeze_objects()
gc.enable()
begun = gc.get_stats()[2]["collections"]
for _ in range(100_000):  # two in a circle each, as a connection that failed leaves
    one, other = [], []
    one.append(other), other.append(one)
print(gc.isenabled(), gc.get_stats()[2]["collections"] - begun > 0, gc.get_freeze_count() > 200_000)
"""


def test_circles_are_collected_though_the_start_has_made_very_much() -> None:
    ran = subprocess.run([sys.executable, "-c", LIFE], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "True", "True"]


AGAIN = """
import gc, weakref
from console.live.garbage import freeze_objects
class Window: pass
gc.disable()
freeze_objects()
window = Window()
window.itself = window
left = weakref.ref(window)
del window
freeze_objects()
print(left() is None)
"""


def test_what_a_seat_left_goes_when_the_next_one_settles() -> None:
    ran = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True"
