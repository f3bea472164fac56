"""Pane: title, counts, tools, age at the right end, and the content in one of its states."""

from qtpy.QtCore import QRectF, QSize, Qt, Signal
from qtpy.QtGui import QFontMetricsF, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from widgets import theme
from widgets.controls import text
from widgets.controls.banner import Banner, BannerKind
from widgets.controls.chip import Chip, Tone
from widgets.controls.confirm import ConfirmStrip
from widgets.controls.cover import Cover
from widgets.controls.painted import PaintedWidget
from widgets.controls.states import COVERING_KINDS, READY, State, StateKind


class Title(PaintedWidget):
    """The pane's name and its counts in grey; the counts are hidden where they do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.counts = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        width = self._title_width() + theme.px("space.8")
        width += QFontMetricsF(theme.font("dense")).horizontalAdvance(self.counts)
        return QSize(round(width + 1), theme.px("pane.head"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._title_width() + 1), theme.px("pane.head"))

    def _title_width(self) -> float:
        return QFontMetricsF(theme.font("pane")).horizontalAdvance(self.title)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("pane"))
        painter.setPen(theme.color("text.1"))
        box = QRectF(self.rect())
        used = text.draw(painter, box, self.title)
        rest = box.adjusted(used + theme.px("space.8"), 0, 0, 0) if self.title else box
        painter.setFont(theme.font("dense"))
        if QFontMetricsF(painter.font()).horizontalAdvance(self.counts) <= rest.width():
            painter.setPen(theme.color("text.3"))
            text.draw(painter, rest, self.counts)


class AgeLabel(PaintedWidget):
    """ "14:03:06 · 1 秒前" in grey, as wide as the longest text it has shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetricsF(theme.font("caption")).horizontalAdvance(self.words)
        return QSize(round(width + 1), theme.px("pane.head"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        text.draw(painter, QRectF(self.rect()), self.words, text.RIGHT)


class Pane(PaintedWidget):
    """A pane with one content widget. Commands inside check `takes_commands()` before they act.

    `confirm` is the pane's strip for questions; `tools` the layout of its buttons.
    """

    clear_filter = Signal()
    retry = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = READY
        self.title, self.age, self.late = Title(self), AgeLabel(self), Chip("", Tone.WARN, self)
        self.bar, self.cover, self.confirm = Banner(size="banner.thin"), Cover(), ConfirmStrip()
        self.late.hide()
        self.late.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.hide()
        self.tools = QHBoxLayout()
        self.tools.setSpacing(theme.px("space.4"))
        self._place = QWidget(self)
        self._stack = QStackedLayout(self._place)
        self._stack.addWidget(self.cover)
        self._lay_out()
        self.cover.clear_filter.connect(self.clear_filter)
        self.cover.retry.connect(self.retry)
        self.set_title(title)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px("space.12"), 0, theme.px("space.12"), 0)
        head.setSpacing(theme.px("space.8"))
        head.addWidget(self.title, 1)
        head.addLayout(self.tools)
        head.addWidget(self.age)
        head.addWidget(self.late)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for part in (self.bar, self.confirm):
            column.addWidget(part)
        column.addWidget(self._place, 1)

    def set_body(self, body: QWidget) -> None:
        """Sets the content; called once."""
        self._stack.addWidget(body)
        self._stack.setCurrentWidget(body)

    def set_title(self, title: str) -> None:
        """Sets the title in the language in force."""
        self.title.title = title
        self.setAccessibleName(title)
        self.title.restyle()

    def set_counts(self, counts: str) -> None:
        """Sets the counts: "23/23 · 已选 2"."""
        self.title.counts = counts
        self.title.setToolTip(counts)
        self.title.restyle()

    def set_age(self, words: str) -> None:
        """Sets the age of the content, shown while it is fresh."""
        self.age.words = words
        self.age.restyle()

    def takes_commands(self) -> bool:
        """Whether commands can be given; if not, the pane already shows the reason."""
        return self.state.kind in (
            StateKind.READY,
            StateKind.LATE,
            StateKind.EMPTY,
            StateKind.FILTERED,
        )

    def set_state(self, state: State) -> None:
        """Shows a state; the content keeps its scroll position and selection."""
        self.state = state
        late = state.kind is StateKind.LATE
        self.late.setVisible(late)
        self.age.setVisible(not late)
        if late:
            self.late.set_words(state.text)
        stopped = state.kind in (StateKind.DISCONNECTED, StateKind.READ_ONLY)
        self.bar.setVisible(stopped)
        if stopped:
            self.bar.show_message(
                state.text,
                BannerKind.ALARM if state.kind is StateKind.DISCONNECTED else BannerKind.READ_ONLY,
            )
        covered = state.kind in COVERING_KINDS
        if covered:
            self.cover.show_state(state)
        self._stack.setCurrentIndex(0 if covered or self._stack.count() == 1 else 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
        head = QRectF(0, 0, self.width(), theme.px("pane.head"))
        painter.fillRect(head, theme.color("bg.2"))
        line = theme.px("hairline")
        painter.fillRect(QRectF(0, head.bottom() - line, self.width(), line), theme.color("line.1"))
