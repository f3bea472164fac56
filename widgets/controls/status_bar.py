"""Status bar: message and undo at the left, facts about the link at the right."""

from collections import deque
from collections.abc import Sequence

from qtpy.QtCore import QPoint, QRectF, QSize, QTimer, Signal
from qtpy.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent
from qtpy.QtWidgets import QApplication, QHBoxLayout, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls import text
from widgets.controls.button import Button, IconButton
from widgets.controls.painted import PaintedWidget

SECOND_MS = 1000
ERROR_MS = 15_000
MESSAGES = 20
ERROR = "alarm.text"


class StatusBar(PaintedWidget):
    """One message at a time; `undo` is sent by its button.

    An error stays until the next message, at most 15 s; the last twenty stay in a list.
    """

    undo = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence, self.hue = "", "text.1"
        self.facts: tuple[str, ...] = ()
        self.alarm = ""
        self.seconds = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button = Button("", parent=self, icon="undo", size="target")
        self.button.clicked.connect(self._undone)
        self.button.hide()
        self.errors: deque[str] = deque(maxlen=MESSAGES)
        self.clock = ""
        """The city's time, written before each error in the list."""
        self.list = IconButton("bell", "", self, size="target")
        self.list.clicked.connect(self._open_list)
        self.list.hide()
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(ERROR_MS)
        self._fade.timeout.connect(self._faded)
        self._tick = QTimer(self)
        self._tick.setInterval(SECOND_MS)
        self._tick.timeout.connect(self._count_down)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.list)
        self._name_list()

    def offer_undo(self, sentence: str) -> None:
        """Shows a completed command with an undo button for 15 seconds."""
        self.show_message(sentence)
        self.seconds = theme.ms("undo") // SECOND_MS
        self.button.show()
        self._tick.start()
        self._place_button()

    def show_message(self, sentence: str, hue: str = "text.1") -> None:
        """Shows a message in place of the undo; `hue` is "text.1" or a `.text` token."""
        self._tick.stop()
        self._fade.stop()
        self.button.hide()
        if hue == ERROR and sentence:
            self._fade.start()
            if sentence != self.sentence:
                self.errors.append(f"{self.clock}  {sentence}".strip())
                self.list.show()
        self.sentence, self.hue = sentence, hue
        self.setAccessibleName(sentence)
        self.update()

    def _faded(self) -> None:
        self.show_message("")

    def _open_list(self) -> None:
        """The last errors, newest first; choosing one copies it."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for error in reversed(self.errors):
            menu.addAction(error.replace("&", "&&")).setData(error)
        menu.triggered.connect(self._copy)
        menu.popup(self.list.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _copy(self, action: QAction) -> None:
        QApplication.clipboard().setText(str(action.data()))

    def _name_list(self) -> None:
        self.list.set_name(_("The last errors; choosing one copies it"))

    def set_facts(self, facts: Sequence[str], alarm: str = "") -> None:
        """Sets age, round trip and seats in order of importance; the last are dropped first.

        `alarm` stands before them all, in its colour.
        """
        self.facts, self.alarm = ((alarm, *facts) if alarm else tuple(facts)), alarm
        self.update()

    @override
    def restyle(self) -> None:
        self._name_list()
        self._place_button()
        super().restyle()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px("space.48"), theme.px("status"))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _place_button(self) -> None:
        self.button.set_words(_("Undo · {seconds} s").format(seconds=self.seconds))
        before = QFontMetricsF(theme.font("dense")).horizontalAdvance(self.sentence)
        left = round(before) + 2 * theme.px("space.12")
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(min(left, max(0, self.width() // 2)), 0, 0, 0)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.2"))
        pad, gap = theme.px("space.12"), theme.px("space.16")
        painter.setFont(theme.font("dense"))
        metrics = QFontMetricsF(painter.font())
        box = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        if self.list.isVisible():
            box.setRight(self.list.x() - pad)
        shown = self.button.isVisible()
        wanted = metrics.horizontalAdvance(self.sentence)
        left = box.adjusted(0, 0, 0, 0)
        left.setWidth(min(wanted + 1, self.button.x() - 2 * pad if shown else box.width()))
        painter.setPen(theme.color(self.hue))
        text.draw(painter, left, self.sentence)
        start = self.button.geometry().right() if shown else left.right()
        room, shown_facts = box.right() - start - gap, []
        for fact in self.facts:
            room -= metrics.horizontalAdvance(fact) + gap
            if room < 0:
                break
            shown_facts.append(fact)
        self._draw_facts(painter, box, shown_facts, metrics)

    def _draw_facts(
        self, painter: QPainter, box: QRectF, facts: Sequence[str], metrics: QFontMetricsF
    ) -> None:
        """Draws the facts from the right end, with a hairline between each two."""
        gap, x = theme.px("space.16"), box.right()
        for number, fact in enumerate(reversed(facts)):
            width = metrics.horizontalAdvance(fact) + 1
            painter.setPen(theme.color("alarm.text" if fact == self.alarm else "text.3"))
            text.draw(painter, QRectF(x - width, box.y(), width, box.height()), fact)
            x -= width + gap
            if number < len(facts) - 1:
                line = QRectF(x + gap / 2, box.y() + 8, theme.px("hairline"), box.height() - 16)
                painter.fillRect(line, theme.color("line.1"))

    def _count_down(self) -> None:
        self.seconds -= 1
        if self.seconds <= 0:
            self.show_message("")
        else:
            self._place_button()

    def _undone(self) -> None:
        self.show_message("")
        self.undo.emit()
