"""Automatic moves of the map, which stop once the operator moves it by hand."""

import numpy as np
from qtpy.QtCore import QElapsedTimer, QObject, QPoint, Signal

from widgets.map.projection import Bounds, Viewport
from widgets.map.view import MapView

SAME_PX = 3.0
EDGE_PX = 8.0
"""Margin at the edge; less than that of the first fit, so that a case at the border moves nothing."""
ECHO_MS = 400
CLOSE = 16.0
"""A zoom at which buildings can be told apart."""


class MapNavigator(QObject):
    """Fits `home` until the map is panned; `follow` moves it only for a place out of view.

    `held` is True from the first pan or zoom by hand until the map follows again. Signals:
    `held_changed(bool)`, `moved()` when the view has changed.
    """

    held_changed = Signal(bool)
    moved = Signal()

    def __init__(self, view: MapView, home: Bounds | None, parent: QObject) -> None:
        super().__init__(parent)
        self.view, self.home = view, home
        self._held = self.locked = False
        self._size = (0, 0)
        self._meant = Viewport()
        self._at_home = True  # fitted again at whatever size
        self._arrived = False
        self._sent = QElapsedTimer()
        view.view_changed.connect(self._changed)
        view.covered.connect(self._covered)
        self.go_home()

    @property
    def held(self) -> bool:
        """Whether the view was moved by hand and does not follow the selection."""
        return self._held

    @held.setter
    def held(self, on: bool) -> None:
        if on != self._held:
            self._held = on
            self.held_changed.emit(on)

    def go_home(self) -> None:
        """Fits the operator's own area."""
        self._at_home = self.home is not None
        if self.home is not None:
            self.view.fit(self.home)
            self._sent_to(self.view.fitted(self.home))

    def fit(self, bounds: Bounds) -> None:
        """Fits these bounds; the map follows from there."""
        self.view.fit(bounds)
        self.held = self._at_home = False
        self._sent_to(self.view.viewport())

    def zoom_by(self, steps: float) -> None:
        """Zooms around the middle, as by hand."""
        now = self.view.viewport()
        self.go(now.lon, now.lat, min(20.0, max(3.0, now.zoom + steps)))
        self.held = True

    def _covered(self) -> None:
        if self._at_home:
            self.go_home()

    def _sent_to(self, viewport: Viewport) -> None:
        self._meant, self._arrived = viewport, False
        self._sent.start()

    def go(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Centres on a place, at `zoom` or the present one."""
        self.view.centre_on(lon, lat, zoom)
        self._at_home = False
        self._sent_to(self.view.viewport())

    def follow(self, lon: float, lat: float) -> None:
        """Brings a place into view, unless the view is held or locked."""
        if not (self.held or self.locked) and not self.sees(lon, lat):
            self.go(lon, lat)

    def show_place(self, lon: float, lat: float) -> None:
        """Zooms in on a place until it can be told from its neighbours, even if held."""
        now = self.view.viewport()
        if now.zoom < CLOSE or not self.sees(lon, lat):
            self.go(lon, lat, max(CLOSE, now.zoom))

    def sees(self, lon: float, lat: float) -> bool:
        """Whether a place lies well inside the view and under no control."""
        viewport = self.view.viewport()
        x, y = viewport.to_screen(np.array(lon), np.array(lat))
        wide = EDGE_PX <= float(x) <= viewport.width - EDGE_PX
        if not (wide and EDGE_PX <= float(y) <= viewport.height - EDGE_PX):
            return False
        at = QPoint(round(float(x)), round(float(y))) + self.view.web.pos()
        return not self.view.floating.covers(at)

    def _changed(self, _bounds: object, _zoom: float) -> None:
        """Handles a new view: one that was requested, a resize, or a move by hand."""
        now = self.view.viewport()
        if (now.width, now.height) != self._size:
            self._size, self._arrived = (now.width, now.height), False
            if self._at_home:
                self.go_home()
            else:
                self._meant = now
        if _same(now, self._meant):
            self._arrived = True
        elif self._arrived and self._sent.elapsed() > ECHO_MS:
            self._meant, self._at_home = now, False
            self.held = True
        self.moved.emit()


def _same(one: Viewport, other: Viewport) -> bool:
    if abs(one.zoom - other.zoom) > 0.01:
        return False
    x, y = one.to_screen(np.array(other.lon), np.array(other.lat))
    return float(np.hypot(x - one.width / 2, y - one.height / 2)) <= SAME_PX
