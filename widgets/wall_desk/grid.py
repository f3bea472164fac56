"""The grid of the scene editor: panels moved and resized by pointer and keyboard, never one on another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from qtpy.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from qtpy.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.domain.refusal import Refused
from console.wall import editing
from console.wall.editing import Panels
from console.wall.scenes import COLUMNS, ROWS, Panel
from console.words import _
from widgets import theme
from widgets.controls import PaintedWidget, ring, text

KIND_MIME: Final = "application/x-wangge-panel"
"""MIME type of a drag of a kind of panel: its key."""
MAJOR: Final = 4
STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
CURSORS: Final = {
    (True, True): Qt.CursorShape.SizeFDiagCursor,
    (True, False): Qt.CursorShape.SizeHorCursor,
    (False, True): Qt.CursorShape.SizeVerCursor,
    (False, False): Qt.CursorShape.SizeAllCursor,
}
"""Whether the right and the lower edge are under the pointer → cursor."""


@dataclass(slots=True)
class _Grip:
    """A panel held by the pointer: where it was taken, which edges, and where it would be put."""

    at: QPointF
    begun: Panel
    edges: tuple[bool, bool]
    wanted: Panel
    objection: str = ""


class SceneGrid(PaintedWidget):
    """Panels of one arrangement. Arrow keys move the chosen one, with Shift they resize it.

    Signals: `edited()` after a change, `chose()` when another panel is chosen, `refused(sentence)`.
    """

    edited = Signal()
    chose = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panels: Panels = ()
        self.chosen = 0
        self._grip: _Grip | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._name()

    def show_panels(self, panels: Panels) -> None:
        """Shows another arrangement."""
        self.panels, self._grip = panels, None
        self.chosen = min(self.chosen, max(0, len(panels) - 1))
        self._name()
        self.update()

    @property
    def panel(self) -> Panel | None:
        """The chosen panel."""
        return self.panels[self.chosen] if self.panels else None

    def choose(self, index: int) -> None:
        """Chooses a panel."""
        if self.panels and index != self.chosen:
            self.chosen = index % len(self.panels)
            self._name()
            self.update()
            self.chose.emit()

    def add(self, kind: str, at: tuple[int, int] | None = None) -> None:
        """Adds a panel and chooses it."""
        if self._change(lambda: editing.added(self.panels, kind, at)):
            self.choose(len(self.panels) - 1)

    def switch(self, kind: str) -> None:
        """Lets a kind take turns in the chosen panel, or no longer."""
        if self.panels:
            self._change(lambda: editing.switched(self.panels, self.chosen, kind))
            self.chose.emit()

    def remove(self) -> None:
        """Removes the chosen panel; the last one stays."""
        if len(self.panels) < 2:
            self.refused.emit(str(Refused("scene_panel_last")))
            return
        self._change(lambda: editing.removed(self.panels, self.chosen))
        self.chosen = min(self.chosen, len(self.panels) - 1)
        self.chose.emit()

    def _change(self, change: Callable[[], Panels]) -> bool:
        """Takes a change over, or tells why not."""
        try:
            panels = change()
        except Refused as no:
            self.refused.emit(str(no))
            return False
        if panels != self.panels:
            self.panels = panels
            self._name()
            self.update()
            self.edited.emit()
        return True

    def _name(self) -> None:
        """Says the chosen panel and its place to a screen reader."""
        one = self.panel
        self.setAccessibleName(_("Arrangement of the panels"))
        said = "" if one is None else f"{editing.title(one)} {one.x} {one.y} {one.w} × {one.h}"
        self.setAccessibleDescription(said)

    # geometry

    @override
    def sizeHint(self) -> QSize:
        return QSize(2 * theme.px("command.width"), theme.px("command.width"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px("drag.width"), theme.px("drag.width") // 2)

    def _area(self) -> QRectF:
        gap = theme.px("space.8")
        return QRectF(self.rect()).adjusted(gap, gap, -gap, -gap)

    def box_of(self, panel: Panel) -> QRectF:
        """The place of a panel on this widget."""
        area = self._area()
        across, down = area.width() / COLUMNS, area.height() / ROWS
        corner = QPointF(area.x() + panel.x * across, area.y() + panel.y * down)
        return QRectF(corner.x(), corner.y(), panel.w * across, panel.h * down)

    def _cells(self, moved: QPointF) -> tuple[int, int]:
        area = self._area()
        across, down = area.width() / COLUMNS, area.height() / ROWS
        return round(moved.x() / across), round(moved.y() / down)

    def _at(self, place: QPointF) -> int | None:
        found = (i for i, one in enumerate(self.panels) if self.box_of(one).contains(place))
        return next(found, None)

    def _edges(self, panel: Panel, place: QPointF) -> tuple[bool, bool]:
        box, grab = self.box_of(panel), theme.px("grab") + theme.px("space.4")
        return box.right() - place.x() <= grab, box.bottom() - place.y() <= grab

    # pointer

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or index is None:
            return
        self.choose(index)
        panel = self.panels[index]
        edges = self._edges(panel, event.position())
        self._grip = _Grip(event.position(), panel, edges, panel)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grip = self._grip
        if grip is None:
            index = self._at(event.position())
            if index is None:
                self.unsetCursor()
            else:
                self.setCursor(CURSORS[self._edges(self.panels[index], event.position())])
            return
        right, down = self._cells(event.position() - grip.at)
        begun = grip.begun
        if any(grip.edges):
            w = min(begun.w + right * grip.edges[0], COLUMNS - begun.x)
            h = min(begun.h + down * grip.edges[1], ROWS - begun.y)
            wanted = replace(begun, w=max(w, 1), h=max(h, 1))
        else:
            wanted = replace(begun, x=begun.x + right, y=begun.y + down)
        grip.wanted = editing.within(wanted)
        try:
            editing.put(self.panels, self.chosen, grip.wanted)
            grip.objection = ""
        except Refused as no:
            grip.objection = str(no)
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        if grip is not None and grip.wanted != grip.begun:
            self._change(lambda: editing.put(self.panels, self.chosen, grip.wanted))
        self.update()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(KIND_MIME):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        kind = bytes(event.mimeData().data(KIND_MIME).data()).decode()
        area, place = self._area(), event.position()
        x = int((place.x() - area.x()) / area.width() * COLUMNS)
        y = int((place.y() - area.y()) / area.height() * ROWS)
        event.acceptProposedAction()
        self.add(kind, (min(max(x, 0), COLUMNS - 1), min(max(y, 0), ROWS - 1)))

    # keyboard

    @override
    def event(self, event: QEvent) -> bool:
        """Tab goes from panel to panel, and from the last one on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if by and 0 <= self.chosen + by < len(self.panels):
                self.choose(self.chosen + by)
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._grip is not None:
            self._grip = None
            self.update()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif step is None or not self.panels:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._change(lambda: editing.resized(self.panels, self.chosen, *step))
        else:
            self._change(lambda: editing.moved(self.panels, self.chosen, *step))

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.0"))
        self._lines(painter)
        for index, panel in enumerate(self.panels):
            if self._grip is None or index != self.chosen:
                self._paint(painter, panel, chosen=index == self.chosen)
        if self._grip is not None:
            self._paint(painter, self._grip.wanted, chosen=True, amiss=bool(self._grip.objection))
        if self.hasFocus():
            ring(painter, QRectF(self.rect()))

    def _lines(self, painter: QPainter) -> None:
        area = self._area()
        painter.fillRect(area, theme.color("bg.1"))
        painter.setPen(QPen(theme.color("line.1"), theme.px("hairline")))
        for column in range(0, COLUMNS + 1, MAJOR):
            x = area.x() + area.width() * column / COLUMNS
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for row in range(0, ROWS + 1, MAJOR):
            y = area.y() + area.height() * row / ROWS
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint(self, painter: QPainter, panel: Panel, *, chosen: bool, amiss: bool = False) -> None:
        gap, radius = theme.px("space.2"), theme.px("radius.card")
        box = self.box_of(panel).adjusted(gap, gap, -gap, -gap)
        edge = "alarm" if amiss else "accent" if chosen else "line.2"
        width = theme.px("focus.ring") if chosen else theme.px("hairline")
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(theme.color("select" if chosen else "bg.3"))
        painter.drawRoundedRect(box, radius, radius)
        pad, line = theme.px("space.8"), theme.line_px("dense")
        inner = box.adjusted(pad, theme.px("space.4"), -pad, -theme.px("space.4"))
        painter.setFont(theme.font("dense", bold=True))
        painter.setPen(theme.color("text.1"))
        heading = QRectF(inner.x(), inner.y(), inner.width(), line)
        text.draw(painter, heading, editing.title(panel), may_elide=True)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        size = QRectF(inner.x(), inner.y() + line, inner.width(), line)
        if size.bottom() <= inner.bottom():
            text.draw(painter, size, f"{panel.w} × {panel.h}", may_elide=True)
        if chosen:
            self._corner(painter, box)

    def _corner(self, painter: QPainter, box: QRectF) -> None:
        """The corner that resizes."""
        side = theme.px("space.8")
        corner = QRectF(box.right() - side, box.bottom() - side, side, side)
        painter.fillRect(corner, theme.color("accent"))
