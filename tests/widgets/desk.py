"""A seat in the small town of the store's tests, live, with a dispatcher at it.

from tests.widgets.desk import desk, town_file  # fixtures
desk.context                     what every pane is given
desk.to_dispatch(severity=2)     registers, accepts and files a case; answers its id
desk.to_verify()                 registers a case and sends K1 to verify it
desk.act("cmdlead", "urge", 3)   one command by somebody else, through the door
desk.sees(case)                  waits until this screen has heard of it
window                           the whole window of a dispatcher in that town, one case filed
seated(file, folder, qtbot, who) the same at somebody else's desk
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QObject

from console.domain.intent import Answer
from console.live.clock import wall_ms
from console.seat.seat import take_seat
from tests.store import town, world
from tests.store.attacks import filed
from widgets.dispatch.workspace import DispatchWorkspace
from widgets.frame.window import Window
from widgets.map import scheme
from widgets.session.context import Context
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener, Waker
from widgets.session.operations import Operations
from widgets.session.selection import Selection
from widgets.targets.dragging import DragController
from widgets.workspace.cases import CaseWorkspace

scheme.register()


@dataclass
class LiveDesk:
    """The town's database and one seat at it."""

    world: world.World
    context: Context
    dragging: DragController
    qtbot: QtBot

    @property
    def cases(self) -> Any:
        return self.context.seat.room.cases

    def act(self, who: str, command: str, case: int | None = None, **more: Any) -> Answer:
        """One command by somebody; it must be done."""
        self.world.now = wall_ms()
        answer = self.world.act(who, command, case, **more)
        assert answer.done, answer
        return answer

    def to_dispatch(
        self, *, severity: int = 3, category: int = town.LITTER, address: str = "望湖路 12 号",
        region: int = town.EAST, lon: float = 116.9, lat: float = 31.7,
    ) -> int:  # fmt: skip
        """A filed case, waiting for dispatch; this screen has heard of it."""
        made = {"category_id": category, "region_id": region, "address": address}
        made |= {"lon": lon, "lat": lat, "source": "hotline"}
        case = self.act("caller", "register", changes=made).subject
        assert case is not None
        self.act("caller", "accept", case)
        condition = town.SLOW if category == town.LITTER else town.COVER_CONDITION
        changes = {"condition_id": condition, "severity": severity}
        self.act("lead", "file", case, changes=changes)
        self.sees(case)
        return case

    def to_verify(self) -> int:
        """A case that K1 was sent to verify; it is chosen on this screen."""
        made = {"category_id": town.LITTER, "region_id": town.EAST}
        case = self.act("caller", "register", changes=made).subject
        assert case is not None
        self.act("caller", "send-verify", case, changes={"collector_id": 1})
        self.sees(case)
        self.context.selection.choose([case])
        return case

    def sees(self, case: int) -> None:
        """Waits until the columns hold the version that the database has."""
        wanted = self.world.case(case)
        self.qtbot.waitUntil(lambda: self._version(case) == wanted["version"], timeout=5000)

    def loses(self, case: int) -> None:
        """Waits until the case is open here no longer."""
        self.qtbot.waitUntil(lambda: case not in self.cases, timeout=5000)

    def _version(self, case: int) -> int:
        slot = self.cases.slot_of.get(case)
        return -1 if slot is None else int(self.cases.column("version")[slot])


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.embedded_template(tmp_path_factory.mktemp("town"))


@pytest.fixture
def desk(town_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[LiveDesk]:
    """The dispatcher's desk, hearing, with no case yet."""
    with seated(town_file, tmp_path, qtbot, "disp") as made:
        yield made


@contextmanager
def seated(town_file: Path, folder: Path, qtbot: QtBot, login: str) -> Iterator[LiveDesk]:
    """Somebody's desk in a town of its own."""
    made = world.embedded_world(town_file, folder)
    owner, waker = QObject(), Waker()
    seat = take_seat(made.url, login, None, waker.wake)
    jobs = Jobs(owner)
    listener = Listener(seat.room, waker, owner)
    selection = Selection(owner, listener)
    operations = Operations(seat, jobs, owner)
    context = Context(seat, jobs, listener, selection, operations)
    dragging = DragController(context, owner)
    seat.start()
    qtbot.waitUntil(lambda: seat.room.loaded, timeout=5000)
    yield LiveDesk(made, context, dragging, qtbot)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    jobs.close()
    seat.close()
    dragging.close()
    made.close()
    owner.deleteLater()


def cases_of(window: Window) -> CaseWorkspace:
    """The workspace of cases in a window, whichever its post begins in."""
    assert isinstance(window.workspace, CaseWorkspace)
    return window.workspace


def desk_of(window: Window) -> DispatchWorkspace:
    """The dispatcher's desk in a window."""
    assert isinstance(window.workspace, DispatchWorkspace)
    return window.workspace


@pytest.fixture
def window(town_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = world.embedded_world(town_file, tmp_path)
    filed(made)
    waker = Waker()
    seat = take_seat(made.url, "disp", None, waker.wake)
    shown = Window(seat, waker)
    shown.resize(1366, 768)
    shown.show()
    qtbot.waitUntil(lambda: seat.room.loaded, timeout=10_000)
    yield shown
    shown.close()
    shown.deleteLater()
    made.close()
