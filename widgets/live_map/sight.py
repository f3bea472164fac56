"""Where the map looks by itself, and when it stops: a hand that moved it is not overruled."""

import numpy as np
from qtpy.QtCore import QElapsedTimer, QObject, QPoint, Signal

from widgets.map.projection import Bounds, Sight
from widgets.map.view import MapView

SAME_PX = 3.0
EDGE_PX = 8.0
"""Less than the margin of the first fit: a case at the border of the area moves nothing."""
ECHO_MS = 400
CLOSE = 16.0
"""A zoom at which houses can be told apart."""


class MapSight(QObject):
    """`home` is fitted until somebody pans; `follow` moves only when a place is out of sight.

    `held` is True from the first pan or zoom by hand until the map is told to follow again;
    `held_changed(bool)` · `moved()` the view is another.
    """

    held_changed = Signal(bool)
    moved = Signal()

    def __init__(self, view: MapView, home: Bounds | None, parent: QObject) -> None:
        super().__init__(parent)
        self.view, self.home = view, home
        self._held = self.locked = False
        self._size = (0, 0)
        self._meant = Sight()
        self._at_home = True  # fitted again at whatever size
        self._arrived = False
        self._sent = QElapsedTimer()
        view.view_changed.connect(self._changed)
        view.covered.connect(self._covered)
        self.go_home()

    @property
    def held(self) -> bool:
        """Whether a hand has moved the view and nobody said "follow" since."""
        return self._held

    @held.setter
    def held(self, on: bool) -> None:
        if on != self._held:
            self._held = on
            self.held_changed.emit(on)

    def go_home(self) -> None:
        """The operator's own area, as close as it fits."""
        self._at_home = self.home is not None
        if self.home is not None:
            self.view.fit(self.home)
            self._sent_to(self.view.fitted(self.home))

    def fit(self, bounds: Bounds) -> None:
        """These bounds, as close as they fit; the map follows from there."""
        self.view.fit(bounds)
        self.held = self._at_home = False
        self._sent_to(self.view.sight())

    def zoom_by(self, steps: float) -> None:
        """Closer or further around the middle, as a hand does it."""
        now = self.view.sight()
        self.go(now.lon, now.lat, min(20.0, max(3.0, now.zoom + steps)))
        self.held = True

    def _covered(self) -> None:
        if self._at_home:
            self.go_home()

    def _sent_to(self, sight: Sight) -> None:
        self._meant, self._arrived = sight, False
        self._sent.start()

    def go(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """There, at `zoom` or the present one."""
        self.view.centre_on(lon, lat, zoom)
        self._at_home = False
        self._sent_to(self.view.sight())

    def follow(self, lon: float, lat: float) -> None:
        """Brings a place into sight, unless a hand or the lock holds the view."""
        if not (self.held or self.locked) and not self.sees(lon, lat):
            self.go(lon, lat)

    def show_place(self, lon: float, lat: float) -> None:
        """Close enough to tell a place from its neighbours, wherever a hand has been."""
        now = self.view.sight()
        if now.zoom < CLOSE or not self.sees(lon, lat):
            self.go(lon, lat, max(CLOSE, now.zoom))

    def sees(self, lon: float, lat: float) -> bool:
        """Whether a place lies well inside the view, not under what floats over it."""
        sight = self.view.sight()
        x, y = sight.to_screen(np.array(lon), np.array(lat))
        wide = EDGE_PX <= float(x) <= sight.width - EDGE_PX
        if not (wide and EDGE_PX <= float(y) <= sight.height - EDGE_PX):
            return False
        at = QPoint(round(float(x)), round(float(y))) + self.view.web.pos()
        return not self.view.floating.covers(at)

    def _changed(self, _bounds: object, _zoom: float) -> None:
        """The page tells its view: where we sent it, the same at another size, or a hand's doing."""
        now = self.view.sight()
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


def _same(one: Sight, other: Sight) -> bool:
    if abs(one.zoom - other.zoom) > 0.01:
        return False
    x, y = one.to_screen(np.array(other.lon), np.array(other.lat))
    return float(np.hypot(x - one.width / 2, y - one.height / 2)) <= SAME_PX
