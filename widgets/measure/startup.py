"""From the start of a process to a painted, live map, beside an empty web view's window.

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
from console.city import demo
from console.domain.refusal import Refused
from console.measure.report import Figures
from widgets.measure import PART

ROUNDS: Final = 3
PATIENCE_S: Final = 180.0
PAINTED: Final = "painted"
EMPTY: Final = "empty"
"""In place of a database: the window of the reference."""


def measure(cases: int) -> Figures:
    """`ratio seconds reference_seconds`. Raises `Refused` when a window does not paint."""
    with tempfile.TemporaryDirectory(prefix="wangge-measure-") as folder:
        url = f"sqlite:///{folder}/measured.db"
        demo.build(url, cases=cases)
        taken: dict[str, list[float]] = {url: [], EMPTY: []}
        for _round in range(ROUNDS):
            for part, times in taken.items():
                times.append(once(part))
    seconds, reference = statistics.median(taken[url]), statistics.median(taken[EMPTY])
    return {
        "ratio": round(seconds / reference, 2),
        "seconds": round(seconds, 2),
        "reference_seconds": round(reference, 2),
    }


def once(part: str) -> float:
    """Seconds from starting a process until it says that it has painted."""
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
    if told != PAINTED:
        raise Refused("measure_unpainted", what=part)
    return took


def command(part: str) -> Sequence[str]:
    """How a fresh process of this part is started; the reference loads nothing of ours."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "measure", "startup"]
    if part == EMPTY:
        return [sys.executable, "-m", "widgets.measure.empty"]
    return [sys.executable, str(paths.root() / "main.py"), "measure", "startup"]


def environment(part: str) -> Mapping[str, str]:
    return {**os.environ, PART: part}
