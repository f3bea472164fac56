"""Controls over the map: zoom, whole city, legend; and their placement."""

from typing import Final

from qtpy.QtCore import QObject, QPoint, QRect, QRectF, Signal
from qtpy.QtGui import QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls import IconButton
from widgets.controls.painted import PaintedWidget
from widgets.map.legend import Legend

FREE: Final = 0.75
"""Share of the map's width that stays free above an unfolded legend."""


class ZoomControls(PaintedWidget):
    """Zoom buttons. `zoomed(±1)`, `whole_wanted()`."""

    zoomed = Signal(float)
    whole_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.closer = IconButton("plus", "", self, size="command.height")
        self.further = IconButton("minus", "", self, size="command.height")
        self.whole = IconButton("whole", "", self, size="command.height")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px("hairline")] * 4)
        column.setSpacing(0)
        for button in (self.closer, self.further, self.whole):
            column.addWidget(button)
        self.closer.clicked.connect(self._closer)
        self.further.clicked.connect(self._further)
        self.whole.clicked.connect(self.whole_wanted)
        self.restyle()

    @override
    def restyle(self) -> None:
        self.closer.set_name(_("Closer"))
        self.further.set_name(_("Further away"))
        self.whole.set_name(_("The whole city"))
        super().restyle()

    def _closer(self) -> None:
        self.zoomed.emit(1.0)

    def _further(self) -> None:
        self.zoomed.emit(-1.0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px("radius.control")
        painter.setPen(QPen(theme.color("line.1"), theme.px("hairline")))
        painter.setBrush(theme.color("bg.2"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius, radius)


class FloatingControls(QObject):
    """Legend at the bottom left and zoom at the bottom right, above the page.

    `folded(bool)`: the operator has folded or unfolded the legend.
    """

    folded = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.legend = Legend(parent)
        self.zoom = ZoomControls(parent)
        self._own = False  # the operator has folded or unfolded it himself
        self.legend.pressed.connect(self._chosen)  # before it is toggled
        self.legend.clicked.connect(self._told)

    def _chosen(self) -> None:
        self._own = True

    def _told(self) -> None:
        self.folded.emit(not self.legend.isChecked())

    def hide(self) -> None:
        """Hides both for good: a wall has nobody to press them."""
        self.legend.hide()
        self.zoom.hide()

    def fold(self, on: bool) -> None:
        """Folds or unfolds the legend, whatever the size of the map."""
        self._own = True
        self.legend.setChecked(not on)

    def place(self, map_: QRect) -> None:
        """Places both in the map's corners; folds the legend where it does not fit."""
        gap = theme.px("space.8")
        if not self._own:
            self.legend.setChecked(self._fits(map_))
        self.zoom.adjustSize()
        self.legend.adjustSize()
        bottom = map_.bottom() + 1 - gap
        self.legend.move(map_.left() + gap, bottom - self.legend.height())
        self.zoom.move(map_.right() + 1 - gap - self.zoom.width(), bottom - self.zoom.height())
        for part in (self.legend, self.zoom):
            part.raise_()

    def _fits(self, map_: QRect) -> bool:
        gap, legend = theme.px("space.8"), self.legend.unfolded()
        wide = legend.width() + self.zoom.sizeHint().width() + 3 * gap <= map_.width()
        return wide and map_.height() - legend.height() >= FREE * map_.width()

    def covers(self, at: QPoint) -> bool:
        """Whether a point of the map's widget lies under a control."""
        return any(part.geometry().contains(at) for part in (self.legend, self.zoom))

    def covered(self) -> int:
        """Px at the map's bottom that fitted bounds should stay clear of."""
        if self.zoom.isHidden():
            return 0
        gap = theme.px("space.8")
        return max(self.legend.height(), self.zoom.height()) + gap
