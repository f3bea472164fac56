"""The city's own data, read anew when somebody has changed them: a console stays open for weeks."""

import logging

from qtpy.QtCore import QObject

from console.live.change import Change
from console.live.follower import Hearing
from console.seat.seat import City
from widgets.desk_context import Context

LOG = logging.getLogger(__name__)


class CityNews(QObject):
    """Looks once a second whether the seat is behind; every pane then hears that all may differ."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._asked = ""
        context.listener.aged.connect(self._look)

    def _look(self) -> None:
        """Asks once for each state that the beat has told of."""
        seat = self.context.seat
        state = seat.beat.city
        hearing = seat.room.loaded and seat.room.hearing() is Hearing.HEARING
        if seat.behind and state != self._asked and hearing:
            self._asked = state
            self.context.jobs.run(self, seat.read_city, self._came, self._failed)

    def _came(self, found: City) -> None:
        seat = self.context.seat
        seat.take_city(found)
        LOG.info("the city's own data were read anew")
        self.context.listener.changed.emit(Change(seat.room.cases.revision, loaded=True))

    def _failed(self, error: Exception) -> None:
        LOG.warning("the city's own data were not read: %s", error)
        self._asked = ""
