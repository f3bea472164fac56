"""The second bar with its counters; pressing one filters the queue."""

from collections.abc import Mapping

from qtpy.QtCore import Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from console.desk.counters import CASELESS, counters
from console.desk.desk import Desk
from console.desk.queues import explained
from console.words import _
from widgets import theme
from widgets.controls import CounterButton, PaintedWidget


class CountersBar(PaintedWidget):
    """Counters of the post of `desk`. `wanted(key)`: the pressed counter, "" when it is released."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.counters = desk, counters(desk.post)
        self.buttons: dict[str, CounterButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        for counter in self.counters:
            button = CounterButton(_(counter.label), counter.hue, self)
            button.setProperty("counter", counter.key)
            button.clicked.connect(self._pressed)
            self.buttons[counter.key] = button
            self.row.addWidget(button)
        self.row.addStretch(1)
        self.setFixedHeight(theme.px("counters"))
        self._explain()

    def show_figures(self, figures: Mapping[str, int] | None) -> None:
        """Shows the figures; None while none is known."""
        for key, button in self.buttons.items():
            button.set_figure(None if figures is None else figures[key])

    def _explain(self) -> None:
        for key, button in self.buttons.items():
            button.setToolTip("" if key in CASELESS else explained(self.desk, key))

    def show_pressed(self, key: str) -> None:
        """Marks the counter that filters the queue."""
        for name, button in self.buttons.items():
            button.setChecked(name == key)

    def _pressed(self) -> None:
        button = self.sender()
        assert isinstance(button, CounterButton)
        key = str(button.property("counter")) if button.isChecked() else ""
        self.show_pressed(key)
        self.wanted.emit(key)

    @override
    def restyle(self) -> None:
        for counter in self.counters:
            self.buttons[counter.key].set_label(_(counter.label))
        self._explain()
        self.setFixedHeight(theme.px("counters"))
        super().restyle()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
        painter.setPen(theme.color("line.1"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
