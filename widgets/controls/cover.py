"""Cover of a pane without content: grey rows, a sentence, and a button."""

from qtpy.QtCore import QRectF, Qt, QTimer, Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls import text
from widgets.controls.button import Button
from widgets.controls.painted import PaintedWidget
from widgets.controls.states import READY, State, StateKind

GREY_ROWS = (0.62, 0.48, 0.55)  # shares of the width: three rows, not a spinner
TOP = 0.42  # share of the height where the sentence ends


class Cover(PaintedWidget):
    """Covers a pane's content. `clear_filter` and `retry` are sent by its buttons; 复制详情 copies by itself."""

    clear_filter = Signal()
    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = READY
        self.patient = False  # loading, but not long enough to say so
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._say_loading)
        self.clear, self.again, self.copy = (Button("", parent=self) for _n in range(3))
        for button in (self.clear, self.again, self.copy):
            button.hide()  # one that is not asked for takes no room in a narrow pane
        self.clear.clicked.connect(self.clear_filter)
        self.again.clicked.connect(self.retry)
        self.copy.clicked.connect(self._copy)
        column, row = QVBoxLayout(self), QHBoxLayout()
        row.setSpacing(theme.px("space.8"))
        row.addStretch(1)
        for button in (self.clear, self.again, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        column.addStretch(round(TOP * 100))
        column.addSpacing(theme.px("space.16"))
        column.addLayout(row)
        column.addStretch(round((1 - TOP) * 100))
        self.restyle()

    def show_state(self, state: State) -> None:
        """Shows a state; loading shows nothing for its first 300 ms, as most loads are shorter."""
        if state == self.state and not self.isHidden():
            return
        self.state = state
        self.patient = state.kind is StateKind.LOADING
        if self.patient:
            self._patience.start(theme.ms("loading"))
        else:
            self._patience.stop()
        self.clear.setVisible(state.kind is StateKind.FILTERED)
        self.again.setVisible(state.kind is StateKind.FAILED)
        self.copy.setVisible(state.kind is StateKind.FAILED)
        self.setAccessibleName(state.text or _("Loading"))
        self.update()

    @override
    def restyle(self) -> None:
        self.clear.set_words(_("Clear the filter"))
        self.again.set_words(_("Try again"))
        self.copy.set_words(_("Copy the details"))
        super().restyle()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
        if self.state.kind is StateKind.LOADING:
            if not self.patient:
                self._grey_rows(painter)
            return
        pad = theme.px("space.24")
        bottom = (self.height() - theme.px("button")) * TOP if self._acts() else self.height() * 0.6
        box = QRectF(pad, 0, self.width() - 2 * pad, bottom)
        painter.setFont(theme.font("body"))
        grave = self.state.kind in (StateKind.FAILED, StateKind.WRONG_SCHEMA)
        painter.setPen(theme.color("text.1" if grave else "text.2"))
        low = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        text.draw_wrapped(painter, box, self.state.text, low)

    def _acts(self) -> bool:
        return self.state.kind in (StateKind.FILTERED, StateKind.FAILED)

    def _grey_rows(self, painter: QPainter) -> None:
        row, pad = theme.px("row"), theme.px("space.12")
        for number, share in enumerate(GREY_ROWS):
            bar = QRectF(pad, row * (number + 0.5) - 6, (self.width() - 2 * pad) * share, pad)
            painter.fillRect(bar, theme.color("bg.3"))

    def _say_loading(self) -> None:
        self.patient = False
        self.update()

    def _copy(self) -> None:
        QApplication.clipboard().setText(f"{self.state.text}\n{self.state.detail}")
