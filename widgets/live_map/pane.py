"""The map pane of a workspace: live cases and crews, selection, and drops."""

import logging
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from qtpy.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.desk import queues
from console.desk.case_names import CaseNames
from console.domain.stage import Post
from console.live.change import Change
from console.live.follower import LinkState
from console.words import _
from widgets import theme
from widgets.controls import Pane, states
from widgets.controls.banner import BannerKind
from widgets.controls.states import State, StateKind
from widgets.live_map import columns
from widgets.live_map import ground as map_ground
from widgets.live_map.crews import CrewRows
from widgets.live_map.drop import MapDrop
from widgets.live_map.follow import MapFollow
from widgets.live_map.hover import MapHover
from widgets.live_map.navigator import MapNavigator
from widgets.live_map.search import FoundPlace, Gazetteer
from widgets.live_map.tools import OTHERS, MapTools
from widgets.map.view import MapView
from widgets.session.context import Context
from widgets.session.pane_state import age_words, pane_state
from widgets.targets.dragging import DragController

LOG = logging.getLogger(__name__)
SLICE_MS: Final = 30_000 // columns.PARTS
"""Interval of the slices that refresh every clock on the map within 30 s."""
CLOSE: Final = 16.0
AGE_INK: Final = {LinkState.LATE: "warn.text", LinkState.DISCONNECTED: "alarm.text"}


class MapPane(Pane):
    """The map of the queue in force; `view` is the map itself.

    Signals: `dropped_on(department, crew | None, case ids)`, `menu_wanted(point on screen)` for the selected
    cases, `painted()`, see `settled`. Filled marks wait for an action of this centre; hollow ones are with a
    department or crew.
    """

    dropped_on = Signal(object, object, object)
    menu_wanted = Signal(QPoint)
    painted = Signal()

    def __init__(
        self, context: Context, dragging: DragController, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.context, self.dragging = context, dragging
        self.desk = context.seat.desk
        self.zone = ZoneInfo(self.desk.directory.city["zone"])
        self.view = MapView()
        self.crews = CrewRows(self.desk)
        self.case_names = CaseNames(self.desk)
        self.gazetteer = Gazetteer(self.desk)
        self.view.floating.legend.of_department = self.desk.post is Post.DEPARTMENT
        self.navigator = MapNavigator(self.view, map_ground.home(context.seat), self)
        self.follow = MapFollow(self.view, self.navigator, self._chosen_place, self)
        self.drop = MapDrop(context, dragging, self.view, self.crews, self)
        self.hover = MapHover(self.desk, self.view, self.crews, self)
        self.bar_tools = MapTools(self.gazetteer, self)
        self._queue = queues.tabs(self.desk.post)[0]
        self._own_state: State | None = None
        self._failure = ""
        self._part = 0
        self._drawn = 0
        self._slices = QTimer(self)
        self._slices.setInterval(SLICE_MS)
        self._slices.timeout.connect(self._grow_older)
        self.tools.addLayout(self.bar_tools)
        if context.preferences["legend"] != "fitting":
            self.view.floating.fold(context.preferences["legend"] == "folded")
        self.title.hide()
        self.set_body(self.view)
        self._connect()
        self.restyle()
        self._show_all()
        self._look()
        self.read_ground()

    @property
    def settled(self) -> bool:
        """Whether the page has applied the ground and painted every case that was sent."""
        page_queue = self.view.page_queue
        ground = page_queue.sent("ground") > 0 and not page_queue.unanswered("ground")
        return ground and self._drawn >= page_queue.sent("cases") > 0

    def _page_painted(self, revision: int) -> None:
        self._drawn = revision
        self.painted.emit()

    def _connect(self) -> None:
        context, view, tools = self.context, self.view, self.bar_tools
        view.painted.connect(self._page_painted)
        view.applied.connect(self.painted)  # the marks may have been painted before the ground
        context.listener.changed.connect(self._changed)
        context.listener.ticked.connect(self._look)
        context.listener.link_state_changed.connect(self._look)
        context.selection.changed.connect(self._chosen)
        context.selection.draft_changed.connect(self._ring)
        view.case_clicked.connect(self._clicked)
        view.crew_clicked.connect(self._crew_clicked)
        view.case_activated.connect(self._activated)
        view.cell_clicked.connect(self._cell)
        view.drag_started.connect(self._drag)
        view.menu_wanted.connect(self._menu)
        self.drop.dropped_on.connect(self.dropped_on)
        tools.hidden_changed.connect(self._switch)
        view.floating.zoom.zoomed.connect(self.navigator.zoom_by)
        view.floating.zoom.whole_wanted.connect(self._whole)
        view.floating.folded.connect(self._keep_fold)
        tools.sought.connect(self._sought)
        tools.centre_wanted.connect(self.centre)
        tools.locked.connect(self._lock)
        self.clear_filter.connect(self._unfilter)
        self.retry.connect(self.read_ground)
        self.bar.acted.connect(self._unfilter)

    # what is shown

    def read_ground(self) -> None:
        """Reads streets, roads, water and grids on a worker thread and draws them."""
        self._failure = ""
        read = partial(map_ground.read_ground, self.context.seat)
        came, failed = self._ground_came, self._ground_failed
        self.context.jobs.run(self, read, came, failed, failed)

    def _ground_came(self, laid: map_ground.GroundLayers) -> None:
        self.gazetteer.named = laid.named
        self.view.show_ground(laid.ground)
        self.view.show_regions(laid.regions)
        self.view.show_grids(laid.grids)
        present = {"regions": len(laid.regions.ids), "grids": len(laid.grids.ids)}
        offered = {name for name, count in present.items() if count}
        self.bar_tools.present = frozenset({"cases", OTHERS, "crews"} | offered)
        self._look()

    def _ground_failed(self, error: Exception) -> None:
        LOG.warning("the ground was not read: %s", error)
        self._failure = str(error)
        self._look()

    def _show_all(self) -> None:
        if not self.context.seat.room.loaded:
            return
        self.view.show_cases(columns.whole(self.case_names))
        self.view.show_crews(self.crews.whole())
        self._filter()
        self._chosen()
        self._slices.start()

    def _changed(self, change: Change) -> None:
        held = self.view.contents.cases
        if change.loaded or len(held) != len(self.context.seat.room.cases.alive):
            self._show_all()
            self._look()
            return
        slots = columns.touched(self.desk, held, change)
        if len(slots):
            self._let_through(slots)
            self.view.change_cases(slots, columns.rows(self.case_names, slots))
        moved = self.crews.touched(change)
        if len(moved):
            self.view.change_crews(moved, self.crews.rows(moved))

    def _grow_older(self) -> None:
        """Refreshes one slice of the clocks, and once a round the ages of the crews."""
        self._part = (self._part + 1) % columns.PARTS
        slots, rows = columns.older(self.desk, self.view.contents.cases, self._part)
        if len(slots):
            self.view.change_cases(slots, rows)
        if self._part == 0:
            every = np.arange(len(self.context.seat.room.crews.ids))
            self.view.change_crews(every, self.crews.rows(every))

    # only this queue, unless the layer of all others is on

    def show_queue(self, key: str) -> None:
        """Shows the queue of the list beside the map."""
        self._queue = key
        self._filter()

    def _switch(self, hidden: frozenset[str]) -> None:
        self.view.set_hidden(hidden)
        self._filter()

    def _filter(self) -> None:
        only = OTHERS in self.bar_tools.hidden
        self.view.set_filter(columns.queue(self.desk, self._queue) if only else None)
        shown = self._queue if only else "all"
        self.view.floating.legend.show_scope(_(queues.QUEUES[shown].label) if shown else "")
        self._look()

    def _let_through(self, slots: Any) -> None:
        shown = self.view.contents.shown
        if shown is not None:
            shown[slots] = columns.queue(self.desk, self._queue)[slots]

    def _unfilter(self) -> None:
        if OTHERS in self.bar_tools.hidden:
            self.bar_tools.switch(OTHERS)

    # chosen here and elsewhere

    def _chosen(self) -> None:
        self._ring()
        place = self._chosen_place()
        if place is not None and self.dragging.session is None:
            self.navigator.follow(*place)
        self.follow.look()

    def _chosen_place(self) -> tuple[float, float] | None:
        current = self.context.selection.current
        return None if current is None else self.place_of(current)

    def _ring(self) -> None:
        selection = self.context.selection
        self.view.set_selection(selection.ids, selection.draft)

    def place_of(self, case: int) -> tuple[float, float] | None:
        """Position of an open case; None if unknown."""
        cases = self.context.seat.room.cases
        slot = cases.slot_of.get(case)
        if slot is None:
            return None
        lon, lat = float(cases.column("lon")[slot]), float(cases.column("lat")[slot])
        return None if np.isnan(lon) else (lon, lat)

    def _clicked(self, case: int, modifiers: Qt.KeyboardModifier) -> None:
        selection = self.context.selection
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            selection.toggle(case)
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            selection.choose([*selection.ids, case], case)
        else:
            selection.choose([case])

    def _crew_clicked(self, crew: int, _modifiers: Qt.KeyboardModifier) -> None:
        held = self.crews.cases_of(crew)
        if held:
            self.context.selection.choose(held)

    def _activated(self, case: int) -> None:
        self.context.selection.choose([case])
        place = self.place_of(case)
        if place is not None:
            self.navigator.go(*place, max(CLOSE, self.view.viewport().zoom))

    def _cell(self, cases: list[int]) -> None:
        self.context.selection.choose(cases)

    def _drag(self, cases: list[int]) -> None:
        chosen = self.context.selection
        if any(case in chosen for case in cases):
            cases = list(chosen.ids)
        elif cases:
            chosen.choose(cases)
        self.dragging.start(self.view, [c for c in cases if c in self.context.seat.room.cases])

    def _menu(self, kind: str, number: int, at: QPoint) -> None:
        if kind != "case":
            self.bar_tools.ask_layers(at)
            return
        if number not in self.context.selection:
            self.context.selection.choose([number])
        self.menu_wanted.emit(at)

    # where it looks

    def centre(self) -> None:
        """Centres on the selected case, else the operator's own area, and follows again (⌖)."""
        self.navigator.held = False
        place = self._chosen_place()
        if place is None:
            self.navigator.go_home()
        else:
            self.navigator.go(*place, max(CLOSE, self.view.viewport().zoom))

    def _keep_fold(self, on: bool) -> None:
        self.context.preferences.keep("legend", "folded" if on else "unfolded")

    def _whole(self) -> None:
        """Fits the city's outline or, without one, every case on the map."""
        bounds = map_ground.whole(self.context.seat) or columns.around(self.view.contents.cases)
        if bounds is not None:
            self.navigator.fit(bounds)

    def _sought(self, spot: FoundPlace) -> None:
        self.navigator.go(spot.lon, spot.lat, spot.zoom)
        if spot.case is not None:
            self.context.selection.choose([spot.case])

    def _lock(self, on: bool) -> None:
        self.navigator.locked = on
        self.view.lock_view(on)
        self.follow.look()

    # what it says of itself

    def _look(self) -> None:
        """Updates age and state, once a second."""
        room = self.context.seat.room
        token = AGE_INK.get(room.link_state(), "text.3")
        self.view.set_age(age_words(room, self.zone) or _("no data yet"), token)
        state = pane_state(room, self.zone, self._what_is_there())
        if state != self._own_state:
            self._own_state = state
            self.set_state(state)

    def _what_is_there(self) -> State:
        """State of the map itself, whatever the link."""
        if self._failure:
            return states.failed(_("The map's ground could not be read."), self._failure)
        if not len(self.context.seat.room.cases):
            return states.empty(_("No open cases"))
        shown = self.view.contents.shown
        if shown is not None and not np.any(shown):
            return State(StateKind.FILTERED, _("No case of this queue has a place on the map."))
        return states.READY

    @override
    def set_state(self, state: State) -> None:
        """Shows a state; an empty one above the map, so that streets and crews stay visible."""
        empty = state.kind in (StateKind.EMPTY, StateKind.FILTERED)
        super().set_state(State() if empty else state)
        self.state = state
        self.age.hide()
        if empty:
            clear = _("Show all open cases") if state.kind is StateKind.FILTERED else ""
            self.bar.show_message(state.text, BannerKind.INFO, clear)
            self.bar.show()
        elif state.kind in (StateKind.DISCONNECTED, StateKind.READ_ONLY):
            self.bar.show_message(state.text, self.bar.kind, "")

    @override
    def restyle(self) -> None:
        self.set_title(_("Map"))
        self.bar_tools.restyle()
        self.follow.restyle()
        self._filter()  # the legend names the queue
        self._own_state = None
        self._look()
        super().restyle()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
        head = QRectF(0, 0, self.width(), theme.px("pane.head"))
        painter.fillRect(head, theme.color("bg.2"))
        line = theme.px("hairline")
        painter.fillRect(QRectF(0, head.bottom() - line, self.width(), line), theme.color("line.1"))
