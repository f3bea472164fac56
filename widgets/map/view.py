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
from widgets.map.controls import Floating
from widgets.map.outbox import Outbox
from widgets.map.page_news import PageNews
from widgets.map.projection import Bounds, Sight, fitting
from widgets.map.strip import Strip
from widgets.map.targets import Target, target_at
from widgets.map.web import MapWeb
from widgets.session.selection import CASES_MIME


class MapView(QWidget):
    """Web view, our layer in it, the strip below it. Every method may be called before the page
    is there; what is shown then goes to the page when it comes, and again when it comes back.

    Signals: `case_clicked(id, modifiers)` and `crew_clicked(id, modifiers)` with Qt keyboard
    modifiers · `case_activated(id)` · `cell_clicked([ids])` a crowded cell at the closest zoom ·
    `background_clicked(lon, lat)` · `drag_started([ids])` the hand pulls marks: the receiver starts the QDrag ·
    `hovered(kind, id)` "case", "crew" or "" · `menu_wanted(kind, id, global point)` ·
    `view_changed(bounds, zoom)` · `covered()` the legend was folded or unfolded · `painted(revision)` · `alive(bool)` page there or gone ·
    `target_hovered(target | None)` and `dropped(target, mime)` of a QDrag over the map.
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
        self.floating = Floating(self)
        self._clear_of = self.floating.covered()
        self.floating.legend.resized.connect(self._float)
        self._notice = QLabel(self)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setAutoFillBackground(True)
        self._notice.hide()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.web)
        self.outbox = Outbox(self.web.bridge.send, self.web.server.blocks, self)
        self._keep_all()
        self.news = PageNews(self)
        self._connect_news(self.news)
        self.web.bridge.said.connect(self.news.tell)
        self.web.went.connect(self._gone)
        self.web.failed.connect(self._failed)
        theme.current().changed.connect(self.dress)
        self.dress()
        self._start = QTimer(self)
        self._start.setSingleShot(True)
        self._start.timeout.connect(self.web.start)
        self._start.start(0)

    def _connect_news(self, news: PageNews) -> None:
        news.ready.connect(self._page_ready)
        news.viewed.connect(self._page_viewed)
        news.applied.connect(self._page_applied)
        news.message_broken.connect(self.outbox.restart)  # all goes again
        news.page_broken.connect(self.web.come_back)
        news.pointed.connect(self.strip.set_place)
        news.menu_wanted.connect(self._menu_wanted)
        for told, signal in (
            (news.painted, self.painted),
            (news.case_clicked, self.case_clicked),
            (news.crew_clicked, self.crew_clicked),
            (news.case_activated, self.case_activated),
            (news.cell_clicked, self.cell_clicked),
            (news.background_clicked, self.background_clicked),
            (news.drag_started, self.drag_started),
            (news.hovered, self.hovered),
            (news.measured, self.measured),
        ):
            told.connect(signal)

    def _keep_all(self) -> None:
        of, box = self.contents, self.outbox
        for kind, maker in (
            ("tiles", of.tiles_block),
            ("layers", of.layers_block),
            ("lock", of.lock_block),
        ):
            box.keep(kind, maker)

    # what is shown

    def show_cases(self, arrays: CaseArrays) -> None:
        """All open cases; row = slot. The filter goes when the number of slots is another."""
        self.contents.cases = arrays.take(np.arange(len(arrays)))
        self.contents.forget_changes("cases")
        self.outbox.keep("cases", self.contents.cases_block)
        if self.contents.shown is not None and len(self.contents.shown) != len(arrays):
            self.set_filter(None)

    def change_cases(self, slots: Whole, arrays: CaseArrays) -> None:
        """Row i of `arrays` is now slot `slots[i]`; `alive` 0 empties the slot."""
        self.contents.change("cases", slots, arrays)
        self.outbox.once("cases_change", self.contents.cases_change_block)

    def show_crews(self, arrays: CrewArrays) -> None:
        """All crews and collectors; row = slot."""
        self.contents.crews = arrays.take(np.arange(len(arrays)))
        self.contents.forget_changes("crews")
        self.outbox.keep("crews", self.contents.crews_block)

    def change_crews(self, slots: Whole, arrays: CrewArrays) -> None:
        """Row i of `arrays` is now slot `slots[i]`."""
        self.contents.change("crews", slots, arrays)
        self.outbox.once("crews_change", self.contents.crews_change_block)

    def show_ground(self, ground: Ground) -> None:
        """The base map: layer name → outlines."""
        self.contents.ground = dict(ground)
        self.outbox.keep("ground", self.contents.ground_block)

    def show_regions(self, regions: Outlines) -> None:
        """Streets' areas: outlined, named, and targets of a drop."""
        self.contents.set_regions(regions)
        self.outbox.keep("regions", self.contents.regions_block)

    def show_grids(self, grids: Outlines) -> None:
        """Unit grids: outlined from zoom 15, named from 16."""
        self.contents.outlines["grids"] = grids
        self.outbox.keep("grids", self.contents.grids_block)

    def show_duty(self, areas: Outlines) -> None:
        """Duty areas as dotted outlines."""
        self.contents.outlines["duty"] = areas
        self.outbox.keep("duty", self.contents.duty_block)

    def set_selection(self, ids: Iterable[int], draft: int | None = None) -> None:
        """Rings around these cases, wherever their slots are; a dashed one around `draft`."""
        self.contents.select(ids, draft)
        self.outbox.keep("selection", self.contents.selection_block, soon=True)

    def show_spot(self, place: tuple[float, float] | None) -> None:
        """A pin where a case is about to be; None takes it away."""
        self.contents.spot = place
        self.outbox.keep("spot", self.contents.spot_block, soon=True)

    def set_filter(self, mask: NDArray[Any] | None) -> None:
        """Only slots with a true value are shown; None shows all."""
        self.contents.shown = None if mask is None else np.asarray(mask).astype(np.uint8)
        self.outbox.keep("filter", self.contents.filter_block, soon=True)

    def set_verdict(self, verdict: VerdictMap | None) -> None:
        """While a drag is on: what a drop would meet. None when it is over."""
        self.contents.verdict = verdict
        self.outbox.keep("verdict", self.contents.verdict_block, soon=True)

    def set_hidden(self, layers: Iterable[str]) -> None:
        """Layers switched off: cases, crews, collectors, regions, grids, duty."""
        self.contents.hidden = frozenset(layers)
        self.outbox.keep("layers", self.contents.layers_block, soon=True)

    # how it looks

    def dress(self) -> None:
        """Follows the theme and language in force; called by itself when they change."""
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
        self.outbox.keep("theme", held.theme_block, soon=True)
        self.outbox.keep("words", held.words_block, soon=True)

    def set_tiles(self, template: str, deepest: int = 18) -> None:
        """Raster tiles below our layer, "" for none. ValueError when it is no http(s) template.
        A new host loads the page again, as its policy names the one host allowed."""
        again = self.web.open_tiles(template)
        self.contents.tiles, self.contents.deepest = template, deepest
        if again:
            self.outbox.shut()
        self.outbox.keep("tiles", self.contents.tiles_block)

    def set_age(self, text: str, token: str = "text.3") -> None:
        """Age of the data in the strip, in the colour of `token`."""
        self.strip.set_age(text, token)

    # where it looks

    def sight(self) -> Sight:
        """Centre, zoom and size in force."""
        return self.contents.sight

    def fit(self, bounds: Bounds) -> None:
        """Shows west, south, east, north as close as they fit; once the widget has its size."""
        self._wanted = bounds
        if self.web.width() < 64 or not self.isVisible():
            return
        self._look(self.fitted(bounds))
        self._wanted = bounds if self.contents.sight.width == 0 else None

    def fitted(self, bounds: Bounds) -> Sight:
        """What `fit` shows at the present size: clear of the legend as far as that costs no zoom."""
        size = self.web.width(), self.web.height()
        return fitting(bounds, *size, below=self.floating.covered())

    def centre_on(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Puts (lon, lat) in the middle, at `zoom` or the present one."""
        self._wanted = None
        now = self.contents.sight
        self._look(Sight(lon, lat, now.zoom if zoom is None else zoom, now.width, now.height))

    def _look(self, sight: Sight) -> None:
        self.contents.sight = sight
        self.strip.set_sight(sight)
        self.outbox.keep("view", self.contents.view_block, soon=True)

    def lock_view(self, on: bool) -> None:
        """No pan and no zoom by hand; clicks and drags of marks go on."""
        self.contents.locked = on
        self.floating.zoom.setEnabled(not on)
        self.outbox.keep("lock", self.contents.lock_block, soon=True)

    def _page_viewed(self, sight: Sight) -> None:
        """Takes over the part of the ground that the page shows now."""
        first = self.contents.sight.width == 0
        if first and self._wanted is not None:
            self.fit(self._wanted)
            return
        if self.outbox.unanswered("view"):
            return  # an echo from before our own move; the page tells again once it has moved
        self.contents.sight = sight
        self.outbox.remember("view", self.contents.view_block)
        self.strip.set_sight(sight)
        self.view_changed.emit(sight.bounds(), sight.zoom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._notice.setGeometry(self.web.geometry())
        self._float()

    def _float(self) -> None:
        """Legend and zoom into their corners; who fitted the view may want to fit it again."""
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
        self.outbox.answer(revision)
        self.applied.emit(kind, ms)

    def _menu_wanted(self, kind: str, id_: int, point: QPoint) -> None:
        self.menu_wanted.emit(kind, id_, self.web.mapToGlobal(point))

    def _page_ready(self) -> None:
        """Fills the page, which is up and empty."""
        self.web.settled()
        self._notice.hide()
        if self._wanted is not None:
            self.fit(self._wanted)
        self.outbox.restart()
        self.alive.emit(True)

    def _gone(self) -> None:
        self.outbox.shut()
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
        """("crew", id) or ("region", id) under a point of this widget, or None. Synchronous."""
        if not self.web.geometry().contains(QPointF(point).toPoint()):
            return None
        held = self.contents
        at, afar = (point.x(), point.y()), held.from_afar()
        return target_at(held.crews, held.regions(), held.sight, *at, afar=afar)

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
        self.outbox.keep("target", self.contents.target_block, soon=True)
        self.target_hovered.emit(target)
