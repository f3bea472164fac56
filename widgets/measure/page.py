"""`measure page`: growth of the map page's process during hours of changes."""

import sys
import time
from contextlib import suppress
from typing import Any, Final

import numpy as np
import psutil
from qtpy.QtCore import QObject, QTimer
from qtpy.QtWidgets import QApplication

from console.domain.refusal import Refused
from console.measure.report import Figures
from console.measure.trend import slope
from widgets.map import trial_city
from widgets.map.view import MapView

CASES: Final = 10_000
CREWS: Final = 200
SIZE: Final = (1040, 780)
TICK_MS: Final = 100
CREWS_EVERY: Final = 50
"""Ticks after which all crews have moved."""
PAN_EVERY_S: Final = 30.0
PAN_S: Final = 5.0
MEMORY_EVERY_S: Final = 4.0
WARM_UP: Final = 1 / 4
"""Share of a run in which caches may still fill."""


class PageTrial(QObject):
    """A map that is changed and panned for `minutes`, with its process's memory measured; see `figures`."""

    def __init__(self, minutes: float, rate: float) -> None:
        super().__init__()
        self._seconds, self._rate = minutes * 60, rate
        self._random = np.random.default_rng(4)
        self._owed = 0.0
        self._turn = 0
        self.changes = 0
        self.weighed: list[tuple[float, float]] = []
        self.view = self._filled()
        self._began = self._panned = time.monotonic()
        every = MEMORY_EVERY_S * min(1.0, minutes)
        self._timers = [
            self._every(TICK_MS, self._change),
            self._every(round(every * 1000), self._weigh),
        ]

    def _every(self, ms: int, act: Any) -> QTimer:
        timer = QTimer(self)
        timer.timeout.connect(act)
        timer.start(ms)
        return timer

    def _filled(self) -> MapView:
        view = MapView()
        view.resize(*SIZE)
        view.show_ground(trial_city.ground())
        view.show_regions(trial_city.regions())
        view.show_grids(trial_city.grids())
        view.show_cases(trial_city.cases(CASES))
        view.show_crews(trial_city.crews(CREWS))
        view.fit(trial_city.BOUNDS)
        view.show()
        return view

    def _change(self) -> None:
        if self.view.page_queue.revision == 0:
            return  # there is no page yet
        self._owed += self._rate * TICK_MS / 1000
        count = int(self._owed)
        self._owed -= count
        self._turn += 1
        if count:
            slots = self._random.choice(CASES, count, replace=False)
            self.view.change_cases(slots, trial_city.cases(count, seed=self._turn))
            self.changes += count
        if self._turn % CREWS_EVERY == 0:
            every = np.arange(CREWS)
            self.view.change_crews(every, trial_city.crews(CREWS, seed=self._turn))
        if time.monotonic() - self._panned >= PAN_EVERY_S:
            self._panned = time.monotonic()
            self.view.web.run(f"wangge.stopwatch.pan({PAN_S}, [12, 13.5, 15, 17], true)")

    def _weigh(self) -> None:
        passed = time.monotonic() - self._began
        page = self.view.web.page().renderProcessPid()
        if self.changes and page > 0:
            with suppress(psutil.NoSuchProcess):  # it comes back by itself
                self.weighed.append((passed / 60, memory_kb(page)))
        if passed >= self._seconds:
            for timer in self._timers:
                timer.stop()
            self.view.close()
            self.view.deleteLater()

    def figures(self) -> Figures:
        warm = [pair for pair in self.weighed if pair[0] * 60 >= self._seconds * WARM_UP]
        low, high = slope(warm)
        return {
            "changes": self.changes,
            "renderer_mb": round(warm[-1][1] / 1024, 1),
            "renderer_slope_low": round(low, 1),
            "renderer_slope_high": round(high, 1),
        }


def memory_kb(pid: int) -> float:
    """Private memory of a process in kB."""
    held: Any = psutil.Process(pid).memory_info()
    return float(held.private if sys.platform == "win32" else held.rss - held.shared) / 1024


def measure(minutes: float, rate: float) -> Figures:
    """Returns `changes renderer_mb renderer_slope_low renderer_slope_high`.

    The slope's 95 % interval is kB a minute of the page's own process after the first quarter. Raises
    `Refused` when the page does not come up.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication must be there")
    trial = PageTrial(minutes, rate)
    trial.view.destroyed.connect(app.quit)
    app.exec()
    if not trial.weighed:
        raise Refused("measure_unpainted", what="page")
    return trial.figures()
