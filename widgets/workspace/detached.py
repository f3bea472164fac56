"""Parts of a workspace in windows of their own, e.g. on a second screen; closing one brings it back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qtpy.QtCore import QObject, QRect, Qt, Signal
from qtpy.QtGui import QCloseEvent, QGuiApplication
from qtpy.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme


class DetachedWindow(QWidget):
    """A window with one part. `closed(key)` is sent when it is closed by hand."""

    closed = Signal(str)

    def __init__(self, key: str, part: QWidget, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.key, self.part = key, part
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(part)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit(self.key)


@dataclass(frozen=True, slots=True)
class _Place:
    """Position of a part in its splitter."""

    splitter: QSplitter
    index: int


class DetachedParts(QObject):
    """Detaches and reattaches `parts`: key → (widget in a splitter, marked window name).

    A part keeps its content, as it stays the same widget. `moved()` a part has been detached or brought
    back; `opened(window)` before the window is shown.
    """

    moved = Signal()
    opened = Signal(object)

    def __init__(self, parts: Mapping[str, tuple[QWidget, str]], owner: QWidget) -> None:
        super().__init__(owner)
        self.parts, self.owner = dict(parts), owner
        self.windows: dict[str, DetachedWindow] = {}
        self._places: dict[str, _Place] = {}
        self._boxes: dict[str, QRect] = {}
        theme.current().changed.connect(self.restyle)

    def turn(self, key: str) -> None:
        """Detaches a part, or brings it back."""
        if key in self.windows:
            self.bring_back(key)
        else:
            self.detach(key)

    def detach(self, key: str) -> None:
        """Moves a part into a window: where its last one was, else as large as the part."""
        part, _name = self.parts[key]
        if not self.windows:
            self._places = dict(self._homes())
        box = self._box(part)
        window = self.windows[key] = DetachedWindow(key, part, self.owner)
        window.closed.connect(self.bring_back)
        window.setGeometry(self._boxes.get(key, box))
        self.restyle()
        self.opened.emit(window)
        part.show()
        window.show()
        self.moved.emit()

    def _homes(self) -> Iterator[tuple[str, _Place]]:
        """Positions of all parts while none is detached."""
        for key, (part, _name) in self.parts.items():
            splitter = part.parentWidget()
            assert isinstance(splitter, QSplitter)
            yield key, _Place(splitter, splitter.indexOf(part))

    def _box(self, part: QWidget) -> QRect:
        """Geometry of a new window: a second screen, else the place of the part."""
        here = self.owner.screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not here]
        if others:
            return others[0].availableGeometry()
        return QRect(part.mapToGlobal(part.rect().topLeft()), part.size())

    def bring_back(self, key: str) -> None:
        """Puts a part back to its place, in the order of the splitter."""
        window = self.windows.pop(key, None)
        if window is None:
            return
        self._boxes[key] = window.geometry()
        place, gone = self._places[key], [self._places[other] for other in self.windows]
        before = sum(p.splitter is place.splitter and p.index < place.index for p in gone)
        place.splitter.insertWidget(place.index - before, window.part)
        window.part.show()
        window.hide()
        window.deleteLater()
        self.moved.emit()

    def set_enabled(self, enabled: bool) -> None:
        """Enables or disables all detached parts; disabled while the seat is locked."""
        for window in self.windows.values():
            window.setEnabled(enabled)

    def restyle(self) -> None:
        """Rewrites the window titles in the language in force."""
        for key, window in self.windows.items():
            window.setWindowTitle(f"{_(self.parts[key][1])} · {_('Wangge Console')}")

    def close_down(self) -> None:
        """Closes all windows together with the workspace."""
        for window in self.windows.values():
            window.blockSignals(True)
            window.close()
