"""Buttons: primary (one per place), plain and danger; and a square one with an icon."""

from enum import Enum

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import icons, theme
from widgets.controls import text
from widgets.controls.painted import PaintedButton, ring


class ButtonKind(Enum):
    """Kind of a button, each (fill, words, border) tokens."""

    PRIMARY = ("accent", "on.accent", "accent")
    PLAIN = ("bg.3", "text.1", "line.2")
    DANGER = ("alarm", "on.alarm", "alarm")


class Button(PaintedButton):
    """A button that grows with its words; `size` is the token of its height."""

    def __init__(
        self,
        words: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        size: str = "button",
    ) -> None:
        super().__init__(parent)
        self.kind, self.icon_name, self.size_token = kind, icon, size
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Replaces the words."""
        self.setText(words)
        self.updateGeometry()

    def forbid(self, reason: str) -> None:
        """Disables the button and shows the reason on hover; an empty reason enables it."""
        self.setEnabled(not reason)
        self.setToolTip(text.tooltip(reason))
        self.setAccessibleDescription(reason)

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("body"))
        width = metrics.horizontalAdvance(self.text()) + 2 * theme.px("space.12")
        if self.icon_name:
            width += theme.px("icon") + theme.px("space.8")
        height = theme.px(self.size_token)
        return QSize(max(height, round(width + 1)), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, edge = self.kind.value if self.isEnabled() else ("bg.1", "text.off", "line.1")
        if (
            self.kind is ButtonKind.PLAIN
            and self.isEnabled()
            and (self.isDown() or self.underMouse())
        ):
            fill = "select" if self.isDown() else "bg.2"
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.px("radius.control")
        painter.setPen(QPen(theme.color(edge), theme.px("hairline")))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(box, radius, radius)
        if self.kind is not ButtonKind.PLAIN and self.isEnabled() and self.underMouse():
            painter.setPen(QPen(theme.color(ink), theme.px("hairline")))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), radius - 1, radius - 1)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()))
        self._words(painter, ink)

    def _words(self, painter: QPainter, ink: str) -> None:
        pad = theme.px("space.12")
        inner = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        if self.icon_name:
            side = theme.px("icon")
            place = QRectF(inner.x(), inner.center().y() - side / 2, side, side)
            icons.draw(painter, self.icon_name, place, theme.color(ink))
            inner.setLeft(inner.x() + side + theme.px("space.8"))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color(ink))
        text.draw(painter, inner, self.text(), text.CENTRE, inactive=not self.isEnabled())


class IconButton(PaintedButton):
    """A square button with an icon; `name` is its tooltip and accessible name."""

    def __init__(
        self, icon: str, name: str, parent: QWidget | None = None, *, size: str = "chip"
    ) -> None:
        super().__init__(parent)
        self.icon_name, self.size_token = icon, size
        self.set_name(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """Sets tooltip and accessible name, in the language in force."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    @override
    def sizeHint(self) -> QSize:
        side = max(theme.px("target"), theme.px(self.size_token))
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()), theme.px("radius.control")
        if self.isChecked() or self.isDown() or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select" if self.isChecked() else "bg.3"))
            painter.drawRoundedRect(box, radius, radius)
        token = "text.1" if self.isChecked() else "text.2"
        side = theme.px("icon")
        place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        icons.draw(
            painter,
            self.icon_name,
            place,
            theme.color(token if self.isEnabled() else "text.off"),
        )
        if self.hasFocus():
            ring(painter, box)
