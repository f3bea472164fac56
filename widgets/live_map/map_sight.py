"""Where the map looks by itself, and when it stops: a hand that moved it is not overruled."""

import numpy as np
from qtpy.QtCore import QElapsedTimer, QObject

from widgets.map.projection import Bounds, Sight, fitting
from widgets.map.view import MapView

SAME_PX = 3.0
EDGE_PX = 12.0
"""Less than the margin of the first fit: a case at the border of the area moves nothing."""
ECHO_MS = 400


class MapSight(QObject):
    """`home` is fitted until somebody pans; `follow` moves only when a place is out of sight.

    `held` is True from the first pan or zoom by hand until ⌖ is pressed.
    """

    def __init__(self, view: MapView, home: Bounds | None, parent: QObject) -> None:
        super().__init__(parent)
        self.view, self.home = view, home
        self.held = self.locked = False
        self._size = (0, 0)
        self._meant: Sight | None = None  # None: home, at whatever size
        self._arrived = False
        self._sent = QElapsedTimer()
        view.view_changed.connect(self._changed)
        self.go_home()

    def go_home(self) -> None:
        """The operator's own area, as close as it fits."""
        self._meant, self._arrived = None, False
        self._sent.start()
        if self.home is not None:
            self.view.fit(self.home)

    def go(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """There, at `zoom` or the present one."""
        self.view.centre_on(lon, lat, zoom)
        self._meant, self._arrived = self.view.sight(), False
        self._sent.start()

    def follow(self, lon: float, lat: float) -> None:
        """Brings a place into sight, unless a hand or the lock holds the view."""
        if not (self.held or self.locked) and not self.sees(lon, lat):
            self.go(lon, lat)

    def sees(self, lon: float, lat: float) -> bool:
        """Whether a place lies well inside the view."""
        sight = self.view.sight()
        x, y = sight.to_screen(np.array(lon), np.array(lat))
        wide = EDGE_PX <= float(x) <= sight.width - EDGE_PX
        return wide and EDGE_PX <= float(y) <= sight.height - EDGE_PX

    def _changed(self, _bounds: object, _zoom: float) -> None:
        """The page tells its view: where we sent it, the same at another size, or a hand's doing."""
        now = self.view.sight()
        if (now.width, now.height) != self._size:
            self._size, self._arrived = (now.width, now.height), False
            if self._meant is None and self.home is not None:
                self._sent.start()
                self.view.fit(self.home)
            else:
                self._meant = now
        if self._meant is not None:
            meant = self._meant
        elif self.home is not None:
            meant = fitting(self.home, *self._size)
        else:
            meant = now
        if _same(now, meant):
            self._arrived = True
        elif self._arrived and self._sent.elapsed() > ECHO_MS:
            self.held, self._meant = True, now


def _same(one: Sight, other: Sight) -> bool:
    if abs(one.zoom - other.zoom) > 0.01:
        return False
    x, y = one.to_screen(np.array(other.lon), np.array(other.lat))
    return float(np.hypot(x - one.width / 2, y - one.height / 2)) <= SAME_PX
