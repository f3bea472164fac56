"""What every pane of a workspace is given: the seat, what is live, what is chosen, what can be done."""

from dataclasses import dataclass, field

from console.seat.seat import Seat
from console.settings import Settings
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener
from widgets.session.operations import Operations
from widgets.session.selection import Selection


@dataclass(slots=True)
class Context:
    """One per window. Panes read `seat.room.cases`, follow `listener.changed`, act by `operations`."""

    seat: Seat
    jobs: Jobs
    listener: Listener
    selection: Selection
    operations: Operations
    likes: Settings = field(default_factory=Settings)
