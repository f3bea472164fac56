"""Banner: a line across a pane or the window with at most one button, below the words if both do not fit."""

from enum import Enum

from qtpy.QtCore import QRectF, QSize, Qt, Signal
from qtpy.QtGui import QBrush, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from qtpy.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from widgets import icons, theme
from widgets.controls import text
from widgets.controls.button import Button
from widgets.controls.painted import PaintedWidget


class BannerKind(Enum):
    """Kind of a banner, each (ground token, words token, icon before the words)."""

    ALARM = ("alarm", "on.alarm", "")
    WARN = ("warn", "on.warn", "")
    INFO = ("bg.3", "text.1", "")
    SPECIAL = ("special", "on.special", "")
    READ_ONLY = ("bg.3", "text.1", "lock")


class Banner(PaintedWidget):
    """A line of words; `size` is the token of its height: banner.thin, banner, banner.emergency."""

    acted = Signal()

    def __init__(
        self,
        words: str = "",
        kind: BannerKind = BannerKind.INFO,
        parent: QWidget | None = None,
        *,
        action: str = "",
        size: str = "banner",
    ) -> None:
        super().__init__(parent)
        self.words, self.kind, self.size_token = words, kind, size
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button = Button(action, parent=self, size="chip")
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.acted)
        self.stacked = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, theme.px("space.8"), 0)
        self._row.addStretch(1)
        self._row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_message(words, kind, action)

    def show_message(self, words: str, kind: BannerKind | None = None, action: str = "") -> None:
        """Shows other words, with a button if `action` is given."""
        self.words, self.kind = words, kind or self.kind
        self.button.set_words(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(words)
        self.restyle()
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Puts the words above the button where both do not fit side by side."""
        stacked = not self.button.isHidden() and self._wanted() > self.width() > 0
        if stacked != self.stacked:
            self.stacked = stacked
            side = Qt.AlignmentFlag.AlignBottom if stacked else Qt.AlignmentFlag.AlignVCenter
            self._row.setAlignment(self.button, side)
            below = theme.px("space.4") if stacked else 0
            self._row.setContentsMargins(0, 0, theme.px("space.8"), below)
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        high = theme.px(self.size_token)
        more = self.button.sizeHint().height() + theme.px("space.4") if self.stacked else 0
        return QSize(self._wanted(), high + more)

    def _wanted(self) -> int:
        """Width of words and button beside each other."""
        pad = theme.px("space.12")
        width = QFontMetricsF(theme.font("body")).horizontalAdvance(self.words) + 2 * pad
        if self.kind is BannerKind.READ_ONLY:
            width += theme.px("icon") + theme.px("space.8")
        if not self.button.isHidden():
            width += self.button.sizeHint().width() + pad
        return round(width + 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, _icon = self.kind.value
        box, pad = QRectF(self.rect()), theme.px("space.12")
        painter.fillRect(box, theme.color(ground))
        inner = box.adjusted(pad, 0, -pad, 0)
        inner.setHeight(theme.px(self.size_token))
        if not self.button.isHidden() and not self.stacked:
            inner.setRight(self.button.x() - pad)
        if self.kind is BannerKind.READ_ONLY:
            inner = self._lock(painter, box, inner)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color(ink))
        text.draw(painter, inner, self.words)

    def _lock(self, painter: QPainter, box: QRectF, inner: QRectF) -> QRectF:
        """Draws a 45° hatch and a plain field for lock and words; returns the words' box."""
        painter.fillRect(box, QBrush(theme.color("line.1"), Qt.BrushStyle.BDiagPattern))
        side, space = theme.px("icon"), theme.px("space.8")
        width = QFontMetricsF(theme.font("body")).horizontalAdvance(self.words) + side + 3 * space
        quiet = QRectF(box.x(), box.y(), min(box.width(), width + space), box.height())
        painter.fillRect(quiet, theme.color("bg.3"))
        place = QRectF(inner.x(), box.center().y() - side / 2, side, side)
        icons.draw(painter, self.kind.value[2], place, theme.color("text.1"))
        return inner.adjusted(side + space, 0, 0, 0)
