"""The map as a widget: arrays in, signals out. See `arrays` for the shapes of what goes in."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, Signal
from qtpy.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from qtpy.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.map.arrays import CaseArrays, CrewArrays, Ground, Outlines, VerdictMap, Whole
from widgets.map.contents import Contents
from widgets.map.controls import FloatingControls
from widgets.map.page_queue import PageQueue
from widgets.map.page_signals import PageSignals
from widgets.map.projection import Bounds, Viewport, fitting
from widgets.map.strip import Strip
from widgets.map.targets import Target, target_at
from widgets.map.web import MapWeb
from widgets.session.selection import CASES_MIME


class MapView(QWidget):
    """Web view, our layer in it, and the strip below it.

    Every method may be called before the page is there; its content is sent when the page is ready, and
    again after a reload.

    Signals: `case_clicked(id, modifiers)` and `crew_clicked(id, modifiers)` with Qt keyboard
    modifiers · `case_activated(id)` · `cell_clicked([ids])` a crowded cell at the closest zoom ·
    `background_clicked(lon, lat)` · `drag_started([ids])` marks are pulled: the receiver starts the QDrag ·
    `hovered(kind, id)` "case", "crew" or "" · `menu_wanted(kind, id, global point)` ·
    `view_changed(bounds, zoom)` · `covered()` the legend was folded or unfolded · `painted(revision)` ·
    `alive(bool)` page ready or gone · `target_hovered(target | None)` and `dropped(target, mime)` of a
    QDrag over the map.
    """

    case_clicked = Signal(object, object)
    crew_clicked = Signal(object, object)
    case_activated = Signal(object)
    cell_clicked = Signal(object)
    background_clicked = Signal(float, float)
    drag_started = Signal(object)
    hovered = Signal(str, object)
    menu_wanted = Signal(str, object, QPoint)
    view_changed = Signal(object, float)
    painted = Signal(int)
    applied = Signal(str, float)
    measured = Signal(float, object)
    alive = Signal(bool)
    covered = Signal()
    target_hovered = Signal(object)
    dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contents = Contents()
        self._wanted: Bounds | None = None
        self._target: Target | None = None
        self.web = MapWeb(self)
        self.strip = Strip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.web, 1)
        column.addWidget(self.strip)
        self.floating = FloatingControls(self)
        self._clear_of = self.floating.covered()
        self.floating.legend.resized.connect(self._float)
        self._notice = QLabel(self)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setAutoFillBackground(True)
        self._notice.hide()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.web)
        self.page_queue = PageQueue(self.web.bridge.send, self.web.server.blocks, self)
        self._keep_all()
        self.signals = PageSignals(self)
        self._connect_signals(self.signals)
        self.web.bridge.received.connect(self.signals.emit_signal)
        self.web.gone.connect(self._gone)
        self.web.failed.connect(self._failed)
        theme.current().changed.connect(self.apply_theme)
        self.apply_theme()
        self._start = QTimer(self)
        self._start.setSingleShot(True)
        self._start.timeout.connect(self.web.start)
        self._start.start(0)

    def _connect_signals(self, signals: PageSignals) -> None:
        signals.ready.connect(self._page_ready)
        signals.viewed.connect(self._page_viewed)
        signals.applied.connect(self._page_applied)
        signals.message_broken.connect(self.page_queue.restart)  # all goes again
        signals.page_broken.connect(self.web.come_back)
        signals.pointed.connect(self.strip.set_place)
        signals.menu_wanted.connect(self._menu_wanted)
        for told, signal in (
            (signals.painted, self.painted),
            (signals.case_clicked, self.case_clicked),
            (signals.crew_clicked, self.crew_clicked),
            (signals.case_activated, self.case_activated),
            (signals.cell_clicked, self.cell_clicked),
            (signals.background_clicked, self.background_clicked),
            (signals.drag_started, self.drag_started),
            (signals.hovered, self.hovered),
            (signals.measured, self.measured),
        ):
            told.connect(signal)

    def _keep_all(self) -> None:
        of, box = self.contents, self.page_queue
        for kind, maker in (
            ("tiles", of.tiles_block),
            ("layers", of.layers_block),
            ("lock", of.lock_block),
        ):
            box.keep(kind, maker)

    # what is shown

    def show_cases(self, arrays: CaseArrays) -> None:
        """Sets all open cases; row = slot. Another number of slots removes the filter."""
        self.contents.cases = arrays.take(np.arange(len(arrays)))
        self.contents.forget_changes("cases")
        self.page_queue.keep("cases", self.contents.cases_block)
        if self.contents.shown is not None and len(self.contents.shown) != len(arrays):
            self.set_filter(None)

    def change_cases(self, slots: Whole, arrays: CaseArrays) -> None:
        """Writes row i of `arrays` into slot `slots[i]`; `alive` 0 empties the slot."""
        self.contents.change("cases", slots, arrays)
        self.page_queue.once("cases_change", self.contents.cases_change_block)

    def show_crews(self, arrays: CrewArrays) -> None:
        """Sets all crews and collectors; row = slot."""
        self.contents.crews = arrays.take(np.arange(len(arrays)))
        self.contents.forget_changes("crews")
        self.page_queue.keep("crews", self.contents.crews_block)

    def change_crews(self, slots: Whole, arrays: CrewArrays) -> None:
        """Writes row i of `arrays` into slot `slots[i]`."""
        self.contents.change("crews", slots, arrays)
        self.page_queue.once("crews_change", self.contents.crews_change_block)

    def show_ground(self, ground: Ground) -> None:
        """Sets the base map: layer name → outlines."""
        self.contents.ground = dict(ground)
        self.page_queue.keep("ground", self.contents.ground_block)

    def show_regions(self, regions: Outlines) -> None:
        """Sets the streets' areas: outlined, named, and targets of a drop."""
        self.contents.set_regions(regions)
        self.page_queue.keep("regions", self.contents.regions_block)

    def show_grids(self, grids: Outlines) -> None:
        """Sets the unit grids: outlined from zoom 15, named from 16."""
        self.contents.outlines["grids"] = grids
        self.page_queue.keep("grids", self.contents.grids_block)

    def set_selection(self, ids: Iterable[int], draft: int | None = None) -> None:
        """Draws rings around these cases, and a dashed one around `draft`."""
        self.contents.select(ids, draft)
        self.page_queue.keep("selection", self.contents.selection_block, soon=True)

    def show_spot(self, place: tuple[float, float] | None) -> None:
        """Shows a pin for a case being registered; None removes it."""
        self.contents.spot = place
        self.page_queue.keep("spot", self.contents.spot_block, soon=True)

    def set_filter(self, mask: NDArray[Any] | None) -> None:
        """Shows only slots with a true value; None shows all."""
        self.contents.shown = None if mask is None else np.asarray(mask).astype(np.uint8)
        self.page_queue.keep("filter", self.contents.filter_block, soon=True)

    def set_verdict(self, verdict: VerdictMap | None) -> None:
        """Shows the verdicts on drops during a drag; None ends it."""
        self.contents.verdict = verdict
        self.page_queue.keep("verdict", self.contents.verdict_block, soon=True)

    def set_hidden(self, layers: Iterable[str]) -> None:
        """Hides layers: cases, crews, collectors, regions, grids."""
        self.contents.hidden = frozenset(layers)
        self.page_queue.keep("layers", self.contents.layers_block, soon=True)

    # how it looks

    def apply_theme(self) -> None:
        """Follows the theme and language in force; connected to their changes."""
        held = self.contents
        held.tokens, held.family = dict(theme.colours()), theme.family()
        held.faces = {face: theme.current().face_px(face) for face in ("caption", "dense")}
        self.web.set_ground(theme.color("bg.1"))
        self._notice.setFont(theme.font())
        palette = self._notice.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("bg.1"))
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("text.2"))
        self._notice.setPalette(palette)
        self.setAccessibleName(_("Map"))
        self.strip.update()
        self.page_queue.keep("theme", held.theme_block, soon=True)
        self.page_queue.keep("words", held.words_block, soon=True)

    def set_tiles(self, template: str, deepest: int = 18) -> None:
        """Sets raster tiles below our layer, "" for none. Raises ValueError for no http(s) template.
        A new host reloads the page, as its policy names the one host allowed."""
        again = self.web.open_tiles(template)
        self.contents.tiles, self.contents.deepest = template, deepest
        if again:
            self.page_queue.pause()
        self.page_queue.keep("tiles", self.contents.tiles_block)

    def set_age(self, text: str, token: str = "text.3") -> None:
        """Shows the age of the data in the strip, in the colour of `token`."""
        self.strip.set_age(text, token)

    # where it looks

    def viewport(self) -> Viewport:
        """Centre, zoom and size in force."""
        return self.contents.viewport

    def fit(self, bounds: Bounds) -> None:
        """Fits west, south, east, north as closely as possible, once the widget has its size."""
        self._wanted = bounds
        if self.web.width() < 64 or not self.isVisible():
            return
        self._look(self.fitted(bounds))
        self._wanted = bounds if self.contents.viewport.width == 0 else None

    def fitted(self, bounds: Bounds) -> Viewport:
        """The viewport that `fit` would show: clear of the legend as far as that costs no zoom."""
        factor = self.web.zoomFactor()  # the page reckons in larger px where it is enlarged
        size = round(self.web.width() / factor), round(self.web.height() / factor)
        return fitting(bounds, *size, below=self.floating.covered())

    def centre_on(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Centres on (lon, lat), at `zoom` or the present one."""
        self._wanted = None
        now = self.contents.viewport
        self._look(Viewport(lon, lat, now.zoom if zoom is None else zoom, now.width, now.height))

    def _look(self, viewport: Viewport) -> None:
        self.contents.viewport = viewport
        self.strip.set_viewport(viewport)
        self.page_queue.keep("view", self.contents.view_block, soon=True)

    def lock_view(self, on: bool) -> None:
        """Disables pan and zoom by hand; clicks and drags of marks still work."""
        self.contents.locked = on
        self.floating.zoom.setEnabled(not on)
        self.page_queue.keep("lock", self.contents.lock_block, soon=True)

    def _page_viewed(self, viewport: Viewport) -> None:
        """Takes over the part of the ground that the page shows now."""
        first = self.contents.viewport.width == 0
        if first and self._wanted is not None:
            self.fit(self._wanted)
            return
        if self.page_queue.unanswered("view"):
            return  # an echo from before our own move; the page tells again once it has moved
        self.contents.viewport = viewport
        self.page_queue.remember("view", self.contents.view_block)
        self.strip.set_viewport(viewport)
        self.view_changed.emit(viewport.bounds(), viewport.zoom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._notice.setGeometry(self.web.geometry())
        self._float()

    def _float(self) -> None:
        """Places legend and zoom in their corners."""
        column = self.layout()
        if column is not None:
            column.activate()
        self.floating.place(self.web.geometry())
        now = self.floating.covered()
        if now != self._clear_of:
            self._clear_of = now
            self.covered.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wanted is not None:
            self.fit(self._wanted)

    # the page comes and goes

    def _page_applied(self, revision: int, kind: str, ms: float) -> None:
        self.page_queue.answer(revision)
        self.applied.emit(kind, ms)

    def _menu_wanted(self, kind: str, id_: int, point: QPoint) -> None:
        self.menu_wanted.emit(kind, id_, self.web.mapToGlobal(point))

    def _page_ready(self) -> None:
        """Fills the page, which is up and empty."""
        self.web.settled()
        self._notice.hide()
        if self._wanted is not None:
            self.fit(self._wanted)
        self.page_queue.restart()
        self.alive.emit(True)

    def _gone(self) -> None:
        self.page_queue.pause()
        self._say(_("The map stopped and is coming back."))

    def _failed(self, reason: str) -> None:
        self._say(_("The map cannot be drawn: {reason}").format(reason=reason))

    def _say(self, sentence: str) -> None:
        self._notice.setText(sentence)
        self._notice.setGeometry(self.web.geometry())
        self._notice.show()
        self._notice.raise_()
        self.alive.emit(False)

    # drags of Qt's over the map

    def target_at(self, point: QPoint | QPointF) -> Target | None:
        """Returns ("crew", id), ("region", id) or None for a point of this widget."""
        if not self.web.geometry().contains(QPointF(point).toPoint()):
            return None
        held = self.contents
        at, afar = (point.x(), point.y()), held.from_afar()
        return target_at(held.crews, held.regions(), held.viewport, *at, afar=afar)

    def takes(self, mime: QMimeData) -> bool:
        """Whether a drag with this content may be dropped here."""
        return mime.hasFormat(CASES_MIME)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(self.target_at(event.position()))
        event.setAccepted(self._target is not None)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(None)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        target = self.target_at(event.position())
        self._aim(None)
        if target is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.dropped.emit(target, event.mimeData())

    def _aim(self, target: Target | None) -> None:
        if target == self._target:
            return
        self._target = target
        self.contents.target = target
        self.page_queue.keep("target", self.contents.target_block, soon=True)
        self.target_hovered.emit(target)
