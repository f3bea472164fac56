"""Context of all panes: seat, live data, selection and operations."""

from dataclasses import dataclass, field

from console.seat.seat import Seat
from console.settings import Settings
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener
from widgets.session.operations import Operations
from widgets.session.selection import Selection


@dataclass(slots=True)
class Context:
    """One per window. Panes read `seat.room.cases`, follow `listener.changed` and act by `operations`."""

    seat: Seat
    jobs: Jobs
    listener: Listener
    selection: Selection
    operations: Operations
    preferences: Settings = field(default_factory=Settings)
