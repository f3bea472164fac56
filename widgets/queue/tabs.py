"""Tabs of the queues with their counts; those that do not fit are in a menu at the end."""

from collections.abc import Mapping, Sequence

from qtpy.QtCore import QRectF, QSize, Signal
from qtpy.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from qtpy.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from console.desk.queues import QUEUES, TABS
from console.words import _
from widgets import theme
from widgets.controls import Chip, IconButton, PaintedButton, PaintedWidget, Tone, ring, text


class QueueTab(PaintedButton):
    """A tab with name and count; the current one is underlined."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.count: int | None = None  # while nothing is loaded
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_count(self, count: int | None) -> None:
        if count != self.count:
            self.count = count
            self.restyle()

    @override
    def restyle(self) -> None:
        self.setText(_(QUEUES[self.key].label))
        self.setAccessibleName(f"{self.text()} {self.shown}")
        super().restyle()

    @property
    def shown(self) -> str:
        return "…" if self.count is None else str(self.count)

    @override
    def sizeHint(self) -> QSize:
        label = QFontMetricsF(theme.font("dense", bold=True)).horizontalAdvance(self.text())
        digits = "0" * max(2, len(self.shown))
        count = QFontMetricsF(theme.font("dense")).horizontalAdvance(digits)
        width = label + count + theme.px("space.4") + 2 * theme.px("space.8")
        return QSize(round(width + 1), theme.px("tab"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box, space = QRectF(self.rect()), theme.px("space.8")
        if self.underMouse() and not self.isChecked():
            painter.fillRect(box.adjusted(0, 0, 0, -theme.px("hairline")), theme.color("bg.3"))
        painter.setFont(theme.font("dense", bold=self.isChecked()))
        painter.setPen(theme.color("text.1" if self.isChecked() else "text.2"))
        inner = box.adjusted(space, 0, -space, 0)
        used = text.draw(painter, inner, self.text())
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.color("text.1" if self.isChecked() and self.count else "text.3"))
        text.draw(painter, inner.adjusted(used + theme.px("space.4"), 0, 0, 0), self.shown)
        if self.isChecked():
            line = theme.px("focus.ring")
            painter.fillRect(
                QRectF(0, box.bottom() - line, box.width(), line), theme.color("accent")
            )
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring(painter, box)


class QueueTabs(PaintedWidget):
    """`wanted(key)` for another queue; `acknowledged()` when the chip "+6 new" is pressed."""

    wanted = Signal(str)
    acknowledged = Signal()

    def __init__(self, keys: Sequence[str] = TABS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self.new_count = keys[0], 0
        self.tabs = {key: QueueTab(key, self) for key in keys}
        self.more = IconButton("more", _("More queues"), self)
        self.new = Chip("", Tone.ACTIVE, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.4"), 0, theme.px("space.12"), 0)
        row.setSpacing(0)
        for tab in self.tabs.values():
            row.addWidget(tab)
            tab.clicked.connect(self._pressed)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.new)
        self.more.clicked.connect(self._open_more)
        self.new.clicked.connect(self.acknowledged)
        self.show_key(self.key)
        self.show_new(0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px("drag.width"), theme.px("tab"))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_key(self, key: str) -> None:
        """Underlines the queue in force; none for a queue that only a counter shows."""
        self.key = key
        for name, tab in self.tabs.items():
            tab.setChecked(name == key)
        self._fit()

    def show_counts(self, counts: Mapping[str, int] | None) -> None:
        """Shows the count of each queue; None while none is known."""
        for key, tab in self.tabs.items():
            tab.set_count(None if counts is None else counts[key])
        self._fit()

    def show_new(self, count: int) -> None:
        """Shows the count of new cases; hidden for 0."""
        self.new_count = count
        self.new.set_words(_("+{count} new").format(count=count))
        self.new.setVisible(count > 0)
        self._fit()

    @override
    def restyle(self) -> None:
        self.more.set_name(_("More queues"))
        self.show_new(self.new_count)
        super().restyle()

    def _fit(self) -> None:
        """Hides tabs from the end until the rest has room; the chosen one always shows."""
        room = self.width() - theme.px("space.4") - theme.px("space.12")
        room -= self.new.sizeHint().width() if self.new_count else 0
        sizes = {key: tab.sizeHint().width() for key, tab in self.tabs.items()}
        shown = list(sizes)
        if sum(sizes.values()) > room:
            room -= self.more.sizeHint().width()
            for key in reversed(list(sizes)):
                if sum(sizes[name] for name in shown) > room and key != self.key:
                    shown.remove(key)
        for key, tab in self.tabs.items():
            tab.setVisible(key in shown)
        self.more.setVisible(len(shown) < len(sizes))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _pressed(self) -> None:
        tab = self.sender()
        assert isinstance(tab, QueueTab)
        self.show_key(tab.key)
        self.wanted.emit(tab.key)

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for tab in self.tabs.values():
            if tab.isHidden():
                menu.addAction(f"{tab.text()}  {tab.shown}").setData(tab.key)
        menu.triggered.connect(self._picked)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _picked(self, action: QAction) -> None:
        self.show_key(str(action.data()))
        self.wanted.emit(self.key)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.2"))
        line = theme.px("hairline")
        painter.fillRect(QRectF(0, self.height() - line, self.width(), line), theme.color("line.1"))
