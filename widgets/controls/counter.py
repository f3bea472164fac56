"""Counter button of the second bar: label and figure; pressing it filters the queue."""

from qtpy.QtCore import QRectF, QSize
from qtpy.QtGui import QFontMetricsF, QPainter, QPaintEvent
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.controls import text
from widgets.controls.painted import PaintedButton, ring


class CounterButton(PaintedButton):
    """Checkable. `hue` is "alarm" or "warn" if a figure above 0 needs attention."""

    def __init__(self, label: str, hue: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hue = hue
        self.figure: int | None = None
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(label)

    def set_label(self, label: str) -> None:
        """Sets the label in the language in force."""
        self.setText(label)
        self._name()

    def set_figure(self, figure: int | None) -> None:
        """Sets the figure, without animation; None while it is unknown."""
        if figure != self.figure:
            self.figure = figure
            self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._shown()}")
        self.updateGeometry()
        self.update()

    def figure_token(self) -> str:
        """Colour token of the figure: grey for 0, `hue` above."""
        if not self.figure:
            return "text.3"
        return f"{self.hue}.text" if self.hue else "text.1"

    @override
    def sizeHint(self) -> QSize:
        label = QFontMetricsF(theme.font("dense")).horizontalAdvance(self.text())
        figure = QFontMetricsF(theme.font("counter")).horizontalAdvance(self._digits())
        width = label + figure + theme.px("space.8") + 2 * theme.px("space.12")
        return QSize(round(width + 1), theme.px("counters"))

    def _digits(self) -> str:
        """Width of the figure, two digits at least, so that 9 → 10 moves nothing."""
        return "0" * max(2, len(self._shown()))

    def _shown(self) -> str:
        return "…" if self.figure is None else str(self.figure)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            painter.fillRect(box, theme.color("select" if self.isChecked() else "bg.2"))
        if self.isChecked():
            bar = theme.px("bar.select")
            painter.fillRect(
                QRectF(box.x(), box.bottom() - bar, box.width(), bar), theme.color("accent")
            )
        pad = theme.px("space.12")
        inner = box.adjusted(pad, 0, -pad, 0)
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.color("text.1" if self.isChecked() else "text.2"))
        room = QFontMetricsF(theme.font("counter")).horizontalAdvance(self._digits())
        label = inner.adjusted(0, 0, -room - theme.px("space.8"), 0)
        text.draw(painter, label, self.text())
        painter.setFont(theme.font("counter"))
        painter.setPen(theme.color(self.figure_token()))
        text.draw(painter, inner.adjusted(inner.width() - room, 0, 0, 0), self._shown())
        if self.hasFocus():
            ring(painter, box)
