"""Measurement of the map: ms of our layer per frame, frames per second with and without it."""

import time
from typing import Final

import numpy as np
from qtpy.QtCore import QObject, QTimer, Signal
from qtpy.QtWidgets import QApplication

from widgets.map import trial_city
from widgets.map.view import MapView

ZOOMS: Final = (12, 13.5, 15, 17)
SIZE: Final = (1040, 780)
_ROUNDS: Final = 10
_TIMEOUT_S: Final = 60.0


class MapTrial(QObject):
    """Opens a map, fills it, changes it and pans it; `done` carries the figures.

    layer_ms_*: our ms in the frames of a pan in which we drew at all (`drawn_share` of them) ·
    apply_1000_ms: 1,000 changed cases in the page, median of ten · first_paint_s: from making the
    widget to all cases drawn. `failed` is sent with a reason when the page does not answer.
    """

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, cases: int, seconds: float) -> None:
        super().__init__()
        self._cases, self._seconds = cases, seconds
        self.figures: dict[str, float] = {}
        self.reason = ""
        self._took_ms: list[float] = []
        self._pans: list[tuple[float, list[float]]] = []
        self._random = np.random.default_rng(3)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._too_late)
        self._limit.start(int((_TIMEOUT_S + 2 * seconds) * 1000))
        self._began = time.perf_counter()
        self.view = self._filled()
        self.view.painted.connect(self._painted)
        self.view.applied.connect(self._applied)
        self.view.measured.connect(self._panned)

    def _filled(self) -> MapView:
        view = MapView()
        view.resize(*SIZE)
        view.show_ground(trial_city.ground())
        view.show_regions(trial_city.regions())
        view.show_grids(trial_city.grids())
        view.show_cases(trial_city.cases(self._cases))
        view.show_crews(trial_city.crews(200))
        view.fit(trial_city.BOUNDS)
        view.show()
        return view

    def _painted(self, _revision: int) -> None:
        if "first_paint_s" in self.figures or self.view.page_queue.pending():
            return
        self.figures["first_paint_s"] = round(time.perf_counter() - self._began, 2)
        self._change()

    def _change(self) -> None:
        slots = self._random.choice(self._cases, min(1000, self._cases), replace=False)
        rows = trial_city.cases(len(slots), seed=10 + len(self._took_ms))
        self.view.change_cases(slots, rows)

    def _applied(self, kind: str, ms: float) -> None:
        if kind != "cases_change":
            return
        self._took_ms.append(ms)
        if len(self._took_ms) < _ROUNDS:
            self._change()
        else:
            self._pan(ours=True)

    def _pan(self, *, ours: bool) -> None:
        own = "true" if ours else "false"
        self.view.web.run(f"wangge.stopwatch.pan({self._seconds}, {list(ZOOMS)}, {own})")

    def _panned(self, fps: float, spent: list[float]) -> None:
        self._pans.append((fps, spent))
        if len(self._pans) == 1:
            self._pan(ours=False)
        else:
            self._end()

    def _end(self) -> None:
        self._limit.stop()
        (fps, spent), (empty, _none) = self._pans
        ours = np.array(spent or [0.0])
        self.figures |= {
            "layer_ms_p50": round(float(np.percentile(ours, 50)), 2),
            "layer_ms_p95": round(float(np.percentile(ours, 95)), 2),
            "layer_ms_max": round(float(ours.max()), 2),
            "drawn_share": round(len(spent) / max(1.0, fps * self._seconds), 3),
            "fps": round(fps, 1),
            "fps_empty": round(empty, 1),
            "fps_ratio": round(fps / empty, 3) if empty else 0.0,
            "apply_1000_ms": round(float(np.median(self._took_ms)), 2),
        }
        self._leave()
        self.done.emit(self.figures)

    def _too_late(self) -> None:
        self.reason = "the map's page did not answer"
        self._leave()
        self.failed.emit(self.reason)

    def _leave(self) -> None:
        self.view.close()
        self.view.deleteLater()


def run(cases: int, seconds: float) -> dict[str, float]:
    """Runs one `MapTrial` in the event loop of the application and returns its figures.

    `scheme.register()` must run before the QApplication. Raises TimeoutError if the page does not answer.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication must be there")
    trial = MapTrial(cases, seconds)
    trial.view.destroyed.connect(app.quit)
    app.exec()
    if trial.reason:
        raise TimeoutError(trial.reason)
    return trial.figures
