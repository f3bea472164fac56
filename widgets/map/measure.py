"""Measures the map: our layer's ms per drawn frame, frames per second with and without it."""

import time
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from qtpy.QtCore import QEventLoop, QObject, QTimer

from widgets.map import trial_city
from widgets.map.view import MapView

ZOOMS: Final = (12, 13.5, 15, 17)
SIZE: Final = (1040, 780)
_ROUNDS: Final = 10
_PATIENCE_S: Final = 60.0


class _Heard(QObject):
    """Waits for one of the map's signals and keeps what it carried."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = QEventLoop(self)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._loop.quit)
        self.painted_at = 0.0
        self.wanted = ""
        self.took_ms: list[float] = []
        self.pans: list[tuple[float, list[float]]] = []

    def on_painted(self, _revision: int) -> None:
        self.painted_at = time.perf_counter()
        self._loop.quit()

    def on_applied(self, kind: str, ms: float) -> None:
        if kind == self.wanted:
            self.took_ms.append(ms)
            self._loop.quit()

    def on_measured(self, fps: float, spent: list[float]) -> None:
        self.pans.append((fps, spent))
        self._loop.quit()

    def wait(self, seconds: float) -> bool:
        """Runs the event loop until something is heard; False when nothing was in time."""
        self._limit.start(int(seconds * 1000))
        self._loop.exec()
        heard = self._limit.isActive()
        self._limit.stop()
        return heard


def run(cases: int, seconds: float, tokens: Mapping[str, str]) -> dict[str, float]:
    """The figures for `cases` open cases in a district of 8 km × 6 km, `seconds` of pan each way.

    layer_ms_*: our ms in frames in which we drew at all · apply_1000_ms: 1,000 changed cases in
    the page · first_paint_s: from making the widget to all cases drawn. Needs a QApplication and
    `scheme.register()` before it. TimeoutError when the page does not answer.
    """
    heard, began = _Heard(), time.perf_counter()
    view = _filled(cases, tokens)
    view.painted.connect(heard.on_painted)
    view.applied.connect(heard.on_applied)
    view.measured.connect(heard.on_measured)
    try:
        while view.outbox.pending() or not heard.painted_at:
            _expect(heard.wait(_PATIENCE_S), "first paint")
        first = heard.painted_at - began
        apply_ms = _changes(view, heard, cases)
        fps, spent = _pan(view, heard, seconds, ours=True)
        empty, _none = _pan(view, heard, seconds, ours=False)
    finally:
        view.close()
        view.deleteLater()
    return {
        "layer_ms_p50": round(float(np.percentile(spent or [0.0], 50)), 2),
        "layer_ms_p95": round(float(np.percentile(spent or [0.0], 95)), 2),
        "layer_ms_max": round(max(spent, default=0.0), 2),
        "drawn_share": round(len(spent) / max(1.0, fps * seconds), 3),
        "fps": round(fps, 1),
        "fps_empty": round(empty, 1),
        "fps_ratio": round(fps / empty, 3) if empty else 0.0,
        "apply_1000_ms": round(apply_ms, 2),
        "first_paint_s": round(first, 2),
    }


def _expect(heard: bool, what: str) -> None:
    if not heard:
        raise TimeoutError(what)


def _filled(cases: int, tokens: Mapping[str, str]) -> MapView:
    view = MapView()
    view.resize(*SIZE)
    view.set_theme(tokens)
    view.show_ground(trial_city.ground())
    view.show_regions(trial_city.regions())
    view.show_grids(trial_city.grids())
    view.show_cases(trial_city.cases(cases))
    view.show_crews(trial_city.crews(200))
    view.fit(trial_city.BOUNDS)
    view.show()
    return view


def _changes(view: MapView, heard: _Heard, cases: int) -> float:
    """Median ms of ten rounds of 1,000 changed cases, everything about them new."""
    rng, heard.wanted = np.random.default_rng(3), "cases_change"
    for round_ in range(_ROUNDS):
        slots = rng.choice(cases, min(1000, cases), replace=False)
        view.change_cases(slots, trial_city.cases(len(slots), seed=10 + round_))
        while len(heard.took_ms) <= round_:
            _expect(heard.wait(_PATIENCE_S), "changes applied")
    return float(np.median(heard.took_ms))


def _pan(view: MapView, heard: _Heard, seconds: float, *, ours: bool) -> tuple[float, Any]:
    before = len(heard.pans)
    zooms, own = list(ZOOMS), "true" if ours else "false"
    view.web.run(f"wangge.stopwatch.pan({seconds}, {zooms}, {own})")
    while len(heard.pans) == before:
        _expect(heard.wait(_PATIENCE_S + seconds), "pan")
    return heard.pans[-1]
