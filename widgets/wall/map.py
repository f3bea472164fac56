"""The wall's map: live cases and crews over the city, with nothing to press."""

import logging
from functools import partial
from typing import Any, Final

import numpy as np
from qtpy.QtCore import Qt, QTimer, Signal
from qtpy.QtGui import QResizeEvent
from qtpy.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk.case_names import CaseNames
from console.live.change import Change
from console.seat.seat import Seat
from widgets import theme
from widgets.live_map import columns
from widgets.live_map import ground as map_ground
from widgets.live_map.crews import CrewRows
from widgets.map.view import MapView
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener

LOG = logging.getLogger(__name__)
SLICE_MS: Final = 30_000 // columns.PARTS
"""Interval of the slices that refresh every clock on the map within 30 s."""
CLOSE: Final = 16.5
AGAIN_MS: Final = 10_000
SHOWN_MS: Final = 1_000
"""From the page's word that it has painted until Chromium has surely handed its frame over."""
COVERED_MS: Final = 30_000
"""The picture of the old page goes at last, whether the new one has painted or not."""
SIDE_LEAST: Final = 330
"""Px of the page that the map's shorter side has at least."""


class WallMap(QWidget):
    """Map of one wall window. `painted()` after the page has painted cases."""

    painted = Signal()

    def __init__(
        self, seat: Seat, jobs: Jobs, listener: Listener, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.seat, self.jobs = seat, jobs
        self.cover: QLabel | None = None
        self._new_page = False
        self.names, self.crews = CaseNames(seat.desk), CrewRows(seat.desk)
        self.home = map_ground.home(seat)
        self.place: tuple[float, float] | None = None
        self.drawn = 0
        self.u = theme.wall.unit(0)
        self._part = 0
        self.view = MapView()
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.view.floating.hide()
        self.view.strip.hide()
        self.view.lock_view(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._slices = QTimer(self)
        self._slices.setInterval(SLICE_MS)
        self._slices.timeout.connect(self._grow_older)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.read_ground)
        listener.changed.connect(self._changed)
        self.view.painted.connect(self._page_painted)
        self.view.alive.connect(self._page_came)
        self._uncovered = QTimer(self)
        self._uncovered.setSingleShot(True)
        self._uncovered.timeout.connect(self.uncover)
        self.read_ground()
        self._show_all()
        self._fit()

    @property
    def settled(self) -> bool:
        """Whether the page has applied the ground and painted every case that was sent."""
        page_queue = self.view.page_queue
        ground = page_queue.sent("ground") > 0 and not page_queue.unanswered("ground")
        return ground and self.drawn >= page_queue.sent("cases") > 0

    def set_unit(self, u: int) -> None:
        """Draws marks and words of the page as large as the wall's unit asks for.

        A small map draws them smaller: figures of streets that find no room stand beside their streets.
        """
        self.u = u
        room = min(self.width(), self.height()) / SIDE_LEAST
        factor = max(0.5, min(u / theme.current().face_px("body"), room))
        if abs(factor - self.view.web.zoomFactor()) > 0.01:
            self.view.web.setZoomFactor(factor)

    def look_at(self, place: tuple[float, float] | None) -> None:
        """Shows one place (lon, lat) closely, the whole area again with None."""
        if place == self.place:
            return
        self.place = place
        self._fit()

    def renderer(self) -> int:
        """The process that draws the page; 0 while there is none."""
        return int(self.view.web.page().renderProcessPid())

    def reload(self) -> None:
        """Loads the page anew, under a picture of the old one until the new one has painted all cases."""
        if self.cover is None and self.view.isVisible():
            self.cover = QLabel(self)
            self.cover.setPixmap(self.view.grab())
            self.cover.setGeometry(self.view.geometry())
            self.cover.show()
            self._uncovered.start(COVERED_MS)
        self._new_page = False
        self.view.web.load_page()

    def uncover(self) -> None:
        """Takes the picture of the old page away."""
        self._uncovered.stop()
        cover, self.cover = self.cover, None
        if cover is not None:
            cover.hide()
            cover.deleteLater()

    def _page_came(self, alive: bool) -> None:
        self._new_page = alive

    def show_area(self, only: Any) -> None:
        """Shows only the cases with a true value by slot; None shows all."""
        self.view.set_filter(only)

    def _fit(self) -> None:
        if self.place is not None:
            self.view.centre_on(*self.place, CLOSE)
        elif self.home is not None:
            self.view.fit(self.home)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_unit(self.u)
        QTimer.singleShot(0, self._fit)

    def read_ground(self) -> None:
        """Reads streets, roads, water and grids on a worker thread; tries again where that fails."""
        read = partial(map_ground.read_ground, self.seat)
        self.jobs.run(self, read, self._ground_came, self._ground_failed)

    def _ground_came(self, laid: map_ground.GroundLayers) -> None:
        self.view.show_ground(laid.ground)
        self.view.show_regions(laid.regions)
        self.view.show_grids(laid.grids)

    def _ground_failed(self, error: Exception) -> None:
        LOG.warning("the ground was not read: %s", error)
        self._again.start()

    def _page_painted(self, revision: int) -> None:
        self.drawn = revision
        if self._new_page and self.cover is not None and self.settled:
            self._new_page = False
            self._uncovered.start(SHOWN_MS)
        self.painted.emit()

    def _show_all(self) -> None:
        if not self.seat.room.loaded:
            return
        self.view.show_cases(columns.whole(self.names))
        self.view.show_crews(self.crews.whole())
        self._slices.start()

    def _changed(self, change: Change) -> None:
        held = self.view.contents.cases
        if change.loaded or len(held) != len(self.seat.room.cases.alive):
            self._show_all()
            return
        slots = columns.touched(self.seat.desk, held, change)
        if len(slots):
            self.view.change_cases(slots, columns.rows(self.names, slots))
        moved = self.crews.touched(change)
        if len(moved):
            self.view.change_crews(moved, self.crews.rows(moved))

    def _grow_older(self) -> None:
        self._part = (self._part + 1) % columns.PARTS
        slots, rows = columns.older(self.seat.desk, self.view.contents.cases, self._part)
        if len(slots):
            self.view.change_cases(slots, rows)
        if self._part == 0:
            every = np.arange(len(self.seat.room.crews.ids))
            self.view.change_crews(every, self.crews.rows(every))
