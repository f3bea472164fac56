"""Turns what the page tells into the map's signals."""

import logging
from typing import TYPE_CHECKING, Any, Final

from qtpy.QtCore import QObject, QPoint, Qt

from widgets.map.projection import Sight

if TYPE_CHECKING:
    from widgets.map.view import MapView

_log = logging.getLogger(__name__)
_MODIFIERS: Final = (
    (1, Qt.KeyboardModifier.ShiftModifier),
    (2, Qt.KeyboardModifier.ControlModifier),
    (4, Qt.KeyboardModifier.AltModifier),
)


def modifiers(bits: int) -> Qt.KeyboardModifier:
    """The page's 1 shift, 2 control, 4 alt as Qt's flags."""
    found = Qt.KeyboardModifier.NoModifier
    for bit, flag in _MODIFIERS:
        if bits & bit:
            found |= flag
    return found


class Hearing(QObject):
    """One method per kind of news, found by its name: `on_<kind>`."""

    def __init__(self, view: "MapView") -> None:
        super().__init__(view)
        self._view = view
        self._breaks = 0

    def hear(self, kind: str, arguments: list[Any]) -> None:
        """News from the page. An unknown kind is a bug and raises AttributeError."""
        getattr(self, f"on_{kind}")(*arguments)

    def on_ready(self) -> None:
        self._view.came()

    def on_view(self, lon: float, lat: float, zoom: float, width: int, height: int) -> None:
        self._view.saw(Sight(lon, lat, zoom, int(width), int(height)))

    def on_applied(self, revision: int, kind: str, ms: float) -> None:
        self._breaks = 0
        self._view.outbox.answer(revision)
        self._view.applied.emit(kind, float(ms))

    def on_painted(self, revision: int) -> None:
        self._view.painted.emit(revision)

    def on_broken(self, what: str) -> None:
        """A message failed in the page: all goes again; when that fails too, a new page."""
        _log.error("the map's page failed: %s", what)
        self._breaks += 1
        if self._breaks == 1:
            self._view.outbox.restart()
        else:
            self._view.web.come_back()

    def on_pointed(self, lon: float, lat: float) -> None:
        self._view.strip.set_place(lon, lat)

    def on_case(self, id_: float, bits: int) -> None:
        self._view.case_clicked.emit(int(id_), modifiers(bits))

    def on_crew(self, id_: float, bits: int) -> None:
        self._view.crew_clicked.emit(int(id_), modifiers(bits))

    def on_activate(self, id_: float) -> None:
        self._view.case_activated.emit(int(id_))

    def on_cell(self, ids: list[float]) -> None:
        self._view.cell_clicked.emit([int(i) for i in ids])

    def on_background(self, lon: float, lat: float) -> None:
        self._view.background_clicked.emit(lon, lat)

    def on_drag(self, ids: list[float]) -> None:
        self._view.drag_started.emit([int(i) for i in ids])

    def on_hover(self, kind: str, id_: float) -> None:
        self._view.hovered.emit(kind, int(id_))

    def on_menu(self, kind: str, id_: float, x: float, y: float) -> None:
        point = self._view.web.mapToGlobal(QPoint(int(x), int(y)))
        self._view.menu_wanted.emit(kind, int(id_), point)

    def on_measured(self, fps: float, spent: list[float]) -> None:
        self._view.measured.emit(float(fps), spent)
