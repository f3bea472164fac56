"""The fade from one scene to the next: the old picture over the new one, ever fainter."""

from qtpy.QtCore import Qt, QVariantAnimation
from qtpy.QtGui import QPainter, QPaintEvent, QPixmap
from qtpy.QtWidgets import QWidget
from typing_extensions import override


class Fade(QWidget):
    """Lies over a picture while it fades; hidden and empty otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._old = QPixmap()
        self._ink = 0.0
        self._run = QVariantAnimation(self)
        self._run.setStartValue(1.0)
        self._run.setEndValue(0.0)
        self._run.valueChanged.connect(self._show)
        self._run.finished.connect(self._end)
        self.hide()

    def begin(self, picture: QWidget, ms: int) -> None:
        """Takes the picture as it is and lets it go in `ms`."""
        self._run.stop()
        self.hide()
        self._old, self._ink = picture.grab(), 1.0
        self.setGeometry(picture.rect())
        self.raise_()
        self.show()
        self._run.setDuration(ms)
        self._run.start()

    def _show(self, ink: float) -> None:
        self._ink = ink
        self.update()

    def _end(self) -> None:
        self.hide()
        self._old = QPixmap()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._ink)
        painter.drawPixmap(0, 0, self._old)
