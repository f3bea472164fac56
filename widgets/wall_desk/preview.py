"""Preview of a scene: the wall's own picture, painted small."""

from datetime import tzinfo
from typing import Final

from qtpy.QtCore import QPoint, QRectF, QSize, Qt
from qtpy.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.live.clock import DatabaseClock
from console.wall.figures import Figures
from console.wall.scenes import Scene
from widgets import theme
from widgets.controls import PaintedWidget
from widgets.wall.picture import WallPicture

USUAL: Final = QSize(1920, 1080)
WIDE: Final = QSize(3840, 1080)
"""px of the walls that a preview stands for: one screen, and two beside each other."""


class ScenePreview(PaintedWidget):
    """The picture as a wall would paint it with these figures; None leaves "no data" in the panels."""

    def __init__(self, clock: DatabaseClock, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = WallPicture(clock.now, zone, self)
        self.picture.reduced = True
        self.picture.resize(USUAL)
        self.picture.hide()
        self.picture.timer.stop()  # a preview does not live
        self._scaled: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_scene(self, scene: Scene, figures: Figures | None, *, wide: bool) -> None:
        """Paints another scene, or the same one changed."""
        size = WIDE if wide else USUAL
        if self.picture.size() != size:
            self.picture.resize(size)
            self.picture.set_unit(None)  # lays out at once: a hidden widget hears of its size late
            self.updateGeometry()
        self.picture.show_figures(figures)
        self.picture.show_scene(scene)
        self.setAccessibleName(scene.name)
        self._scaled = None
        self.update()

    @override
    def restyle(self) -> None:
        self._scaled = None
        super().restyle()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = None

    @override
    def heightForWidth(self, width: int) -> int:
        return width * self.picture.height() // self.picture.width()

    @override
    def sizeHint(self) -> QSize:
        width = theme.px("drag.width") + theme.px("space.48")
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px("drag.width") // 2, theme.px("drag.width") // 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
        if self._scaled is None:
            self._scaled = self._take()
        ratio = self._scaled.devicePixelRatio()
        size = self._scaled.deviceIndependentSize()
        x = (self.width() - size.width()) / 2
        painter.drawPixmap(QRectF(x, 0, size.width(), size.height()), self._scaled,
                           QRectF(0, 0, size.width() * ratio, size.height() * ratio))  # fmt: skip

    def _take(self) -> QPixmap:
        """The whole picture in the size of this widget."""
        whole = QPixmap(self.picture.size())
        painter = QPainter(whole)
        self.picture.render(painter, QPoint())
        painter.end()
        ratio = self.devicePixelRatioF()
        scaled = whole.scaled(
            self.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        return scaled
