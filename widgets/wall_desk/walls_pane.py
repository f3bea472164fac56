"""The list of walls: what each does, how old its last frame is, what is wrong, and orders to it."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from qtpy.QtCore import Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from console.domain.refusal import Refused
from console.seat import wall_words
from console.seat.wall_desk import Painting, WallsRead, WallView
from console.wall import orders
from console.words import _, mark
from widgets.controls import Button, Pane, states
from widgets.wall_desk.commands import WallCommands
from widgets.wall_desk.lists import Lines, LinesList
from widgets.wall_desk.rows import button_row

HUES: Final = {
    Painting.PAINTING: "text.3",
    Painting.LATE: "warn.text",
    Painting.STOPPED: "alarm.text",
}
DARK_MINUTES: Final = 60
FOR: Final[Sequence[tuple[str, int | None]]] = (
    (mark("For 15 min"), 15),
    (mark("For 1 h"), 60),
    (mark("For 4 h"), 240),
    (mark("Until it is ended"), None),
)
"""Words and minutes; None has no end."""


class WallsPane(Pane):
    """Walls of the city. Every wall is one row, all of them together the last where there are several."""

    def __init__(self, commands: WallCommands, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.commands, self.zone = commands, zone
        self.read: WallsRead | None = None
        self.list = LinesList()
        self.reload, self.restart, self.dark, self.pin, self.free, self.visitors = (
            Button("") for _n in range(6)
        )
        self.buttons = (self.reload, self.restart, self.dark, self.pin, self.free, self.visitors)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        self.rows = [button_row(self.buttons[:3]), button_row(self.buttons[3:])]
        below = QHBoxLayout()
        for row in self.rows:
            below.addLayout(row)
        below.addStretch(1)
        column.addLayout(below)
        self.set_body(body)
        self.list.picked.connect(self._tell)
        self.reload.clicked.connect(self._reload)
        self.restart.clicked.connect(self._restart)
        self.dark.clicked.connect(self._dark)
        self.pin.clicked.connect(self._open_pins)
        self.free.clicked.connect(self._free)
        self.visitors.clicked.connect(self._visitors)
        self.confirm.confirmed.connect(self._restart_asked)
        self._asked = ""  # the wall that is to be restarted
        self.set_state(states.LOADING)
        self.restyle()

    # what is shown

    def show_read(self, found: WallsRead) -> None:
        """Shows the walls as they were read."""
        self.read = found
        views = found.walls
        every = [self._every(views)] if len(views) > 1 else []
        self.list.show_lines([*(self._lines(view) for view in views), *every])
        stopped = sum(view.painting is Painting.STOPPED for view in views)
        counts = str(len(views))
        if stopped:
            counts = _("{walls} · {stopped} stopped").format(walls=len(views), stopped=stopped)
        self.set_counts(counts)
        nothing = _("No wall has told of itself yet. A wall is started by its own login.")
        self.set_state(states.READY if views else states.empty(nothing))
        self._tell()

    def show_failure(self, no: Refused) -> None:
        """The walls could not be read; what was read before is old."""
        self.read = None
        self.set_state(states.failed(_("The walls could not be read."), str(no)))

    def _every(self, views: Sequence[WallView]) -> Lines:
        names = " · ".join(view.name for view in views)
        return Lines(orders.ALL, _("All walls"), lines=(((names, "text.2"), ("", "")),))

    def _lines(self, view: WallView) -> Lines:
        frame = _("frame {age} ago").format(age=wall_words.age(view.frame_ms))
        where = " · ".join(filter(None, (wall_words.memory(view), wall_words.server(view))))
        scene = wall_words.scene(view) or "–"
        standing, amiss = wall_words.standing(view, self.zone), wall_words.problems(view)
        return Lines(
            view.name,
            view.name,
            (wall_words.painting(view), HUES[view.painting]),
            (
                ((scene, "text.1"), (frame, "text.2")),
                ((_size(view), "text.3"), (where, "text.3")),
                ((standing, "info.text"), (amiss, "alarm.text")),
            ),
        )

    @property
    def wall(self) -> str:
        """The name of the chosen wall, "*" for all of them, "" for none."""
        return self.list.key

    def _chosen(self) -> list[WallView]:
        views = self.read.walls if self.read is not None else ()
        return [view for view in views if self.wall in (view.name, orders.ALL)]

    def _held(self, act: str, wall: str = "") -> bool:
        """Whether an order of this act, given to the chosen wall or to `wall`, holds for the chosen one."""
        if self.read is None:
            return False
        found = orders.in_force(self.read.orders, self.wall, self.read.now)
        return any(one.act == act and one.wall == (wall or self.wall) for one in found)

    def _tell(self) -> None:
        """Words and readiness of the buttons for the chosen wall."""
        self.dark.set_words(_("End dark") if self._held(orders.DARK) else _("Dark for 1 h"))
        visiting = self._held(orders.VISITORS)
        self.visitors.set_words(_("End visitors") if visiting else _("Visitors …"))
        no = "" if self._chosen() else _("Choose a wall.")
        for button in self.buttons:
            button.forbid(no)
        for button, act in ((self.dark, orders.DARK), (self.visitors, orders.VISITORS)):
            if not no and self._held(act, orders.ALL) and self.wall != orders.ALL:
                button.forbid(_("It holds for all walls, and is ended there."))
        if not no and not any(view.standing.pinned for view in self._chosen()):
            self.free.forbid(_("No scene is pinned here."))

    @override
    def restyle(self) -> None:
        self.set_title(_("Walls"))
        self.list.setAccessibleName(_("Walls"))
        self.reload.set_words(_("Reload"))
        self.restart.set_words(_("Restart"))
        self.pin.set_words(_("Pin scene …"))
        self.free.set_words(_("Free"))
        if self.read is not None:
            self.show_read(self.read)
        else:
            self._tell()
        super().restyle()

    # orders

    def _reload(self) -> None:
        self.commands.order(self.wall, orders.RELOAD)

    def _restart(self) -> None:
        self._asked = self.wall
        name = _("All walls") if self.wall == orders.ALL else self.wall
        what = _("Restart the program of this wall: {wall}?").format(wall=name)
        self.confirm.ask(what, _("It shows nothing for some seconds."), _("Restart"), danger=True)

    def _restart_asked(self) -> None:
        self.commands.order(self._asked, orders.RESTART)

    def _dark(self) -> None:
        if self.read is not None and self._held(orders.DARK):
            self.commands.end_orders(self.read, self.wall, orders.DARK)
        else:
            self.commands.order(self.wall, orders.DARK, minutes=DARK_MINUTES)

    def _free(self) -> None:
        self.commands.order(self.wall, orders.FREE)

    def _visitors(self) -> None:
        if self.read is not None and self._held(orders.VISITORS):
            self.commands.end_orders(self.read, self.wall, orders.VISITORS)
            return
        menu = self._menu()
        for words, minutes in FOR:
            menu.addAction(_(words)).setData((orders.VISITORS, "", minutes))
        menu.popup(self.visitors.mapToGlobal(self.visitors.rect().bottomLeft()))

    def _open_pins(self) -> None:
        self.pins().popup(self.pin.mapToGlobal(self.pin.rect().bottomLeft()))

    def pins(self) -> QMenu:
        """The menu of scenes, each with how long it is pinned."""
        menu = self._menu()
        for name in self.read.known if self.read is not None else ():
            within = menu.addMenu(_(name))
            for words, minutes in FOR:
                within.addAction(_(words)).setData((orders.SCENE, name, minutes))
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self._picked)
        return menu

    def _picked(self, action: QAction) -> None:
        act, scene, minutes = action.data()
        self.commands.order(self.wall, act, scene, minutes)


def _size(view: WallView) -> str:
    """Size, screens and version of a wall's program."""
    size = "" if view.size is None else f"{view.size[0]} × {view.size[1]}"
    screens = ", ".join(filter(None, view.screens))  # a window of a desk is on no screen of a name
    return " · ".join(filter(None, (size, screens, view.version)))
