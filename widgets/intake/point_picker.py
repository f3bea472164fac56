"""Picking of a place: the next click on the map, Enter for its middle, Escape to cancel."""

from qtpy.QtCore import QObject, Signal

from console.words import _
from widgets.live_map.pane import MapPane


class PointPicker(QObject):
    """Picks one place on the map. `picked(lon, lat)`; `left()` if it was cancelled."""

    picked = Signal(float, float)
    left = Signal()

    def __init__(self, pane: MapPane, parent: QObject) -> None:
        super().__init__(parent)
        self.pane = pane
        self.armed = False
        pane.view.background_clicked.connect(self._clicked)
        pane.view.case_clicked.connect(self._on_case)
        pane.confirm.confirmed.connect(self._middle)
        pane.confirm.dismissed.connect(self._left)

    def start(self) -> None:
        """Starts picking: the next click is the place."""
        self.armed = True
        self.pane.confirm.ask(_("Click the place"), "", _("Take the middle"))

    def stop(self) -> None:
        """Stops picking: clicks work as usual."""
        self.armed = False
        self.pane.confirm.withdraw()

    def _take(self, lon: float, lat: float) -> None:
        self.stop()
        self.picked.emit(lon, lat)

    def _clicked(self, lon: float, lat: float) -> None:
        if self.armed:
            self._take(lon, lat)

    def _on_case(self, case: int, _modifiers: object) -> None:
        """Picks the place of the clicked case."""
        place = self.pane.place_of(case) if self.armed else None
        if place is not None:
            self._take(*place)

    def _middle(self) -> None:
        if self.armed:
            viewport = self.pane.view.viewport()
            self._take(viewport.lon, viewport.lat)

    def _left(self) -> None:
        if self.armed:
            self.armed = False
            self.left.emit()
