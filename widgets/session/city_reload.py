"""Reload of the city's own data after a change, as a console stays open for weeks."""

import logging
from typing import Final

from qtpy.QtCore import QObject, Signal

from console.domain.refusal import Refused
from console.live.change import Change
from console.live.clock import steady_ms
from console.live.follower import LinkState
from console.seat.seat import City, Seat
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener

LOG = logging.getLogger(__name__)
PAUSE_MS: Final = 20_000
"""Pause between two readings, as long as the heartbeat's interval."""


class CityReload(QObject):
    """Checks once a second whether the city's data are outdated; after a reload every pane refreshes. `reloaded()` once it has.

    One reading at a time with a pause after it: the heartbeat's information may be older than the reading,
    and a database that cannot be read is not asked again at once.
    """

    reloaded = Signal()

    def __init__(
        self, seat: Seat, jobs: Jobs, listener: Listener, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.seat, self.jobs, self.listener = seat, jobs, listener
        self._reading, self._not_before = False, 0
        listener.ticked.connect(self._look)

    def _look(self) -> None:
        seat = self.seat
        connected = seat.room.loaded and seat.room.link_state() is LinkState.LIVE
        if (
            seat.city_outdated
            and connected
            and not self._reading
            and steady_ms() >= self._not_before
        ):
            self._reading = True
            self.jobs.run(self, seat.read_city, self._came, self._failed, self._broke)

    def _came(self, found: City) -> None:
        self._ended()
        seat = self.seat
        seat.take_city(found)
        LOG.info("the city's own data were read anew")
        self.listener.changed.emit(Change(seat.room.cases.revision, loaded=True))
        self.reloaded.emit()

    def _failed(self, no: Refused) -> None:
        self._ended()
        LOG.warning("the city's own data were not read: %s", no)

    def _broke(self, _error: Exception) -> None:
        self._ended()

    def _ended(self) -> None:
        self._reading, self._not_before = False, steady_ms() + PAUSE_MS
