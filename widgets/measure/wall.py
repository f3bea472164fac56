"""`measure wall`: what a wall takes while a city works: of a core, of memory, of time to its first picture.

The wall is a real process with its own login on its own city; another process makes the changes. Beside it
stands a window with an empty web view and the same libraries.
"""

import statistics
from contextlib import ExitStack
from typing import Final

from console.measure import wall_run
from console.measure.latency import own_city
from console.measure.report import Figures
from widgets.measure import startup

ROUNDS: Final = 3
HOLD: Final = "WANGGE_MEASURE_HOLD_MS"
"""Environment variable by which the window beside it stays, so that it can be weighed."""
HOLD_MS: Final = 30_000


def measure(scene: str, cases: int, rate: float, seconds: float, url: str | None = None) -> Figures:
    """What `wall_run.run` tells, and `memory_empty_mb stack_seconds first_ratio`.

    The stack's seconds are a median; the first picture is one. Without `url` a PostgreSQL of its own is
    started, which needs the test dependencies. Raises `Refused`.
    """
    with ExitStack() as stack:
        url = url or stack.enter_context(own_city(cases))
        bare = statistics.median(startup.once(startup.STACK) for _round in range(ROUNDS))
        environment = {**startup.environment(startup.STACK), HOLD: str(HOLD_MS)}
        command = startup.command(startup.STACK)
        empty = wall_run.memory_of_window(command, environment, startup.PAINTED_LINE)
        told = wall_run.run(scene, rate, seconds, url)
    return {
        **told,
        "memory_empty_mb": round(empty),
        "stack_seconds": round(bare, 2),
        "first_ratio": round(told["first_picture_s"] / bare, 2),
    }
