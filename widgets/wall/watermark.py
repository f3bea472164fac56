"""The word across a picture that is not real: 演练, 回放."""

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QFont, QPainter, QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.wall.figures import Mode
from console.words import _
from widgets import theme
from widgets.controls import PaintedWidget
from widgets.wall.header import MODES, UNREAL


class Watermark(PaintedWidget):
    """Lies over the whole picture in drill and replay, hidden otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mode = Mode()
        self.hide()

    def show_mode(self, mode: Mode) -> None:
        """Shows the word of the mode, or nothing."""
        self._mode = mode
        self.setVisible(mode.kind in UNREAL)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(theme.fraction("word.opacity"))
        painter.setPen(theme.color("special"))
        font = QFont(theme.font("hero", bold=True))
        font.setPixelSize(max(1, self.height() // 3))
        painter.setFont(font)
        words = _(MODES[self._mode.kind])
        painter.drawText(QRectF(self.rect()), int(Qt.AlignmentFlag.AlignCenter), words)
