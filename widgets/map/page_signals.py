"""Messages of the map's page as Qt signals."""

import logging
from typing import Any, Final

from qtpy.QtCore import QObject, QPoint, Qt, Signal

from widgets.map.projection import Viewport

_log = logging.getLogger(__name__)
_MODIFIERS: Final = (
    (1, Qt.KeyboardModifier.ShiftModifier),
    (2, Qt.KeyboardModifier.ControlModifier),
    (4, Qt.KeyboardModifier.AltModifier),
)


def modifiers(bits: int) -> Qt.KeyboardModifier:
    """Converts the page's bits (1 shift, 2 control, 4 alt) to Qt's flags."""
    found = Qt.KeyboardModifier.NoModifier
    for bit, flag in _MODIFIERS:
        if bits & bit:
            found |= flag
    return found


class PageSignals(QObject):
    """One signal for each kind of message from the page.

    `ready()` the page is up and empty · `viewed(Viewport)` · `applied(revision, kind, ms)` and
    `painted(revision)` of a batch · `message_broken()` one message failed, `page_broken()` the next
    one too · `pointed(lon, lat)` below the pointer · `case_clicked(id, modifiers)` and
    `crew_clicked(id, modifiers)` with Qt's keyboard modifiers · `case_activated(id)` ·
    `cell_clicked([ids])` · `background_clicked(lon, lat)` · `drag_started([ids])` ·
    `hovered(kind, id)` · `menu_wanted(kind, id, point in the page)` · `measured(fps, ms spent)`.
    """

    ready = Signal()
    viewed = Signal(object)
    applied = Signal(int, str, float)
    painted = Signal(int)
    message_broken = Signal()
    page_broken = Signal()
    pointed = Signal(float, float)
    case_clicked = Signal(object, object)
    crew_clicked = Signal(object, object)
    case_activated = Signal(object)
    cell_clicked = Signal(object)
    background_clicked = Signal(float, float)
    drag_started = Signal(object)
    hovered = Signal(str, object)
    menu_wanted = Signal(str, object, QPoint)
    measured = Signal(float, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._breaks = 0

    def emit_signal(self, kind: str, arguments: list[Any]) -> None:
        """Emits the signal of one message. An unknown kind is a bug and raises AttributeError."""
        getattr(self, f"_on_{kind}")(*arguments)

    def _on_ready(self) -> None:
        self.ready.emit()

    def _on_view(self, lon: float, lat: float, zoom: float, width: int, height: int) -> None:
        self.viewed.emit(Viewport(lon, lat, zoom, int(width), int(height)))

    def _on_applied(self, revision: int, kind: str, ms: float) -> None:
        self._breaks = 0
        self.applied.emit(revision, kind, float(ms))

    def _on_painted(self, revision: int) -> None:
        self.painted.emit(revision)

    def _on_broken(self, what: str) -> None:
        _log.error("the map's page failed: %s", what)
        self._breaks += 1
        if self._breaks == 1:
            self.message_broken.emit()
        else:
            self.page_broken.emit()

    def _on_pointed(self, lon: float, lat: float) -> None:
        self.pointed.emit(lon, lat)

    def _on_case(self, id_: float, bits: int) -> None:
        self.case_clicked.emit(int(id_), modifiers(bits))

    def _on_crew(self, id_: float, bits: int) -> None:
        self.crew_clicked.emit(int(id_), modifiers(bits))

    def _on_activate(self, id_: float) -> None:
        self.case_activated.emit(int(id_))

    def _on_cell(self, ids: list[float]) -> None:
        self.cell_clicked.emit([int(i) for i in ids])

    def _on_background(self, lon: float, lat: float) -> None:
        self.background_clicked.emit(lon, lat)

    def _on_drag(self, ids: list[float]) -> None:
        self.drag_started.emit([int(i) for i in ids])

    def _on_hover(self, kind: str, id_: float) -> None:
        self.hovered.emit(kind, int(id_))

    def _on_menu(self, kind: str, id_: float, x: float, y: float) -> None:
        self.menu_wanted.emit(kind, int(id_), QPoint(int(x), int(y)))

    def _on_measured(self, fps: float, spent: list[float]) -> None:
        self.measured.emit(float(fps), spent)
