"""Reload of the city's own data after a change, as a console stays open for weeks."""

import logging
from typing import Final

from qtpy.QtCore import QObject

from console.domain.refusal import Refused
from console.live.change import Change
from console.live.clock import steady_ms
from console.live.follower import LinkState
from console.seat.seat import City
from widgets.session.context import Context

LOG = logging.getLogger(__name__)
PAUSE_MS: Final = 20_000
"""Pause between two readings, as long as the heartbeat's interval."""


class CityReload(QObject):
    """Checks once a second whether the city's data are outdated; after a reload every pane refreshes.

    One reading at a time with a pause after it: the heartbeat's information may be older than the reading,
    and a database that cannot be read is not asked again at once.
    """

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._reading, self._not_before = False, 0
        context.listener.ticked.connect(self._look)

    def _look(self) -> None:
        seat = self.context.seat
        connected = seat.room.loaded and seat.room.link_state() is LinkState.LIVE
        if (
            seat.city_outdated
            and connected
            and not self._reading
            and steady_ms() >= self._not_before
        ):
            self._reading = True
            self.context.jobs.run(self, seat.read_city, self._came, self._failed, self._broke)

    def _came(self, found: City) -> None:
        self._ended()
        seat = self.context.seat
        seat.take_city(found)
        LOG.info("the city's own data were read anew")
        self.context.listener.changed.emit(Change(seat.room.cases.revision, loaded=True))

    def _failed(self, no: Refused) -> None:
        self._ended()
        LOG.warning("the city's own data were not read: %s", no)

    def _broke(self, _error: Exception) -> None:
        self._ended()

    def _ended(self) -> None:
        self._reading, self._not_before = False, steady_ms() + PAUSE_MS
