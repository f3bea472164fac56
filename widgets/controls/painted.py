"""Base classes of painted controls: they follow the theme and show the focus."""

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QKeyEvent, QPainter, QPen
from qtpy.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from widgets import theme


def ring(painter: QPainter, box: QRectF) -> None:
    """Draws the focus ring: 2 px of accent at the edge, then a gap of 2 px."""
    width, gap = theme.px("focus.ring"), theme.px("focus.gap")
    radius = theme.px("radius.control")
    half = width / 2
    inside = half + width / 2 + gap / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("bg.1"), gap))
    painter.drawRoundedRect(box.adjusted(inside, inside, -inside, -inside), radius - 1, radius - 1)
    painter.setPen(QPen(theme.color("accent"), width))
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)


class PaintedWidget(QWidget):
    """A widget that paints itself from tokens and is measured again when they change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.current().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Follows a change of mode, comfort or language."""
        self.updateGeometry()
        self.update()


class PaintedButton(QAbstractButton):
    """A painted button; reached by Tab, pressed by Space or Enter.

    A click leaves the focus where it is: at the rows, ready for the next digit.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.current().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Follows a change of mode, comfort or language."""
        self.updateGeometry()
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():  # a key held down presses once
                self.click()
            return
        super().keyPressEvent(event)
