"""`measure startup`: time from the start of a process to a painted live map, beside an empty web view.

Each is a fresh process, three times in turn; the medians are compared.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Final

from console import paths
from console.domain.refusal import Refused
from console.measure.report import Figures

ROUNDS: Final = 3
TIMEOUT_S: Final = 180.0
PAINTED_LINE: Final = "painted"
EMPTY: Final = "empty"
"""Stands in place of a database: the window of the reference."""
STACK: Final = "stack"
"""The same window in a process that has imported the console's third-party libraries."""


def measure(cases: int) -> Figures:
    """Returns `stack_ratio seconds stack_seconds`, and `ratio` to the `reference_seconds` of a bare window.

    Raises `Refused` when a window does not paint.
    """
    from console.city import demo  # the child that is timed has no use for it

    with tempfile.TemporaryDirectory(prefix="wangge-measure-") as folder:
        url = f"sqlite:///{folder}/measured.db"
        demo.build(url, cases=cases)
        taken: dict[str, list[float]] = {url: [], EMPTY: [], STACK: []}
        for _round in range(ROUNDS):
            for part, times in taken.items():
                times.append(once(part))
    return figures(*(statistics.median(taken[part]) for part in (url, STACK, EMPTY)))


def figures(seconds: float, stack: float, reference: float) -> Figures:
    """Figures of the console, of a window with its libraries, and of a bare window."""
    return {
        "stack_ratio": round(seconds / stack, 2),
        "ratio": round(seconds / reference, 2),
        "seconds": round(seconds, 2),
        "stack_seconds": round(stack, 2),
        "reference_seconds": round(reference, 2),
    }


def once(part: str) -> float:
    """Seconds from the start of a process until it says that it has painted."""
    began = time.perf_counter()
    with subprocess.Popen(
        command(part),
        env=environment(part),
        cwd=paths.root(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        told = child.stdout.readline().strip()
        took = time.perf_counter() - began
        child.stdout.read()
    if told != PAINTED_LINE:
        raise Refused("measure_unpainted", what=part)
    return took


def command(part: str) -> Sequence[str]:
    """Command line of a fresh process for this part; the reference loads no code of ours."""
    frozen = getattr(sys, "frozen", False)
    if part in (EMPTY, STACK):
        whole = ["measure", "startup"] if frozen else ["-m", "widgets.measure.empty_window", part]
        return [sys.executable, *whole]
    program = [sys.executable] if frozen else [sys.executable, str(paths.root() / "main.py")]
    return [*program, "dispatch", "--database", part, "--as", "li"]


def environment(part: str) -> Mapping[str, str]:
    """Environment that asks the program to report its painting, or to be the reference."""
    screen = {} if "DISPLAY" in os.environ else {"QT_QPA_PLATFORM": "offscreen"}
    return {**screen, **os.environ, "WANGGE_MEASURE_STARTUP": part}
